/**
 * The resource that stands for the dynamic provider: made ahead of the first dynamic resource, with the stack's
 * configuration as its inputs.
 * @module
 */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { PropertyMap, ResourceState } from "../state/types";
import { filled } from "./goals";
import type { DeploymentRun } from "./run";
import { enforcePolicies } from "./policies";
import { runStep } from "./steps";
import { mapValues, secret, UNKNOWN } from "./values";

const TYPE = "pulumi:providers:pulumi-nodejs";

/** The URN of the default provider of dynamic resources. */
export function defaultProviderUrn(run: DeploymentRun): string {
  return run.urnOf("", TYPE, "default");
}

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

/** Makes, keeps or updates the default provider; answers the reference that resources carry, `<urn>::<id>`. */
export async function registerDefaultProvider(run: DeploymentRun): Promise<string> {
  const urn = defaultProviderUrn(run);
  run.registered.add(urn);
  const old = run.olds.get(urn);
  const { inputs = {} } = await enforcePolicies(run, {
    urn,
    custom: true,
    type: TYPE,
    ...filled("inputs", providerInputs(run.settings.config, run.settings.secretConfigKeys)),
  });
  const isSame = old !== undefined && isDeepStrictEqual(old.inputs ?? {}, inputs);
  const now = run.now();
  const state: ResourceState = {
    urn,
    custom: true,
    id: old?.id ?? (run.settings.dryRun ? UNKNOWN : randomUUID()),
    type: TYPE,
    ...filled("inputs", inputs),
    ...filled("outputs", inputs),
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
