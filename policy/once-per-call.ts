/**
 * What all policies of one call of the engine share. The engine's library reads resources anew for each policy, which costs
 * more than all the rules; it asks one policy after the other without ever waiting for anything outside.
 * @module
 */

/** Makes it for the first who asks within a call, and forgets it when the call is over. */
export class OncePerCall<T> {
  private kept: { readonly key: string; readonly value: T } | undefined;

  /** @param key - what it is made of, such as a URN */
  get(key: string, make: () => T): T {
    if (this.kept?.key === key) return this.kept.value;
    const value = make();
    this.kept = { key, value };
    setImmediate(() => (this.kept = undefined));
    return value;
  }
}
