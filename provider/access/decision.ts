/**
 * A question about access, and its answer with the reasons for it.
 * @module
 */
import type { PrincipalReference } from "./world";

/** A key, with the rights of whoever holds it. */
export interface KeyAsker {
  /** That it is a key. */
  readonly kind: "key";
  /** Such as `SCW...`, or `SCW...@Project` where that Project takes the preferred one's place. */
  readonly accessKey: string;
}

/** Somebody without a key. */
export interface Anonymous {
  /** That it is nobody in particular. */
  readonly kind: "anonymous";
}

/** Who asks: a user or an application, a key, or somebody without one. */
export type Asker = PrincipalReference | KeyAsker | Anonymous;

/** A bucket, or an object in it. */
export interface BucketTarget {
  /** The bucket's name. */
  readonly bucket: string;
  /** The object's key. Absent: an object, it is not said which. */
  readonly key?: string | undefined;
}

/** What a Project holds: its list of buckets, a new bucket, whatever is in a bucket without a policy. */
export interface ProjectTarget {
  /** The Project's id. */
  readonly projectId: string;
}

/** The Organization, and its users, applications, groups, policies, keys and Projects. */
export interface OrganizationTarget {
  /** That it is the Organization. */
  readonly organization: true;
  /** One of these, by its id; for keys by the access key, or by whoever holds or shall hold it. Absent: a list, or a new one. */
  readonly id?: string | undefined;
  /** Its name, which conditions may ask for. Default: the one that the world knows. */
  readonly name?: string | undefined;
}

/** What is asked for. */
export type Target = BucketTarget | ProjectTarget | OrganizationTarget;

/** How it is asked. What is absent is not known: an answer that depends on it is undecided. */
export interface Circumstances {
  /** The caller's public address. */
  readonly ip?: string | undefined;
  /** When the call is made. */
  readonly time?: Date | undefined;
  /** The agent's name, of which the service looks at 255 characters. */
  readonly userAgent?: string | undefined;
  /** The `Referer` header; null where there is none. */
  readonly referer?: string | null | undefined;
  /** The `If-Match` header of a write; null where there is none. */
  readonly ifMatch?: string | null | undefined;
  /** The `If-None-Match` header of a write; null where there is none. */
  readonly ifNoneMatch?: string | null | undefined;
  /** The prefix of a listing; empty where it has none. */
  readonly prefix?: string | undefined;
  /** Whether the call comes over TLS. */
  readonly isSecure?: boolean | undefined;
  /** Whether the call names a version of the object. Default: false. */
  readonly namesVersion?: boolean | undefined;
  /** Whether a write gives the object an access list, or tags, by its headers. Default: neither. */
  readonly sets?: readonly ("accessList" | "tags")[] | undefined;
  /** For principals: the Project in which the call acts. Default: the one that the target is in. */
  readonly actsIn?: string | undefined;
}

/** A question: may this one do that there? */
export interface Question {
  /** Who asks. */
  readonly asker: Asker;
  /** An Object Storage operation by the AWS SDK's name, such as `GetObject`; or an IAM right, such as `policy:write`. */
  readonly action: string;
  /** What is asked for. */
  readonly target: Target;
  /** How the call is made. Default: nothing is known of that. */
  readonly circumstances?: Circumstances | undefined;
}

/** The answer: yes, no, or that it depends on what is not known. */
export type Answer = "allow" | "deny" | "undecided";

/** Why, step by step; the last one settles it. */
export interface Reason {
  /** For programs; never changes its meaning. */
  readonly code: ReasonCode;
  /** A sentence for people. */
  readonly text: string;
  /** The ids of what it speaks of: where a report links to. */
  readonly group?: string | undefined;
  /** The id of the policy. */
  readonly policy?: string | undefined;
  /** The rule's place in the policy, from 0. */
  readonly rule?: number | undefined;
  /** The name of the permission set. */
  readonly permissionSet?: string | undefined;
  /** The id of the Project. */
  readonly project?: string | undefined;
  /** The name of the bucket. */
  readonly bucket?: string | undefined;
  /** The statement's place in the bucket policy, from 0. */
  readonly statement?: number | undefined;
}

/** What kinds of reasons there are. */
export type ReasonCode =
  // Who asks.
  | "anonymous"
  | "unknownKey"
  | "expiredKey"
  | "unknownPrincipal"
  | "lockedUser"
  | "owner"
  | "ownRight"
  // What is asked for.
  | "unknownAction"
  | "unknownProject"
  | "unknownBucket"
  // In which Project.
  | "preferredProject"
  | "overridingProject"
  | "otherProject"
  // IAM.
  | "rule"
  | "noRule"
  | "ruleElsewhere"
  | "conditionFails"
  | "conditionOpen"
  // The bucket's policy.
  | "statementAllows"
  | "statementDenies"
  | "notNamed"
  | "statementOpen"
  | "malformedPolicy"
  // Access lists.
  | "accessList"
  | "foreignObject"
  // What is not known.
  | "unknownValue"
  | "openSwitch";

/** What would turn a no into a yes. */
export interface Remedy {
  /** A sentence for people, such as "add ObjectStorageObjectsRead on Project p". */
  readonly text: string;
  /** Any one of these sets would do. */
  readonly permissionSetNames?: readonly string[] | undefined;
  /** The Project in which something is missing. */
  readonly projectId?: string | undefined;
  /** The access key to sign with instead, `SCW...@Project`. */
  readonly signAs?: string | undefined;
}

/** The answer and the chain of reasons; for a no, the first thing that is missing and what would grant it. */
export interface Decision {
  /** Yes, no, or that it depends. */
  readonly answer: Answer;
  /** Why, step by step. */
  readonly reasons: readonly Reason[];
  /** What would grant it; empty unless the answer is a no. */
  readonly remedies: readonly Remedy[];
}
