/**
 * Everything that decides who may do what, as plain data: from a program's resources, a state, or the live API.
 *
 * Ids that are not known yet are the URN of the resource that will have them, so that what refers to them still fits;
 * any other text that is not known yet is {@link UNKNOWN}, and makes answers that depend on it undecided.
 * @module
 */

/** The text that stands for a value that is not known yet. Fixed by Pulumi's wire protocol. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** One Organization, settled: what has just changed is taken to hold everywhere. */
export interface World {
  /** Its id, which is also the default Project's. */
  readonly organizationId: string;
  /** All Projects, the default one too. */
  readonly projects: readonly Project[];
  /** All users and applications. */
  readonly principals: readonly Principal[];
  /** All groups, managed ones too. */
  readonly groups: readonly Group[];
  /** All policies. */
  readonly policies: readonly Policy[];
  /** All API keys. */
  readonly keys: readonly Key[];
  /** All buckets, of all Projects and regions. */
  readonly buckets: readonly Bucket[];
  /** Objects whose own access lists or writers matter. Absent: every object is private, and its bucket's Project wrote it. */
  readonly objects?: readonly StoredObject[] | undefined;
  /** Who deploys: whom bucket policies keep in unless told otherwise. Absent: not known. */
  readonly deployer?: PrincipalReference | undefined;
  /**
   * True: there may be more in the Organization than this world tells, as when it comes from one stack. What is referred to
   * and not here is taken to exist; a no is a no as far as this world knows. Default: false, what is not here does not exist.
   */
  readonly isPartial?: boolean | undefined;
}

/** A Project. */
export interface Project {
  /** Its id, or its URN while it has none. */
  readonly id: string;
  /** For people. */
  readonly name: string;
}

/** Who can hold keys: a user or an application. */
export interface PrincipalReference {
  /** Whether it is a user or an application. */
  readonly kind: "user" | "application";
  /** Its id, or its URN while it has none. */
  readonly id: string;
}

/** A user or an application of the Organization. */
export interface Principal extends PrincipalReference {
  /** For people. */
  readonly name: string;
  /** The Organization's owner, whom no IAM check refuses. Default: false. */
  readonly isOwner?: boolean | undefined;
  /** A user who has lost every right until unlocked. Default: false. */
  readonly isLocked?: boolean | undefined;
}

/** A group: its policies hold for its members. */
export interface Group {
  /** Its id, or its URN while it has none. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Who is in it, as far as is known. */
  readonly members: readonly PrincipalReference[];
  /** A managed group that holds everyone of a kind, whoever its members are said to be. */
  readonly everyone?: PrincipalReference["kind"] | undefined;
  /** True: others may be in it of whom the source of this world does not tell. Default: false. */
  readonly hasUnknownMembers?: boolean | undefined;
}

/** Whom a policy serves. */
export interface PolicyPrincipal {
  /** Whether it is a user, an application or a group. */
  readonly kind: "user" | "application" | "group";
  /** Its id, or its URN while it has none. */
  readonly id: string;
}

/** A policy. Without a principal it gives nobody anything. */
export interface Policy {
  /** Its id, or its URN while it has none. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Whom it serves. */
  readonly principal?: PolicyPrincipal;
  /** What it gives; the rules add up. */
  readonly rules: readonly Rule[];
}

/** One rule: every set of it holds in every Project of it, or in the Organization. */
export interface Rule {
  /** Such as `ObjectStorageFullAccess`. */
  readonly permissionSetNames: readonly string[];
  /** Absent: the rule is about the Organization, and so about all its Projects, current and future. */
  readonly projectIds?: readonly string[] | undefined;
  /** CEL. Empty or absent: always. */
  readonly condition?: string | undefined;
}

/** An API key. It has the rights of its bearer, and acts in its preferred Project unless a call says `KEY@Project`. */
export interface Key {
  /** Such as `SCW...`, or the URN while there is none. */
  readonly accessKey: string;
  /** Whose it is. */
  readonly bearer: PrincipalReference;
  /** The Project that it prefers. */
  readonly defaultProjectId: string;
  /** RFC 3339. Absent: never. */
  readonly expiresAt?: string | undefined;
}

/** A bucket. */
export interface Bucket {
  /** Its name, or its URN while it has none. */
  readonly name: string;
  /** The Project that holds it. */
  readonly projectId: string;
  /** Such as `fr-par`. */
  readonly region: string;
  /** Absent: IAM and the access list decide alone. */
  readonly policy?: BucketPolicy | undefined;
  /** What the access list gives beyond the bucket's own Project. Default: nothing. */
  readonly grants?: readonly AclGrant[] | undefined;
}

/** A bucket's policy; `malformed` where its text could not be understood, which leaves everything about the bucket undecided. */
export interface BucketPolicy {
  /** Of the grammar. */
  readonly version: "2023-04-17" | "2012-10-17";
  /** What it allows and denies; their order means nothing. */
  readonly statements: readonly Statement[];
  /** What is wrong with the text, as a sentence. */
  readonly malformed?: string | undefined;
}

/** Whom a statement means. */
export interface StatementPrincipals {
  /** True: everybody, also without a key. Default: false. */
  readonly everyone?: boolean | undefined;
  /** Ids of users. Default: none. */
  readonly userIds?: readonly string[] | undefined;
  /** Ids of applications. Default: none. */
  readonly applicationIds?: readonly string[] | undefined;
  /** Ids of Projects, in version 2012-10-17: whoever acts in them. Default: none. */
  readonly projectIds?: readonly string[] | undefined;
}

/** One statement of a bucket policy. */
export interface Statement {
  /** A name for people. */
  readonly sid?: string | undefined;
  /** True: it is for whoever deploys, of whom nothing more is known. Default: false. */
  readonly isForDeployer?: boolean | undefined;
  /** What is denied stays denied, whatever allows it. */
  readonly effect: "Allow" | "Deny";
  /** Whom it means. */
  readonly principals: StatementPrincipals;
  /** Such as `s3:GetObject`, or `*`. Letter case means nothing. */
  readonly actions: readonly string[];
  /** The bucket by its name, `name/*`, `name/prefix/*` or `name/key`. */
  readonly resources: readonly string[];
  /** Values by operator and key. All operators and keys must hold, for one value each. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Those who act in a Project and have the right there. */
export interface ProjectGrantee {
  /** Its id, or its URN while it has none. */
  readonly projectId: string;
}

/** Whom an access list serves: a Project, everybody, or everybody with a key. */
export interface AclGrant {
  /** A Project by its id, or a group. */
  readonly grantee: ProjectGrantee | "allUsers" | "authenticatedUsers";
  /** What it gives; `FULL_CONTROL` is all of them. */
  readonly permission: "READ" | "WRITE" | "READ_ACP" | "WRITE_ACP" | "FULL_CONTROL";
}

/** An object, as far as access to it differs from that to the rest of its bucket. */
export interface StoredObject {
  /** The name of its bucket. */
  readonly bucket: string;
  /** Its key. */
  readonly key: string;
  /** The Project that wrote it. Default: the bucket's. */
  readonly projectId?: string | undefined;
  /** What its access list gives beyond its own Project. Default: nothing. */
  readonly grants?: readonly AclGrant[] | undefined;
}
