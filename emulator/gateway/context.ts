/**
 * What the endpoint files work with.
 * @module
 */
import type { Authorizer } from "../authorization/authorizer";
import type { Keys } from "../authorization/keys";
import type { Clock } from "../clock";
import type { Organization } from "../organization/organization";
import type { Bearer, Jwt } from "../organization/records";
import type { Switches } from "../switches";

/** Kinds of objects that an Organization can be limited in. */
export type QuotaName =
  "applications" | "groups" | "policies" | "users" | "apiKeys" | "sshKeys" | "projects";

/**
 * How many of a kind may exist. The real service starts at 100 applications, 50 groups, 50 policies, 50 users,
 * 50 SSH keys and 25 Projects and raises them on demand; here nothing is limited unless asked for, so that large stacks can be tried.
 */
export type Quotas = Partial<Readonly<Record<QuotaName, number>>>;

/** How long the service takes for what it does not do at once, in seconds; 0 is at once. */
export interface Durations {
  /** A change of a group's members; another one meanwhile is refused. */
  readonly membershipChangeSeconds: number;
  /** After a bucket or an SSH key came or went: until it can be told whether its Project is empty. */
  readonly projectSettleSeconds: number;
  /** A deletion of a Project with everything in it. */
  readonly projectDeletionSeconds: number;
}

/** Everything that an endpoint needs to know. */
export interface ApiContext {
  readonly organization: Organization;
  readonly authorizer: Authorizer;
  readonly keys: Keys;
  readonly switches: () => Switches;
  readonly clock: Clock;
  /** Reads everything as it was so long ago; the work must be done in one turn. */
  readonly ago: <Result>(milliseconds: number, read: () => Result) => Result;
  readonly quotas: Quotas;
  /** How long things take that the real service does not do at once. */
  readonly durations: Durations;
  /** Buckets of a Project, over all regions. */
  readonly bucketCount: (projectId: string) => number;
  /** Removes the buckets of a Project in all regions, with everything in them. */
  readonly removeBuckets: (projectId: string) => void;
}

/** Who calls. */
export interface Caller {
  readonly bearer: Bearer;
  /** The token of someone who is signed in to the console; absent for a call with an API key. */
  readonly jwt?: Jwt;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Set once the key is known to be good. */
    caller: Caller | null;
  }
}
