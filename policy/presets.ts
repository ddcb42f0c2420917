/**
 * Presets: how strict each rule is, by its severity.
 * @module
 */
import type { EnforcementLevel, Severity } from "@pulumi/policy";
import type { Rule } from "./rule";

/** The level of each rule by its id. */
export type Levels = Readonly<Record<string, EnforcementLevel>>;

/** The names of the presets. */
export const PRESETS = ["starter", "production", "compliance"] as const;

/** The name of a preset. */
export type Preset = (typeof PRESETS)[number];

/**
 * `starter` stops what is critical and advises on what is high; `production` stops both and advises on the rest;
 * `compliance` stops all but what is low.
 */
const BY_SEVERITY: Readonly<Record<Preset, Readonly<Record<Severity, EnforcementLevel>>>> = {
  starter: { critical: "mandatory", high: "advisory", medium: "disabled", low: "disabled" },
  production: { critical: "mandatory", high: "mandatory", medium: "advisory", low: "advisory" },
  compliance: { critical: "mandatory", high: "mandatory", medium: "mandatory", low: "advisory" },
};

/** How strict a rule is in a preset. */
export function levelIn(preset: Preset, { severity, isAdvice }: Rule): EnforcementLevel {
  return isAdvice ? "advisory" : BY_SEVERITY[preset][severity];
}
