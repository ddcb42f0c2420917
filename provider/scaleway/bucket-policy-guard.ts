/**
 * Before a bucket policy is written: the deployer keeps its access, and everybody who is named exists.
 * @module
 */
import type { Context } from "../core/context";
import { CloudError, isCloudError } from "../core/errors";
import { requireSomebody } from "./bucket-policy-lock-out";
import { DEPLOYER_SID } from "./bucket-policy-rules";
import type { Bearer } from "./clients/iam";
import type { PolicyStatement } from "./clients/object-storage";
import { cloudFor } from "./cloud";
import { bearerName, deployerIfKnown, deployerOf } from "./deployer";

/** A policy that is to be written. */
export interface Guarded {
  readonly bucket: string;
  readonly projectId: string;
  readonly version: string;
  readonly statements: readonly PolicyStatement[];
  readonly keepDeployer: boolean;
  /** True: also where nobody keeps any access. */
  readonly allowLockOut: boolean;
}

/** True for the statement that this provider adds. */
export const isOwnStatement = ({ sid }: PolicyStatement): boolean => sid === DEPLOYER_SID;

/**
 * The statements to write: those of the program, and one for the deployer unless that is not wanted.
 * @throws CloudError where a statement names somebody who does not exist, or nobody keeps any access
 */
export async function guardedStatements(
  context: Context,
  policy: Guarded,
): Promise<readonly PolicyStatement[]> {
  await requirePrincipals(context, policy);
  if (policy.keepDeployer) {
    const deployer = await deployerOf(context);
    return [...policy.statements, statementFor(deployer, policy)];
  }
  if (!policy.allowLockOut) requireSomebody(policy);
  await warnOfLockOut(context, policy);
  return policy.statements;
}

/** The old version cannot name an application: its Project is named, where IAM gives the same people the same anyway. */
function statementFor(deployer: Bearer, { version, projectId }: Guarded): PolicyStatement {
  const sid = DEPLOYER_SID;
  const actions = ["*"];
  if ("userId" in deployer) return { sid, principals: { userIds: [deployer.userId] }, actions };
  if (version === "2012-10-17") return { sid, principals: { projectIds: [projectId] }, actions };
  return { sid, principals: { applicationIds: [deployer.applicationId] }, actions };
}

/** Old versions take nothing from those whom IAM lets in; a deployer that may not say who it is gets no warning. */
async function warnOfLockOut(context: Context, policy: Guarded): Promise<void> {
  if (policy.version === "2012-10-17") return;
  const deployer = await deployerIfKnown(context);
  if (!deployer) return;
  if (policy.statements.some((statement) => letsIn(statement, deployer, policy.bucket))) return;
  context.log.warn(
    `the policy of bucket ${policy.bucket} locks the deployer out (${bearerName(deployer)}): from now on it reads and changes nothing but the policy. Leave keepDeployer: false out, or name it.`,
  );
}

/** Everything on the bucket itself, which is what deployments need. */
function letsIn(
  { effect = "Allow", principals, actions, resources, conditions }: PolicyStatement,
  deployer: Bearer,
  bucket: string,
): boolean {
  const isNamed =
    "userId" in deployer
      ? principals.userIds?.includes(deployer.userId)
      : principals.applicationIds?.includes(deployer.applicationId);
  return (
    effect === "Allow" &&
    (principals.everyone === true || isNamed === true) &&
    actions.some((action) => action === "*" || action.toLowerCase() === "s3:*") &&
    (resources?.includes(bucket) ?? true) &&
    Object.keys(conditions ?? {}).length === 0
  );
}

async function requirePrincipals(context: Context, policy: Guarded): Promise<void> {
  const { iam } = cloudFor(context);
  const named = (kind: "userIds" | "applicationIds"): string[] => [
    ...new Set(policy.statements.flatMap(({ principals }) => principals[kind] ?? [])),
  ];
  await requireAll(context, {
    ...{ bucket: policy.bucket, noun: "user", kind: "scaleway:User", ids: named("userIds") },
    ...{ list: () => iam.listUsers(), get: (id) => iam.getUser(id) },
  });
  await requireAll(context, {
    ...{ bucket: policy.bucket, noun: "application", kind: "scaleway:Application" },
    ids: named("applicationIds"),
    ...{ list: () => iam.listApplications(), get: (id) => iam.getApplication(id) },
  });
}

/** Ids of one kind that must exist. */
interface Named {
  readonly bucket: string;
  readonly noun: string;
  readonly kind: string;
  readonly ids: readonly string[];
  readonly list: () => Promise<readonly { readonly id: string }[]>;
  readonly get: (id: string) => Promise<unknown>;
}

async function requireAll(context: Context, named: Named): Promise<void> {
  const { bucket, noun, kind, ids, list, get } = named;
  if (ids.length === 0) return;
  try {
    const all = await context.bulk.list(kind, list);
    for (const id of ids) {
      // The list may be older than what somebody else has just made.
      if (all.has(id) || (await get(id)) !== undefined) continue;
      throw new CloudError({
        kind: "invalid",
        code: "unknown_principal",
        operation: "set the policy of bucket",
        resource: bucket,
        answer: `it names ${noun} ${id}, which the Organization does not have`,
        hint: "Nothing was written. Check the id: a policy that names nobody who exists lets nobody in.",
      });
    }
  } catch (thrown) {
    if (!isCloudError(thrown, "denied")) throw thrown;
    context.log.warn(
      `whether the ${noun}s that the policy names exist cannot be read: not checked`,
    );
  }
}
