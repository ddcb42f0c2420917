/**
 * The policy of a bucket: given, read, taken away, and whether it opens the bucket to everyone.
 * @module
 */
import { NO_CONTENT, type BucketCall, type Handlers } from "./call";
import { S3Error } from "./errors";
import { readPolicy } from "./policy-document";
import { listOf, type PolicyDocument, type PolicyStatement } from "./policy-grammar";
import { S3_NAMESPACE, xmlDocument } from "./xml";

/** Handlers about a bucket's policy. */
export const policyHandlers: Handlers<BucketCall> = {
  GetBucketPolicy: ({ bucket }) => ({
    headers: { "content-type": "text/plain; charset=utf-8" },
    body: Buffer.from(JSON.stringify(policyOf(bucket))),
  }),
  PutBucketPolicy: ({ bucket, body, state, switches }) => {
    const reading = { bucketName: bucket.name, switches };
    const policy = readPolicy(body.toString("utf8"), reading);
    state.buckets.set(bucket.name, { ...bucket, policy });
    return {};
  },
  DeleteBucketPolicy: ({ bucket, state }) => {
    state.buckets.set(bucket.name, { ...bucket, policy: undefined });
    return NO_CONTENT;
  },
  GetBucketPolicyStatus: ({ bucket }) => ({
    body: xmlDocument("PolicyStatus", {
      ...S3_NAMESPACE,
      IsPublic: policyOf(bucket).Statement.some(isPublic),
    }),
  }),
};

function policyOf({ policy }: BucketCall["bucket"]): PolicyDocument {
  if (!policy) throw new S3Error("NoSuchBucketPolicy");
  return policy;
}

/** Open to everyone, unless only to some addresses. */
function isPublic({ Effect: effect, Principal: principal, Condition: condition }: PolicyStatement) {
  const isEveryone = principal === "*" || listOf(principal.SCW).includes("*");
  return effect === "Allow" && isEveryone && condition?.["IpAddress"] === undefined;
}
