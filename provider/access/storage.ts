/**
 * The order in which Object Storage tests a call: who asks, in which Project, IAM, the bucket's policy, access lists.
 * @module
 */
import type { S3Operation } from "pulumi-storage-access-catalog";
import { listAllows } from "./access-lists";
import { byPolicy } from "./bucket-policy";
import { identify, type Caller } from "./caller";
import { furtherOperations } from "./circumstances";
import type { Asker, Target } from "./decision";
import type { Inquiry } from "./inquiry";
import { projectNamed } from "./names";
import { actsInReason, inProject, lockedReason } from "./project";
import { BARE, both, either, proof, type Proof } from "./proof";
import { operationOf } from "./rights";
import { isGranted, type Wanted } from "./rules";
import { neededFor } from "./statements";
import { UNKNOWN, type AclGrant, type Bucket, type StoredObject } from "./world";

/** One test of one call to a bucket. */
export interface Attempt {
  readonly entry: S3Operation;
  readonly bucket: Bucket;
  /** Absent: an object, it is not known which. */
  readonly key?: string | undefined;
  /** What is known of the object. */
  readonly object?: StoredObject | undefined;
  /** Absent: nobody in particular. */
  readonly caller: Caller | undefined;
  readonly inquiry: Inquiry;
}

/** May the asker do that with the bucket, or in the Project? */
export function judgeStorage(
  entry: S3Operation,
  { asker, target }: { readonly asker: Asker; readonly target: Target },
  inquiry: Inquiry,
): Proof {
  const { places, explains } = inquiry;
  const bucket = "bucket" in target ? places.buckets.get(target.bucket) : undefined;
  const home = "projectId" in target ? target.projectId : bucket?.projectId;
  const identified = identify(asker, home ?? places.world.organizationId, inquiry);
  // Of a key that is not known here nothing more can be said.
  if (!identified.caller && identified.isGood.truth !== "yes") return identified.isGood;
  return both(identified.isGood, () => {
    const bearer = identified.caller;
    if (bearer?.isLocked) {
      const locked = proof(explains, "yes", () => ({ reasons: [lockedReason(bearer, inquiry)] }));
      return both(locked, () => forCaller(entry, target, undefined, inquiry));
    }
    if (bearer?.key === undefined) return forCaller(entry, target, bearer, inquiry);
    const acts = proof(explains, "yes", () => ({
      reasons: [actsInReason(bearer, asker, inquiry)],
    }));
    return both(acts, () => forCaller(entry, target, bearer, inquiry));
  });
}

function forCaller(
  entry: S3Operation,
  target: Target,
  caller: Caller | undefined,
  inquiry: Inquiry,
): Proof {
  const { places, explains, given, switches } = inquiry;
  if (caller && !places.hasProject(caller.projectId)) {
    const text = `there is no Project ${caller.projectId} to act in`;
    return proof(explains, "no", () => ({
      reasons: [{ code: "unknownProject", text, project: caller.projectId }],
    }));
  }
  if (!("bucket" in target)) return onProject(entry, target, caller, inquiry);
  const bucket = places.buckets.get(target.bucket);
  if (entry.operation === "CreateBucket") {
    return inIam(entry, bucket?.projectId ?? caller?.projectId, caller, inquiry);
  }
  if (!bucket) return unknownBucket(target.bucket, inquiry);
  if (entry.operation === "ListBuckets") return isListed(entry, bucket, caller, inquiry);
  let result = onBucket({ entry, bucket, key: target.key, caller, inquiry });
  if (entry.operation !== "PutObject") return result;
  for (const name of furtherOperations(given, switches.putHeadersNeedSubActions)) {
    const also = operationOf(name);
    if (!also) continue;
    result = both(result, () =>
      onBucket({ entry: also, bucket, key: target.key, caller, inquiry }),
    );
  }
  return result;
}

/** IAM alone: the list of buckets, a new bucket, or whatever a bucket without policy allows. */
function onProject(
  entry: S3Operation,
  target: Exclude<Target, { readonly bucket: string }>,
  caller: Caller | undefined,
  inquiry: Inquiry,
): Proof {
  if ("projectId" in target) return inIam(entry, target.projectId, caller, inquiry);
  if (!caller) return nobody(entry, inquiry);
  return isGranted(caller, { what: entry.operation, sets: inquiry.setsFor(entry) }, inquiry);
}

function inIam(
  entry: S3Operation,
  projectId: string | undefined,
  caller: Caller | undefined,
  inquiry: Inquiry,
): Proof {
  if (!caller) return nobody(entry, inquiry);
  const sets = inquiry.setsFor(entry);
  const wanted = { what: entry.operation, sets, projectId: projectId ?? caller.projectId };
  return both(inProject(caller, wanted, inquiry), () => isGranted(caller, wanted, inquiry));
}

function isListed(
  entry: S3Operation,
  bucket: Bucket,
  caller: Caller | undefined,
  inquiry: Inquiry,
): Proof {
  if (!caller) return nobody(entry, inquiry);
  const { projectId } = caller;
  const isShared =
    inquiry.switches.sharedBucketsInListBuckets &&
    bucket.policy?.statements.some(
      ({ effect, principals }) =>
        effect === "Allow" && principals.projectIds?.includes(projectId) === true,
    );
  return inIam(entry, isShared ? projectId : bucket.projectId, caller, inquiry);
}

function onBucket(attempt: Attempt): Proof {
  const { entry, bucket, key, inquiry } = attempt;
  const { places } = inquiry;
  if (key !== undefined) {
    const object = places.object(bucket.name, key);
    return isReached(object ? { ...attempt, object } : attempt);
  }
  const usual = isReached(attempt);
  if (entry.resource !== "object") return usual;
  const other = places
    .objectsOf(bucket.name)
    .find((object) => isReached({ ...attempt, object }).truth !== usual.truth);
  if (!other) return usual;
  const text = `it depends on the object: ${other.key} differs from others in bucket ${bucket.name}`;
  return proof(inquiry.explains, "open", () => ({
    reasons: [...usual.reasons, { code: "accessList", text, bucket: bucket.name }],
    remedies: usual.remedies,
  }));
}

function isReached(attempt: Attempt): Proof {
  const { entry, bucket, inquiry, caller } = attempt;
  if (entry.iamPermission?.startsWith("policy:")) return byIam(attempt);
  const { given, switches } = inquiry;
  const needed = neededFor(entry, given.namesVersion ?? false, switches);
  if (!bucket.policy || !needed) return either(byIam(attempt), () => byList(attempt));
  if (switches.ownerBypassesBucketPolicy && caller?.isOwner) return byIam(attempt);
  return byPolicy({
    entry,
    bucket,
    key: attempt.key,
    object: attempt.object,
    caller,
    inquiry,
    needed,
    policy: bucket.policy,
    byIam: () => byIam(attempt),
    byList: () => byList(attempt),
  });
}

/** The right in the bucket's own Project, in which the call must act. */
function byIam(attempt: Attempt): Proof {
  const { entry, bucket, caller, inquiry } = attempt;
  if (!caller) return nobody(entry, inquiry);
  const wanted = {
    what: entry.operation,
    sets: inquiry.setsFor(entry),
    projectId: bucket.projectId,
    bucket: bucket.name,
  };
  const acts = inProject(caller, wanted, inquiry);
  if (acts.truth === "no") return acts;
  return both(acts, () => both(isGranted(caller, wanted, inquiry), () => isOwnObject(attempt)));
}

/** What concerns only the Project that wrote the object, where that is another than the bucket's. */
function isOwnObject(attempt: Attempt): Proof {
  const { entry, bucket, object, inquiry } = attempt;
  const isOwnersAlone =
    entry.operation === "PutObjectAcl" ||
    (entry.resource === "object" && entry.iamPermission === "object:read");
  const writer = ownerOf(object, attempt);
  if (!isOwnersAlone || writer === bucket.projectId) return BARE.yes;
  const foreign = proof(inquiry.explains, "no", () => ({
    reasons: [
      {
        code: "foreignObject" as const,
        text: `${projectNamed(inquiry.places, writer)} wrote ${object?.key ?? ""} in bucket ${bucket.name}, and reads it alone`,
        project: writer,
        bucket: bucket.name,
      },
    ],
    remedies: [{ text: "write it with the access list bucket-owner-full-control" }],
  }));
  return either(byList(attempt), () => foreign);
}

function byList(attempt: Attempt): Proof {
  const { entry, bucket, object, caller, inquiry } = attempt;
  const { truth, grant } = listAllows({
    operation: entry.operation,
    actsIn: caller?.projectId,
    bucketGrants: beyond(bucket.projectId, bucket.grants),
    objectGrants: object ? grantsOf(object, attempt) : [],
    opensObjects: inquiry.switches.publicBucketOpensObjects,
    hasRight: () =>
      caller ? isGranted(caller, rightIn(caller.projectId, attempt), inquiry).truth : "no",
  });
  if (truth === "no") return BARE.no;
  return proof(inquiry.explains, truth, () => ({
    reasons: [
      {
        code: truth === "open" ? "unknownValue" : "accessList",
        text: `the access list of ${object ? object.key : `bucket ${bucket.name}`} gives ${grant?.permission ?? ""} to ${granteeNamed(grant, inquiry)}${truth === "open" ? ": whom that means is not known yet" : ""}`,
        bucket: bucket.name,
      },
    ],
  }));
}

const rightIn = (projectId: string, { entry, inquiry }: Attempt): Wanted => ({
  what: entry.operation,
  sets: inquiry.setsFor(entry),
  projectId,
});

/** In its own Project IAM decides: what a list grants to that Project adds nothing. */
const beyond = (owner: string, grants: readonly AclGrant[] = []): readonly AclGrant[] =>
  grants.filter(({ grantee }) => typeof grantee === "string" || grantee.projectId !== owner);

/** The Project that an object belongs to: the one that wrote it, or, by the switch, that of the bucket. */
function ownerOf(object: StoredObject | undefined, { bucket, inquiry }: Attempt): string {
  const isWriters = inquiry.switches.objectOwnerIsWriter;
  return (isWriters ? object?.projectId : undefined) ?? bucket.projectId;
}

/** Whose object it is in another's bucket has everything on it. */
function grantsOf(object: StoredObject, attempt: Attempt): readonly AclGrant[] {
  const { grants = [] } = object;
  const owner = ownerOf(object, attempt);
  if (owner === attempt.bucket.projectId) return beyond(owner, grants);
  return [...grants, { grantee: { projectId: owner }, permission: "FULL_CONTROL" }];
}

function granteeNamed(grant: AclGrant | undefined, { places }: Inquiry): string {
  if (!grant || grant.grantee === "allUsers") return "everybody";
  if (grant.grantee === "authenticatedUsers") return "everybody with a key";
  return projectNamed(places, grant.grantee.projectId);
}

function nobody({ operation }: S3Operation, { explains }: Inquiry): Proof {
  return proof(explains, "no", () => ({
    reasons: [
      { code: "anonymous", text: `without a key that has rights, ${operation} needs to be public` },
    ],
    remedies: [{ text: "sign the call with the key of somebody who has the right" }],
  }));
}

function unknownBucket(name: string, { places, explains }: Inquiry): Proof {
  const isOpen = places.isPartial || name === UNKNOWN;
  return proof(explains, isOpen ? "open" : "no", () => ({
    reasons: [
      {
        code: "unknownBucket",
        text: isOpen
          ? `the bucket ${name} is not among those that are known here`
          : `there is no bucket ${name}`,
        bucket: name,
      },
    ],
  }));
}
