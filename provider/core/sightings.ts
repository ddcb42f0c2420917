/**
 * What one provider process has seen of the stack. The engine tells a handler little (delete is not told that it belongs to
 * a replacement, create is not told of the old object), but it calls `check` and `diff` of live resources first.
 * @module
 */
import { withoutLineage } from "./mark";
import type { Properties } from "./sanitize";

/** The resource that a mark is of: in a state of an older version it has no lineage yet. */
const resourceOf = (mark: unknown): string => withoutLineage(String(mark));

/** Memory of one process. */
export class Sightings {
  readonly #wishes = new Map<string, Properties>();
  readonly #holders = new Map<string, string>();

  #hasNewLineage = false;
  #hasOlderState = false;

  /** The stack's lineage was made by this process. */
  sawNewLineage(): void {
    this.#hasNewLineage = true;
  }

  /** The engine speaks of a resource that is in the state. */
  sawState(): void {
    this.#hasOlderState = true;
  }

  /** True in the first run of a stack: nothing that is there already can be of its making. */
  get isFirstRun(): boolean {
    return this.#hasNewLineage && !this.#hasOlderState;
  }

  /** `check` was called: the program has a resource with that mark. */
  sawWish(mark: unknown, inputs: Properties): void {
    if (typeof mark === "string") this.#wishes.set(resourceOf(mark), inputs);
  }

  /** What the program says of the resource with that mark; undefined where the program has none. */
  wishOf(mark: unknown): Properties | undefined {
    return typeof mark === "string" ? this.#wishes.get(resourceOf(mark)) : undefined;
  }

  /**
   * A resource holds an object: `diff` was called with it, or `create` takes it over (or its name, where that is its id).
   * Answers false where another resource holds it already.
   */
  holds(token: string, id: string, mark: unknown): boolean {
    const key = `${token} ${id}`;
    const holder = this.#holders.get(key) ?? resourceOf(mark);
    this.#holders.set(key, holder);
    return holder === resourceOf(mark);
  }

  /** True where some resource is known to hold that object: it is not half-made. */
  isHeld(token: string, id: string): boolean {
    return this.#holders.has(`${token} ${id}`);
  }

  /** True where the resource with that mark is known to hold that object. */
  isHeldBy(token: string, id: string, mark: unknown): boolean {
    return this.#holders.get(`${token} ${id}`) === resourceOf(mark);
  }

  /** The objects that the resource with that mark is known to hold. */
  heldBy(token: string, mark: unknown): string[] {
    const start = `${token} `;
    return [...this.#holders]
      .filter(([key, holder]) => key.startsWith(start) && holder === resourceOf(mark))
      .map(([key]) => key.slice(start.length));
  }
}
