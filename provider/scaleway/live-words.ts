/**
 * From the words of the API's clients to those in which access is decided.
 * @module
 */
import type * as access from "../access";
import type { ApiKey, Application, Bearer, Group, Policy, RuleInput, User } from "./clients/iam";
import type {
  BucketAclContent,
  BucketPolicyContent,
  PolicyStatement,
} from "./clients/object-storage";

/** A policy that could not be read as one. */
export interface MalformedPolicy {
  readonly malformed: string;
}

/** The groups that hold everyone of a kind, whoever their members are said to be. */
const EVERYONE: Readonly<Record<string, access.PrincipalReference["kind"]>> = {
  "All Users": "user",
  "All Applications": "application",
};

/** A user, known by the name that it signs in with. */
export function userOf({ id, username, email, type, locked }: User): access.Principal {
  const name = username === "" ? email : username;
  return { kind: "user", id, name, isOwner: type === "owner", isLocked: locked };
}

/** An application. */
export function applicationOf({ id, name }: Application): access.Principal {
  return { kind: "application", id, name };
}

/** A bucket's policy; of a text that is none, that it is that. */
export function bucketPolicyOf(
  bucket: string,
  policy: BucketPolicyContent | MalformedPolicy,
): access.BucketPolicy {
  const nothing = { version: "2023-04-17", statements: [] } as const;
  if ("malformed" in policy) return { ...nothing, malformed: policy.malformed };
  const { version, statements } = policy;
  if (version !== "2023-04-17" && version !== "2012-10-17") {
    return { ...nothing, malformed: `its version is ${version}` };
  }
  return { version, statements: statements.map((statement) => statementOf(bucket, statement)) };
}

function statementOf(
  bucket: string,
  { effect = "Allow", resources = [bucket, `${bucket}/*`], conditions, ...rest }: PolicyStatement,
): access.Statement {
  const listed = Object.entries(conditions ?? {}).map(([operator, keys]) => {
    const values = Object.entries(keys).map(([key, value]) => [key, [value].flat()]);
    return [operator, Object.fromEntries(values) as Record<string, string[]>];
  });
  return {
    ...rest,
    effect,
    resources,
    ...(conditions && {
      conditions: Object.fromEntries(listed) as NonNullable<access.Statement["conditions"]>,
    }),
  };
}

/** Without the line that gives the bucket's own Project everything. */
export function grantsOf({ owner, grants }: BucketAclContent): access.AclGrant[] {
  return grants
    .filter(({ projectId }) => projectId !== owner)
    .map(({ projectId = "", group, permission }) => ({
      grantee:
        group === undefined
          ? { projectId }
          : group === "AllUsers"
            ? ("allUsers" as const)
            : ("authenticatedUsers" as const),
      permission: permission as access.AclGrant["permission"],
    }));
}

/** A group, with whom it holds. */
export function groupOf({ id, name, managed, userIds, applicationIds }: Group): access.Group {
  const everyone = managed ? EVERYONE[name] : undefined;
  return {
    id,
    name,
    members: [
      ...userIds.map((user) => ({ kind: "user" as const, id: user })),
      ...applicationIds.map((application) => ({ kind: "application" as const, id: application })),
    ],
    ...(everyone && { everyone }),
  };
}

/** A policy with its rules. */
export function policyOf(
  { id, name, principal }: Pick<Policy, "id" | "name" | "principal">,
  rules: readonly RuleInput[],
): access.Policy {
  return {
    id,
    name,
    ...principalOf(principal),
    rules: rules.map(({ permissionSetNames, projectIds, organizationId, condition }) => ({
      permissionSetNames,
      // A rule whose only Project was deleted has no scope, and gives nothing.
      ...(organizationId === undefined && { projectIds: projectIds ?? [] }),
      ...(condition !== undefined && condition !== "" && { condition }),
    })),
  };
}

function principalOf(principal: Policy["principal"]): Pick<access.Policy, "principal"> {
  if (principal === undefined || "noPrincipal" in principal) return {};
  if ("groupId" in principal) return { principal: { kind: "group", id: principal.groupId } };
  return { principal: referenceOf(principal) };
}

/** Who holds a key. */
export const referenceOf = (bearer: Bearer): access.PrincipalReference =>
  "userId" in bearer
    ? { kind: "user", id: bearer.userId }
    : { kind: "application", id: bearer.applicationId };

/** A key, without its secret. */
export function keyOf({ accessKey, bearer, defaultProjectId, expiresAt }: ApiKey): access.Key {
  return {
    accessKey,
    bearer: referenceOf(bearer),
    defaultProjectId,
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
