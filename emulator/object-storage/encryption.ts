/**
 * How a bucket encrypts what is written to it: read, replaced, removed.
 * @module
 */
import { NO_CONTENT, type BucketCall, type Handlers } from "./call";
import { S3Error } from "./errors";
import { parseXml, xmlDocument } from "./xml";

/** Encryption with keys that the service holds, or with one of Key Manager. */
export interface Encryption {
  readonly algorithm: "AES256" | "aws:kms";
  readonly keyId?: string | undefined;
  readonly bucketKeyEnabled: boolean;
}

const ROOT = "ServerSideEncryptionConfiguration";

/** Handlers about the encryption of a bucket. */
export const encryptionHandlers: Handlers<BucketCall> = {
  // A bucket without any is no refusal, but an empty configuration: reported.
  GetBucketEncryption: ({ bucket: { encryption } }) => ({
    body: xmlDocument(
      ROOT,
      encryption
        ? {
            Rule: {
              ApplyServerSideEncryptionByDefault: {
                KMSMasterKeyID: encryption.keyId,
                SSEAlgorithm: encryption.algorithm,
              },
              BucketKeyEnabled: encryption.bucketKeyEnabled,
            },
          }
        : "",
    ),
  }),
  PutBucketEncryption: ({ bucket, body, state }) => {
    state.buckets.set(bucket.name, { ...bucket, encryption: encryptionOfXml(body) });
    return {};
  },
  DeleteBucketEncryption: ({ bucket, state }) => {
    state.buckets.set(bucket.name, { ...bucket, encryption: undefined });
    return NO_CONTENT;
  },
};

/**
 * Refuses what the service refuses, in its words; it names no argument: recorded.
 * @throws S3Error InvalidArgument
 */
export function verifyEncryption({ algorithm, keyId, bucketKeyEnabled }: Encryption): void {
  if (algorithm === "AES256" && keyId !== undefined) {
    throw new S3Error("InvalidArgument", {
      message:
        "KMS master key id is only supported when using Server Side Encryption with KMS managed keys.",
    });
  }
  if (algorithm === "aws:kms" && !bucketKeyEnabled) {
    throw new S3Error("InvalidArgument", {
      message: "Bucket key is mandatory when using Server Side Encryption with KMS managed keys.",
    });
  }
}

/** True for the name of a way to encrypt. */
export function isAlgorithm(text: string | undefined): text is Encryption["algorithm"] {
  return text === "AES256" || text === "aws:kms";
}

function encryptionOfXml(body: Buffer): Encryption {
  const [rule, another] = parseXml(body, ROOT).children("Rule");
  const [byDefault] = rule?.children("ApplyServerSideEncryptionByDefault") ?? [];
  if (!rule || another || !byDefault) throw new S3Error("MalformedXML");
  rule.refuseOthers(["ApplyServerSideEncryptionByDefault", "BucketKeyEnabled"]);
  byDefault.refuseOthers(["KMSMasterKeyID", "SSEAlgorithm"]);
  const algorithm = byDefault.text("SSEAlgorithm");
  const bucketKey = rule.text("BucketKeyEnabled") ?? "false";
  if (!isAlgorithm(algorithm) || !["true", "false"].includes(bucketKey)) {
    throw new S3Error("MalformedXML");
  }
  const keyId = byDefault.text("KMSMasterKeyID") ?? "";
  const encryption = {
    algorithm,
    ...(keyId === "" ? {} : { keyId }),
    bucketKeyEnabled: bucketKey === "true",
  };
  verifyEncryption(encryption);
  return encryption;
}
