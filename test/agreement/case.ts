/**
 * What both sides are asked: a world, how the undecided is decided in it, and questions about it.
 * @module
 */
import type { Question, World } from "../../provider/access";
import { SWITCH_VALUES, type Switches } from "../../emulator/switches";

/** Switches on which it depends who may do what. */
export const ACCESS_SWITCHES = [
  "selfRightsForApplications",
  "lockedUserAnswer",
  "orgSetOnProjects",
  "celTimestampEqualsString",
  "resourceConditionOnStorage",
  "s3ErrorForDeadKey",
  "projectMustMatch",
  "ownerBypassesBucketPolicy",
  "denyEffect",
  "starPrincipalSkipsIam",
  "policy2012",
  "publicBucketOpensObjects",
  "aclBesidePolicy",
  "objectOwnerIsWriter",
  "deleteBucketGate",
  "acceptDeleteObjectsAction",
  "acceptObjectAttributesActions",
  "midWildcard",
  "objectStorageFullAccessCoversBucketPolicy",
  "readOnlyCoversGetBucketPolicy",
  "bucketsReadAllowsHeadBucket",
] as const satisfies readonly (keyof Switches)[];

/** How those are set. */
export type DrawnSwitches = Pick<Switches, (typeof ACCESS_SWITCHES)[number]>;

/** Every value that each can have, the default first. */
export const DRAWN_VALUES = ACCESS_SWITCHES.map((name) => [name, SWITCH_VALUES[name]] as const);

/** A world and questions about it. */
export interface Case {
  readonly world: World;
  readonly switches: DrawnSwitches;
  readonly questions: readonly Question[];
}

/** Yes or no, and why. */
export interface Verdict {
  readonly answer: string;
  readonly reasons: readonly string[];
}

/** One of those that are compared. */
export interface Side {
  readonly name: string;
  /** Asks it all the questions of a case, in turn. */
  answers(asked: Case): Promise<readonly Verdict[]>;
}
