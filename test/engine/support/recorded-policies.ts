/**
 * What policies said on the official engine, as recorded, and on the embedded one, in one form to compare.
 * @module
 */
import { findingsOf, policyLines } from "../../../cli/display/policies";
import type { EngineEvent, PolicyEvent, SummaryEvent } from "../../../engine/deploy/events";
import { mapSecrets } from "../../../engine/secrets";
import type { PropertyMap } from "../../../engine/state/types";

/** What one policy event was about. */
interface RecordedPolicy {
  resourceUrn?: string;
  policyName?: string;
  message?: string;
  enforcementLevel?: string;
  policyPackName: string;
  policyPackVersion: string;
  before?: PropertyMap;
  after?: PropertyMap;
  passed?: string[];
  failed?: string[];
}

/** A policy event as recorded: a violation, a remediation or a summary. */
export type RecordedPolicyEvent =
  RecordedPolicy | { remediation: RecordedPolicy } | { summary: Record<string, RecordedPolicy> };

const SUMMARIES = {
  remediate: "policyRemediateSummaryEvent",
  analyze: "policyAnalyzeSummaryEvent",
  "analyze-stack": "policyAnalyzeStackSummaryEvent",
};

/** Recorded events as texts, by resource. */
export function recordedPolicies(events: readonly RecordedPolicyEvent[]): Record<string, string[]> {
  return byResource(
    events.map((event) => {
      if ("remediation" in event) return { what: "remediation", ...event.remediation };
      if (!("summary" in event)) return { what: "violation", ...event };
      const [what = "", summary] = Object.entries(event.summary)[0] ?? [];
      return { what, ...summary! };
    }),
  );
}

/** The embedded engine's events as texts, by resource. */
export function playedPolicies(events: readonly PolicyEvent[]): Record<string, string[]> {
  return byResource(
    events.flatMap((event) => {
      if (event.kind === "policy-load") return [];
      const what =
        event.kind === "policy-summary" ? SUMMARIES[event.call] : event.kind.replace("policy-", "");
      const { urn, pack, ...rest } = event;
      return {
        what,
        ...rest,
        ...("policy" in event && { policyName: event.policy }),
        ...(urn !== undefined && { resourceUrn: urn }),
        policyPackName: pack.name,
        policyPackVersion: pack.version,
      };
    }),
  );
}

function byResource(
  events: readonly (RecordedPolicy & { what: string })[],
): Record<string, string[]> {
  const texts: Record<string, string[]> = {};
  for (const {
    what,
    resourceUrn = "stack",
    policyName,
    message,
    enforcementLevel,
    ...rest
  } of events) {
    const { policyPackName, policyPackVersion, before, after, passed = [], failed = [] } = rest;
    const said = { what, policyName, message, enforcementLevel, policyPackName, policyPackVersion };
    const changed = { before: before && hide(before), after: after && hide(after) };
    (texts[resourceUrn] ??= []).push(JSON.stringify({ ...said, ...changed, passed, failed }));
  }
  return texts;
}

/** Secrets in one form, properties in order. */
function hide(values: PropertyMap): unknown {
  const hidden = mapSecrets(values, () => "<secret>") as PropertyMap;
  return Object.entries(hidden).sort(([one], [other]) => one.localeCompare(other));
}

/** Whether an event is about policies. */
export function isPolicyEvent(event: EngineEvent): event is PolicyEvent {
  return event.kind.startsWith("policy-");
}

/** The lines about policies that people see. */
export function shownPolicies(events: readonly EngineEvent[]): string[] {
  const summary = events.find((event): event is SummaryEvent => event.kind === "summary");
  return policyLines(findingsOf(summary?.policyPacks ?? [], events.filter(isPolicyEvent)));
}

/** An outcome that does not tell at which resource a policy found something. */
export function withoutPlace<
  Part extends { policies: Record<string, string[]>; policyLines: string[] },
>(outcome: Part, policy: string | undefined): Part {
  if (policy === undefined) return outcome;
  const isFinding = (text: string): boolean =>
    text.startsWith(`{"what":"violation","policyName":"${policy}"`);
  const entries = Object.entries(outcome.policies);
  return {
    ...outcome,
    policies: {
      ...Object.fromEntries(
        entries.map(([urn, texts]) => [urn, texts.filter((text) => !isFinding(text))]),
      ),
      anywhere: entries.flatMap(([, texts]) => texts.filter(isFinding)),
    },
    policyLines: outcome.policyLines.map((line) =>
      line.includes(`]  ${policy}  (`) ? line.slice(0, line.lastIndexOf("(")) : line,
    ),
  };
}
