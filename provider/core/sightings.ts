/**
 * What one provider process has seen of the stack. The engine tells a handler little (delete is not told that it belongs to
 * a replacement, create is not told of the old object), but it calls `check` and `diff` of live resources first.
 * @module
 */
import type { Properties } from "./sanitize";

/** Memory of one process. */
export class Sightings {
  readonly #wishes = new Map<string, Properties>();
  readonly #held = new Set<string>();
  readonly #places = new Map<string, string>();
  readonly #reads = new Map<string, { found: number; gone: number }>();

  /** `check` was called: the program has a resource with that mark. */
  sawWish(mark: unknown, inputs: Properties): void {
    if (typeof mark === "string") this.#wishes.set(mark, inputs);
  }

  /** What the program says of the resource with that mark; undefined where the program has none. */
  wishOf(mark: unknown): Properties | undefined {
    return typeof mark === "string" ? this.#wishes.get(mark) : undefined;
  }

  /** `diff` was called: that object is in the state, so it is not half-made. */
  sawHeld(token: string, id: string): void {
    this.#held.add(`${token} ${id}`);
  }

  /** True where the state is known to hold that object. */
  isHeld(token: string, id: string): boolean {
    return this.#held.has(`${token} ${id}`);
  }

  /** True for the first resource that takes a name in this process, and whenever the same one does so again. */
  takes(token: string, place: string, digest: string): boolean {
    const key = `${token} ${place}`;
    const holder = this.#places.get(key) ?? digest;
    this.#places.set(key, holder);
    return holder === digest;
  }

  /** Counts what `read` found. */
  sawRead(token: string, found: boolean): void {
    const counts = this.readsOf(token);
    this.#reads.set(token, {
      found: counts.found + (found ? 1 : 0),
      gone: counts.gone + (found ? 0 : 1),
    });
  }

  /** How many objects of a kind `read` found and missed so far. */
  readsOf(token: string): { found: number; gone: number } {
    return this.#reads.get(token) ?? { found: 0, gone: 0 };
  }
}
