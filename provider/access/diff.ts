/**
 * Who gains and who loses what, from one world to another.
 * @module
 */
import type { Answer, Reason, Target } from "./decision";
import { Numbers, type Somebody } from "./fingerprints";
import { ACCESS_LEVELS, levelOf, type AccessLevel } from "./levels";
import { askersOf, type MatrixAsker, type MatrixOptions } from "./matrix";
import { Survey, type AccessProfile } from "./survey";
import type { Bucket, World } from "./world";

/** A change of what somebody may do at one place, for the actions of one level whose answers change alike. */
export interface AccessChange {
  /** Who gains or loses. */
  readonly principal: Somebody;
  /** For people: a name, an access key, or `everybody`. */
  readonly name: string;
  /** Where. */
  readonly target: Target;
  /** The level that the actions belong to. */
  readonly level: AccessLevel;
  /** The first of the actions: an operation such as `GetObject`, or a right such as `policy:write`. */
  readonly action: string;
  /** All of them, in the order of the catalog. */
  readonly actions: readonly string[];
  /** The answer before. */
  readonly before: Answer;
  /** The answer after. */
  readonly after: Answer;
  /** Of the first action: for a gain why it is allowed now, for a loss why no longer. */
  readonly reasons: readonly Reason[];
}

/** How worlds are compared. */
export type DiffOptions = MatrixOptions;

/** True for a change towards more: what was refused may or will be allowed. */
export const isGain = ({ before, after }: Pick<AccessChange, "before" | "after">): boolean =>
  RANK[after] > RANK[before];

const RANK: Readonly<Record<Answer, number>> = { deny: 0, undecided: 1, allow: 2 };
const NOTHING: AccessProfile = { levels: {}, allowed: [], undecided: [] };

/**
 * All changes from one world to the next; what is in one of them alone is taken to allow nothing in the other. Costs little
 * where little has changed.
 */
export function diff(before: World, after: World, options: DiffOptions = {}): AccessChange[] {
  const comparison = new Comparison(before, after, options);
  return [...comparison.organization(), ...comparison.projects(), ...comparison.buckets()];
}

interface Side {
  readonly survey: Survey;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly projects: ReadonlySet<string>;
  readonly askers: ReadonlySet<string>;
}

class Comparison {
  private readonly before: Side;
  private readonly after: Side;
  private readonly askers: readonly MatrixAsker[];
  private readonly changedIn = new Map<string, readonly MatrixAsker[]>();

  constructor(
    before: World,
    after: World,
    private readonly options: DiffOptions,
  ) {
    const numbers = new Numbers();
    this.before = sideOf(before, options, numbers);
    this.after = sideOf(after, options, numbers);
    const gone = askersOf(before, options).filter(
      ({ asker }) => !this.after.askers.has(nameOf(asker)),
    );
    this.askers = [...askersOf(after, options), ...gone];
  }

  organization(): AccessChange[] {
    const target = { organization: true } as const;
    return this.askers.flatMap((who) =>
      this.changes(who, target, {
        printOf: ({ survey }) => survey.prints.ofPlace(who.asker, undefined),
        profileOf: ({ survey }) => survey.ofOrganization(who.asker),
      }),
    );
  }

  projects(): AccessChange[] {
    const all = new Set([...this.after.projects, ...this.before.projects]);
    return [...all].flatMap((projectId) =>
      this.askers.flatMap((who) =>
        this.changes(
          who,
          { projectId },
          {
            printOf: ({ survey }) => survey.prints.ofPlace(who.asker, projectId),
            profileOf: ({ survey, projects }) =>
              projects.has(projectId) ? survey.ofProject(who.asker, projectId) : NOTHING,
          },
        ),
      ),
    );
  }

  buckets(): AccessChange[] {
    const { buckets: filter = () => true } = this.options;
    const all = new Map([...this.before.buckets, ...this.after.buckets]);
    return [...all.values()].filter(filter).flatMap(({ name }) =>
      this.touchedBy(name).flatMap((who) =>
        this.changes(
          who,
          { bucket: name },
          {
            printOf: ({ survey, buckets }) => {
              const bucket = buckets.get(name);
              return bucket && survey.prints.ofBucket(who.asker, bucket);
            },
            profileOf: ({ survey, buckets }) => {
              const bucket = buckets.get(name);
              return bucket ? survey.ofBucket(who.asker, bucket) : NOTHING;
            },
          },
        ),
      ),
    );
  }

  /** Everybody where the bucket itself has changed, else those whose rights in its Projects have. */
  private touchedBy(name: string): readonly MatrixAsker[] {
    const [was, is] = [this.before.buckets.get(name), this.after.buckets.get(name)];
    if (!was || !is) return this.askers;
    const [old, now] = [this.before.survey.prints, this.after.survey.prints];
    if (old.contentOf(was) !== now.contentOf(is)) return this.askers;
    const projects = [is.projectId, ...now.openedTo(is)];
    const known =
      this.changedIn.get(projects.join()) ?? this.askers.filter(this.isOtherIn(projects));
    this.changedIn.set(projects.join(), known);
    return known;
  }

  private isOtherIn(projects: readonly string[]): (who: MatrixAsker) => boolean {
    const [old, now] = [this.before.survey.prints, this.after.survey.prints];
    return ({ asker }) =>
      !this.before.askers.has(nameOf(asker)) ||
      !this.after.askers.has(nameOf(asker)) ||
      projects.some((project) => old.ofPlace(asker, project) !== now.ofPlace(asker, project));
  }

  private changes(
    { asker, name }: MatrixAsker,
    target: Target,
    { printOf, profileOf }: Looking,
  ): AccessChange[] {
    const [wasThere, isThere] = [this.before, this.after].map(({ askers }) =>
      askers.has(nameOf(asker)),
    );
    if (wasThere && isThere && printOf(this.before) === printOf(this.after)) return [];
    const before = wasThere ? profileOf(this.before) : NOTHING;
    const after = isThere ? profileOf(this.after) : NOTHING;
    return differences(before, after).map((change) => ({
      ...{ principal: asker, name, target, ...change },
      reasons: this.reasons(asker, change.action, target),
    }));
  }

  private reasons(asker: Somebody, action: string, target: Target): readonly Reason[] {
    const { survey, buckets } = this.after;
    const bucket = "bucket" in target ? buckets.get(target.bucket) : undefined;
    const question = bucket
      ? survey.bestQuestion(asker, action, bucket)
      : survey.question(asker, action, target);
    return survey.access.can(question).reasons;
  }
}

interface Looking {
  readonly printOf: (side: Side) => string | undefined;
  readonly profileOf: (side: Side) => AccessProfile;
}

function sideOf(world: World, options: DiffOptions, numbers: Numbers): Side {
  return {
    survey: new Survey(world, options, numbers),
    buckets: new Map(world.buckets.map((bucket) => [bucket.name, bucket])),
    projects: new Set(world.projects.map(({ id }) => id)),
    askers: new Set(askersOf(world, options).map(({ asker }) => nameOf(asker))),
  };
}

const nameOf = (asker: Somebody): string =>
  asker.kind === "anonymous"
    ? ""
    : `${asker.kind} ${asker.kind === "key" ? asker.accessKey : asker.id}`;

/** By level, the actions whose answers change alike. */
function differences(
  before: AccessProfile,
  after: AccessProfile,
): Pick<AccessChange, "level" | "action" | "actions" | "before" | "after">[] {
  const touched = new Set([
    ...before.allowed,
    ...before.undecided,
    ...after.allowed,
    ...after.undecided,
  ]);
  const groups = new Map<
    string,
    { before: Answer; after: Answer; level: AccessLevel; actions: string[] }
  >();
  for (const action of touched) {
    const [was, is] = [answerIn(before, action), answerIn(after, action)];
    const level = levelOf(action);
    if (was === is || level === undefined) continue;
    const key = `${level} ${was} ${is}`;
    const group = groups.get(key) ?? { before: was, after: is, level, actions: [] };
    group.actions.push(action);
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((left, right) => ACCESS_LEVELS.indexOf(left.level) - ACCESS_LEVELS.indexOf(right.level))
    .map((group) => ({ ...group, action: group.actions[0] ?? "" }));
}

function answerIn({ allowed, undecided }: AccessProfile, action: string): Answer {
  if (allowed.includes(action)) return "allow";
  return undecided.includes(action) ? "undecided" : "deny";
}
