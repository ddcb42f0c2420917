/**
 * What an Organization is made of, as the cloud keeps it. Wire names appear in the endpoint files only.
 * @module
 */
import type { Microseconds } from "../timestamps";

/** What every record has. */
export interface Entity {
  readonly id: string;
  readonly createdAt: Microseconds;
  readonly updatedAt: Microseconds;
}

/** What people give to most records. */
export interface Labeled {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
}

/** Who can hold a key. */
export interface Bearer {
  readonly kind: "user" | "application";
  readonly id: string;
}

/** Whom a policy is for. */
export interface Principal {
  readonly kind: "user" | "group" | "application";
  readonly id: string;
}

/** A person. The Owner is the one of type `owner`. */
export interface User extends Entity {
  readonly type: "owner" | "member";
  readonly email: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phoneNumber: string;
  readonly locale: string;
  readonly tags: readonly string[];
  readonly locked: boolean;
  /** When somebody else chose the user's password; absent where the user did, or has none. */
  readonly passwordGivenAt?: Microseconds | undefined;
}

/** A non-human identity. */
export type Application = Entity & Labeled;

/** Users and applications that share policies. */
export interface Group extends Entity, Labeled {
  readonly members: readonly Bearer[];
  /** When the last change of members is through; absent: it was at once. */
  readonly settledAt?: Microseconds;
  /** Holds every user, or every application, without listing them. Nobody can change such a group. */
  readonly everyone?: Bearer["kind"];
}

/** Where a rule's permission sets apply. */
export type RuleScope =
  | { readonly kind: "organization"; readonly organizationId: string }
  | { readonly kind: "projects"; readonly projectIds: readonly string[] };

/** Permission sets, inside a scope, under a condition. */
export interface Rule {
  readonly id: string;
  /** Sorted. */
  readonly permissionSetNames: readonly string[];
  /** CEL text; empty: always. */
  readonly condition: string;
  readonly scope: RuleScope;
}

/** One permission set in one Project, or in the Organization: the grain at which rights come and go. */
export interface Grant {
  readonly permissionSet: string;
  readonly scope: "organization" | "project";
  /** Id of the Organization or of the Project: those of the Organization and of its default Project are equal. */
  readonly scopeId: string;
  readonly condition: string;
}

/** Rules for one principal, or for nobody. */
export interface Policy extends Entity, Labeled {
  readonly principal?: Principal | undefined;
  /** Nobody on purpose; a policy without principal that is not so has lost its principal. */
  readonly noPrincipal: boolean;
  readonly rules: readonly Rule[];
  readonly grants: readonly Grant[];
}

/** An API key; its id is the access key. */
export interface ApiKey extends Entity {
  readonly secretKey: string;
  readonly bearer: Bearer;
  readonly description: string;
  readonly defaultProjectId: string;
  readonly expiresAt?: Microseconds | undefined;
  readonly creationIp: string;
}

/** A key with which somebody signs in on the machines of a Project. */
export interface SshKey extends Entity {
  readonly name: string;
  readonly projectId: string;
  /** Without its comment. */
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly disabled: boolean;
}

/** A token of a person who is signed in to the console. */
export interface Jwt extends Entity {
  readonly issuerId: string;
  /** Whose it is. */
  readonly audienceId: string;
  readonly expiresAt: Microseconds;
  readonly ip: string;
  readonly userAgent: string;
  readonly token: string;
  readonly renewToken: string;
}

/** What was done. */
export type LogAction = "created" | "updated" | "deleted";

/** One change, as the audit log keeps it. */
export interface LogEntry {
  readonly id: string;
  readonly createdAt: Microseconds;
  readonly action: LogAction;
  readonly resourceType: "api_key" | "user" | "application" | "group" | "policy";
  readonly resourceId: string;
  /** Who did it, from where, with which program. */
  readonly bearerId: string;
  readonly ip: string;
  readonly userAgent: string;
}

/** A Project. The default one has the Organization's id. */
export interface Project extends Entity {
  readonly name: string;
  readonly description: string;
  /** When a bucket or an SSH key last came or went; absent: nobody asks. */
  readonly contentChangedAt?: Microseconds;
  /** When its deletion, which has begun, will be over. */
  readonly goneAt?: Microseconds;
}
