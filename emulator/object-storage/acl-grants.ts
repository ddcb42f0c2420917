/**
 * Access control lists: who is granted what, in the forms in which clients say it.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import { invalidArgument, S3Error } from "./errors";
import { ownerXml } from "./owners";
import { parseXml, S3_NAMESPACE, xmlDocument, type XmlContent, type XmlElement } from "./xml";

const PERMISSIONS = ["FULL_CONTROL", "READ", "WRITE", "READ_ACP", "WRITE_ACP"] as const;
export type Permission = (typeof PERMISSIONS)[number];

const GROUP_PREFIX = "http://acs.amazonaws.com/groups/global/";
const GROUPS = ["AllUsers", "AuthenticatedUsers"] as const;
type Group = (typeof GROUPS)[number];

/** A Project, everyone, or everyone with a key of any Organization. */
export type Grantee = { readonly projectId: string } | { readonly group: Group };

/** One line of a list. */
export interface Grant {
  readonly grantee: Grantee;
  readonly permission: Permission;
}

/** A list; the order of its lines is kept. */
export type Acl = readonly Grant[];

/** Whose the bucket or object is. */
export interface AclOwners {
  /** The Project that owns what the list is about. */
  readonly owner: string;
  /** The Project that owns the bucket; absent where the list is the bucket's own. */
  readonly bucketOwner?: string;
}

const GRANT_HEADERS: Readonly<Record<string, Permission>> = {
  "x-amz-grant-full-control": "FULL_CONTROL",
  "x-amz-grant-read": "READ",
  "x-amz-grant-read-acp": "READ_ACP",
  "x-amz-grant-write": "WRITE",
  "x-amz-grant-write-acp": "WRITE_ACP",
};
const CANNED: Readonly<Record<string, readonly (readonly [Group, Permission])[]>> = {
  private: [],
  "public-read": [["AllUsers", "READ"]],
  "public-read-write": [
    ["AllUsers", "READ"],
    ["AllUsers", "WRITE"],
  ],
  "authenticated-read": [["AuthenticatedUsers", "READ"]],
};
/** For objects only: what the Project of the bucket is granted. */
const CANNED_FOR_BUCKET_OWNER: Readonly<Record<string, Permission>> = {
  "bucket-owner-read": "READ",
  "bucket-owner-full-control": "FULL_CONTROL",
};
const PROJECT_TWICE = /^([0-9a-f-]{36}):\1$/i;

/** What holds where no list was given. */
export function privateAcl(owner: string): Acl {
  return [{ grantee: { projectId: owner }, permission: "FULL_CONTROL" }];
}

/** What a list grants to others than the owner. */
export function grantsBeyond(owner: string, acl: Acl = []): Acl {
  return acl.filter(({ grantee }) => !("projectId" in grantee) || grantee.projectId !== owner);
}

/**
 * The list that headers ask for.
 * @returns undefined when they ask for none
 * @throws S3Error InvalidArgument or InvalidRequest
 */
export function aclOfHeaders(headers: IncomingHttpHeaders, owners: AclOwners): Acl | undefined {
  const canned = headers["x-amz-acl"];
  const grants = Object.entries(GRANT_HEADERS).flatMap(([name, permission]) =>
    granteesOfHeader(name, headers[name]).map((grantee): Grant => ({ grantee, permission })),
  );
  if (canned === undefined) return grants.length === 0 ? undefined : grants;
  if (grants.length > 0) {
    throw new S3Error("InvalidRequest", {
      message: "Specifying both Canned ACLs and Header Grants is not allowed",
    });
  }
  return cannedAcl(String(canned), owners);
}

/** A list given when a bucket is made has the owner's line last; every other one has it first: recorded. */
export function aclOfNewBucket(headers: IncomingHttpHeaders, owner: string): Acl | undefined {
  const acl = aclOfHeaders(headers, { owner });
  return headers["x-amz-acl"] === undefined ? acl : acl && [...acl].reverse();
}

function cannedAcl(name: string, { owner, bucketOwner }: AclOwners): Acl {
  const groups = Object.hasOwn(CANNED, name) ? CANNED[name] : undefined;
  if (groups) {
    const lines = groups.map(([group, permission]): Grant => ({ grantee: { group }, permission }));
    return [...privateAcl(owner), ...lines];
  }
  const permission = bucketOwner === undefined ? undefined : CANNED_FOR_BUCKET_OWNER[name];
  if (bucketOwner === undefined || permission === undefined) {
    throw invalidArgument("x-amz-acl", name, "Argument format not recognized");
  }
  if (bucketOwner === owner) return privateAcl(owner);
  return [...privateAcl(owner), { grantee: { projectId: bucketOwner }, permission }];
}

/** Such as `id="P:P", uri="http://acs.amazonaws.com/groups/global/AllUsers"`. */
function granteesOfHeader(name: string, header: string | string[] | undefined): Grantee[] {
  if (header === undefined) return [];
  return String(header)
    .split(",")
    .map((text) => {
      const [, kind, value = ""] = /^\s*(\w+)\s*=\s*"?([^"]*)"?\s*$/.exec(text) ?? [];
      if (kind?.toLowerCase() === "id") return projectOf(value);
      if (kind?.toLowerCase() === "uri") return groupOf(value);
      throw invalidArgument(name, text.trim(), "Argument format not recognized");
    });
}

/**
 * The list in a body.
 * @throws S3Error MalformedXML, InvalidArgument, or AccessDenied for another owner: recorded
 */
export function aclOfXml(body: Buffer, { owner }: AclOwners): Acl {
  const root = parseXml(body, "AccessControlPolicy");
  const [ownerElement] = root.children("Owner");
  const [list] = root.children("AccessControlList");
  if (!ownerElement || !list) throw new S3Error("MalformedXML");
  if (ownerElement.text("ID") !== ownerXml(owner).ID) throw new S3Error("AccessDenied");
  return list.children("Grant").map((grant) => {
    const [grantee] = grant.children("Grantee");
    const permission = PERMISSIONS.find((known) => known === grant.text("Permission"));
    if (!grantee || !permission) throw new S3Error("MalformedXML");
    return { grantee: granteeOf(grantee), permission };
  });
}

function granteeOf(element: XmlElement): Grantee {
  const id = element.text("ID");
  const uri = element.text("URI");
  if (id !== undefined) return projectOf(id);
  if (uri !== undefined) return groupOf(uri);
  throw new S3Error("MalformedXML");
}

function projectOf(id: string): Grantee {
  const [, projectId] = PROJECT_TWICE.exec(id) ?? [];
  if (projectId === undefined) throw invalidArgument("CanonicalUser/ID", id, "Invalid id");
  return { projectId: projectId.toLowerCase() };
}

function groupOf(uri: string): Grantee {
  const group = GROUPS.find((name) => uri === GROUP_PREFIX + name);
  if (!group) throw invalidArgument("Group/URI", uri, "Invalid group uri");
  return { group };
}

/** A list as it is answered. */
export function aclToXml(owner: string, acl: Acl): string {
  return xmlDocument("AccessControlPolicy", {
    ...S3_NAMESPACE,
    Owner: ownerXml(owner),
    AccessControlList: {
      Grant: acl.map(({ grantee, permission }) => ({
        Grantee: granteeXml(grantee),
        Permission: permission,
      })),
    },
  });
}

function granteeXml(grantee: Grantee): XmlContent {
  const typed = (type: string): Record<string, XmlContent> => ({
    "@_xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "@_xsi:type": type,
  });
  if ("group" in grantee) return { ...typed("Group"), URI: GROUP_PREFIX + grantee.group };
  const { ID, DisplayName } = ownerXml(grantee.projectId);
  return { ...typed("CanonicalUser"), ID, DisplayName };
}
