/**
 * A bucket policy under which nobody could list the bucket and read what is in it any more.
 * @module
 */
import { CloudError } from "../core/errors";
import type { PolicyStatement } from "./clients/object-storage";

/** What somebody must be able to do, so that what is in the bucket is not lost to everybody. */
const NEEDED = ["s3:listbucket", "s3:getobject"] as const;

type Principals = PolicyStatement["principals"];

/**
 * Refuses a policy that leaves nobody with both. The old version takes nothing from those whom IAM lets in, and passes.
 * @throws CloudError of kind `precondition`, code `locks_out`
 */
export function requireSomebody(policy: {
  readonly bucket: string;
  readonly version: string;
  readonly statements: readonly PolicyStatement[];
}): void {
  const { bucket, version, statements } = policy;
  if (version === "2012-10-17") return;
  const candidates = statements.flatMap(({ principals }) => eachOf(principals));
  if (candidates.some((candidate) => NEEDED.every((action) => may(candidate, action, policy)))) {
    return;
  }
  throw new CloudError({
    kind: "precondition",
    code: "locks_out",
    operation: "set the policy of bucket",
    resource: bucket,
    answer:
      statements.length === 0
        ? "it would lock everybody out: no statement names anybody"
        : "it would lock everybody out: nobody whom it names could both list the bucket and read what is in it",
    hint: "Nothing was written. Leave keepDeployer: false out, or name somebody with all actions; or set allowLockOut: true.",
  });
}

/** One for each who is named. */
function eachOf({ everyone, userIds = [], applicationIds = [] }: Principals): Principals[] {
  return [
    ...(everyone === true ? [{ everyone }] : []),
    ...userIds.map((id) => ({ userIds: [id] })),
    ...applicationIds.map((id) => ({ applicationIds: [id] })),
  ];
}

/** True where a statement allows it, be it under a condition, and none denies it without one. */
function may(
  principal: Principals,
  action: (typeof NEEDED)[number],
  {
    bucket,
    statements,
  }: { readonly bucket: string; readonly statements: readonly PolicyStatement[] },
): boolean {
  const concerns = ({ principals, actions, resources }: PolicyStatement): boolean =>
    isAmong(principal, principals) &&
    actions.some((named) => ["*", "s3:*", action].includes(named.toLowerCase())) &&
    (resources ?? [bucket, `${bucket}/*`]).some((resource) => isMeant(resource, action, bucket));
  const about = statements.filter(concerns);
  const isDenied = about.some(
    ({ effect, conditions, resources }) =>
      effect === "Deny" &&
      Object.keys(conditions ?? {}).length === 0 &&
      // A folder that is closed leaves the others.
      (resources ?? [`${bucket}/*`, bucket]).some((resource) => isWhole(resource, bucket)),
  );
  return !isDenied && about.some(({ effect = "Allow" }) => effect === "Allow");
}

function isAmong(candidate: Principals, named: Principals): boolean {
  if (named.everyone === true) return true;
  const [userId] = candidate.userIds ?? [];
  const [applicationId] = candidate.applicationIds ?? [];
  return (
    (userId !== undefined && (named.userIds ?? []).includes(userId)) ||
    (applicationId !== undefined && (named.applicationIds ?? []).includes(applicationId))
  );
}

const plain = (resource: string): string => resource.replace(/^arn:[^/]*:/, "");
const isWhole = (resource: string, bucket: string): boolean =>
  [bucket, `${bucket}/*`].includes(plain(resource));

/** The list is the bucket's, reading is of what is in it. */
function isMeant(resource: string, action: (typeof NEEDED)[number], bucket: string): boolean {
  const isBucket = plain(resource) === bucket;
  return action === "s3:listbucket" ? isBucket : !isBucket;
}
