/**
 * The order in which Object Storage tests a request whose signature is good.
 * @module
 */
import type { Caller } from "./call";
import type { ObjectStorageDependencies } from "./dependencies";
import { S3Error } from "./errors";
import type { Bucket, StorageState } from "./state";

/** Operations that are about the effective Project, not about a bucket that is there. */
const PROJECT_OPERATIONS: readonly string[] = ["ListBuckets", "CreateBucket"];

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
   * Listing and making buckets.
   * @throws S3Error AccessDenied
   */
  admitToProject(caller: Caller, operation: string): void {
    const { projectId } = caller;
    const isAdmitted =
      this.dependencies.projectExists(projectId) && this.isAllowed(caller, operation, projectId);
    if (!isAdmitted) throw this.refusal(caller, operation);
  }

  /**
   * Everything else: the bucket must be there, then IAM must allow the operation, then the bucket must lie in the Project
   * in which the request acts, whatever the caller may do elsewhere.
   * @returns the bucket
   * @throws S3Error NoSuchBucket or AccessDenied
   */
  admitToBucket(caller: Caller, operation: string, name: string): Bucket {
    if (!this.dependencies.projectExists(caller.projectId)) throw this.refusal(caller, operation);
    const bucket = this.state.buckets.get(name);
    // Each region knows its own buckets only; what the real service answers elsewhere is not recorded.
    if (bucket?.region !== caller.region) throw new S3Error("NoSuchBucket");
    const isReached =
      bucket.projectId === caller.projectId || !this.dependencies.switches().projectMustMatch;
    const isAdmitted = isReached && this.isAllowed(caller, operation, bucket.projectId);
    if (!isAdmitted) throw this.refusal(caller, operation);
    return bucket;
  }

  /** True where the caller may pass over retention in GOVERNANCE mode, once it may delete or write at all. */
  mayBypassGovernance(caller: Caller, bucketName: string): boolean {
    const projectId = this.state.buckets.get(bucketName)?.projectId;
    if (projectId === undefined) return false;
    const { governanceBypassNeeds } = this.dependencies.switches();
    return (
      governanceBypassNeeds === "nothing" ||
      this.isAllowed(caller, governanceBypassNeeds, projectId)
    );
  }

  private isAllowed(caller: Caller, operation: string, projectId: string): boolean {
    const { key, request } = caller;
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
