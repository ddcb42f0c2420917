/**
 * Access as it was agreed on, in the form in which `storage-access who-can --format json` writes it, and what has come and
 * gone since.
 * @module
 */
import { access } from "./access";
import { isRecord } from "./place";
import type { Stack } from "./stack";

/** Somebody or something, by all that it may be called. */
interface Party {
  readonly kind: string;
  readonly names: readonly string[];
  /** For people. */
  readonly name: string;
}

/** What somebody may do at one place, action by action. */
export interface Access {
  readonly who: Party;
  readonly on: Party;
  readonly actions: ReadonlySet<string>;
  /** The resource of whoever it is, or of the place. */
  readonly urn?: string | undefined;
}

/** What one side has and the other has not. */
export interface Difference {
  readonly who: string;
  readonly on: string;
  readonly levels: readonly string[];
  readonly actions: readonly string[];
  readonly urn?: string | undefined;
}

/** Names that are chosen when an object is made end with seven hexadecimal digits. */
const CHOSEN = /-[0-9a-f]{7}$/;

/** The access that a report tells of; undefined for what is no such report. */
export function accessInReport(report: unknown): Access[] | undefined {
  if (!isRecord(report) || !Array.isArray(report["rows"])) return undefined;
  const columns = columnsOf(report["columns"]);
  return report["rows"].filter(isRecord).flatMap((row) => {
    const [who, on] = [partyOf(row["who"]), partyOf(row["on"])];
    if (!who || !on || !isRecord(row["cells"])) return [];
    const actions = Object.entries(row["cells"]).flatMap(([column, cell]) =>
      actionsOf(cell, columns.get(column) ?? []),
    );
    const own = actions.filter((action) => access.placeOf(action) === on.kind);
    return [{ who, on, actions: new Set(own) }];
  });
}

/** The access that a stack gives. */
export function accessInStack(stack: Stack): Access[] {
  return [...access.entriesOf(access.matrix(stack.world))].map(({ asker, place, profile }) => {
    const id = "id" in asker.asker ? asker.asker.id : "anonymous";
    const who = partyIn(stack, asker.asker.kind, { id, name: asker.name });
    const on = partyIn(stack, place.kind, place);
    const actions = new Set([...profile.allowed, ...profile.undecided]);
    return { who, on, actions, urn: stack.byId(id)?.urn ?? stack.byId(place.id)?.urn };
  });
}

/** What is in one of them and not in the other. */
export function without(some: readonly Access[], others: readonly Access[]): Difference[] {
  const known = new Index(others);
  return some.flatMap(({ who, on, actions, urn }) => {
    const had = known.actionsOf(who, on);
    const more = [...actions].filter((action) => !had.has(action));
    const levels = access.ACCESS_LEVELS.filter((level) =>
      more.some((action) => access.levelOf(action) === level),
    );
    return more.length === 0
      ? []
      : [{ who: textOf(who), on: textOf(on), levels, actions: more, urn }];
  });
}

/** A difference in words, such as `application reader: read, list on bucket reports (GetObject, ...)`. */
export function differenceText({ who, on, levels, actions }: Difference): string {
  const shown = actions.slice(0, 6).join(", ");
  const more = actions.length > 6 ? ` and ${String(actions.length - 6)} more` : "";
  return `${who}: ${levels.join(", ")} on ${on} (${shown}${more})`;
}

/** Finds the access of somebody at a place by any of the names of both. */
class Index {
  private readonly byNames = new Map<string, ReadonlySet<string>>();

  constructor(all: readonly Access[]) {
    for (const { who, on, actions } of all) {
      for (const key of keysOf(who, on)) this.byNames.set(key, actions);
    }
  }

  actionsOf(who: Party, on: Party): ReadonlySet<string> {
    const key = keysOf(who, on).find((each) => this.byNames.has(each));
    return (key === undefined ? undefined : this.byNames.get(key)) ?? new Set();
  }
}

const keysOf = (who: Party, on: Party): string[] =>
  who.names.flatMap((left) =>
    on.names.map((right) => JSON.stringify([who.kind, left, on.kind, right])),
  );

const textOf = ({ kind, name }: Party): string =>
  kind === "anonymous"
    ? "everybody"
    : kind === "organization"
      ? "the Organization"
      : `${kind} ${name}`;

/** What is not made yet is called by its resource's own name. */
function partyIn(stack: Stack, kind: string, { id, name }: { id: string; name: string }): Party {
  if (isUnique(kind)) return { kind, names: [kind], name: kind };
  const declared = stack.byId(id)?.name;
  return { kind, names: [id, name, ...(declared === undefined ? [] : [declared])], name };
}

/** There is one Organization, whose id is not told at a first preview; and everybody is everybody. */
const isUnique = (kind: string): boolean => kind === "organization" || kind === "anonymous";

function partyOf(value: unknown): Party | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, id, name } = value;
  if (typeof kind !== "string") return undefined;
  if (isUnique(kind)) return { kind, names: [kind], name: kind };
  const texts = [id, name].filter((text): text is string => typeof text === "string");
  const names = [
    ...texts,
    ...texts.filter((text) => CHOSEN.test(text)).map((text) => text.replace(CHOSEN, "")),
  ];
  return { kind, names, name: texts.at(-1) ?? kind };
}

function columnsOf(value: unknown): Map<string, readonly string[]> {
  const columns = Array.isArray(value) ? value.filter(isRecord) : [];
  return new Map(
    columns.map(({ name, actions }) => [
      String(name),
      Array.isArray(actions) ? actions.filter((action) => typeof action === "string") : [],
    ]),
  );
}

function actionsOf(cell: unknown, all: readonly string[]): string[] {
  if (!isRecord(cell)) return [];
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  const allowed = cell["answer"] === "allow" ? [...all] : texts(cell["allowed"]);
  return [...allowed, ...texts(cell["undecided"])];
}
