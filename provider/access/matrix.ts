/**
 * Who may do what, everywhere: everybody of a world by all its buckets, Projects and the Organization. What is equal is said
 * once, so that the table of 1,000 principals and 1,000 buckets stays small.
 * @module
 */
import type { Somebody } from "./fingerprints";
import { isNothing, Survey, type AccessProfile, type SurveyOptions } from "./survey";
import type { World } from "./world";

/** Somebody in a matrix. */
export interface MatrixAsker {
  /** As questions name it. */
  readonly asker: Somebody;
  /** For people: a name, an access key, or `everybody`. */
  readonly name: string;
}

/** Something in a matrix. */
export interface MatrixPlace {
  /** What it is. */
  readonly kind: "bucket" | "project" | "organization";
  /** A bucket's name, or an id. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Of a bucket: the Project that holds it. */
  readonly projectId?: string | undefined;
}

/** Those who have one and the same access. */
export interface MatrixCell {
  /** The profile's place in `profiles`. */
  readonly profile: number;
  /** Their places in `askers`. */
  readonly askers: readonly number[];
}

/** Places at which everybody has the same access. Who is in no cell has none. */
export interface MatrixRow {
  /** Their places in `places`. */
  readonly places: readonly number[];
  /** Who has which access there. */
  readonly cells: readonly MatrixCell[];
}

/** The whole table. As JSON it is what it is here. */
export interface Matrix {
  /** Everybody in the table. */
  readonly askers: readonly MatrixAsker[];
  /** Everything in the table. */
  readonly places: readonly MatrixPlace[];
  /** Every access that somebody has somewhere, once each. */
  readonly profiles: readonly AccessProfile[];
  /** Every place is in one row. */
  readonly rows: readonly MatrixRow[];
}

/** What is in a matrix. */
export interface MatrixOptions extends SurveyOptions {
  /** Which principals. Default: all. */
  readonly principals?: ((principal: World["principals"][number]) => boolean) | undefined;
  /** Which buckets. Default: all. */
  readonly buckets?: ((bucket: World["buckets"][number]) => boolean) | undefined;
  /** True: keys as well, each in the Project that it prefers. Default: false, they can do what their bearers can. */
  readonly keys?: boolean | undefined;
  /** False: without everybody who has no key. Default: true. */
  readonly everybody?: boolean | undefined;
}

/** One asker at one place. */
export interface MatrixEntry {
  /** Who. */
  readonly asker: MatrixAsker;
  /** Where. */
  readonly place: MatrixPlace;
  /** What. */
  readonly profile: AccessProfile;
}

/**
 * The table of a world.
 *
 * ```ts
 * const table = access.matrix(world);
 * for (const { asker, place, profile } of access.entriesOf(table)) console.log(asker.name, place.name, profile.levels);
 * ```
 */
export function matrix(world: World, options: MatrixOptions = {}): Matrix {
  const survey = new Survey(world, options);
  const askers = askersOf(world, options);
  const places: MatrixPlace[] = [];
  const profiles = new Map<AccessProfile, number>();
  const rows = new Map<string, { places: number[]; cells: MatrixCell[] }>();
  /** Buckets that differ by name alone are not asked about again. */
  const alike = new Map<string, { places: number[] }>();

  const enter = (
    place: MatrixPlace,
    profileOf: (asker: Somebody) => AccessProfile,
    likeness?: string,
  ): void => {
    const at = places.push(place) - 1;
    const twin = likeness === undefined ? undefined : alike.get(likeness);
    if (twin) {
      twin.places.push(at);
      return;
    }
    const cells = cellsOf(askers, profileOf, profiles);
    const text = cells.map(({ profile, askers: who }) => `${String(profile)}:${who.join()}`).join();
    const row = rows.get(text) ?? { places: [], cells };
    row.places.push(at);
    rows.set(text, row);
    if (likeness !== undefined) alike.set(likeness, row);
  };

  const { organizationId } = world;
  enter({ kind: "organization", id: organizationId, name: "the Organization" }, (asker) =>
    survey.ofOrganization(asker),
  );
  for (const { id, name } of world.projects) {
    enter({ kind: "project", id, name }, (asker) => survey.ofProject(asker, id));
  }
  for (const bucket of world.buckets.filter(options.buckets ?? (() => true))) {
    const { name, projectId } = bucket;
    enter(
      { kind: "bucket", id: name, name, projectId },
      (asker) => survey.ofBucket(asker, bucket),
      survey.prints.contentOf(bucket),
    );
  }
  return { askers, places, profiles: [...profiles.keys()], rows: [...rows.values()] };
}

/** Every asker and place with some access, one by one. */
export function* entriesOf({ askers, places, profiles, rows }: Matrix): Generator<MatrixEntry> {
  for (const row of rows) {
    for (const at of row.places) {
      for (const cell of row.cells) {
        for (const who of cell.askers) {
          const [asker, place, profile] = [askers[who], places[at], profiles[cell.profile]];
          if (asker && place && profile) yield { asker, place, profile };
        }
      }
    }
  }
}

/** Everybody of a world. */
export function askersOf(world: World, options: MatrixOptions = {}): MatrixAsker[] {
  const { principals = () => true, keys = false, everybody = true } = options;
  const chosen = world.principals.filter(principals);
  const isChosen = new Set(chosen.map(({ kind, id }) => `${kind} ${id}`));
  return [
    ...(everybody ? [{ asker: { kind: "anonymous" as const }, name: "everybody" }] : []),
    ...chosen.map(({ kind, id, name }) => ({ asker: { kind, id }, name })),
    ...(keys ? world.keys : [])
      .filter(({ bearer }) => isChosen.has(`${bearer.kind} ${bearer.id}`))
      .map(({ accessKey }) => ({ asker: { kind: "key" as const, accessKey }, name: accessKey })),
  ];
}

function cellsOf(
  askers: readonly MatrixAsker[],
  profileOf: (asker: Somebody) => AccessProfile,
  profiles: Map<AccessProfile, number>,
): MatrixCell[] {
  const cells = new Map<number, number[]>();
  for (const [index, { asker }] of askers.entries()) {
    const profile = profileOf(asker);
    if (isNothing(profile)) continue;
    const number = profiles.get(profile) ?? profiles.size;
    profiles.set(profile, number);
    const cell = cells.get(number);
    if (cell) cell.push(index);
    else cells.set(number, [index]);
  }
  return [...cells].map(([profile, who]) => ({ profile, askers: who }));
}
