/**
 * Buckets: made, listed, looked at, removed.
 * @module
 */
import type { Store } from "../store";
import { aclOfNewBucket } from "./acl-grants";
import { isBucketName } from "./bucket-names";
import {
  NO_CONTENT,
  type Answer,
  type BucketCall,
  type Handlers,
  type NewBucketCall,
  type ProjectCall,
} from "./call";
import { S3Error } from "./errors";
import { moment, ownerXml } from "./owners";
import type { PolicyDocument } from "./policy-grammar";
import { namesProject } from "./policy-principals";
import { compareKeys } from "./sorted-keys";
import { bucketTable, type Bucket, type StorageState } from "./state";
import { parseXml, S3_NAMESPACE, xmlDocument } from "./xml";

/** How many buckets a Project has, in all regions. */
export function bucketCount(store: Store, projectId: string): number {
  let count = 0;
  for (const bucket of bucketTable(store).values()) {
    if (bucket.projectId === projectId) count += 1;
  }
  return count;
}

/** Removes the buckets of a Project in all regions, with everything in them. */
export function removeBuckets(state: StorageState, projectId: string): void {
  for (const { name, projectId: holder } of [...state.buckets.values()]) {
    if (holder === projectId) state.wipeBucket(name);
  }
}

/** Handlers about all buckets of a Project. */
export const serviceHandlers: Handlers<ProjectCall> = { ListBuckets: listBuckets };

/** Handlers about a bucket that need not be there. */
export const newBucketHandlers: Handlers<NewBucketCall> = { CreateBucket: createBucket };

/** Handlers about one bucket. */
export const bucketHandlers: Handlers<BucketCall> = {
  HeadBucket: headBucket,
  DeleteBucket: deleteBucket,
  GetBucketLocation: getBucketLocation,
};

function listBuckets({ state, switches, caller: { projectId, region } }: ProjectCall): Answer {
  const isShared = ({ policy }: Bucket): boolean =>
    switches.sharedBucketsInListBuckets && policy !== undefined && isNamed(policy, projectId);
  const buckets = [...state.buckets.values()]
    .filter((bucket) => bucket.projectId === projectId || isShared(bucket))
    .filter((bucket) => bucket.region === region)
    .sort((a, b) => compareKeys(a.name, b.name))
    .map(({ name, createdAtMilliseconds }) => ({
      CreationDate: moment(createdAtMilliseconds),
      Name: name,
    }));
  return {
    body: xmlDocument("ListAllMyBucketsResult", {
      Buckets: { Bucket: buckets },
      Owner: ownerXml(projectId),
    }),
  };
}

/** True where a policy allows anything to the Project. */
function isNamed(policy: PolicyDocument, projectId: string): boolean {
  return policy.Statement.some(
    ({ Effect: effect, Principal: principal }) =>
      effect === "Allow" && namesProject(principal, projectId),
  );
}

function createBucket(call: NewBucketCall): Answer {
  const { bucketName: name, caller, headers, state } = call;
  if (!isBucketName(name)) throw new S3Error("InvalidBucketName");
  verifyLocation(call);
  const acl = aclOfNewBucket(headers, caller.projectId);
  const existing = state.buckets.get(name);
  if (existing) {
    const isOwn = existing.projectId === caller.projectId;
    throw new S3Error(isOwn ? "BucketAlreadyOwnedByYou" : "BucketAlreadyExists");
  }
  const objectLock =
    String(headers["x-amz-bucket-object-lock-enabled"] ?? "").toLowerCase() === "true";
  state.buckets.set(name, {
    name,
    projectId: caller.projectId,
    region: caller.region,
    createdAtMilliseconds: call.now.getTime(),
    versioning: objectLock ? "Enabled" : "",
    objectLock,
    acl,
  });
  return { headers: { location: `/${name}` } };
}

function verifyLocation({ body, caller }: NewBucketCall): void {
  if (body.length === 0) return;
  const location = parseXml(body, "CreateBucketConfiguration").text("LocationConstraint") ?? "";
  if (location !== "" && location !== caller.region) {
    throw new S3Error("IllegalLocationConstraintException", {
      message: `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to, which is that of ${caller.region}.`,
    });
  }
}

function headBucket({ bucket }: BucketCall): Answer {
  return { headers: { "content-type": "application/xml", "x-amz-bucket-region": bucket.region } };
}

function deleteBucket({ bucket, state }: BucketCall): Answer {
  if (state.versionsIn(bucket.name).keys.size > 0) throw new S3Error("BucketNotEmpty");
  state.removeBucket(bucket.name);
  return NO_CONTENT;
}

function getBucketLocation({ bucket }: BucketCall): Answer {
  return {
    body: xmlDocument("LocationConstraint", { ...S3_NAMESPACE, "#text": bucket.region }),
  };
}
