/**
 * What a program asks for when it registers a resource.
 * @module
 */
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { PropertyMap, ResourceState } from "../state/types";
import { parseDuration } from "./duration";
import { fromStruct } from "./struct";
import { completeReferences, mapValues } from "./values";

/** Another name under which a resource may be known: a URN, or parts that differ from the present ones. */
export type Alias =
  | { urn: string }
  | {
      name: string;
      type: string;
      stack: string;
      project: string;
      /** URN of the parent then; absent: the present parent; empty: none. */
      parent?: string;
    };

/** What a program wants a resource to be. */
export interface Goal {
  type: string;
  name: string;
  custom: boolean;
  parent: string;
  inputs: PropertyMap;
  protect: boolean;
  retainOnDelete: boolean;
  deletedWith: string;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  /** Absent: the provider decides. */
  deleteBeforeReplace?: boolean;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  /** In seconds; this engine keeps them for policies and for other engines, and waits as long as the provider does. */
  customTimeouts: CustomTimeouts;
  aliases: Alias[];
  plugin: PluginWish;
}

/** Which plugin a program asks for; the state remembers it, and there is but one. Empty: any. */
export interface PluginWish {
  version: string;
  downloadUrl: string;
}

/** How long steps may take, in seconds; absent: no limit but the provider's own. */
export type CustomTimeouts = Partial<Record<"create" | "update" | "delete", number>>;

/** Reads a registration. */
export function goalOf(request: RegisterResourceRequest): Goal {
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent(),
    inputs: mapValues(fromStruct(request.getObject()), completeReferences),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deletedWith: request.getDeletedwith(),
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(
      request
        .getPropertydependenciesMap()
        .getEntryList()
        .map(([key]) => [key, request.getPropertydependenciesMap().get(key)?.getUrnsList() ?? []]),
    ),
    ...(request.getDeletebeforereplacedefined() && {
      deleteBeforeReplace: request.getDeletebeforereplace(),
    }),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    customTimeouts: timeoutsOf(request),
    aliases: aliasesOf(request),
    plugin: pluginOf(request),
  };
}

/** The plugin that a registration or a read asks for. */
export function pluginOf(request: {
  getVersion(): string;
  getPlugindownloadurl(): string;
}): PluginWish {
  return { version: request.getVersion(), downloadUrl: request.getPlugindownloadurl() };
}

function timeoutsOf(request: RegisterResourceRequest): CustomTimeouts {
  const timeouts = request.getCustomtimeouts();
  if (timeouts === undefined) return {};
  const { create, update, pb_delete } = timeouts.toObject();
  const given = Object.entries({ create, update, delete: pb_delete });
  return Object.fromEntries(
    given.filter(([, text]) => text !== "").map(([step, text]) => [step, parseDuration(text)]),
  );
}

function aliasesOf(request: RegisterResourceRequest): Alias[] {
  const urns = request.getAliasurnsList().map((urn) => ({ urn }));
  const specified = request.getAliasesList().map((alias): Alias => {
    const spec = alias.getSpec();
    if (spec === undefined) return { urn: alias.getUrn() };
    const parent = spec.hasParenturn() ? spec.getParenturn() : spec.getNoparent() ? "" : undefined;
    return {
      name: spec.getName(),
      type: spec.getType(),
      stack: spec.getStack(),
      project: spec.getProject(),
      ...(parent !== undefined && { parent }),
    };
  });
  return [...urns, ...specified];
}

/** The state that a resource will have, but for its id, outputs and times. Empty things are left out, as in Pulumi's files. */
export function stateOf(
  goal: Goal,
  urn: string,
  inputs: PropertyMap,
  provider?: string,
): ResourceState {
  return {
    urn,
    custom: goal.custom,
    type: goal.type,
    ...filled("inputs", inputs),
    ...(goal.parent !== "" && { parent: goal.parent }),
    ...(goal.protect && { protect: true }),
    ...filled("dependencies", goal.dependencies),
    ...(provider !== undefined && { provider }),
    ...filled("propertyDependencies", goal.propertyDependencies),
    ...filled("additionalSecretOutputs", goal.additionalSecretOutputs),
    ...filled("customTimeouts", goal.customTimeouts),
    ...(goal.retainOnDelete && { retainOnDelete: true }),
    ...(goal.deletedWith !== "" && { deletedWith: goal.deletedWith }),
    ...filled("ignoreChanges", goal.ignoreChanges),
    ...filled("replaceOnChanges", goal.replaceOnChanges),
  };
}

/** A property with its value, or nothing when the value is empty. */
export function filled<Key extends string, Value extends object>(
  key: Key,
  value: Value,
): Partial<Record<Key, Value>> {
  return Object.keys(value).length === 0 ? {} : ({ [key]: value } as Record<Key, Value>);
}

/** An object, such as a resource, without some of its properties. */
export function without<Values extends object>(state: Values, ...keys: string[]): Values {
  const rest = { ...state };
  for (const key of keys) Reflect.deleteProperty(rest, key);
  return rest;
}
