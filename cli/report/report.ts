/**
 * The access report: who may do what on what, and why. All formats are made from it, and `--format json` prints it.
 * @module
 */
import type * as access from "pulumi-storage-access/access";
import { answeringFor, questionOf, type Answers } from "./answers";
import { everyAsker, type NamedAsker, type Who } from "./askers";
import { everyTarget, type NamedTarget, type On } from "./places";
import { EVERY_LEVEL, type Choice } from "./words";

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
  const columns = inquiry.columns ?? EVERY_LEVEL;
  const { kept, omitted } = pairsOf(inquiry, columns);
  const isBrief = kept.length > MOST_WITH_REASONS;
  const cellsOf = isBrief ? briefCells() : cellsWithReasons(inquiry.judge);
  const keysOf = keysByBearer(world);
  return {
    version: 1,
    source,
    organizationId: world.organizationId,
    question,
    columns,
    rows: kept.map((pair) => rowOf(pair, cellsOf(pair), keysOf)),
    omitted,
    findings: isBrief ? [...findings, WITHOUT_REASONS] : findings,
  };
}

/** Reasons of more rows than that nobody reads, and they take longer than all answers. */
const MOST_WITH_REASONS = 5_000;
const WITHOUT_REASONS = `There are more than ${MOST_WITH_REASONS.toLocaleString("en-US")} rows: the reasons are left out. Ask about less to have them.`;

/** What a row is made of. */
interface Pair {
  readonly asker: NamedAsker;
  readonly target: NamedTarget;
  readonly answers: readonly Answers[];
}

/** The pairs that get a row, and how many do not. */
function pairsOf(
  inquiry: Inquiry,
  columns: readonly Choice[],
): { readonly kept: readonly Pair[]; readonly omitted: number } {
  const { world, isShowingAll = false } = inquiry;
  const { askers = everyAsker(world), targets = everyTarget(world) } = inquiry;
  const answering = answeringFor(inquiry.judge, { askers, targets, columns });
  const kept: Pair[] = [];
  let omitted = 0;
  for (const target of targets) {
    const answersOf = answering(target);
    for (const asker of askers) {
      const answers = answersOf(asker);
      if (answers.length === 0) break;
      if (isShowingAll || answers.some(isSomething)) kept.push({ asker, target, answers });
      else omitted += 1;
    }
  }
  return { kept, omitted };
}

const isSomething = ({ allowed, undecided }: Answers): boolean =>
  allowed.length + undecided.length > 0;

type Cells = Row["cells"];
type Because = Pick<access.Decision, "reasons" | "remedies">;

/** Cells without reasons: those of the same answers are one object, so that many rows are few cells. */
function briefCells(): (pair: Pair) => Cells {
  const known = new Map<readonly Answers[], Cells>();
  return ({ answers }) => {
    const cells = known.get(answers) ?? cellsOf(answers, () => ({ reasons: [], remedies: [] }));
    known.set(answers, cells);
    return cells;
  };
}

function cellsWithReasons(judge: Judge): (pair: Pair) => Cells {
  return ({ asker, target, answers }) =>
    cellsOf(answers, (action, answer) =>
      decisionOf(judge, questionOf(asker, target, action), answer),
    );
}

function cellsOf(
  answers: readonly Answers[],
  because: (action: string, answer: access.Answer) => Because,
): Cells {
  return Object.fromEntries(answers.map((one) => [one.column, cellOf(one, because)]));
}

function rowOf({ asker: { who }, target: { on } }: Pair, cells: Cells, keysOf: KeysOf): Row {
  const projectId = on.kind === "project" ? on.id : on.projectId;
  const keys = projectId === undefined ? [] : keysFor(keysOf(who), projectId);
  return { who, on, cells, ...(keys.length > 0 && { keys }) };
}

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

/** The keys of an asker. */
type KeysOf = (who: Who) => readonly access.Key[];

function keysByBearer({ keys }: access.World): KeysOf {
  const known = new Map<string, access.Key[]>();
  for (const key of keys) {
    const bearer = `${key.bearer.kind} ${key.bearer.id}`;
    const own = known.get(bearer);
    if (own) own.push(key);
    else known.set(bearer, [key]);
  }
  return ({ kind, id }) => known.get(`${kind} ${id}`) ?? [];
}

/** How keys have to be written to act in a Project. */
function keysFor(keys: readonly access.Key[], projectId: string): string[] {
  return keys.map(({ accessKey, defaultProjectId }) =>
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
