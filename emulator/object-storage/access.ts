/**
 * The order in which Object Storage tests a request whose signature is good, or which has none.
 * @module
 */
import { aclAllows } from "./acl-access";
import { grantsBeyond, privateAcl, type Acl } from "./acl-grants";
import type { Caller, Sender, Target } from "./call";
import type { ObjectStorageDependencies } from "./dependencies";
import { S3Error } from "./errors";
import { ownerOf } from "./owners";
import {
  isOwnersAlone,
  isPolicyOperation,
  neededAction,
  type NeededAction,
} from "./policy-actions";
import type { PolicyDocument } from "./policy-grammar";
import { isAnyone, verdictOf, type Verdict } from "./policy-statements";
import { conditionFactsOf, furtherOperations } from "./request-facts";
import type { Bucket, ObjectVersion, StorageState } from "./state";
import { versionAt } from "./versions";

/** Operations that are about the effective Project, not about a bucket that is there. */
const PROJECT_OPERATIONS: readonly string[] = ["ListBuckets", "CreateBucket"];

/** One test of one request. */
interface Attempt extends Target {
  readonly sender: Sender;
  readonly bucket: Bucket;
}

/** Decides what a caller may reach. A request acts in one Project, and that Project grants nothing by itself. */
export class Access {
  constructor(
    private readonly dependencies: ObjectStorageDependencies,
    private readonly state: StorageState,
  ) {}

  /** True for operations that `admitToProject` decides. */
  isAboutProject(operation: string): boolean {
    return PROJECT_OPERATIONS.includes(operation);
  }

  /**
   * Listing and making buckets: IAM alone decides.
   * @returns the caller, who is somebody
   * @throws S3Error AccessDenied
   */
  admitToProject(caller: Caller | undefined, operation: string): Caller {
    if (!caller) throw new S3Error("AccessDenied");
    const { projectId } = caller;
    const isAdmitted =
      this.dependencies.projectExists(projectId) && this.hasRight(caller, operation, projectId);
    if (!isAdmitted) throw this.refusal(caller, operation);
    return caller;
  }

  /**
   * Everything else: the bucket must be there, then IAM, the bucket's policy and the ACLs decide.
   * @returns the bucket
   * @throws S3Error NoSuchBucket or AccessDenied
   */
  admitToBucket(sender: Sender, target: Target): Bucket {
    const { caller } = sender;
    if (caller && !this.dependencies.projectExists(caller.projectId)) {
      throw new S3Error("AccessDenied");
    }
    const bucket = this.state.buckets.get(target.bucketName);
    if (!caller && !bucket) throw new S3Error(this.switches.anonymousMissingBucket);
    // Each region knows its own buckets only; what the real service answers elsewhere is not recorded.
    const isThere = bucket && (!caller || bucket.region === caller.region);
    if (!isThere) throw new S3Error("NoSuchBucket");
    const operations = [target.operation, ...furtherOperations(sender, target, this.switches)];
    const isAdmitted = operations.every((operation) =>
      this.isReached({ ...target, operation, sender, bucket }),
    );
    if (!isAdmitted) throw new S3Error("AccessDenied");
    return bucket;
  }

  /** True where the caller may pass over retention in GOVERNANCE mode, once it may delete or write at all. */
  mayBypassGovernance(caller: Caller | undefined, bucketName: string): boolean {
    const projectId = this.state.buckets.get(bucketName)?.projectId;
    if (projectId === undefined) return false;
    const { governanceBypassNeeds } = this.dependencies.switches();
    return (
      governanceBypassNeeds === "nothing" ||
      (caller !== undefined && this.hasRight(caller, governanceBypassNeeds, projectId))
    );
  }

  private get switches() {
    return this.dependencies.switches();
  }

  private isReached(attempt: Attempt): boolean {
    const { bucket, operation, key, sender } = attempt;
    if (isPolicyOperation(operation)) return this.byIam(attempt);
    const { policy } = bucket;
    const needed = neededAction(attempt, this.switches);
    if (!policy || !needed) return this.byIam(attempt) || this.byAcl(attempt);
    // Judged for each of its keys, which are in the body.
    if (operation === "DeleteObjects" && key === undefined) return true;
    if (this.switches.ownerBypassesBucketPolicy && sender.caller?.key.isOwner) {
      return this.byIam(attempt);
    }
    return this.byPolicy(attempt, policy, needed);
  }

  private byPolicy(attempt: Attempt, policy: PolicyDocument, needed: NeededAction): boolean {
    const { bucket, key = "", sender } = attempt;
    const { caller } = sender;
    const resource = needed.on === "bucket" ? bucket.name : `${bucket.name}/${key}`;
    const facts = conditionFactsOf(sender, attempt, this.switches);
    const { denies, allows } = verdictOf(policy, { caller, needed, resource, facts });
    if (denies && this.switches.denyEffect === "overrides") return false;
    if (allows.isEveryone && (!caller || this.switches.starPrincipalSkipsIam)) return true;
    return this.isAdditive(policy)
      ? this.byIam(attempt) || this.isShared(attempt, allows) || this.byAcl(attempt)
      : this.isNarrowed(attempt, allows);
  }

  private isAdditive({ Version: version }: PolicyDocument): boolean {
    return version === "2012-10-17" && this.switches.policy2012 === "additive";
  }

  /** Both must say yes: IAM, and a statement for the caller. */
  private isNarrowed(attempt: Attempt, allows: Verdict["allows"]): boolean {
    const isAllowed = isAnyone(allows) && (this.byIam(attempt) || this.isShared(attempt, allows));
    return isAllowed || (this.switches.aclBesidePolicy === "added" && this.byAcl(attempt));
  }

  /** The right in the bucket's own Project, in which the request must act. */
  private byIam(attempt: Attempt): boolean {
    const { operation, bucket, sender } = attempt;
    const { caller } = sender;
    if (!caller) return false;
    const isOwnProject = bucket.projectId === caller.projectId;
    if (!isOwnProject && this.switches.projectMustMatch) return false;
    if (!this.hasRight(caller, operation, bucket.projectId)) return false;
    return !this.isForeign(attempt) || this.byAcl(attempt);
  }

  /** A bucket shared with the Project of the request by its policy: the right is needed in that Project. */
  private isShared({ operation, sender: { caller } }: Attempt, allows: Verdict["allows"]): boolean {
    const isMeant = allows.isProjectNamed || allows.isEveryone;
    return caller !== undefined && isMeant && this.hasRight(caller, operation, caller.projectId);
  }

  private byAcl(attempt: Attempt): boolean {
    const { operation, bucket, sender } = attempt;
    const { caller } = sender;
    const version = this.versionOf(attempt);
    return aclAllows({
      operation,
      caller,
      bucketAcl: grantsBeyond(bucket.projectId, bucket.acl),
      objectAcl: version && objectGrants(version, bucket),
      opensObjects: this.switches.publicBucketOpensObjects,
      hasRight: () => caller !== undefined && this.hasRight(caller, operation, caller.projectId),
    });
  }

  /** True for what concerns only the Project that wrote the object, where that is another than the bucket's. */
  private isForeign(attempt: Attempt): boolean {
    const { operation, bucket } = attempt;
    if (!this.switches.objectOwnerIsWriter || !isOwnersAlone(operation)) return false;
    const version = this.versionOf(attempt);
    return version !== undefined && ownerOf(version, bucket) !== bucket.projectId;
  }

  private versionOf({ bucket, key, versionId }: Attempt): ObjectVersion | undefined {
    if (key === undefined) return undefined;
    const version = versionAt(this.state, { bucket, key, versionId });
    return version?.isDeleteMarker ? undefined : version;
  }

  private hasRight({ key, request }: Caller, operation: string, projectId: string): boolean {
    return this.dependencies.isAllowed({ key, operation, projectId, request });
  }

  /** One text for every reason, but for one case that the vendor's tutorial shows. */
  private refusal(caller: Caller, operation: string): S3Error {
    const { key, projectId, request } = caller;
    const knowsNothing =
      operation === "ListBuckets" &&
      this.dependencies.hasNoStorageRight({ key, projectId, request });
    return new S3Error("AccessDenied", knowsNothing ? { message: "Permission denied." } : {});
  }
}

/** In the bucket's own Project IAM decides: what a list grants to that Project adds nothing, unless another one gave it. */
function objectGrants(version: ObjectVersion, bucket: Bucket): Acl {
  const owner = ownerOf(version, bucket);
  if (owner !== bucket.projectId) return version.acl ?? privateAcl(owner);
  return grantsBeyond(owner, version.acl);
}
