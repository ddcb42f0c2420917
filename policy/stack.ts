/**
 * All resources of a stack, and the access that they make, worked out once for all rules.
 * @module
 */
import type { PolicyResource } from "@pulumi/policy";
import { Declared } from "./declared";

/** A stack, as policies about whole stacks see it. */
export class Stack {
  private readonly byUrns: ReadonlyMap<string, Declared>;

  constructor(readonly resources: readonly Declared[]) {
    this.byUrns = new Map(resources.map((resource) => [resource.urn, resource]));
  }

  /** The resources of one kind. */
  of(type: string): Declared[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The resource with that URN. */
  byUrn(urn: string): Declared | undefined {
    return this.byUrns.get(urn);
  }
}

let latest: { readonly digest: string; readonly stack: Stack } | undefined;

/** The stack of these resources. The engine's library reads them anew for each policy; what they mean is kept. */
export function stackOf(resources: readonly PolicyResource[]): Stack {
  const declared = resources.map((resource) => Declared.of(resource));
  const digest = JSON.stringify(
    declared.map(({ urn, content, options }) => [urn, content, options]),
  );
  if (latest?.digest !== digest) latest = { digest, stack: new Stack(declared) };
  return latest.stack;
}
