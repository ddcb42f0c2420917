/**
 * Object lock: what a bucket keeps its new objects by, and what keeps one version.
 * @module
 */
import type { Answer, BucketCall, Handlers, ObjectCall } from "./call";
import { S3Error } from "./errors";
import {
  defaultRetentionOfXml,
  isHeld,
  requireLock,
  retentionOfXml,
  verifyReplaceable,
} from "./retention";
import type { ObjectVersion } from "./state";
import { findVersion, versionHeader } from "./versions";
import { parseXml, S3_NAMESPACE, xmlDocument } from "./xml";

/** Handlers about the lock of a bucket. */
export const bucketLockHandlers: Handlers<BucketCall> = {
  GetObjectLockConfiguration: getObjectLockConfiguration,
  PutObjectLockConfiguration: putObjectLockConfiguration,
};

/** Handlers about what keeps one version. */
export const objectLockHandlers: Handlers<ObjectCall> = {
  GetObjectRetention: getObjectRetention,
  PutObjectRetention: putObjectRetention,
  GetObjectLegalHold: getObjectLegalHold,
  PutObjectLegalHold: putObjectLegalHold,
};

function getObjectLockConfiguration({ bucket }: BucketCall): Answer {
  if (!bucket.objectLock) throw new S3Error("ObjectLockConfigurationNotFoundError");
  const { defaultRetention } = bucket;
  return {
    body: xmlDocument("ObjectLockConfiguration", {
      ...S3_NAMESPACE,
      ObjectLockEnabled: "Enabled",
      Rule: defaultRetention && {
        DefaultRetention: {
          [defaultRetention.unit]: defaultRetention.count,
          Mode: defaultRetention.mode,
        },
      },
    }),
  };
}

/** Without a rule the default goes; the lock itself stays for as long as the bucket does. */
function putObjectLockConfiguration({ bucket, body, state }: BucketCall): Answer {
  const configuration = parseXml(body, "ObjectLockConfiguration");
  if (configuration.text("ObjectLockEnabled") !== "Enabled") throw new S3Error("MalformedXML");
  const [rule] = configuration.children("Rule");
  const [retention] = rule?.children("DefaultRetention") ?? [];
  if (rule && !retention) throw new S3Error("MalformedXML");
  const defaultRetention = retention && defaultRetentionOfXml(retention);
  if (bucket.versioning !== "Enabled") {
    throw new S3Error("InvalidBucketState", {
      message: "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    });
  }
  state.buckets.set(bucket.name, { ...bucket, objectLock: true, defaultRetention });
  return {};
}

function getObjectRetention(call: ObjectCall): Answer {
  const { retention } = lockableVersion(call);
  if (!retention) throw new S3Error("NoSuchObjectLockConfiguration");
  return {
    body: xmlDocument("Retention", {
      ...S3_NAMESPACE,
      Mode: retention.mode,
      RetainUntilDate: new Date(retention.untilMilliseconds).toISOString(),
    }),
  };
}

function putObjectRetention(call: ObjectCall): Answer {
  const { state, bucket, body, now } = call;
  const version = lockableVersion(call);
  const retention = retentionOfXml(parseXml(body, "Retention"), now);
  verifyReplaceable(version, retention, call.bypassesGovernance(), now);
  state.replaceVersion({ ...version, retention });
  return { headers: versionHeader(bucket, version.versionId) };
}

function getObjectLegalHold(call: ObjectCall): Answer {
  const { legalHold } = lockableVersion(call);
  if (legalHold === undefined) throw new S3Error("NoSuchObjectLockConfiguration");
  return {
    body: xmlDocument("LegalHold", { ...S3_NAMESPACE, Status: legalHold ? "ON" : "OFF" }),
  };
}

function putObjectLegalHold(call: ObjectCall): Answer {
  const { state, bucket, body } = call;
  const version = lockableVersion(call);
  const legalHold = isHeld(parseXml(body, "LegalHold").text("Status") ?? "");
  state.replaceVersion({ ...version, legalHold });
  return { headers: versionHeader(bucket, version.versionId) };
}

function lockableVersion({ state, bucket, key, parameter }: ObjectCall): ObjectVersion {
  requireLock(bucket);
  return findVersion(state, { bucket, key, versionId: parameter("versionId") });
}
