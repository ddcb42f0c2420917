/**
 * The access control list of an object, as far as it has to be said again where the object is written anew.
 * @module
 */
import { granteeId, grantOf, projectOf, type AclGrant } from "./acl";
import type { StorageConnection } from "./connection";

/** The headers of a list. The service has none for WRITE, which means nothing on an object. */
const HEADERS = {
  FULL_CONTROL: "GrantFullControl",
  READ: "GrantRead",
  READ_ACP: "GrantReadACP",
  WRITE_ACP: "GrantWriteACP",
} as const;

type GrantHeaders = Partial<Record<(typeof HEADERS)[keyof typeof HEADERS], string>>;

/** Who is granted what on an object; undefined where that is nobody but its owner. */
export async function getObjectGrants(
  connection: StorageConnection,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<readonly AclGrant[] | undefined> {
  const { Owner: owner, Grants: listed = [] } = await connection.call({
    sdkOperation: "GetObjectAcl",
    operation: "read the access control list of object",
    resource: `${bucket}/${key}`,
    send: (client, sdk, options) =>
      client.send(new sdk.GetObjectAclCommand({ Bucket: bucket, Key: key }), options),
  });
  const grants = listed.map(grantOf);
  const isOwners = ({ projectId }: AclGrant): boolean => projectId === projectOf(owner?.ID);
  return grants.every(isOwners) ? undefined : grants;
}

/** The list as headers of the call that writes the object. */
export function grantHeaders(grants: readonly AclGrant[] = []): GrantHeaders {
  const headers = Object.entries(HEADERS).map(([permission, header]) => {
    const grantees = grants.filter((grant) => grant.permission === permission).map(granteeId);
    return [header, grantees.join(", ")] as const;
  });
  return Object.fromEntries(headers.filter(([, grantees]) => grantees !== ""));
}
