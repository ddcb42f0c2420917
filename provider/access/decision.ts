/**
 * A question about access, and its answer with the reasons for it.
 * @module
 */
import type { PrincipalReference } from "./world";

/** Who asks: a user or an application, a key (`SCW...` or `SCW...@Project`), or somebody without a key. */
export type Asker =
  | PrincipalReference
  /** Of a key, by its access key, with the Project behind `@` where that takes its preferred one's place. */
  | { readonly kind: "key"; readonly accessKey: string }
  | { readonly kind: "anonymous" };

/** What is asked for. */
export type Target =
  /** A bucket, or an object in it. */
  | { readonly bucket: string; readonly key?: string | undefined }
  /** What a Project holds: its list of buckets, a new bucket, itself. */
  | { readonly projectId: string }
  /** The Organization, and its users, applications, groups, policies, keys and Projects; for conditions, one of them. */
  | {
      readonly organization: true;
      readonly id?: string | undefined;
      readonly name?: string | undefined;
    };

/** How it is asked. What is absent is not known: an answer that depends on it is undecided. */
export interface Circumstances {
  /** The caller's public address. */
  readonly ip?: string | undefined;
  readonly time?: Date | undefined;
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
  readonly asker: Asker;
  /** An Object Storage operation by the AWS SDK's name, such as `GetObject`; or an IAM right, such as `policy:write`. */
  readonly action: string;
  readonly target: Target;
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
  readonly policy?: string | undefined;
  /** The rule's place in the policy, from 0. */
  readonly rule?: number | undefined;
  readonly permissionSet?: string | undefined;
  readonly project?: string | undefined;
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
  readonly projectId?: string | undefined;
  /** The access key to sign with instead, `SCW...@Project`. */
  readonly signAs?: string | undefined;
}

/** The answer and the chain of reasons; for a no, the first thing that is missing and what would grant it. */
export interface Decision {
  readonly answer: Answer;
  readonly reasons: readonly Reason[];
  readonly remedies: readonly Remedy[];
}
