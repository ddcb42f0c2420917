/**
 * Finds the old resource of a registration, under its own name or one that it had before.
 * @module
 */
import type { ResourceState } from "../state/types";
import type { Alias, Goal } from "./goals";
import type { DeploymentRun } from "./run";
import { createUrn, nameOf, qualifiedTypeOf, typeOf } from "./urn";

/**
 * The resource that was there before. Found under an alias it gets its new name at once, so that everything after
 * knows it by that one.
 */
export async function findOld(
  run: DeploymentRun,
  goal: Goal,
  urn: string,
): Promise<ResourceState | undefined> {
  const own = run.olds.get(urn);
  if (own) return own;
  for (const name of aliasesOf(run, goal)) {
    const owner = run.formerNames.get(name);
    if (owner !== undefined && owner !== urn) throw duplicateAlias(name, urn, owner);
    const old = run.olds.get(name);
    if (old === undefined || run.registered.has(name)) continue;
    run.formerNames.set(name, urn);
    const renamed = { ...old, urn, type: goal.type };
    run.olds.replace(old, renamed);
    await run.commit({ put: renamed, supersedes: old }, false);
    return renamed;
  }
  return undefined;
}

function duplicateAlias(alias: string, urn: string, owner: string): Error {
  return new Error(
    `Duplicate resource alias '${alias}' applied to resource with URN '${urn}' conflicting with resource with URN '${owner}'`,
  );
}

/** Every URN that a registration may have been known by: its own aliases, under the parent's present and former names. */
function aliasesOf(run: DeploymentRun, goal: Goal): Set<string> {
  const urns = goal.aliases.map((alias) => urnOfAlias(run, goal, alias));
  const parentsFormer = run.olds.formerName(goal.parent);
  if (goal.parent === "" || parentsFormer === goal.parent) return new Set(urns);
  const inherited = [
    childAlias(run, goal, parentsFormer, { name: goal.name, type: goal.type }),
    ...urns.map((urn) =>
      childAlias(run, goal, parentsFormer, { name: nameOf(urn), type: typeOf(urn) }),
    ),
  ];
  return new Set([...urns, ...inherited]);
}

function urnOfAlias(run: DeploymentRun, goal: Goal, alias: Alias): string {
  if ("urn" in alias) return alias.urn;
  return createUrn({
    stack: alias.stack || run.settings.stack,
    project: alias.project || run.settings.project,
    parent: alias.parent ?? goal.parent,
    type: alias.type || goal.type,
    name: alias.name || goal.name,
  });
}

/** The name of a child under its parent's former name: children are often named after their parent. */
function childAlias(
  run: DeploymentRun,
  goal: Goal,
  formerParent: string,
  { name, type }: { name: string; type: string },
): string {
  const parentName = nameOf(goal.parent);
  const former = name.startsWith(parentName)
    ? nameOf(formerParent) + name.slice(parentName.length)
    : name;
  const { stack, project } = run.settings;
  return `urn:pulumi:${stack}::${project}::${qualifiedTypeOf(formerParent)}$${type}::${former}`;
}
