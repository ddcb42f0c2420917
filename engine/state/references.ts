/**
 * What one resource of a state says of others: reading, rewriting and ordering by it.
 * @module
 */
import type { ResourceState } from "./types";

/** How a resource refers to another one. */
export type ReferenceKind = "parent" | "dependency" | "propertyDependency" | "deletedWith";

/** Calls `visit` with every URN that the resource refers to, but for its provider. */
export function eachReference(
  resource: ResourceState,
  visit: (urn: string, kind: ReferenceKind) => void,
): void {
  if (resource.parent) visit(resource.parent, "parent");
  for (const urn of resource.dependencies ?? []) visit(urn, "dependency");
  for (const urns of Object.values(resource.propertyDependencies ?? {})) {
    for (const urn of urns) visit(urn, "propertyDependency");
  }
  if (resource.deletedWith) visit(resource.deletedWith, "deletedWith");
}

/** The reference `<urn>::<id>` by which resources name this provider. */
export function providerReference({ urn, id }: ResourceState): string {
  return `${urn}::${id ?? ""}`;
}

/** True for a provider's own entry. */
export function isProvider({ type }: ResourceState): boolean {
  return type.startsWith("pulumi:providers:");
}

/**
 * Rewrites, in place, every reference of the resource; `undefined` takes the reference out.
 * In place, because entries of a state are known by their identity.
 */
export function rewriteReferences(
  resource: ResourceState,
  rewrite: (urn: string) => string | undefined,
): void {
  const all = (urns: string[]): string[] =>
    urns.map(rewrite).filter((urn): urn is string => urn !== undefined);
  for (const key of ["parent", "deletedWith"] as const) {
    const urn = resource[key] === undefined ? undefined : rewrite(resource[key]);
    if (urn === undefined) Reflect.deleteProperty(resource, key);
    else resource[key] = urn;
  }
  if (resource.dependencies) resource.dependencies = all(resource.dependencies);
  if (resource.propertyDependencies) {
    resource.propertyDependencies = Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([name, urns]) => [name, all(urns)]),
    );
  }
  if (resource.provider) {
    const at = resource.provider.lastIndexOf("::");
    const urn = rewrite(resource.provider.slice(0, at));
    if (urn !== undefined) resource.provider = urn + resource.provider.slice(at);
  }
}

/**
 * The resources with every one after those that it refers to, otherwise in the order given.
 * Needed after partial operations: what was touched last may be referred to by what was touched before.
 */
export function inDependencyOrder(resources: readonly ResourceState[]): ResourceState[] {
  const targets = new Map<string, ResourceState>();
  for (const resource of resources) {
    if (isProvider(resource)) targets.set(providerReference(resource), resource);
    if (!resource.delete || !targets.has(resource.urn)) targets.set(resource.urn, resource);
  }
  const ordered: ResourceState[] = [];
  const entered = new Set<ResourceState>();
  const left = new Set<ResourceState>();
  for (const first of resources) {
    const path = [first];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      if (!entered.has(top)) {
        entered.add(top);
        path.push(...referredTo(top, targets).filter((target) => !entered.has(target)));
        continue;
      }
      path.pop();
      if (left.has(top)) continue;
      left.add(top);
      ordered.push(top);
    }
  }
  return ordered;
}

/** The entries that a resource refers to, last one first, as a stack wants them. */
function referredTo(
  resource: ResourceState,
  targets: ReadonlyMap<string, ResourceState>,
): ResourceState[] {
  const found: ResourceState[] = [];
  const add = (key: string): void => {
    const target = targets.get(key);
    if (target !== undefined && target !== resource) found.push(target);
  };
  if (resource.provider) add(resource.provider);
  eachReference(resource, add);
  return found.reverse();
}
