/**
 * How one object is encrypted: as its writer asks, or else as its bucket says; with the writer's own key, which every
 * reader must bring, or with the service's.
 * @module
 */
import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { isAlgorithm, verifyEncryption, type Encryption } from "./encryption";
import { invalidArgument, S3Error } from "./errors";
import type { Bucket } from "./state";

/** The key itself is not kept: its digest tells whether a reader brings the same. */
export type ObjectEncryption = Encryption | { readonly customerKeyMd5: string };

const PREFIX = "x-amz-server-side-encryption";
/** In front of the headers about the object that a copy reads. */
export const COPY_SOURCE = "x-amz-copy-source-";
const KEY_BYTES = 32;

/**
 * How a new object is encrypted.
 * @throws S3Error InvalidArgument or InvalidRequest
 */
export function encryptionOfNew(
  headers: IncomingHttpHeaders,
  bucket: Bucket,
): ObjectEncryption | undefined {
  const customerKeyMd5 = customerKeyOf(headers, "x-amz-", { needsDigest: true });
  const algorithm = headers[PREFIX]?.toString();
  const keyId = headers[`${PREFIX}-aws-kms-key-id`]?.toString();
  if (customerKeyMd5 !== undefined) {
    if (algorithm === undefined) return { customerKeyMd5 };
    throw new S3Error("InvalidRequest", {
      message:
        "Server Side Encryption with Customer provided key is incompatible with the encryption method specified",
    });
  }
  if (algorithm === undefined) {
    if (keyId === undefined) return bucket.encryption;
    throw invalidArgument(
      PREFIX,
      "null",
      "Server Side Encryption with KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
    );
  }
  if (!isAlgorithm(algorithm)) {
    throw invalidArgument(PREFIX, algorithm, "The encryption method specified is not supported");
  }
  const bucketKey = headers[`${PREFIX}-bucket-key-enabled`]?.toString().toLowerCase();
  const bucketKeyEnabled =
    bucketKey === undefined ? (bucket.encryption?.bucketKeyEnabled ?? false) : bucketKey === "true";
  const encryption = { algorithm, ...(keyId === undefined ? {} : { keyId }), bucketKeyEnabled };
  verifyEncryption(encryption);
  return encryption;
}

/**
 * Refuses a reader, or the writer of a part, who does not bring the object's own key, or brings one for an object that
 * has none.
 * @param prefix - of the headers: `x-amz-`, or that of a copy's source
 * @throws S3Error InvalidRequest or AccessDenied
 */
export function verifyCustomerKey(
  headers: IncomingHttpHeaders,
  encryption: ObjectEncryption | undefined,
  prefix = "x-amz-",
): void {
  const brought = customerKeyOf(headers, prefix, { needsDigest: false });
  const needed =
    encryption && "customerKeyMd5" in encryption ? encryption.customerKeyMd5 : undefined;
  if (brought === needed) return;
  if (brought !== undefined && needed !== undefined) throw new S3Error("AccessDenied");
  throw new S3Error("InvalidRequest", {
    message:
      needed === undefined
        ? "The encryption parameters are not applicable to this object."
        : "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.",
  });
}

/** What answers say about it. */
export function encryptionHeaders(
  encryption: ObjectEncryption | undefined,
): Record<string, string> {
  if (!encryption) return {};
  if ("customerKeyMd5" in encryption) {
    return {
      [`${PREFIX}-customer-algorithm`]: "AES256",
      [`${PREFIX}-customer-key-md5`]: encryption.customerKeyMd5,
    };
  }
  const { algorithm, keyId, bucketKeyEnabled } = encryption;
  return {
    [PREFIX]: algorithm,
    ...(keyId === undefined ? {} : { [`${PREFIX}-aws-kms-key-id`]: keyId }),
    ...(bucketKeyEnabled ? { [`${PREFIX}-bucket-key-enabled`]: "true" } : {}),
  };
}

/**
 * The digest of the key that came along, if one did; the headers must be there, and fit. Readers may leave the digest out:
 * recorded.
 */
function customerKeyOf(
  headers: IncomingHttpHeaders,
  prefix: string,
  { needsDigest }: { readonly needsDigest: boolean },
): string | undefined {
  const name = (part: string): string => `${prefix}server-side-encryption-customer-${part}`;
  const value = (part: string): string | undefined => headers[name(part)]?.toString();
  const [algorithm, key, md5] = [value("algorithm"), value("key"), value("key-md5")];
  if (algorithm === undefined && key === undefined && md5 === undefined) return undefined;
  if (algorithm !== "AES256") {
    throw invalidArgument(
      name("algorithm"),
      algorithm ?? "null",
      "Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.",
    );
  }
  const bytes = Buffer.from(key ?? "", "base64");
  if (bytes.length !== KEY_BYTES) {
    throw new S3Error("InvalidArgument", {
      message: "The secret key was invalid for the specified algorithm.",
    });
  }
  const digest = createHash("md5").update(bytes).digest("base64");
  if (md5 === digest || (md5 === undefined && !needsDigest)) return digest;
  throw new S3Error("InvalidArgument", {
    message: "The calculated MD5 hash of the key did not match the hash that was provided.",
  });
}
