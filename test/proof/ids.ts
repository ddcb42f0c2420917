/**
 * Ids by kind, compared.
 * @module
 */

/** Ids by kind. */
export type Ids = Record<string, string[]>;

/** Every id of the one that the other does not have, with its kind in front. */
export function missing(one: Ids, other: Ids): string[] {
  return Object.entries(one).flatMap(([kind, ids]) =>
    ids.filter((id) => !other[kind]?.includes(id)).map((id) => `${kind} ${id}`),
  );
}

/** What is none of a case's business. */
export class OthersIds {
  private readonly known = new Set<string>();

  constructor(ids: Ids) {
    this.add(ids);
  }

  add(ids: Ids): void {
    for (const each of Object.values(ids).flat()) this.known.add(each);
  }

  /** Those ids that are the case's own. */
  without(ids: Ids): Ids {
    return Object.fromEntries(
      Object.entries(ids).map(([kind, all]) => [kind, all.filter((id) => !this.known.has(id))]),
    );
  }
}
