/**
 * What the official engine did, as recorded, and what the embedded one did, in one form to compare.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent, StepEvent } from "../../../engine/deploy/events";
import type { PendingOperation, ResourceState } from "../../../engine/state/types";
import {
  isPolicyEvent,
  playedPolicies,
  recordedPolicies,
  shownPolicies,
  type RecordedPolicyEvent,
} from "./recorded-policies";
import type { Call, Played } from "./scenario";

/** A step event as recorded. */
interface RecordedOperation {
  event: string;
  op: string;
  urn: string;
  logical?: boolean;
  keys?: string[];
  diffs?: string[];
  detailedDiff?: object;
}

/** A message as recorded. */
interface RecordedDiagnostic {
  severity: string;
  urn?: string;
  message: string;
}

/** What one command of a scenario did on the official engine. */
export interface Recorded {
  exit: number | string;
  operations?: RecordedOperation[];
  resourceChanges?: Record<string, number>;
  diagnostics?: RecordedDiagnostic[];
  calls?: Call[];
  outputs?: object;
  policies?: RecordedPolicyEvent[];
  policyLines?: string[];
  deployment?: {
    deployment: { resources?: ResourceState[]; pending_operations?: PendingOperation[] };
  };
  cloud?: object;
}

/** What a command did, in a form that does not depend on chance: everything by the resource that it is about. */
export interface Outcome {
  isSuccess: boolean;
  changes: Record<string, number>;
  /** Steps of each resource, in order. */
  steps: Record<string, string[]>;
  /** Handler calls about each thing, in order. */
  calls: Record<string, unknown[]>;
  /** Errors and warnings. */
  messages: string[];
  /** What policies said of each resource, in order. */
  policies: Record<string, string[]>;
  /** The lines about policies that people see. */
  policyLines: string[];
  resources?: unknown[];
  pending?: unknown[];
  cloud?: unknown;
}

/** Reads a recording. */
export function readRecording(name: string): Recorded[] {
  const file = join(__dirname, "../fixtures", name, "expected.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { results: Recorded[] }).results;
}

/** A recorded result as an outcome. */
export function recordedOutcome(recorded: Recorded): Outcome {
  const { resources, pending_operations: pending } = recorded.deployment?.deployment ?? {};
  return {
    isSuccess: recorded.exit === 0,
    changes: recorded.resourceChanges ?? {},
    steps: stepsByUrn(recorded.operations ?? []),
    calls: callsByThing(recorded.calls ?? []),
    messages: messages(recorded.diagnostics ?? []),
    policies: recordedPolicies(recorded.policies ?? []),
    policyLines: recorded.policyLines ?? [],
    ...(recorded.deployment && {
      resources: sortedResources(resources ?? []),
      pending: pending ?? [],
      cloud: recorded.cloud,
    }),
  };
}

/** A played command as an outcome. */
export function playedOutcome(played: Played, normalize: Normalizer): Outcome {
  const { result, events, calls, deployment, cloud } = played;
  const diagnostics = result.diagnostics.map((one) => normalize.value(one));
  return {
    isSuccess: result.result === "succeeded",
    changes: result.changes,
    steps: stepsByUrn(events.filter(isStep).map(recordStep)),
    calls: callsByThing(normalize.value(calls)),
    messages: messages(diagnostics),
    policies: playedPolicies(normalize.value(events.filter(isPolicyEvent))),
    policyLines: shownPolicies(events),
    resources: sortedResources(normalize.value(deployment.resources)),
    pending: normalize.value(deployment.pending_operations ?? []),
    cloud: normalize.value(cloud),
  };
}

function isStep(event: EngineEvent): event is StepEvent {
  return event.kind === "step";
}

function recordStep({ phase, op, urn, keys, diffs, detailedDiff }: StepEvent): RecordedOperation {
  return {
    event: phase,
    op,
    urn,
    ...(phase === "begin" && {
      ...(keys && keys.length > 0 && { keys }),
      ...(diffs && { diffs }),
      ...(detailedDiff && { detailedDiff }),
    }),
  };
}

function stepsByUrn(operations: RecordedOperation[]): Record<string, string[]> {
  return grouped(
    operations,
    ({ urn }) => urn,
    ({ event, op, keys, diffs, detailedDiff }) =>
      `${event} ${op}${JSON.stringify(sorted({ keys, diffs, detailedDiff }))}`,
  );
}

function callsByThing(calls: Call[]): Record<string, unknown[]> {
  return grouped(calls, ({ kind, ...rest }) => `${kind} ${nameIn(rest)}`, sorted);
}

function nameIn(call: Record<string, unknown>): string {
  for (const key of ["news", "inputs", "props", "olds"]) {
    const name = (call[key] as { name?: string } | undefined)?.name;
    if (name !== undefined) return name === "" ? "unnamed" : name;
  }
  return "nameless";
}

/** Errors and warnings, without the lines that tell where in the source they were thrown. */
function messages(diagnostics: readonly RecordedDiagnostic[]): string[] {
  return diagnostics
    .filter(({ severity }) => severity === "error" || severity === "warning")
    .map(({ severity, urn = "", message }) => {
      const lines = message.split("\n").filter((line) => !/^\s+at /.test(line));
      return `${severity} ${urn} ${lines.join("\n").trim()}`;
    })
    .sort();
}

function sortedResources(resources: ResourceState[]): unknown[] {
  const identity = ({ urn, delete: isDeleted, id }: ResourceState): string =>
    `${urn} ${String(isDeleted)} ${id ?? ""}`;
  return [...resources]
    .sort((one, other) => identity(one).localeCompare(identity(other)))
    .map(({ dependencies, propertyDependencies, ...rest }) =>
      sorted({
        ...rest,
        dependencies: [...(dependencies ?? [])].sort(),
        propertyDependencies: Object.fromEntries(
          Object.entries(propertyDependencies ?? {}).map(([key, urns]) => [key, [...urns].sort()]),
        ),
      }),
    );
}

function grouped<Item>(
  items: Item[],
  key: (item: Item) => string,
  show: (item: Item) => unknown,
): Record<string, never[]> {
  const groups: Record<string, unknown[]> = {};
  for (const item of items) (groups[key(item)] ??= []).push(show(item));
  return groups as Record<string, never[]>;
}

/** The same value with keys in order, and secrets in one form: the recording has them as JSON text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const { plaintext, ...rest } = value as Record<string, unknown>;
  const entries = Object.entries(
    typeof plaintext === "string" ? { ...rest, value: JSON.parse(plaintext) as unknown } : rest,
  );
  return Object.fromEntries(
    entries
      .filter(([, one]) => one !== undefined)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const PROVIDER = /^exports\.handler=\(\)=>require\("fixture-cloud\/handlers"\)\("(\w+)"\)$/;

/** Puts names in place of what differs from run to run, the same name for the same thing throughout a scenario. */
export class Normalizer {
  readonly #uuids = new Map<string, number>();

  constructor(private readonly folder: string) {}

  /** A value with every text in it normalized. */
  value<Value>(value: Value): Value {
    return JSON.parse(
      JSON.stringify(value, (_key, one: unknown) =>
        typeof one === "string" ? this.#text(one) : one,
      ),
    ) as Value;
  }

  #text(text: string): string {
    return text
      .replace(PROVIDER, "<provider $1>")
      .replaceAll(this.folder, "<dir>")
      .replace(TIME, "<time>")
      .replace(UUID, (uuid) => (uuid === UNKNOWN ? uuid : `<uuid:${this.#number(uuid)}>`));
  }

  #number(uuid: string): number {
    const number = this.#uuids.get(uuid) ?? this.#uuids.size + 1;
    this.#uuids.set(uuid, number);
    return number;
  }
}
