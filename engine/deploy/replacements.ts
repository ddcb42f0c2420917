/**
 * Replacement of a resource: the new one before the old one goes, or the other way round.
 * @module
 */
import type { PropertyMap, ResourceState } from "../state/types";
import { checkInputs } from "./check";
import { deleteStep } from "./delete-step";
import { compareResource, type Difference } from "./difference";
import type { ResourceProvider } from "./resource-provider";
import type { Registration } from "./register";
import { filled, without } from "./goals";
import type { DeploymentRun } from "./run";
import { replaceStep } from "./steps";
import { urnOfProvider } from "./urn";
import { UNKNOWN } from "./values";
import { createStep } from "./world-steps";

/** Replaces a resource, in the order that the program or the provider wants. */
export async function replaceResource(
  run: DeploymentRun,
  { goal, provider, state: first }: Registration,
  old: ResourceState,
  difference: Difference,
): Promise<ResourceState> {
  const { urn } = first;
  const { keys, diffs, detailedDiff } = difference;
  if (first.protect && old.protect) refuseProtected(run, urn);
  run.replaced.add(urn);
  // What check filled in from the old resource does not hold for a new one.
  const inputs = await checkInputs(run, provider, urn, {}, goal.inputs);
  const state = { ...without(first, "inputs"), ...filled("inputs", inputs) };
  const description = { old, keys, diffs, detailedDiff };
  if (!(goal.deleteBeforeReplace ?? difference.deleteBeforeReplace)) {
    const made = await createStep(
      run,
      provider,
      { op: "create-replacement", ...description },
      state,
    );
    run.replacedOlds.add(old);
    await replaceStep(run, { op: "replace", ...description }, made);
    return made;
  }
  const emptied = await deleteFirst(run, provider, old, keys ?? []);
  await replaceStep(run, { op: "replace", ...description }, state);
  return createStep(
    run,
    provider,
    { op: "create-replacement", ...description, old: emptied },
    state,
    emptied,
  );
}

function refuseProtected(run: DeploymentRun, urn: string): void {
  const message =
    `unable to replace resource "${urn}"\nas it is currently marked for protection. ` +
    "To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`";
  if (!run.settings.dryRun) throw run.reporter.failure(message, urn);
  run.reporter.objection(message, urn);
}

/**
 * Deletes a resource ahead of its replacement, and before it everything that would have to be replaced with it. What
 * was deleted stays in the state, marked, until its replacement takes its place.
 */
async function deleteFirst(
  run: DeploymentRun,
  provider: ResourceProvider,
  old: ResourceState,
  keys: string[],
): Promise<ResourceState> {
  const dependents = await findReplacedDependents(run, provider, old);
  run.deletedFirst.set(old.urn, keys);
  for (const [dependent, forced] of dependents) run.deletedFirst.set(dependent.urn, forced);
  for (const [dependent] of dependents.reverse()) await deleteMarked(run, dependent);
  return deleteMarked(run, old);
}

async function deleteMarked(run: DeploymentRun, old: ResourceState): Promise<ResourceState> {
  const marked = { ...old, pendingReplacement: true };
  run.markDeleted(old.urn);
  await deleteStep(run, { op: "delete-replaced", old }, marked);
  run.olds.replace(old, marked);
  return marked;
}

/**
 * The dependents that must be replaced when a resource is deleted first, in order, with the properties that force it.
 * What this run has registered already cannot depend on it any more.
 */
async function findReplacedDependents(
  run: DeploymentRun,
  provider: ResourceProvider,
  root: ResourceState,
): Promise<[ResourceState, string[]][]> {
  const found: [ResourceState, string[]][] = [];
  const replaced = new Set([run.olds.formerName(root.urn), root.urn]);
  for (const dependent of run.olds.dependentsOf(root)) {
    const { urn } = dependent;
    if (!dependent.custom || dependent.external || run.deletedFirst.has(urn)) continue;
    const isProviderReplaced = replaced.has(urnOfProvider(dependent.provider ?? ""));
    const inputs = withUnknowns(dependent, replaced);
    if (run.registered.has(urn) || (inputs === undefined && !isProviderReplaced)) continue;
    const difference = await compareResource(provider, dependent, inputs ?? {}, []);
    if (run.registered.has(urn) || (!difference.isReplacement && !isProviderReplaced)) continue;
    replaced.add(urn);
    found.push([dependent, difference.keys ?? []]);
  }
  return found;
}

/** A resource's inputs with the unknown value for every property that comes from what is replaced. */
function withUnknowns(
  { inputs, propertyDependencies }: ResourceState,
  replaced: ReadonlySet<string>,
): PropertyMap | undefined {
  const affected = Object.entries(propertyDependencies ?? {}).filter(([, urns]) =>
    urns.some((urn) => replaced.has(urn)),
  );
  if (affected.length === 0) return undefined;
  return { ...inputs, ...Object.fromEntries(affected.map(([key]) => [key, UNKNOWN])) };
}
