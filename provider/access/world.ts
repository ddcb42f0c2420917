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
  readonly projects: readonly Project[];
  readonly principals: readonly Principal[];
  readonly groups: readonly Group[];
  readonly policies: readonly Policy[];
  readonly keys: readonly Key[];
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
  readonly id: string;
  readonly name: string;
}

/** Who can hold keys: a user or an application. */
export interface PrincipalReference {
  readonly kind: "user" | "application";
  readonly id: string;
}

/** A user or an application of the Organization. */
export interface Principal extends PrincipalReference {
  readonly name: string;
  /** The Organization's owner, whom no IAM check refuses. Default: false. */
  readonly isOwner?: boolean | undefined;
  /** A user who has lost every right until unlocked. Default: false. */
  readonly isLocked?: boolean | undefined;
}

/** A group: its policies hold for its members. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly members: readonly PrincipalReference[];
  /** A managed group that holds everyone of a kind, whoever its members are said to be. */
  readonly everyone?: PrincipalReference["kind"] | undefined;
  /** True: others may be in it of whom the source of this world does not tell. Default: false. */
  readonly hasUnknownMembers?: boolean | undefined;
}

/** A policy. Without a principal it gives nobody anything. */
export interface Policy {
  readonly id: string;
  readonly name: string;
  readonly principal?: { readonly kind: "user" | "application" | "group"; readonly id: string };
  readonly rules: readonly Rule[];
}

/** One rule: every set of it holds in every Project of it, or in the Organization. */
export interface Rule {
  readonly permissionSetNames: readonly string[];
  /** Absent: the rule is about the Organization, and so about all its Projects, current and future. */
  readonly projectIds?: readonly string[] | undefined;
  /** CEL. Empty or absent: always. */
  readonly condition?: string | undefined;
}

/** An API key. It has the rights of its bearer, and acts in its preferred Project unless a call says `KEY@Project`. */
export interface Key {
  readonly accessKey: string;
  readonly bearer: PrincipalReference;
  readonly defaultProjectId: string;
  /** RFC 3339. Absent: never. */
  readonly expiresAt?: string | undefined;
}

/** A bucket. */
export interface Bucket {
  readonly name: string;
  readonly projectId: string;
  readonly region: string;
  /** Absent: IAM and the access list decide alone. */
  readonly policy?: BucketPolicy | undefined;
  /** What the access list gives beyond the bucket's own Project. Default: nothing. */
  readonly grants?: readonly AclGrant[] | undefined;
}

/** A bucket's policy; `malformed` where its text could not be understood, which leaves everything about the bucket undecided. */
export interface BucketPolicy {
  readonly version: "2023-04-17" | "2012-10-17";
  readonly statements: readonly Statement[];
  readonly malformed?: string | undefined;
}

/** One statement of a bucket policy. */
export interface Statement {
  readonly sid?: string | undefined;
  /** True: it is for whoever deploys, of whom nothing more is known. Default: false. */
  readonly isForDeployer?: boolean | undefined;
  readonly effect: "Allow" | "Deny";
  readonly principals: {
    readonly everyone?: boolean | undefined;
    readonly userIds?: readonly string[] | undefined;
    readonly applicationIds?: readonly string[] | undefined;
    readonly projectIds?: readonly string[] | undefined;
  };
  /** Such as `s3:GetObject`, or `*`. Letter case means nothing. */
  readonly actions: readonly string[];
  /** The bucket by its name, `name/*`, `name/prefix/*` or `name/key`. */
  readonly resources: readonly string[];
  /** Values by operator and key. All operators and keys must hold, for one value each. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Whom an access list serves: a Project, everybody, or everybody with a key. */
export interface AclGrant {
  readonly grantee: { readonly projectId: string } | "allUsers" | "authenticatedUsers";
  readonly permission: "READ" | "WRITE" | "READ_ACP" | "WRITE_ACP" | "FULL_CONTROL";
}

/** An object, as far as access to it differs from that to the rest of its bucket. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  /** The Project that wrote it. Default: the bucket's. */
  readonly projectId?: string | undefined;
  /** What its access list gives beyond its own Project. Default: nothing. */
  readonly grants?: readonly AclGrant[] | undefined;
}
