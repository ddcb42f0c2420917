/**
 * What IAM lets the deployer do before and after a change, so that it can go on, or give itself what it lost.
 * @module
 */
import * as access from "../access";
import type { Context } from "../core/context";
import { serviceTime } from "../core/service-time";
import { callsOnIam, together } from "./circumstances";
import type { BearerRights } from "./bearer-rights";

/** What a change takes from the deployer, and what of it cannot be told. */
export interface Loss {
  /** Rights that it certainly has no more, such as `policy:write`. */
  readonly lost: readonly string[];
  /** Why not, where a rule is there that would give it. */
  readonly because: readonly string[];
  /** On what it depends whether it keeps the others, in whole sentences. */
  readonly open: readonly string[];
}

/** Whoever may write policies can give itself any other right. */
export const MANAGING = "policy:write";
const JOINING = "group:write";
const IAM_RIGHTS = access.IAM_ACTIONS.filter((action) => /:(write|delete)$/.test(action));
const STORAGE_RIGHTS = ["CreateBucket", "PutObject", "DeleteObject"];
const HOUR_MILLISECONDS = 3_600_000;
const WEEK_HOURS = 7 * 24;

/**
 * Compares what the deployer may do.
 * @param canRejoin the change takes it out of a group that stays
 */
export function lossBetween(
  context: Context,
  deployer: access.PrincipalReference,
  {
    before,
    after,
    organizationId,
    canRejoin,
  }: {
    readonly before: BearerRights;
    readonly after: BearerRights;
    readonly organizationId: string;
    readonly canRejoin: boolean;
  },
): Loss {
  const had = new Standing(context, deployer, worldOf(before, deployer, organizationId));
  const has = new Standing(context, deployer, worldOf(after, deployer, organizationId));
  if (had.answer(MANAGING) !== "deny") return compare(had, has, [MANAGING]);
  if (canRejoin && has.answer(JOINING) === "allow") return { lost: [], because: [], open: [] };
  return compare(had, has, [...IAM_RIGHTS, ...STORAGE_RIGHTS]);
}

function compare(had: Standing, has: Standing, actions: readonly string[]): Loss {
  const before = actions.filter((action) => had.answer(action) !== "deny");
  const lost = before.filter((action) => has.answer(action) === "deny");
  const open = before.filter((action) => has.answer(action) === "undecided");
  const known = new Set(open.flatMap((action) => had.reasons(action)));
  const texts = (names: readonly string[]) => [
    ...new Set(names.flatMap((name) => has.reasons(name))),
  ];
  return {
    lost,
    because: texts(lost),
    open: texts(open).filter((text) => !known.has(text)),
  };
}

/** A bucket in each Project that a rule names: what may be done in one. */
function worldOf(
  rights: BearerRights,
  deployer: access.PrincipalReference,
  organizationId: string,
): access.World {
  const named = rights.policies.flatMap(({ rules }) =>
    rules.flatMap(({ projectIds = [] }) => projectIds),
  );
  const projects = [...new Set([organizationId, ...named])].map((id) => ({ id, name: id }));
  return {
    ...rights,
    organizationId,
    projects,
    principals: [{ ...deployer, name: deployer.id }],
    keys: [],
    buckets: projects.map(({ id }) => ({ name: id, projectId: id, region: "" })),
  };
}

/** What one world lets the deployer do. */
class Standing {
  private readonly access: access.Access;

  constructor(
    private readonly context: Context,
    private readonly asker: access.PrincipalReference,
    private readonly world: access.World,
  ) {
    this.access = new access.Access(world);
  }

  /**
   * Whether it may, now and from within the hour on. A right that comes back within a week, such as one for working hours, is
   * one that it keeps.
   */
  answer(action: string): access.Answer {
    const now = this.answerIn(action, 0);
    if (now !== "allow" || this.answerIn(action, 1) !== "deny") return now;
    for (let hours = 2; hours <= WEEK_HOURS; hours += 1) {
      if (this.answerIn(action, hours) !== "deny") return now;
    }
    return "deny";
  }

  /** On what it depends, or fails. */
  reasons(action: string): string[] {
    const isLater = this.answerIn(action, 0) === "allow";
    const [circumstances] = callsOnIam(this.context, this.timeIn(isLater ? 1 : 0));
    return this.targetsOf(action)
      .flatMap(
        (target) => this.access.can({ asker: this.asker, action, target, circumstances }).reasons,
      )
      .filter(({ code }) => code === "conditionFails" || code === "conditionOpen")
      .map(({ text }) => text);
  }

  /** Yes where it may with any one of the targets: the whole Organization, or what is there already. */
  private answerIn(action: string, hours: number): access.Answer {
    const calls = callsOnIam(this.context, this.timeIn(hours));
    const answers = this.targetsOf(action).map((target) =>
      together(
        calls.map((circumstances) =>
          this.access.answer({ asker: this.asker, action, target, circumstances }),
        ),
      ),
    );
    return (
      answers.find((answer) => answer === "allow") ??
      answers.find((answer) => answer !== "deny") ??
      "deny"
    );
  }

  private timeIn(hours: number): Date {
    return new Date(serviceTime(this.context).getTime() + hours * HOUR_MILLISECONDS);
  }

  private targetsOf(action: string): access.Target[] {
    const { projects, policies } = this.world;
    if (action === MANAGING) {
      const ids = policies.map(({ id }) => id);
      return [{ organization: true }, ...ids.map((id) => ({ organization: true as const, id }))];
    }
    if (!STORAGE_RIGHTS.includes(action)) return [{ organization: true }];
    return projects.map(({ id }) =>
      action === "CreateBucket" ? { projectId: id } : { bucket: id, key: "any" },
    );
  }
}
