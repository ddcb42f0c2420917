/**
 * What access control lists may say, and what the canned ones stand for.
 * @module
 */
import { means, type Rule } from "../core/fields";
import { oneOf, record, set, uuid } from "../core/rules";
import type { AclGrant, BucketAclContent } from "./clients/object-storage";
import { requireOneOf } from "./one-of";

/** The lists that have a name. */
export const CANNED_ACLS = [
  "private",
  "public-read",
  "public-read-write",
  "authenticated-read",
] as const;

/** What outputs say of a list that has no name. */
export const CUSTOM_ACL = "custom";

const forEveryone = (permission: string): AclGrant => ({ group: "AllUsers", permission });
const BEYOND_OWNER: Readonly<Record<string, readonly AclGrant[]>> = {
  private: [],
  "public-read": [forEveryone("READ")],
  "public-read-write": [forEveryone("READ"), forEveryone("WRITE")],
  "authenticated-read": [{ group: "AuthenticatedUsers", permission: "READ" }],
};

/** The lines of a list, whose order means nothing. */
export const grantsRule: Rule = set(
  record(
    {
      projectId: { rule: uuid("a Project") },
      group: { rule: oneOf("AllUsers", "AuthenticatedUsers") },
      permission: {
        rule: oneOf("READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"),
        required: true,
      },
    },
    (grant, path, report) => requireOneOf(["projectId", "group"], grant, report, `${path}.`),
  ),
);

/** The lines of a canned list; the owner comes first. */
export function cannedGrants(owner: string, name: string): readonly AclGrant[] {
  return [{ projectId: owner, permission: "FULL_CONTROL" }, ...(BEYOND_OWNER[name] ?? [])];
}

/** The name of a list, or `custom`. */
export function nameOfAcl({ owner, grants }: BucketAclContent): string {
  const found = CANNED_ACLS.find((name) => means(grantsRule, grants, cannedGrants(owner, name)));
  return found ?? CUSTOM_ACL;
}
