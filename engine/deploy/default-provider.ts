/**
 * The resources that stand for the dynamic provider: made ahead of the first dynamic resource, with the stack's
 * configuration as their inputs; one for each version of it that programs ask for.
 * @module
 */
import { status } from "@grpc/grpc-js";
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { PropertyMap, ResourceState } from "../state/types";
import { filled, without, type PluginWish } from "./goals";
import type { DeploymentRun } from "./run";
import { enforcePolicies } from "./policies";
import { RpcError } from "./rpc";
import { runStep } from "./steps";
import { mapValues, secret, UNKNOWN } from "./values";

const TYPE = "pulumi:providers:pulumi-nodejs";

/** What a provider has beside the configuration of the stack. */
const OWN_INPUTS = ["version", "__internal"];

const VERSION = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+][\w.+-]+)?$/;

/** The inputs of the default provider: the stack's configuration, secrets marked. */
export function providerInputs(
  config: Record<string, string>,
  secretKeys: readonly string[],
): PropertyMap {
  const secrets = new Set(secretKeys);
  const values: PropertyMap = mapValues(config, (value) => value);
  for (const key of Object.keys(values)) {
    if (secrets.has(key)) values[key] = secret(values[key] ?? null);
  }
  return values;
}

/** The configuration that the state has for the provider; empty where it has none. */
export function storedConfiguration(resources: readonly ResourceState[]): PropertyMap {
  const provider = resources.find(({ type, inputs }) => type === TYPE && inputs !== undefined);
  const entries = Object.entries(provider?.inputs ?? {});
  return Object.fromEntries(entries.filter(([key]) => !OWN_INPUTS.includes(key)));
}

/** The plugin as it is asked for: without a version, the one that the state's resources had. Throws for what is no version. */
export function settlePlugin(run: DeploymentRun, { version, downloadUrl }: PluginWish): PluginWish {
  if (version !== "" && !VERSION.test(version)) {
    throw new RpcError(
      status.UNKNOWN,
      `The option version ${JSON.stringify(version)} is no version: three numbers with points between them are.`,
    );
  }
  const versions = run.olds.all().map(({ type, inputs }) => type === TYPE && inputs?.["version"]);
  const known = versions.findLast((one) => typeof one === "string");
  return { version: version || (known ?? ""), downloadUrl };
}

/** What the default provider of a plugin is called. */
export function providerName({ version, downloadUrl }: PluginWish): string {
  const parts = version === "" ? [] : version.replace(/^v/, "").split(/[.+-]/);
  const url = downloadUrl.split("/").filter(Boolean).map(asName).join("/");
  return ["default", ...parts, ...(url === "" ? [] : [url])].join("_");
}

function asName(text: string): string {
  return text.replace(/^[^A-Za-z0-9_]/, "_").replace(/[^A-Za-z0-9_.-]/g, "_");
}

/** Makes, keeps or updates the default provider of a plugin; answers the reference that resources carry, `<urn>::<id>`. */
export async function registerDefaultProvider(
  run: DeploymentRun,
  plugin: PluginWish,
): Promise<string> {
  const urn = run.urnOf("", TYPE, providerName(plugin));
  run.registered.add(urn);
  const old = run.olds.get(urn);
  const { config, secretConfigKeys } = run.settings;
  const wanted = { ...providerInputs(config, secretConfigKeys), ...ownInputs(plugin) };
  const { inputs = {} } = await enforcePolicies(run, {
    urn,
    custom: true,
    type: TYPE,
    ...filled("inputs", wanted),
  });
  const isSame = old !== undefined && isDeepStrictEqual(old.inputs ?? {}, inputs);
  const now = run.now();
  const state: ResourceState = {
    urn,
    custom: true,
    id: old?.id ?? (run.settings.dryRun ? UNKNOWN : randomUUID()),
    type: TYPE,
    ...filled("inputs", inputs),
    ...filled("outputs", without(inputs, "__internal")),
    created: old?.created ?? now,
    modified: isSame ? (old.modified ?? now) : now,
  };
  const op = old === undefined ? "create" : isSame ? "same" : "update";
  await runStep(run, { op, urn, type: TYPE, old, new: state }, async () => {
    await run.commit({ put: state, ...(old && { supersedes: old }) }, !isSame);
    return state;
  });
  run.news.set(urn, { state, op, old });
  return `${urn}::${state.id ?? ""}`;
}

function ownInputs({ version, downloadUrl }: PluginWish): PropertyMap {
  if (version === "" && downloadUrl === "") return {};
  return {
    __internal: downloadUrl === "" ? {} : { pluginDownloadURL: downloadUrl },
    ...(version !== "" && { version }),
  };
}
