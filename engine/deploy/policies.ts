/**
 * What policy packs have to say in an operation: of each resource ahead of its step, of the stack at its end.
 * @module
 */
import type { Analysis, InspectedResource, PolicyPack, Violation } from "../policies/policy-pack";
import type { ResourceState } from "../state/types";
import type { PolicySummaryEvent } from "./events";
import { filled, without, type Goal } from "./goals";
import type { DeploymentRun } from "./run";
import { nameOf, urnOfProvider } from "./urn";

/**
 * Has a resource remediated and then analyzed; answers it as it is to be from now on. Throws when an update must not go
 * on with it; a preview goes on, and fails at its end.
 */
export async function enforcePolicies(
  run: DeploymentRun,
  state: ResourceState,
  goal?: Goal,
): Promise<ResourceState> {
  if (!run.hasPolicies) return state;
  run.throwIfStopped();
  try {
    const { remediated, isViolated } = await inspect(run, state, goal);
    if (isViolated) objectTo(run, state.urn);
    return remediated;
  } catch (error) {
    run.throwIfStopped();
    throw run.failure(error, state.urn);
  }
}

/** Has a resource remediated and then analyzed, and tells what was found, whatever that leads to. */
export async function inspect(
  run: DeploymentRun,
  state: ResourceState,
  goal?: Goal,
): Promise<{ remediated: ResourceState; isViolated: boolean }> {
  if (goal && run.hasPolicies) run.goals.set(state.urn, goal);
  const packs = await run.policyPacks();
  const remediated = await remediate(run, packs, state);
  const resource = inspected(run, remediated);
  const analyses = await Promise.all(packs.map((pack) => pack.analyze(resource)));
  const isViolated = packs
    .map((pack, index) => report(run, pack, analyses[index], remediated))
    .includes(true);
  return { remediated, isViolated };
}

/** A resource that must not be touched fails an update at once, and a preview when everything is told. */
function objectTo(run: DeploymentRun, urn: string): void {
  if (!run.settings.dryRun) throw run.reporter.refusal(`${urn} violates a mandatory policy.`);
  run.reporter.willFail();
}

/** One pack after the other, each on what the one before it made of the resource. */
async function remediate(
  run: DeploymentRun,
  packs: readonly PolicyPack[],
  state: ResourceState,
): Promise<ResourceState> {
  let current = state;
  for (const pack of packs) {
    const { remediations, notApplicable } = await pack.remediate(inspected(run, current));
    for (const remediation of remediations) {
      const { policy } = remediation;
      if ("obstacle" in remediation) {
        const violation = { policy, message: remediation.obstacle, enforcementLevel: "advisory" };
        tell(run, pack, violation as Violation, current);
        continue;
      }
      const { properties: after } = remediation;
      const before = current.inputs ?? {};
      const about = { urn: state.urn, pack: pack.identity, policy };
      run.reporter.emit({ kind: "policy-remediation", ...about, before, after });
      current = { ...without(current, "inputs"), ...filled("inputs", after) };
    }
    const failed = remediations.map(({ policy }) => policy);
    const call = { call: "remediate", urn: state.urn } as const;
    summarize(run, pack, call, failed, notApplicable);
  }
  return current;
}

/** Has the packs look at everything that the stack has now. */
export async function enforceStackPolicies(run: DeploymentRun): Promise<void> {
  if (!run.hasPolicies || run.isStopped || run.reporter.mustStop) return;
  const resources = [...run.news.values()].map(({ state }) => ({
    ...inspected(run, state),
    properties: state.outputs ?? {},
    parent: state.parent ?? "",
    dependencies: state.dependencies ?? [],
    propertyDependencies: state.propertyDependencies ?? {},
  }));
  try {
    const packs = await run.policyPacks();
    const analyses = await Promise.all(packs.map((pack) => pack.analyzeStack(resources)));
    for (const [index, pack] of packs.entries()) {
      if (report(run, pack, analyses[index])) run.reporter.willFail();
    }
  } catch (error) {
    run.throwIfStopped();
    throw run.failure(error);
  }
}

function inspected(run: DeploymentRun, state: ResourceState): InspectedResource {
  const { urn, type, inputs = {}, parent = "" } = state;
  const goal = run.goals.get(urn);
  const provider = run.news.get(urnOfProvider(state.provider ?? ""))?.state;
  return {
    urn,
    type,
    name: nameOf(urn),
    properties: inputs,
    options: {
      protect: state.protect ?? false,
      ignoreChanges: goal?.ignoreChanges ?? [],
      ...(goal?.deleteBeforeReplace !== undefined && {
        deleteBeforeReplace: goal.deleteBeforeReplace,
      }),
      additionalSecretOutputs: state.additionalSecretOutputs ?? [],
      customTimeouts: state.customTimeouts ?? {},
      parent,
    },
    ...(provider && {
      provider: {
        urn: provider.urn,
        type: provider.type,
        name: nameOf(provider.urn),
        properties: provider.inputs ?? {},
      },
    }),
  };
}

/** Tells what a pack found in a resource, or in the whole stack. Answers whether it is something that must not be. */
function report(
  run: DeploymentRun,
  pack: PolicyPack,
  { violations, notApplicable }: Analysis = { violations: [], notApplicable: [] },
  resource?: ResourceState,
): boolean {
  for (const violation of violations) tell(run, pack, violation, resource);
  const failed = violations.map(({ policy }) => policy);
  const call = resource
    ? ({ call: "analyze", urn: resource.urn } as const)
    : ({ call: "analyze-stack" } as const);
  summarize(run, pack, call, failed, notApplicable);
  return violations.some(({ enforcementLevel }) => enforcementLevel === "mandatory");
}

function tell(
  run: DeploymentRun,
  pack: PolicyPack,
  violation: Violation,
  resource?: ResourceState,
): void {
  const place = resource
    ? { urn: resource.urn, inputs: resource.inputs ?? {} }
    : { urn: placeOf(run, violation) };
  run.reporter.emit({ kind: "policy-violation", ...violation, ...place, pack: pack.identity });
}

/** What a policy of the stack objects to is where the policy says, or else the stack itself. */
function placeOf(run: DeploymentRun, { urn }: Violation): string {
  return urn !== undefined && run.news.has(urn) ? urn : run.stackUrn;
}

function summarize(
  run: DeploymentRun,
  pack: PolicyPack,
  call: Pick<PolicySummaryEvent, "call" | "urn">,
  failed: readonly string[],
  notApplicable: readonly string[],
): void {
  const other = call.call === "analyze-stack" ? "resource" : "stack";
  const passed = pack.policies
    .filter(({ kind, enforcementLevel }) => kind !== other && enforcementLevel !== "disabled")
    .map(({ name }) => name)
    .filter((name) => !failed.includes(name) && !notApplicable.includes(name));
  run.reporter.emit({
    kind: "policy-summary",
    ...call,
    pack: pack.identity,
    passed,
    failed: [...new Set(failed)].sort(),
  });
}
