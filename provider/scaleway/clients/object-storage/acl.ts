/**
 * The access control list of a bucket.
 * @module
 */
import type { Grant, Permission } from "@aws-sdk/client-s3";
import type { StorageConnection } from "./connection";
import { requirePart } from "./missing";

/** Everyone, or everyone with a key of any Organization. */
export type AclGroup = "AllUsers" | "AuthenticatedUsers";

/** One line: exactly one of `projectId` and `group`. */
export interface AclGrant {
  readonly projectId?: string;
  readonly group?: AclGroup;
  readonly permission: string;
}

/** A list and the Project that owns the bucket. */
export interface BucketAclContent {
  readonly owner: string;
  readonly grants: readonly AclGrant[];
}

const GROUP_PREFIX = "http://acs.amazonaws.com/groups/global/";

/** The list as it is now. */
export async function getAcl(
  connection: StorageConnection,
  name: string,
): Promise<BucketAclContent> {
  const asked = { operation: "read the access control list of bucket", resource: name };
  const { Owner: owner, Grants: grants = [] } = await connection.call({
    sdkOperation: "GetBucketAcl",
    ...asked,
    send: (client, sdk, options) =>
      client.send(new sdk.GetBucketAclCommand({ Bucket: name }), options),
  });
  return { owner: projectOf(requirePart(owner?.ID, asked)), grants: grants.map(grantOf) };
}

/** Puts another list in its place. */
export async function setAcl(
  connection: StorageConnection,
  name: string,
  { owner, grants }: BucketAclContent,
): Promise<void> {
  await connection.call({
    sdkOperation: "PutBucketAcl",
    operation: "set the access control list of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(
        new sdk.PutBucketAclCommand({
          Bucket: name,
          AccessControlPolicy: { Owner: { ID: twice(owner) }, Grants: grants.map(toWire) },
        }),
        options,
      ),
  });
}

/** A Project stands as its id, twice. */
const twice = (projectId: string): string => `${projectId}:${projectId}`;
/** The Project in the id of an owner or of somebody who is granted something. */
export const projectOf = (id = ""): string => id.split(":")[0] ?? "";

/** Whom a line is for, as a header says it. */
export const granteeId = ({ projectId = "", group }: AclGrant): string =>
  group === undefined ? `id="${twice(projectId)}"` : `uri="${GROUP_PREFIX}${group}"`;

/** A line as the service has it. @internal */
export function grantOf({ Grantee: grantee, Permission: permission = "READ" }: Grant): AclGrant {
  const uri = grantee?.URI;
  if (uri === undefined) return { permission, projectId: projectOf(grantee?.ID) };
  return { permission, group: uri.replace(GROUP_PREFIX, "") as AclGroup };
}

function toWire({ projectId = "", group, permission }: AclGrant): Grant {
  return {
    Permission: permission as Permission,
    Grantee:
      group === undefined
        ? { Type: "CanonicalUser", ID: twice(projectId) }
        : { Type: "Group", URI: GROUP_PREFIX + group },
  };
}
