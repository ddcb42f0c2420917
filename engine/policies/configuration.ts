/**
 * Configuration of a policy pack: what the file given with --policy-pack-config, the pack itself and the schemas of its
 * policies say, put together.
 * @module
 */
import { readFileSync } from "node:fs";
import type { PropertyMap, PropertyValue } from "../state/types";
import { schemaViolations } from "./config-schema";
import type { EnforcementLevel, PackInfo, PolicyConfig, PolicyInfo } from "./policy-pack";

/** The name under which a file sets the level of every policy. */
const ALL = "all";
const LEVELS = ["advisory", "mandatory", "remediate", "disabled"];

/** Reads a configuration file: a level, or an object with `enforcementLevel` and properties, for each policy. */
export function readPackConfiguration(file: string): Record<string, PolicyConfig> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new Error(`The policy pack's configuration ${file} cannot be read (${code}).`, {
      cause: error,
    });
  }
  if (text.trim() === "") return {};
  const content = parse(text, file);
  return Object.fromEntries(
    Object.entries(content).map(([policy, value]) => [policy, policyConfig(policy, value, file)]),
  );
}

function parse(text: string, file: string): PropertyMap {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  if (typeof content === "object" && content !== null && !Array.isArray(content)) {
    return content as PropertyMap;
  }
  throw new Error(`${file} must be an object: names of policies, each with a level or an object.`);
}

function policyConfig(policy: string, value: PropertyValue, file: string): PolicyConfig {
  if (typeof value === "string") {
    return { enforcementLevel: level(policy, value, file), properties: {} };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(
      `${file}: ${policy} is ${JSON.stringify(value)}; it must be a level (${LEVELS.join(", ")}) or an object.`,
    );
  }
  const { enforcementLevel, ...properties } = value;
  return {
    ...(enforcementLevel !== undefined && {
      enforcementLevel: level(policy, enforcementLevel, file),
    }),
    properties,
  };
}

function level(policy: string, value: PropertyValue, file: string): EnforcementLevel {
  if (typeof value === "string" && LEVELS.includes(value)) return value as EnforcementLevel;
  throw new Error(
    `${file}: the level of ${policy} is ${JSON.stringify(value)}; it must be one of ${LEVELS.join(", ")}.`,
  );
}

/** What every policy of a pack is configured with, and what is wrong with it. */
export interface PackConfiguration {
  policies: Record<string, Required<PolicyConfig>>;
  /** A line each, as the official CLI has them. */
  errors: string[];
  /** Names that stand in the file and not in the pack. */
  unknown: string[];
}

/** Puts together the defaults of the schemas, what the pack brings along, and what the file says; the last one wins. */
export function reconcile(info: PackInfo, file: Record<string, PolicyConfig>): PackConfiguration {
  const policies = Object.fromEntries(
    info.policies.map((policy) => [policy.name, defaults(policy)]),
  );
  for (const layer of [info.initialConfig, file]) {
    const common = layer[ALL]?.enforcementLevel;
    for (const config of Object.values(policies))
      config.enforcementLevel = common ?? config.enforcementLevel;
    for (const [name, config] of Object.entries(policies)) {
      const given = layer[name];
      if (given === undefined) continue;
      config.enforcementLevel = given.enforcementLevel ?? config.enforcementLevel;
      Object.assign(config.properties, given.properties);
    }
  }
  return {
    policies,
    errors: info.policies.flatMap(({ name, configSchema }) =>
      schemaViolations(configSchema, policies[name]?.properties ?? {}).map(
        (error) => `${info.name} ${info.version}  ${name}: ${error}`,
      ),
    ),
    unknown: Object.keys(file).filter((name) => name !== ALL && !(name in policies)),
  };
}

function defaults({ enforcementLevel, configSchema }: PolicyInfo): Required<PolicyConfig> {
  const properties: PropertyMap = {};
  for (const [name, schema] of Object.entries(configSchema.properties)) {
    if (typeof schema !== "object" || schema === null || Array.isArray(schema)) continue;
    const { default: value } = schema;
    if (value !== undefined) properties[name] = value;
  }
  return { enforcementLevel, properties };
}
