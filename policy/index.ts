/**
 * Rules about access to object storage, for Pulumi's policy engine: decided at preview, when no id is known yet.
 * @module
 */
export { Config, type PropertySchema } from "./config";
export { Declared } from "./declared";
export { Place } from "./place";
export { Stack } from "./stack";
export {
  accessPolicies,
  type AccessPolicy,
  type AccessPolicyOptions,
  type RuleLevels,
} from "./policies";
export { levelIn, PRESETS, type Levels, type Preset } from "./presets";
export type {
  Circumstances,
  Finding,
  Remedy,
  ResourceRule,
  Rule,
  RuleDescription,
  StackRule,
} from "./rule";
export type { RuleId } from "./rule-ids";
export { rules } from "./rules";
export type { Waiver } from "./waivers";
