/**
 * Decides: may this caller do that? The Owner may do all, everyone else what grants and self rights allow.
 * @module
 */
import type { Organization } from "../organization/organization";
import type { Bearer, Grant } from "../organization/records";
import type { Switches } from "../switches";
import { Conditions, type RequestFacts, type ResourceFacts } from "./conditions";
import type { Grants } from "./grants";
import {
  hasOverItself,
  isStorageSet,
  sourcesOf,
  storageSetsFor,
  type Right,
  type RightSource,
} from "./rights";

/** A question about an IAM or Account call. */
export interface CallQuestion {
  readonly caller: Bearer;
  readonly right: Right;
  readonly request: RequestFacts;
  /** Absent for Account calls, which know no conditions on resources. */
  readonly resource?: ResourceFacts | undefined;
  /** The object is the caller itself, or a key of its own. */
  readonly isOwn?: boolean | undefined;
  /** The Project that holds the object, for kinds whose rights are given on Projects. */
  readonly projectId?: string | undefined;
  /** For keys: whose. Absent in a list over bearers of both kinds. */
  readonly keysOf?: Bearer["kind"] | undefined;
  /** Sets that do not count for this call, though they give its right. */
  readonly setsLeftOut?: readonly string[] | undefined;
}

/** A question about an Object Storage call in one Project. */
export interface StorageQuestion {
  readonly caller: Bearer;
  readonly projectId: string;
  readonly request: RequestFacts;
}

/** The one place where rights are decided. */
export class Authorizer {
  private readonly conditions: Conditions;

  constructor(
    private readonly organization: Organization,
    private readonly grants: Grants,
    private readonly switches: () => Switches,
  ) {
    this.conditions = new Conditions(switches);
  }

  isOwner(bearer: Bearer): boolean {
    return bearer.kind === "user" && this.organization.users.find(bearer.id)?.type === "owner";
  }

  isLocked(bearer: Bearer): boolean {
    return bearer.kind === "user" && this.organization.users.find(bearer.id)?.locked === true;
  }

  /**
   * IAM and Account calls, of a caller that is not locked. Rights over the Organization come from rules on the
   * Organization only.
   */
  allowsCall(question: CallQuestion): boolean {
    const { caller, right, request, resource, projectId, setsLeftOut = [] } = question;
    if (this.isOwner(caller)) return true;
    if (question.isOwn && hasOverItself(caller.kind, right, this.switches())) return true;
    const fits = ({ keysOf }: RightSource): boolean => !keysOf || keysOf === question.keysOf;
    const sets = sourcesOf(right)
      .filter(fits)
      .map((source) => source.permissionSet)
      .filter((set) => !setsLeftOut.includes(set));
    return this.grants
      .of(caller, { service: "iam", number: request.number ?? 0 })
      .some(
        (grant) =>
          this.covers(grant, projectId) &&
          sets.includes(grant.permissionSet) &&
          this.conditions.holds(grant.condition, { request, resource }),
      );
  }

  /** One Object Storage operation, by the AWS SDK's name. */
  allowsStorage(question: StorageQuestion & { readonly operation: string }): boolean {
    const sets = storageSetsFor(question.operation, this.switches());
    return this.hasStorageGrant(question, (grant) => sets.includes(grant.permissionSet));
  }

  /** Any Object Storage right at all in the Project. */
  hasStorageRight(question: StorageQuestion): boolean {
    return this.hasStorageGrant(question, (grant) => isStorageSet(grant.permissionSet));
  }

  private hasStorageGrant(
    { caller, projectId, request }: StorageQuestion,
    fits: (grant: Grant) => boolean,
  ): boolean {
    if (!this.organization.projects.has(projectId) || this.isLocked(caller)) return false;
    if (this.isOwner(caller)) return true;
    return this.grants
      .of(caller, { service: "s3", number: request.number ?? 0 })
      .some(
        (grant) =>
          fits(grant) &&
          this.covers(grant, projectId) &&
          this.conditions.holds(grant.condition, { request }),
      );
  }

  /** The default Project has the Organization's id: only the kind of scope tells the two apart. */
  private covers(grant: Grant, projectId: string | undefined): boolean {
    return grant.scope === "organization" || grant.scopeId === projectId;
  }
}
