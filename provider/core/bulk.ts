/**
 * One list a kind for the whole process: three thousand reads cost thirty pages, not three thousand calls.
 * @module
 */

/** Anything that a service lists. */
export interface Identified {
  readonly id: string;
}

/** The lists of one set of credentials, kept up to date with what this process itself makes and removes. */
export interface Bulk {
  /**
   * The objects of a kind by id. The first call loads them; calls meanwhile share that load, later ones its outcome.
   * A failed load is forgotten: the next call tries again.
   */
  list<T extends Identified>(
    kind: string,
    load: () => Promise<readonly T[]>,
  ): Promise<ReadonlyMap<string, T>>;
  /** Records an object that was made, changed or just read, also while the list is on its way. */
  put(kind: string, live: Identified): void;
  /** Records that an object is gone. */
  remove(kind: string, id: string): void;
  /** Forgets the list of a kind: the next `list` asks the service. */
  refresh(kind: string): void;
  /** Every object of the kind that the service has shown this process, also those that it has removed since. */
  shown(kind: string): Iterable<Identified>;
}

interface Shelf {
  loading: Promise<Map<string, Identified>> | undefined;
  loaded: Map<string, Identified> | undefined;
  readonly shown: Map<string, Identified>;
  /** What happened since the shelf was last emptied; undefined stands for a removal. A list on its way may not show it. */
  readonly changes: Map<string, Identified | undefined>;
}

function apply(items: Map<string, Identified>, id: string, live: Identified | undefined): void {
  if (live === undefined) items.delete(id);
  else items.set(id, live);
}

function change(shelf: Shelf, id: string, live: Identified | undefined): void {
  if (live !== undefined) shelf.shown.set(id, live);
  shelf.changes.set(id, live);
  if (shelf.loaded !== undefined) apply(shelf.loaded, id, live);
}

async function loadInto(
  shelf: Shelf,
  load: () => Promise<readonly Identified[]>,
): Promise<Map<string, Identified>> {
  const items = new Map((await load()).map((live) => [live.id, live]));
  for (const [id, live] of items) shelf.shown.set(id, live);
  for (const [id, live] of shelf.changes) apply(items, id, live);
  shelf.loaded = items;
  return items;
}

/** Empty lists. */
export function createBulk(): Bulk {
  const shelves = new Map<string, Shelf>();
  const shelfOf = (kind: string): Shelf => {
    const shelf = shelves.get(kind) ?? {
      loading: undefined,
      loaded: undefined,
      shown: new Map<string, Identified>(),
      changes: new Map<string, Identified | undefined>(),
    };
    shelves.set(kind, shelf);
    return shelf;
  };
  return {
    async list<T extends Identified>(kind: string, load: () => Promise<readonly T[]>) {
      const shelf = shelfOf(kind);
      const loading = (shelf.loading ??= loadInto(shelf, load));
      try {
        return (await loading) as ReadonlyMap<string, Identified> as ReadonlyMap<string, T>;
      } catch (thrown) {
        if (shelf.loading === loading) shelf.loading = undefined;
        throw thrown;
      }
    },
    put: (kind, live) => change(shelfOf(kind), live.id, live),
    remove: (kind, id) => change(shelfOf(kind), id, undefined),
    refresh: (kind) => {
      const { shown } = shelfOf(kind);
      shelves.set(kind, { loading: undefined, loaded: undefined, shown, changes: new Map() });
    },
    shown: (kind) => shelfOf(kind).shown.values(),
  };
}

const bulks = new WeakMap<object, Bulk>();

/** The lists that belong to one set of resolved settings: the same object gets the same lists. */
export function bulkFor(settings: object): Bulk {
  const bulk = bulks.get(settings) ?? createBulk();
  bulks.set(settings, bulk);
  return bulk;
}
