/**
 * What must hold of the order of events whatever chance does: see "Order" in what was recorded.
 * @module
 */
import type { EngineEvent, StepEvent } from "../../../engine/deploy/events";
import type { ResourceState } from "../../../engine/state/types";
import type { Played } from "./scenario";

const DELETES = ["delete", "delete-replaced", "discard", "discard-replaced"];
const PROVIDER = "pulumi:providers:pulumi-nodejs";

/** The rules of order that a command broke. */
export function orderViolations(played: Played, before: readonly ResourceState[]): string[] {
  const steps = withoutRefreshes(
    played.events.filter((event): event is StepEvent => event.kind === "step"),
  );
  const moments = new Moments(steps);
  const { resources } = played.deployment;
  return [
    ...brokenPairs(steps),
    ...resources.flatMap((resource) => registeredTooEarly(resource, resources, moments)),
    ...before.flatMap((resource) => deletedTooEarly(resource, before, moments)),
    ...deletesAmongRegistrations(steps),
    ...providerTooLate(steps),
    ...stateDisorder(resources),
  ];
}

/** Refreshes come in any order; they begin as such, and end as what they came to. */
function withoutRefreshes(steps: readonly StepEvent[]): StepEvent[] {
  const refreshing = new Set<string>();
  return steps.filter(({ phase, op, urn }) => {
    if (phase === "begin" && op === "refresh") refreshing.add(urn);
    else return !refreshing.delete(urn);
    return false;
  });
}

/** When resources were registered and deleted, as positions among the steps. */
class Moments {
  readonly #registrations = new Map<string, { first: number; last: number }>();
  readonly #deletions = new Map<string, { first: number; last: number }>();

  constructor(steps: readonly StepEvent[]) {
    steps.forEach(({ op, urn }, position) => {
      const moments = DELETES.includes(op) ? this.#deletions : this.#registrations;
      const first = moments.get(urn)?.first ?? position;
      moments.set(urn, { first, last: position });
    });
  }

  registration(urn: string): { first: number; last: number } | undefined {
    return this.#registrations.get(urn);
  }

  deletion(urn: string): { first: number; last: number } | undefined {
    return this.#deletions.get(urn);
  }
}

function brokenPairs(steps: readonly StepEvent[]): string[] {
  const open = new Set<string>();
  return steps.flatMap(({ phase, op, urn }) => {
    if (phase === "begin") open.add(urn);
    else if (!open.has(urn)) return [`${phase} ${op} of ${urn} without a begin`];
    return [];
  });
}

function needsOf({
  dependencies = [],
  propertyDependencies = {},
  parent,
  deletedWith,
}: ResourceState) {
  return [
    ...dependencies,
    ...Object.values(propertyDependencies).flat(),
    parent,
    deletedWith,
  ].filter((urn) => urn !== undefined);
}

function registeredTooEarly(
  resource: ResourceState,
  all: readonly ResourceState[],
  moments: Moments,
): string[] {
  const own = moments.registration(resource.urn);
  if (own === undefined) return [];
  return needsOf(resource).flatMap((urn) => {
    const needed = moments.registration(urn);
    const isCustom = all.find((one) => one.urn === urn)?.custom ?? false;
    const ready = isCustom ? needed?.last : needed?.first;
    return ready !== undefined && ready > own.first
      ? [`${resource.urn} was begun before ${urn}`]
      : [];
  });
}

function deletedTooEarly(
  resource: ResourceState,
  all: readonly ResourceState[],
  moments: Moments,
): string[] {
  const own = moments.deletion(resource.urn);
  if (own === undefined) return [];
  return needsOf(resource).flatMap((urn) => {
    const needed = all.some((one) => one.urn === urn) ? moments.deletion(urn) : undefined;
    return needed && needed.first < own.last ? [`${urn} was deleted before ${resource.urn}`] : [];
  });
}

/** Deletions come at the end, but for those ahead of their own replacement. */
function deletesAmongRegistrations(steps: readonly StepEvent[]): string[] {
  const isRegistration = ({ op, type }: StepEvent): boolean =>
    !DELETES.includes(op) && type !== "pulumi:pulumi:Stack";
  const last = steps.findLastIndex(isRegistration);
  return steps.slice(0, Math.max(last, 0)).flatMap((step, position) => {
    if (!DELETES.includes(step.op)) return [];
    const isFirst = steps
      .slice(position)
      .some(({ op, urn }) => op === "create-replacement" && urn === step.urn);
    return isFirst ? [] : [`${step.op} of ${step.urn} among registrations`];
  });
}

function providerTooLate(steps: readonly StepEvent[]): string[] {
  const isOf = (prefix: string) => (event: EngineEvent) =>
    event.kind === "step" && event.type.startsWith(prefix) && !DELETES.includes(event.op);
  const first = steps.findIndex(isOf("pulumi-nodejs:dynamic"));
  const provider = steps.findIndex(isOf(PROVIDER));
  return first >= 0 && provider > first
    ? ["the default provider came after a dynamic resource"]
    : [];
}

function stateDisorder(resources: readonly ResourceState[]): string[] {
  const seen = new Set<string>();
  return resources.flatMap((resource) => {
    const missing = needsOf(resource).filter((urn) => !seen.has(urn));
    seen.add(resource.urn);
    return missing.map((urn) => `${resource.urn} stands before ${urn}`);
  });
}
