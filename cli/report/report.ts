/**
 * The access report: who may do what on what, and why. All formats are made from it, and `--format json` prints it.
 * @module
 */
import type { access } from "pulumi-storage-access";
import { answeringFor, questionOf, type Answering } from "./answers";
import { everyAsker, type NamedAsker, type Who } from "./askers";
import { everyTarget, type NamedTarget, type On } from "./places";
import { EVERY_LEVEL, isDoneTo, type Choice } from "./words";

/** Who answers: an `access.Access` of the world. */
export type Judge = Pick<access.Access, "can" | "answer" | "world">;

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
  const answering = answeringFor(inquiry.judge, askers, targets);
  const kept: [NamedAsker, NamedTarget, readonly Answers[]][] = [];
  let omitted = 0;
  for (const target of targets) {
    const asked = actionsOn(target, columns);
    if (asked.length === 0) continue;
    for (const asker of askers) {
      const answers = answersOf(asked, answering(asker, target));
      const isEmpty = answers.every((one) => one.allowed.length + one.undecided.length === 0);
      if (isEmpty && inquiry.isShowingAll !== true) omitted += 1;
      else kept.push([asker, target, answers]);
    }
  }
  const isBrief = kept.length > MOST_WITH_REASONS;
  return {
    version: 1,
    source,
    organizationId: world.organizationId,
    question,
    columns,
    rows: kept.map(([asker, target, answers]) =>
      rowOf(inquiry, { asker, target, answers, isBrief }),
    ),
    omitted,
    findings: isBrief ? [...findings, WITHOUT_REASONS] : findings,
  };
}

/** Reasons of more rows than that nobody reads, and they take longer than all answers. */
const MOST_WITH_REASONS = 5_000;
const WITHOUT_REASONS = `There are more than ${MOST_WITH_REASONS.toLocaleString("en-US")} rows: the reasons are left out. Ask about less to have them.`;

/** The bare answers of one column. */
interface Answers {
  readonly column: string;
  readonly actions: readonly string[];
  readonly allowed: readonly string[];
  readonly undecided: readonly string[];
}

/** The actions of each column that can be done to a target; columns without any are left out. */
function actionsOn(
  { on }: NamedTarget,
  columns: readonly Choice[],
): Pick<Answers, "column" | "actions">[] {
  return columns
    .map(({ name: column, actions }) => ({
      column,
      actions: actions.filter((action) => isDoneTo(action, on.kind)),
    }))
    .filter(({ actions }) => actions.length > 0);
}

const NONE: readonly never[] = [];

function answersOf(
  asked: readonly Pick<Answers, "column" | "actions">[],
  answer: ReturnType<Answering>,
): Answers[] {
  return asked.map((one) => {
    if (answer === undefined) return { ...one, allowed: NONE, undecided: NONE };
    const answers = one.actions.map(answer);
    const having = (wanted: access.Answer): string[] =>
      one.actions.filter((_action, index) => answers[index] === wanted);
    return { ...one, allowed: having("allow"), undecided: having("undecided") };
  });
}

/** What a row is made of. */
interface RowParts {
  readonly asker: NamedAsker;
  readonly target: NamedTarget;
  readonly answers: readonly Answers[];
  /** True: without reasons. */
  readonly isBrief: boolean;
}

function rowOf({ world, judge }: Inquiry, { asker, target, answers, isBrief }: RowParts): Row {
  const { who } = asker;
  const { on } = target;
  const projectId = on.kind === "project" ? on.id : on.projectId;
  const keys = projectId === undefined ? [] : keysFor(world, who, projectId);
  const because = (action: string, answer: access.Answer): Because =>
    isBrief ? NO_REASONS : decisionOf(judge, questionOf(asker, target, action), answer);
  const cells = answers.map((one): [string, Cell] => [one.column, cellOf(one, because)]);
  return { who, on, cells: Object.fromEntries(cells), ...(keys.length > 0 && { keys }) };
}

type Because = Pick<access.Decision, "reasons" | "remedies">;
const NO_REASONS: Because = { reasons: [], remedies: [] };

/** Why it is so. A bucket that is open to other Projects is judged where its asker may do the most. */
function decisionOf(
  judge: Judge,
  question: access.Question,
  answer: access.Answer,
): access.Decision {
  const usual = judge.can(question);
  if (usual.answer === answer) return usual;
  const others = judge.world.projects.map(({ id }) =>
    judge.can({ ...question, circumstances: { actsIn: id } }),
  );
  return others.find((decision) => decision.answer === answer) ?? usual;
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
  because: (action: string, answer: access.Answer) => Because,
): Cell {
  const action = allowed[0] ?? undecided[0] ?? actions[0] ?? "";
  const answerTo = (one: string): access.Answer =>
    allowed.includes(one) ? "allow" : undecided.includes(one) ? "undecided" : "deny";
  const missing = actions.find((one) => !allowed.includes(one));
  const { reasons } = because(action, answerTo(action));
  const remedies = missing === undefined ? [] : because(missing, answerTo(missing)).remedies;
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
