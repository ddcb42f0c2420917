/**
 * The bare answers of a whole world, asked at once: what is equal about principals and places is asked, and kept, only once.
 * @module
 */
import * as access from "pulumi-storage-access/access";
import type { NamedAsker } from "./askers";
import type { NamedTarget } from "./places";
import { isDoneTo, type Choice } from "./words";

/** The bare answers of one column. */
export interface Answers {
  readonly column: string;
  readonly actions: readonly string[];
  readonly allowed: readonly string[];
  readonly undecided: readonly string[];
}

/** Answers about a target, asker by asker; in large tables equal ones are one object. */
export type Answering = (target: NamedTarget) => (asker: NamedAsker) => readonly Answers[];

/** Who is asked about what. */
export interface Asked {
  readonly askers: readonly NamedAsker[];
  readonly targets: readonly NamedTarget[];
  readonly columns: readonly Choice[];
}

/** From this many pairs on the whole table is made first. */
const MANY = 500;

/** How to answer about so many pairs: by the table of the world, where that is less work and has everything. */
export function answeringFor(
  judge: Pick<access.Access, "answer" | "world">,
  asked: Asked,
): Answering {
  const { askers, targets, columns } = asked;
  const hasKeys = askers.some(({ asker }) => asker.kind === "key");
  const hasObjects = targets.some(({ target }) => "bucket" in target && target.key !== undefined);
  if (!hasKeys && !hasObjects && askers.length * targets.length >= MANY) {
    return byTable(judge.world, asked);
  }
  return (target) => {
    const there = actionsOn(target.on.kind, columns);
    return (asker) =>
      there.map((one) =>
        answered(one, (action) => judge.answer(questionOf(asker, target, action))),
      );
  };
}

/** The question that a row and an action stand for. */
export function questionOf(
  { asker }: NamedAsker,
  { target, ordinaryBucket = target }: NamedTarget,
  action: string,
): access.Question {
  const isOfBucket = access.placeOf(action) === "bucket";
  return { asker, action, target: isOfBucket ? ordinaryBucket : target };
}

/** The actions of a column. */
type Column = Pick<Answers, "column" | "actions">;

/** The actions of each column that can be done to such a target; columns without any are left out. */
function actionsOn(kind: access.Place, columns: readonly Choice[]): Column[] {
  return columns
    .map(({ name: column, actions }) => ({
      column,
      actions: actions.filter((action) => isDoneTo(action, kind)),
    }))
    .filter(({ actions }) => actions.length > 0);
}

function answered(column: Column, answer: (action: string) => access.Answer): Answers {
  const answers = column.actions.map(answer);
  const having = (wanted: access.Answer): string[] =>
    column.actions.filter((_action, index) => answers[index] === wanted);
  return { ...column, allowed: having("allow"), undecided: having("undecided") };
}

function byTable(world: access.World, { askers, columns }: Asked): Answering {
  const table = access.matrix(world);
  const rows = new Map<string, access.MatrixRow>();
  for (const row of table.rows) {
    for (const at of row.places) {
      const place = table.places[at];
      if (place) rows.set(`${place.kind} ${place.id}`, row);
    }
  }
  const numbers = new Map(table.askers.map(({ asker }, at) => [askerKey(asker), at]));
  const places = new Map(askers.map((one) => [one, numbers.get(askerKey(one.asker)) ?? -1]));
  const profilesAt = (target: access.Target | undefined): Int32Array => {
    const cells = target && rows.get(placeKey(target, world))?.cells;
    return profileNumbers(cells ?? [], table.askers.length);
  };
  const shared = new SharedAnswers(table.profiles, columns);
  return ({ target, ordinaryBucket, on }) => {
    const [here, ordinary] = [profilesAt(target), profilesAt(ordinaryBucket)];
    return (asker) => {
      const at = places.get(asker) ?? -1;
      return shared.of(on.kind, here[at] ?? NOTHING, ordinary[at] ?? NOTHING);
    };
  };
}

/** The number of no profile: nothing is allowed. */
const NOTHING = -1;

/** By the number of the asker, the number of its profile. */
function profileNumbers(cells: readonly access.MatrixCell[], count: number): Int32Array {
  const numbers = new Int32Array(count).fill(NOTHING);
  for (const { profile, askers } of cells) for (const at of askers) numbers[at] = profile;
  return numbers;
}

/** The answers that profiles mean, column by column, once each. */
class SharedAnswers {
  readonly #profiles: readonly access.AccessProfile[];
  readonly #columns: readonly Choice[];
  readonly #known = new Map<string, readonly Answers[]>();

  constructor(profiles: readonly access.AccessProfile[], columns: readonly Choice[]) {
    this.#profiles = profiles;
    this.#columns = columns;
  }

  /** What the profile at a place, and that in an ordinary bucket there, mean together. */
  of(kind: access.Place, here: number, ordinary: number): readonly Answers[] {
    const key = `${kind} ${String(here)} ${String(ordinary)}`;
    const known = this.#known.get(key);
    if (known) return known;
    const profiles = [here, ordinary].flatMap((number) => this.#profiles[number] ?? []);
    const has = (extent: "allowed" | "undecided", action: string): boolean =>
      profiles.some((profile) => profile[extent].includes(action));
    const made = actionsOn(kind, this.#columns).map((column) =>
      answered(column, (action) => {
        if (has("allowed", action)) return "allow";
        return has("undecided", action) ? "undecided" : "deny";
      }),
    );
    this.#known.set(key, made);
    return made;
  }
}

function askerKey(asker: access.Asker): string {
  if (asker.kind === "anonymous") return "anonymous";
  return asker.kind === "key" ? `key ${asker.accessKey}` : `${asker.kind} ${asker.id}`;
}

function placeKey(target: access.Target, { organizationId }: access.World): string {
  if ("bucket" in target) return `bucket ${target.bucket}`;
  return "projectId" in target ? `project ${target.projectId}` : `organization ${organizationId}`;
}
