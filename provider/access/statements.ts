/**
 * What the statements of a bucket policy say of a call. Their order means nothing.
 * @module
 */
import type { S3Operation } from "pulumi-storage-access-catalog";
import type { Facts } from "./circumstances";
import { allOf, anyOf, truthOf, type Truth } from "./proof";
import { conditionsHold } from "./statement-conditions";
import type { AccessSwitches } from "./switches";
import { fitsPattern } from "./wildcard";
import { UNKNOWN, type BucketPolicy, type PrincipalReference, type Statement } from "./world";

/** What a statement must allow. */
export interface Needed {
  /** In lowercase; any one of these will do; none: only a statement for all actions. */
  readonly actions: readonly string[];
  readonly on: "bucket" | "object";
}

/** A call, as statements see it. */
export interface Spoken {
  /** Absent: nobody in particular. */
  readonly caller: (PrincipalReference & { readonly projectId: string }) | undefined;
  readonly needed: Needed;
  readonly bucket: string;
  /** Absent: an object, it is not known which. */
  readonly key?: string | undefined;
  /** Asked for only where a statement has conditions. */
  readonly facts: () => Facts;
}

/** Whether a statement speaks for the call, and in which way it means the caller. */
export interface Fit {
  /** The statement's place, from 0. */
  readonly place: number;
  readonly statement: Statement;
  readonly everyone: Truth;
  readonly named: Truth;
  readonly project: Truth;
}

/** What the statements that fit say. */
export interface Verdict {
  readonly denies: Truth;
  readonly everyone: Truth;
  readonly named: Truth;
  readonly project: Truth;
  readonly fits: readonly Fit[];
}

const SILENT: Verdict = { denies: "no", everyone: "no", named: "no", project: "no", fits: [] };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the policy of a bucket must allow for an operation; undefined where it is not asked. */
export function neededFor(
  entry: S3Operation,
  namesVersion: boolean,
  switches: AccessSwitches,
): Needed | undefined {
  const { operation, bucketPolicyGate, bucketPolicyAction, resource } = entry;
  if (bucketPolicyGate === "none") return undefined;
  if (operation === "DeleteBucket" && switches.deleteBucketGate === "none") return undefined;
  const on = resource === "object" ? "object" : "bucket";
  if (bucketPolicyGate === "wildcard" || bucketPolicyAction === null) return { actions: [], on };
  const withVersion = namesVersion ? entry.bucketPolicyActionWithVersionId : undefined;
  const action = (withVersion ?? bucketPolicyAction).toLowerCase();
  const takesBatch = operation === "DeleteObjects" && switches.acceptDeleteObjectsAction;
  return { actions: takesBatch ? [action, "s3:deleteobjects"] : [action], on };
}

/** Reads all statements. */
export function verdictOf({ statements }: BucketPolicy, spoken: Spoken): Verdict {
  const fits: Fit[] = [];
  for (const [place, statement] of statements.entries()) {
    const fit = fitOf(statement, place, spoken);
    if (fit) fits.push(fit);
  }
  if (fits.length === 0) return SILENT;
  const allowing = fits.filter(({ statement }) => statement.effect === "Allow");
  return {
    denies: anyOf(fits.filter(({ statement }) => statement.effect === "Deny").map(meansCaller)),
    everyone: anyOf(allowing.map(({ everyone }) => everyone)),
    named: anyOf(allowing.map(({ named }) => named)),
    project: anyOf(allowing.map(({ project }) => project)),
    fits,
  };
}

/** Whether the caller is meant in any way. */
export const meansCaller = ({
  everyone,
  named,
  project,
}: Pick<Fit, "everyone" | "named" | "project">): Truth => anyOf([everyone, named, project]);

/** What a statement says that the service may refuse, by the switches; the policy is then none at all. */
export function refusedBySwitches(
  { statements }: BucketPolicy,
  switches: AccessSwitches,
): string | undefined {
  const actions = statements.flatMap((statement) => statement.actions);
  const named = (name: string): boolean => actions.some((action) => isSame(action, name));
  if (!switches.acceptDeleteObjectsAction && named("s3:DeleteObjects")) {
    return "it names s3:DeleteObjects, which the service may refuse";
  }
  const attributes = ["s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"].find(named);
  if (!switches.acceptObjectAttributesActions && attributes) {
    return `it names ${attributes}, which the service may refuse`;
  }
  if (switches.midWildcard === "matches") return undefined;
  const resource = statements
    .flatMap(({ resources }) => resources)
    .find((text) => text.replace(/\/\*$/, "").includes("*"));
  return resource && `its resource ${resource} has a * inside, which the service may refuse`;
}

/** Whom it means is looked at first: most statements of most policies mean somebody else. */
function fitOf(statement: Statement, place: number, spoken: Spoken): Fit | undefined {
  const { principals } = statement;
  const { caller } = spoken;
  const ids = caller?.kind === "user" ? principals.userIds : principals.applicationIds;
  const everyone = truthOf(principals.everyone === true);
  const named = caller ? isAmong(caller.id, ids) : "no";
  const project = caller ? isAmong(caller.projectId, principals.projectIds) : "no";
  if (everyone === "no" && named === "no" && project === "no") return undefined;
  const written = fits(statement, spoken);
  if (written === "no") return undefined;
  const of = (truth: Truth): Truth => (truth === "yes" ? written : truth);
  return { place, statement, everyone: of(everyone), named: of(named), project: of(project) };
}

/** Principals apart. A bucket action never fits what is below the bucket, nor an object action the bucket itself. */
function fits(statement: Statement, { needed, bucket, key, facts }: Spoken): Truth {
  const action = anyOf(statement.actions.map((name) => covers(name, needed)));
  if (action === "no") return "no";
  const resource = anyOf(
    statement.resources.map((pattern) =>
      needed.on === "bucket" ? isOf(bucket, pattern) : isAbove(pattern, bucket, key),
    ),
  );
  if (resource === "no") return "no";
  const { conditions } = statement;
  const written = action === "open" ? action : resource;
  return conditions ? allOf([written, conditionsHold(conditions, facts())]) : written;
}

function covers(name: string, { actions }: Needed): Truth {
  if (name === UNKNOWN) return "open";
  const lowered = name.toLowerCase();
  return truthOf(lowered === "*" || lowered === "s3:*" || actions.includes(lowered));
}

const isOf = (bucket: string, pattern: string): Truth =>
  pattern === UNKNOWN ? "open" : truthOf(pattern === bucket);

/** Unlike in conditions, `?` in a resource is a character like any other. */
function isAbove(pattern: string, bucket: string, key: string | undefined): Truth {
  if (pattern === UNKNOWN) return "open";
  if (!pattern.startsWith(`${bucket}/`)) return "no";
  const below = pattern.slice(bucket.length + 1);
  if (/^\*+$/.test(below)) return "yes";
  if (key === undefined) return "open";
  return truthOf(fitsPattern(key, below, { hasSingle: false }));
}

/** Letter case of ids means nothing. */
function isAmong(id: string, ids: readonly string[] = []): Truth {
  if (ids.length === 0) return "no";
  if (ids.includes(id)) return id === UNKNOWN ? "open" : "yes";
  if (UUID.test(id) && ids.some((other) => isSame(other, id))) return "yes";
  return ids.includes(UNKNOWN) || id === UNKNOWN ? "open" : "no";
}

const isSame = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();
