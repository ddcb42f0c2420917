/**
 * A request's body as it was meant: unwrapped, and compared with every digest that came along.
 * @module
 */
import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { unwrapChunks } from "./chunks";
import { checksumGiven } from "./checksum-requests";
import { CHECKSUM_ALGORITHMS, checksumOf, type ChecksumAlgorithm } from "./checksums";
import { headerNotImplemented, S3Error } from "./errors";
import type { ChainSigner } from "./signature";

/** A body, verified. */
export interface Payload {
  readonly body: Buffer;
  /** The checksum that the sender gave, if any. */
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string };
}

/**
 * Unwraps and verifies the body of an authenticated request.
 * @param raw - as received
 * @param sign - of the request's signature, to verify chunks that are signed one by one
 * @throws S3Error when a length or a digest is not that of the body
 */
export function readPayload(raw: Buffer, headers: IncomingHttpHeaders, sign: ChainSigner): Payload {
  const declared = headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD";
  const isChunked = typeof declared === "string" && declared.startsWith("STREAMING-");
  if (headers["transfer-encoding"] !== undefined && !isChunked) {
    throw headerNotImplemented("Transfer-Encoding");
  }
  if (!isChunked) {
    const digest = createHash("sha256").update(raw).digest("hex");
    if (declared !== "UNSIGNED-PAYLOAD" && declared !== digest) {
      throw new S3Error("XAmzContentSHA256Mismatch", {
        details: { ClientComputedContentSHA256: String(declared), S3ComputedContentSHA256: digest },
      });
    }
    return verified(raw, headers);
  }
  const { body, trailers } = unwrapChunks(raw, declared, sign);
  if (Number(headers["x-amz-decoded-content-length"]) !== body.length) {
    throw new S3Error("IncompleteBody");
  }
  return verified(body, { ...headers, ...trailers });
}

/** Headers without the checksums of an object, where it is not the body that they are of. */
export function withoutChecksums(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const names = CHECKSUM_ALGORITHMS.map((name) => `x-amz-checksum-${name.toLowerCase()}`);
  const others = Object.entries(headers).filter(([name]) => !names.includes(name));
  return Object.fromEntries(others);
}

function verified(body: Buffer, headers: IncomingHttpHeaders): Payload {
  verifyMd5(body, headers["content-md5"]);
  const checksum = checksumGiven(headers);
  if (!checksum) return { body };
  const { algorithm, value } = checksum;
  if (checksumOf(algorithm, body) === value) return { body, checksum };
  throw new S3Error("BadDigest", {
    message: `The ${algorithm} you specified did not match the calculated checksum.`,
  });
}

function verifyMd5(body: Buffer, declared: string | string[] | undefined): void {
  if (declared === undefined) return;
  const digest = createHash("md5").update(body).digest("base64");
  if (declared === digest) return;
  const isDigest = typeof declared === "string" && /^[A-Za-z0-9+/]{22}==$/.test(declared);
  throw new S3Error(isDigest ? "BadDigest" : "InvalidDigest");
}
