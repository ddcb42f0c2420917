/**
 * The resources that were there before, and what depends on what among them.
 * @module
 */
import type { ResourceState } from "../state/types";
import { without } from "./goals";
import { urnOfProvider } from "./urn";

/** The URNs that a resource needs: its parent, its dependencies, its provider, what it is deleted with. */
export function dependenciesOf(resource: ResourceState): Set<string> {
  const urns = new Set(resource.dependencies);
  for (const some of Object.values(resource.propertyDependencies ?? {})) {
    for (const urn of some) urns.add(urn);
  }
  if (resource.parent !== undefined) urns.add(resource.parent);
  if (resource.deletedWith !== undefined) urns.add(resource.deletedWith);
  if (resource.provider !== undefined) urns.add(urnOfProvider(resource.provider));
  return urns;
}

/** The resources of a state, in its order. Positions never change; what stands there may. */
export class OldResources {
  readonly #entries: (ResourceState | undefined)[];
  readonly #positions = new Map<ResourceState, number>();
  readonly #current = new Map<string, ResourceState>();
  readonly #formerNames = new Map<string, string>();
  #dependents: Map<string, number[]> | undefined;

  constructor(resources: readonly ResourceState[]) {
    this.#entries = [...resources];
    resources.forEach((entry, position) => {
      this.#positions.set(entry, position);
      if (!entry.delete) this.#current.set(entry.urn, entry);
    });
  }

  /** All of them in order, those to be deleted included. */
  all(): ResourceState[] {
    return this.#entries.filter((entry) => entry !== undefined);
  }

  /** The one of a URN that is not to be deleted. */
  get(urn: string): ResourceState | undefined {
    return this.#current.get(urn);
  }

  /** Puts an entry in another one's place; undefined takes it out. A new URN is a new name for the same resource. */
  replace(entry: ResourceState, by: ResourceState | undefined): void {
    const position = this.#positions.get(entry);
    if (position === undefined) throw new Error(`${entry.urn} is not among the old resources.`);
    this.#entries[position] = by;
    this.#positions.delete(entry);
    if (this.#current.get(entry.urn) === entry) this.#current.delete(entry.urn);
    if (by === undefined) return;
    this.#positions.set(by, position);
    if (!by.delete) this.#current.set(by.urn, by);
    if (by.urn !== entry.urn) this.#formerNames.set(by.urn, entry.urn);
  }

  /** The URN that the old resources know a resource by. */
  formerName(urn: string): string {
    return this.#formerNames.get(urn) ?? urn;
  }

  /** What depends on a resource, directly or not, in order; children do not count for being children. */
  dependentsOf(root: ResourceState): ResourceState[] {
    this.#dependents ??= this.#indexDependents();
    const found = new Set<number>();
    const pending = [root];
    for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
      for (const position of this.#dependents.get(this.formerName(entry.urn)) ?? []) {
        const dependent = this.#entries[position];
        if (dependent === undefined || found.has(position)) continue;
        found.add(position);
        pending.push(dependent);
      }
    }
    return [...found]
      .sort((one, other) => one - other)
      .map((position) => this.#entries[position])
      .filter((entry) => entry !== undefined);
  }

  #indexDependents(): Map<string, number[]> {
    const index = new Map<string, number[]>();
    this.#entries.forEach((entry, position) => {
      if (entry === undefined || entry.delete) return;
      for (const urn of dependenciesOf(without(entry, "parent"))) {
        const positions = index.get(urn);
        if (positions) positions.push(position);
        else index.set(urn, [position]);
      }
    });
    return index;
  }
}
