/**
 * What policy packs found, as the Pulumi CLI shows it.
 * @module
 */
import { normalize } from "node:path";
import {
  nameOf,
  typeOf,
  type EnforcementLevel,
  type PackIdentity,
  type PolicyEvent,
  type PolicyRemediationEvent,
  type PolicySeverity,
  type PolicyViolationEvent,
} from "pulumi-storage-access-engine";

/** Longer paths are shown without their middle. */
const LONGEST_PATH = 75;
const LEVELS: EnforcementLevel[] = ["mandatory", "advisory", "remediate", "disabled"];
const SEVERITIES: PolicySeverity[] = ["critical", "high", "medium", "low"];

/** What was found with one pack. */
export interface PackFindings {
  pack: PackIdentity;
  /** `failed`: something mandatory is violated; `warned`: something advisory is. */
  result: "passed" | "warned" | "failed";
  remediations: PolicyRemediationEvent[];
  /** The worst first. */
  violations: PolicyViolationEvent[];
}

/** Everything that was found, by pack. */
export function findingsOf(
  packs: readonly PackIdentity[],
  events: readonly PolicyEvent[],
): PackFindings[] {
  return packs.map((pack) => {
    const isOfPack = (event: { pack: PackIdentity }): boolean => event.pack.path === pack.path;
    const violations = events
      .filter((event) => event.kind === "policy-violation")
      .filter(isOfPack)
      .sort(byWeight);
    const isFailed = violations.some(({ enforcementLevel }) => enforcementLevel === "mandatory");
    return {
      pack,
      result: isFailed ? "failed" : violations.length > 0 ? "warned" : "passed",
      remediations: events.filter((event) => event.kind === "policy-remediation").filter(isOfPack),
      violations,
    };
  });
}

function byWeight(one: PolicyViolationEvent, other: PolicyViolationEvent): number {
  return (
    LEVELS.indexOf(one.enforcementLevel) - LEVELS.indexOf(other.enforcementLevel) ||
    rankOf(one.severity) - rankOf(other.severity) ||
    compareTexts(one.policy, other.policy) ||
    compareTexts(one.urn, other.urn)
  );
}

function rankOf(severity: PolicySeverity | undefined): number {
  return severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const SYMBOLS: Record<PackFindings["result"], string> = {
  passed: "✅",
  warned: "⚠️",
  failed: "❌",
};

/** The block of lines about policies; empty when no pack was run. */
export function policyLines(findings: readonly PackFindings[]): string[] {
  if (findings.length === 0) return [];
  const sorted = [...findings].sort((one, other) => compareTexts(titleOf(one), titleOf(other)));
  return ["Policies:", ...sorted.flatMap(packLines)];
}

function titleOf({ pack: { name, version } }: PackFindings): string {
  return `${name}@v${version}`;
}

function packLines(findings: PackFindings): string[] {
  const { result, pack, remediations, violations } = findings;
  return [
    `    ${SYMBOLS[result]} ${titleOf(findings)} (local: ${shortPath(pack.path)})`,
    ...remediationLines(remediations),
    ...violations.flatMap(violationLines),
  ];
}

/** A line for every policy that remediated. */
function remediationLines(remediations: readonly PolicyRemediationEvent[]): string[] {
  const names = remediations.map(({ policy }) => policy);
  return [...new Set(names)].sort().map((name) => {
    const count = names.filter((one) => one === name).length;
    return `        - [remediate]  ${name}  (${count} resource${count === 1 ? "" : "s"})`;
  });
}

function violationLines(violation: PolicyViolationEvent): string[] {
  const { enforcementLevel, severity, policy, urn, message } = violation;
  const weight = severity === undefined ? "" : ` [severity: ${severity}]`;
  const place = `(${typeOf(urn)}: ${nameOf(urn)})`;
  return [
    `        - [${enforcementLevel}]${weight}  ${policy}  ${place}`,
    ...message
      .trimEnd()
      .split("\n")
      .map((line) => `          ${line}`),
  ];
}

function shortPath(path: string): string {
  const clean = normalize(path).replace(/(?<=.)\/$/, "");
  const parts = clean.split("/");
  if (clean.length <= LONGEST_PATH || parts.length <= 4) return clean;
  return [...parts.slice(0, 2), "...", ...parts.slice(-2)].join("/");
}

/** What was found, for a summary in JSON: a pack, its remediations and its violations. */
export function policySummary(findings: readonly PackFindings[]): object[] {
  return findings.map(({ pack, result, remediations, violations }) => ({
    pack: pack.name,
    version: pack.version,
    path: pack.path,
    result,
    remediations: remediations.map(({ policy, urn }) => ({ policy, urn })),
    violations: violations.map(({ policy, enforcementLevel, severity, urn, message }) => ({
      policy,
      enforcementLevel,
      ...(severity !== undefined && { severity }),
      urn,
      message,
    })),
  }));
}
