/**
 * The state while it changes: cost of a change does not depend on the size of the stack.
 * @module
 */
import { inDependencyOrder, rewriteReferences } from "./references";
import type { Change, Deployment, PendingOperation, ResourceState } from "./types";

/** A place in the state, empty once its entry is taken out. */
interface Slot {
  readonly isOperated: boolean;
  entry?: ResourceState;
}

/**
 * A deployment and the changes made to it. Entries are known by identity; the entries given stay the caller's
 * objects, and references in them are rewritten in place when what they refer to is renamed or gone.
 */
export class Ledger {
  readonly #base: Deployment;
  /** The entries that nothing touched yet, in the order of the file. */
  readonly #untouched: Slot[];
  /** The entries operated on, in order of completion; what stands in for one of them gets its slot. */
  readonly #operated: Slot[] = [];
  readonly #slots = new Map<ResourceState, Slot>();
  /** The entry of each URN that is not marked for deletion. */
  readonly #live = new Map<string, ResourceState>();
  readonly #pending: Set<PendingOperation>;
  readonly #renames = new Map<string, string>();
  readonly #dropped = new Set<string>();

  constructor(base: Deployment) {
    this.#base = base;
    this.#untouched = base.resources.map(() => ({ isOperated: false }));
    this.#untouched.forEach((slot, index) => this.#fill(slot, base.resources[index]));
    this.#pending = new Set(base.pending_operations);
  }

  /** Notes that an operation is under way. */
  begin(operation: PendingOperation): void {
    this.#pending.add(operation);
  }

  /** Notes what a step did. Throws when it names an entry that is not in the state. */
  commit({ settles, put, supersedes, drop }: Change): void {
    if (settles) this.#pending.delete(settles);
    const left = supersedes && this.#take(supersedes);
    if (drop) {
      this.#take(drop);
      this.#dropped.add(drop.urn);
    }
    if (!put) return;
    if (supersedes && supersedes.urn !== put.urn) this.#renames.set(supersedes.urn, put.urn);
    const slot = left?.isOperated ? left : { isOperated: true };
    if (slot !== left) this.#operated.push(slot);
    this.#fill(slot, put);
  }

  #fill(slot: Slot, entry: ResourceState | undefined): void {
    if (!entry) return;
    slot.entry = entry;
    this.#slots.set(entry, slot);
    if (entry.delete) return;
    const replaced = this.#live.get(entry.urn);
    if (replaced) replaced.delete = true;
    this.#live.set(entry.urn, entry);
  }

  /** Takes an entry out and gives the slot that it leaves. */
  #take(entry: ResourceState): Slot {
    const slot = this.#slots.get(entry);
    if (!slot) throw new Error(`The state has no such entry of ${entry.urn} to take out.`);
    this.#slots.delete(entry);
    Reflect.deleteProperty(slot, "entry");
    if (this.#live.get(entry.urn) === entry) this.#live.delete(entry.urn);
    return slot;
  }

  /** The deployment as it is now: entries operated on first, each after those that it refers to. */
  snapshot(): Deployment {
    const resources = [...this.#operated, ...this.#untouched].flatMap(({ entry }) => entry ?? []);
    this.#settleReferences(resources);
    const deployment = { ...this.#base, resources: inDependencyOrder(resources) };
    Reflect.deleteProperty(deployment, "pending_operations");
    if (this.#pending.size > 0) deployment.pending_operations = [...this.#pending];
    return deployment;
  }

  /** What is renamed is referred to by its new name; what is gone is not referred to any more. */
  #settleReferences(resources: readonly ResourceState[]): void {
    if (this.#renames.size === 0 && this.#dropped.size === 0) return;
    const present = new Set(resources.map(({ urn }) => urn));
    const settle = (urn: string): string | undefined => {
      const name = this.#live.has(urn) ? urn : this.#renamed(urn);
      return this.#dropped.has(name) && !present.has(name) ? undefined : name;
    };
    for (const resource of resources) rewriteReferences(resource, settle);
  }

  #renamed(urn: string): string {
    const seen = new Set<string>();
    let name = urn;
    for (
      let next = this.#renames.get(name);
      next && !seen.has(name);
      next = this.#renames.get(name)
    ) {
      seen.add(name);
      name = next;
    }
    return name;
  }
}
