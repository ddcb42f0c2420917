/**
 * All answers about one asker and one place, put together by level.
 * @module
 */
import { Access } from "./access";
import type { Answer, Circumstances, Question, Target } from "./decision";
import { Fingerprints, Numbers, type Somebody } from "./fingerprints";
import { ACCESS_LEVELS, actionsOf, type AccessLevel, type Place } from "./levels";
import type { AccessSwitches } from "./switches";
import type { Bucket, World } from "./world";

/** How much of a level somebody has: all its actions, some of them, or none for sure but perhaps some. */
export type Extent = "all" | "some" | "undecided";

/** Everything that somebody may do at one place. Levels that are not in it are a plain no. */
export interface AccessProfile {
  /** How much of each level. */
  readonly levels: Readonly<Partial<Record<AccessLevel, Extent>>>;
  /** Actions that are allowed, in the order of the catalog. */
  readonly allowed: readonly string[];
  /** Actions of which it depends on what is not known. */
  readonly undecided: readonly string[];
}

/** What a survey is made under. */
export interface SurveyOptions {
  /** How all calls are made. Default: nothing is known of that, and what depends on it is undecided. */
  readonly circumstances?: Omit<Circumstances, "actsIn"> | undefined;
  /** How the documents are read where they leave something open. Default: as `DEFAULT_ACCESS_SWITCHES` says. */
  readonly switches?: Partial<AccessSwitches> | undefined;
}

const NO_ACCESS: AccessProfile = { levels: {}, allowed: [], undecided: [] };
const NO_CIRCUMSTANCES: Circumstances = {};

/** Asks all questions about a world; what has the same fingerprint is asked once. */
export class Survey {
  readonly access: Access;
  readonly prints: Fingerprints;
  private readonly given: Circumstances;
  private readonly profiles = new Map<string, AccessProfile>();
  private readonly shared = new Map<string, AccessProfile>();

  constructor(
    readonly world: World,
    { circumstances = NO_CIRCUMSTANCES, switches }: SurveyOptions,
    numbers = new Numbers(),
  ) {
    this.access = new Access(world, switches);
    this.prints = new Fingerprints(world, numbers);
    this.given = circumstances;
  }

  /** What somebody may do with a bucket and the objects in it. */
  ofBucket(asker: Somebody, bucket: Bucket): AccessProfile {
    const print = `bucket ${this.prints.ofBucket(asker, bucket)}`;
    return this.profile(print, "bucket", (action) => this.inBucket(asker, action, bucket));
  }

  /** What somebody may do in a Project. */
  ofProject(asker: Somebody, projectId: string): AccessProfile {
    const print = `project ${this.prints.ofPlace(asker, projectId)}`;
    return this.profile(print, "project", (action) =>
      this.access.answer(this.question(asker, action, { projectId })),
    );
  }

  /** What somebody may do with the Organization, itself apart. */
  ofOrganization(asker: Somebody): AccessProfile {
    const print = `organization ${this.prints.ofPlace(asker, undefined)}`;
    return this.profile(print, "organization", (action) =>
      this.access.answer(this.question(asker, action, { organization: true })),
    );
  }

  /** A question with the survey's circumstances. */
  question(asker: Somebody, action: string, target: Target, actsIn?: string): Question {
    const circumstances = actsIn === undefined ? this.given : { ...this.given, actsIn };
    return { asker, action, target, circumstances };
  }

  /** Whoever may act in several Projects is judged where it may do the most. */
  bestQuestion(asker: Somebody, action: string, bucket: Bucket): Question {
    const target = { bucket: bucket.name };
    const usual = this.question(asker, action, target);
    const openedTo = asker.kind === "key" ? [] : this.prints.openedTo(bucket);
    if (openedTo.length === 0) return usual;
    const all = [
      usual,
      ...openedTo.map((project) => this.question(asker, action, target, project)),
    ];
    const answers = all.map((question) => this.access.answer(question));
    const best = (["allow", "undecided"] as const).find((answer) => answers.includes(answer));
    return (best && all[answers.indexOf(best)]) ?? usual;
  }

  private inBucket(asker: Somebody, action: string, bucket: Bucket): Answer {
    return this.access.answer(this.bestQuestion(asker, action, bucket));
  }

  /** Equal profiles are one object. */
  private profile(print: string, place: Place, answer: (action: string) => Answer): AccessProfile {
    const known = this.profiles.get(print);
    if (known) return known;
    const made = profileOf(place, answer);
    const text = `${made.allowed.join()} ${made.undecided.join()}`;
    const profile = this.shared.get(text) ?? made;
    this.shared.set(text, profile);
    this.profiles.set(print, profile);
    return profile;
  }
}

function profileOf(place: Place, answer: (action: string) => Answer): AccessProfile {
  const levels: Partial<Record<AccessLevel, Extent>> = {};
  const allowed: string[] = [];
  const undecided: string[] = [];
  for (const level of ACCESS_LEVELS) {
    const actions = actionsOf(level, place);
    const answers = actions.map(answer);
    allowed.push(...actions.filter((_, index) => answers[index] === "allow"));
    undecided.push(...actions.filter((_, index) => answers[index] === "undecided"));
    const extent = extentOf(answers);
    if (extent) levels[level] = extent;
  }
  return allowed.length + undecided.length === 0 ? NO_ACCESS : { levels, allowed, undecided };
}

function extentOf(answers: readonly Answer[]): Extent | undefined {
  if (answers.length === 0) return undefined;
  if (answers.every((answer) => answer === "allow")) return "all";
  if (answers.includes("allow")) return "some";
  return answers.includes("undecided") ? "undecided" : undefined;
}

/** True for who has no access at all. */
export const isNothing = ({ allowed, undecided }: AccessProfile): boolean =>
  allowed.length === 0 && undecided.length === 0;
