/**
 * What the classes pass to the engine: to it they are dynamic resources like any other, but their provider text is one
 * constant line that leads to our handlers by package name, instead of serialized code.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import { PROVIDER_KEY } from "./common";
import type { AnyDefinition } from "./definition";
import { providerText } from "./define";
import { lineageOfProgram } from "./lineage";
import { carrierOf, markInput } from "./mark";
import { findReferences, findSecretInputs, isPlain } from "./references";
import { SECRET_INPUTS } from "./secret-inputs";

/** The engine's type token of a kind, such as `pulumi-nodejs:dynamic/scaleway:Application`. */
export const typeToken = (token: string): string => `pulumi-nodejs:dynamic/${token}`;

/** True for a resource of that type, also one made by another copy of this package. */
export function isInstanceOf(value: unknown, type: string): boolean {
  if (value === null || typeof value !== "object") return false;
  return (value as { __pulumiType?: unknown }).__pulumiType === type;
}

/**
 * The properties to register: the arguments, the outputs-to-be, and who the resource is. The arguments are not touched.
 * Identity and references are plain promises, not Outputs: they must not add dependencies.
 */
export function resourceProperties(
  definition: AnyDefinition,
  { name, args, options }: ResourceCall,
): pulumi.Inputs {
  const given: pulumi.Inputs = { ...args };
  const absent = [...Object.keys(definition.fields), ...definition.produced]
    .filter((output) => !(output in given))
    .map((output) => [output, undefined] as const);
  // Every property costs the program an Output: one that is never there is left out.
  const isAlone = Object.values(given).every(isPlain);
  const references = isAlone ? {} : { references: handled(referencesOf(definition, given)) };
  const hidden = (options?.additionalSecretOutputs ?? []).filter((output) => output in args);
  const isOpen = isAlone && hidden.length === 0;
  const secret = isOpen ? {} : { [SECRET_INPUTS]: handled(findSecretInputs(given, hidden)) };
  const identity = {
    mark: markOf(definition, name, options),
    ...references,
    ...secret,
    [PROVIDER_KEY]: providerText(definition.token),
  };
  return { ...Object.fromEntries(absent), ...given, ...identity };
}

/** The arguments of a resource's constructor. */
export interface ResourceCall {
  readonly name: string;
  readonly args: object;
  readonly options: pulumi.CustomResourceOptions | undefined;
}

/**
 * True for what has one place and carries no mark. A forced replacement tells nothing of the old half to `create`, to which
 * it would be somebody else's: the engine is asked to come with `delete` first.
 */
export function goesFirst({ token, place }: AnyDefinition): boolean {
  const isSetting = place !== undefined && !place.alwaysThere && !place.goesLast;
  return isSetting && !carrierOf({ token }).marks;
}

/** The options to register with: the kind's secret outputs are always secret. */
export function resourceOptions(
  definition: AnyDefinition,
  options: pulumi.CustomResourceOptions | undefined,
): pulumi.CustomResourceOptions {
  const order = goesFirst(definition) ? { deleteBeforeReplace: true } : {};
  return pulumi.mergeOptions(
    { ...order, ...options },
    {
      additionalSecretOutputs: [...(definition.secrets ?? [])],
    },
  );
}

/** A failed argument fails the registration; the same failure here must not count as one that nobody handles. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/**
 * A plain promise: whoever waits for the lineage must not depend on it in the state. The Outputs that Pulumi's own
 * `createUrn` makes are needed under a parent alone.
 */
function markOf(
  definition: AnyDefinition,
  name: string,
  options: pulumi.CustomResourceOptions | undefined,
): Promise<string> {
  const organization = organizationName();
  const owner = new pulumi.Config("storage-access").get("owner");
  const urn = urnOf(typeToken(definition.token), name, options?.parent);
  const lineage = lineageOfProgram();
  return handled(
    Promise.all([urn, lineage]).then(([known, id]) =>
      markInput(name, { organization, urn: known, owner, lineage: id }),
    ),
  );
}

async function urnOf(
  type: string,
  name: string,
  parent: pulumi.Resource | undefined,
): Promise<string> {
  if (parent === undefined) {
    return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`;
  }
  const urn = pulumi.createUrn(name, type, parent);
  return new Promise((resolve) => {
    urn.apply((known) => resolve(known));
  });
}

/** The engine's organization; tests with mocks may have none. */
function organizationName(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "organization";
  }
}

async function referencesOf(
  definition: AnyDefinition,
  args: Readonly<Record<string, unknown>>,
): Promise<Record<string, string> | undefined> {
  const rules = Object.entries(definition.fields).map(([name, { rule }]) => [name, rule] as const);
  const references = await findReferences(Object.fromEntries(rules), args);
  return Object.keys(references).length === 0 ? undefined : references;
}

/** What the classes of all kinds extend. */
export abstract class DeclaredResource extends pulumi.CustomResource {
  /**
   * The SDK writes down the stack of every promise that it makes, a dozen a resource, and mapping those stacks back to
   * TypeScript took a third of a program's time: here they are left empty. The place in the program that the SDK records
   * for a resource is found in another way and stays; an error gets its stack back.
   */
  constructor(definition: AnyDefinition, call: ResourceCall) {
    const properties = resourceProperties(definition, call);
    const options = resourceOptions(definition, call.options);
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      super(typeToken(definition.token), call.name, properties, options);
    } catch (thrown) {
      Error.stackTraceLimit = limit;
      if (thrown instanceof Error) Error.captureStackTrace(thrown);
      throw thrown;
    } finally {
      Error.stackTraceLimit = limit;
    }
  }
}
