/**
 * Resource names: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`.
 * @module
 */

/** The type of the resource that stands for the whole stack. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** What a URN is made from. */
export interface UrnParts {
  stack: string;
  project: string;
  /** URN of the parent; a parent that is the stack leaves no trace in the name. */
  parent?: string | undefined;
  type: string;
  name: string;
}

/** The URN of a resource. */
export function createUrn({ stack, project, parent, type, name }: UrnParts): string {
  const above = parent === undefined || parent === "" ? "" : qualifiedTypeOf(parent);
  const qualified = above === "" || above === STACK_TYPE ? type : `${above}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** The types of a URN from the outermost parent to its own, with `$` between. */
export function qualifiedTypeOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/** The type of the resource that a URN names. */
export function typeOf(urn: string): string {
  const qualified = qualifiedTypeOf(urn);
  return qualified.slice(qualified.lastIndexOf("$") + 1);
}

/** The name that the program gave to the resource. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The URN in a reference to a provider, `<urn>::<id>`. */
export function urnOfProvider(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}
