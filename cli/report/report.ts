/**
 * The access report: who may do what on what, and why. All formats are made from it, and `--format json` prints it.
 * @module
 */
import { access } from "pulumi-storage-access";
import { everyAsker, type NamedAsker, type Who } from "./askers";
import { everyTarget, type NamedTarget, type On } from "./places";
import { EVERY_LEVEL, isDoneTo, type Choice } from "./words";

/** Who answers: an `access.Access` of the world. */
export interface Judge {
  can(question: access.Question): access.Decision;
  answer(question: access.Question): access.Answer;
}

/** What the answer of several actions together is: `some` where only a part of them is allowed. */
export type CellAnswer = access.Answer | "some";

/** What one asker may do with one target, of the actions of one column. */
export interface Cell {
  readonly answer: CellAnswer;
  /** The actions that are allowed, where the answer is `some`. */
  readonly allowed?: readonly string[];
  /** The actions whose answer depends on what is not known, where there are any. */
  readonly undecided?: readonly string[];
  /** The action whose reasons these are: the first that is allowed, else undecided, else denied. */
  readonly action: string;
  readonly reasons: readonly access.Reason[];
  /** What would allow the first action that is not allowed. */
  readonly remedies: readonly access.Remedy[];
}

/** One asker and one target. */
export interface Row {
  readonly who: Who;
  readonly on: On;
  /** By the name of the column; a column that has no action for this kind of target has no cell. */
  readonly cells: Readonly<Record<string, Cell>>;
  /** The access keys that act in the Project of the target as they are, and those that do so behind `@`. */
  readonly keys?: readonly string[];
}

/** What was asked, in the words in which it was. */
export interface AskedWords {
  readonly action?: string | undefined;
  readonly resource?: string | undefined;
  readonly who?: string | undefined;
}

/** A whole report. */
export interface Report {
  /** Raised when a field changes its meaning. */
  readonly version: 1;
  /** Where the world comes from, such as `stack dev of project shop`. */
  readonly source: string;
  readonly organizationId: string;
  readonly question: AskedWords;
  /** The columns with the actions that each stands for. */
  readonly columns: readonly { readonly name: string; readonly actions: readonly string[] }[];
  readonly rows: readonly Row[];
  /** How many pairs of asker and target are left out because nothing is allowed. */
  readonly omitted: number;
  /** What could not be understood about the world, a sentence each. */
  readonly findings: readonly string[];
}

/** What a report is made of. */
export interface Inquiry {
  readonly source: string;
  readonly world: access.World;
  readonly judge: Judge;
  readonly question?: AskedWords;
  /** Default: everyone. */
  readonly askers?: readonly NamedAsker[] | undefined;
  /** Default: every bucket, every Project and the Organization. */
  readonly targets?: readonly NamedTarget[] | undefined;
  /** Default: every level. */
  readonly columns?: readonly Choice[] | undefined;
  /** Whether pairs without any access have a row too. Default: false. */
  readonly isShowingAll?: boolean;
  readonly findings?: readonly string[];
}

/** Makes the report. */
export function reportOn(inquiry: Inquiry): Report {
  const { source, world, question = {}, findings = [] } = inquiry;
  const askers = inquiry.askers ?? everyAsker(world);
  const targets = inquiry.targets ?? everyTarget(world);
  const columns = inquiry.columns ?? EVERY_LEVEL;
  const rows: Row[] = [];
  let omitted = 0;
  for (const target of targets) {
    for (const asker of askers) {
      const answers = answersOf(inquiry.judge, asker, target, columns);
      if (answers.length === 0) continue;
      const isEmpty = answers.every((one) => one.allowed.length + one.undecided.length === 0);
      if (isEmpty && inquiry.isShowingAll !== true) omitted += 1;
      else rows.push(rowOf(inquiry, asker, target, answers));
    }
  }
  return {
    version: 1,
    source,
    organizationId: world.organizationId,
    question,
    columns,
    rows,
    omitted,
    findings,
  };
}

/** The bare answers of one column. */
interface Answers {
  readonly column: string;
  readonly actions: readonly string[];
  readonly allowed: readonly string[];
  readonly undecided: readonly string[];
}

function questionOf(
  { asker }: NamedAsker,
  { target, ordinaryBucket = target }: NamedTarget,
  action: string,
): access.Question {
  const isOfBucket = access.placeOf(action) === "bucket";
  return { asker, action, target: isOfBucket ? ordinaryBucket : target };
}

function answersOf(
  judge: Judge,
  asker: NamedAsker,
  target: NamedTarget,
  columns: readonly Choice[],
): Answers[] {
  return columns.flatMap(({ name: column, actions: all }) => {
    const actions = all.filter((action) => isDoneTo(action, target.on.kind));
    if (actions.length === 0) return [];
    const answers = actions.map((action) => judge.answer(questionOf(asker, target, action)));
    const having = (wanted: access.Answer): string[] =>
      actions.filter((_action, index) => answers[index] === wanted);
    return [{ column, actions, allowed: having("allow"), undecided: having("undecided") }];
  });
}

function rowOf(
  { world, judge }: Inquiry,
  asker: NamedAsker,
  target: NamedTarget,
  answers: readonly Answers[],
): Row {
  const { who } = asker;
  const { on } = target;
  const projectId = on.kind === "project" ? on.id : on.projectId;
  const keys = projectId === undefined ? [] : keysFor(world, who, projectId);
  const because = (action: string): access.Decision => judge.can(questionOf(asker, target, action));
  const cells = answers.map((one): [string, Cell] => [one.column, cellOf(one, because)]);
  return { who, on, cells: Object.fromEntries(cells), ...(keys.length > 0 && { keys }) };
}

/** How the bearer's keys have to be written to act in a Project. */
function keysFor({ keys }: access.World, { kind, id }: Who, projectId: string): string[] {
  const own = keys.filter(({ bearer }) => bearer.kind === kind && bearer.id === id);
  return own.map(({ accessKey, defaultProjectId }) =>
    defaultProjectId === projectId ? accessKey : `${accessKey}@${projectId}`,
  );
}

function cellOf(
  { actions, allowed, undecided }: Answers,
  because: (action: string) => access.Decision,
): Cell {
  const action = allowed[0] ?? undecided[0] ?? actions[0] ?? "";
  const missing = actions.find((one) => !allowed.includes(one));
  const { reasons } = because(action);
  const remedies = missing === undefined ? [] : because(missing).remedies;
  return {
    answer: together(actions.length, allowed.length, undecided.length),
    ...(allowed.length > 0 && allowed.length < actions.length && { allowed }),
    ...(undecided.length > 0 && { undecided }),
    action,
    reasons,
    remedies,
  };
}

function together(all: number, allowed: number, undecided: number): CellAnswer {
  if (allowed === all) return "allow";
  if (allowed > 0) return "some";
  return undecided > 0 ? "undecided" : "deny";
}

/** Whether anything of a cell is allowed for certain. */
export function isAllowing({ answer }: Cell): boolean {
  return answer === "allow" || answer === "some";
}
