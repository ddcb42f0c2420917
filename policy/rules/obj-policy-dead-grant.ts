import { s3Operations } from "pulumi-storage-access-catalog";
import type { access } from "../access";
import { bucketIdOf } from "../bucket-parts";
import { BUCKET_POLICY } from "../kinds";
import { byIamAlone, nameOf, requireDeclared } from "../rights";
import { stackRule } from "../rule";
import { isAllowed, type Stack } from "../stack";
import { isEverything } from "../statements";

interface Named {
  readonly urn: string;
  readonly bucket: access.Bucket;
  readonly statement: access.Statement;
  readonly principal: access.PrincipalReference;
}

/** Being named is half of it: IAM must give the same right. */
export const objPolicyDeadGrant = stackRule<Named>({
  id: "obj-policy-dead-grant",
  severity: "high",
  description: "Whom a bucket policy names has the right in IAM, too.",
  remediation:
    "Give the principal a set for these actions on the bucket's Project, or take it out of the statement.",
  subjects: function* (stack) {
    for (const { urn, bucket } of policiesOf(stack)) {
      for (const statement of bucket.policy?.statements ?? []) {
        if (statement.effect !== "Allow" || statement.isForDeployer) continue;
        for (const principal of principalsOf(statement))
          yield { urn, bucket, statement, principal };
      }
    }
  },
  check: ({ urn, bucket, statement, principal }, stack) => {
    requireDeclared(stack, principal, urn);
    const free = stack.accessIn("IAM alone", byIamAlone);
    const dead = statement.actions.filter((action) =>
      operationsOf(action).every(
        (operation) =>
          !isAllowed(
            free,
            { asker: principal, action: operation, target: { bucket: bucket.name, key: "any" } },
            urn,
          ),
      ),
    );
    if (dead.length === 0) return undefined;
    return {
      urn,
      message: `it allows ${dead.join(", ")} to ${nameOf(stack, principal)}, to whom IAM does not give it: it stays denied`,
    };
  },
});

function policiesOf(stack: Stack): { urn: string; bucket: access.Bucket }[] {
  return stack.of(BUCKET_POLICY).flatMap((policy) => {
    const { dependencies, at } = { dependencies: policy.dependencies, at: policy.at("bucket") };
    const isOpen =
      at.isUnknown && !dependencies["bucket"] && policy.referenceAt("bucket") === undefined;
    const name = isOpen ? undefined : bucketIdOf(stack, policy);
    const bucket = stack.world.buckets.find((each) => each.name === name);
    return bucket ? [{ urn: policy.urn, bucket }] : [];
  });
}

const principalsOf = ({ principals }: access.Statement): access.PrincipalReference[] => [
  ...(principals.userIds ?? []).map((id) => ({ kind: "user" as const, id })),
  ...(principals.applicationIds ?? []).map((id) => ({ kind: "application" as const, id })),
];

/** The operations that an action of a bucket policy is for. */
const operationsOf = (action: string): string[] =>
  s3Operations
    .filter(
      ({ bucketPolicyAction, bucketPolicyActionWithVersionId, iamPermission }) =>
        iamPermission !== null &&
        (isEverything(action) ||
          [bucketPolicyAction, bucketPolicyActionWithVersionId].some(
            (name) => name?.toLowerCase() === action.toLowerCase(),
          )),
    )
    .map(({ operation }) => operation);
