/**
 * Which checksum a request speaks of, and whether such a one can be had.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import { CHECKSUM_ALGORITHMS, checksumAlgorithm, type ChecksumAlgorithm } from "./checksums";
import { S3Error } from "./errors";
import type { Upload } from "./state";

const TYPES = ["FULL_OBJECT", "COMPOSITE"];
/** In base 64. */
const LENGTHS: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 8,
  CRC32C: 8,
  CRC64NVME: 12,
  SHA1: 28,
  SHA256: 44,
};

/**
 * The algorithm that a request asks for.
 * @throws S3Error InvalidRequest for one that there is not
 */
export function algorithmAsked(headers: IncomingHttpHeaders): ChecksumAlgorithm | undefined {
  const name = headers["x-amz-checksum-algorithm"]?.toString();
  if (name === undefined) return undefined;
  const algorithm = checksumAlgorithm(name);
  if (algorithm) return algorithm;
  throw refusal(
    `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${CHECKSUM_ALGORITHMS.join(", ")}]`,
  );
}

/**
 * What the parts of a new upload are checked with, and of what the checksum of the object is. CRC64NVME is always of
 * the whole, a SHA always of the parts, the others are of the parts unless asked otherwise: as in AWS.
 * @throws S3Error InvalidRequest
 */
export function uploadChecksum(headers: IncomingHttpHeaders): Upload["checksum"] {
  const algorithm = algorithmAsked(headers);
  const asked = headers["x-amz-checksum-type"]?.toString();
  if (asked !== undefined && !TYPES.includes(asked)) {
    throw refusal("Value for x-amz-checksum-type header is invalid.");
  }
  if (!algorithm) {
    if (asked === undefined) return undefined;
    throw refusal(
      "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
    );
  }
  const only = onlyType(algorithm);
  if (asked !== undefined && only !== undefined && asked !== only) {
    throw refusal(
      `The ${asked} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  const isWhole = (asked ?? only) === "FULL_OBJECT";
  return { algorithm, type: isWhole ? "FULL_OBJECT" : "COMPOSITE" };
}

/**
 * The one checksum that came along with a body.
 * @throws S3Error InvalidRequest for two, for what is none, and for an algorithm that there is not
 */
export function checksumGiven(
  headers: IncomingHttpHeaders,
): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  const announced = headers["x-amz-sdk-checksum-algorithm"]?.toString();
  if (announced !== undefined && !checksumAlgorithm(announced)) {
    throw refusal("Value for x-amz-sdk-checksum-algorithm header is invalid.");
  }
  const [given, ...others] = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = headers[`x-amz-checksum-${algorithm.toLowerCase()}`]?.toString();
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (others.length > 0) {
    throw refusal(
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  }
  if (!given) return undefined;
  const { algorithm, value } = given;
  if (value.length === LENGTHS[algorithm] && /^[A-Za-z0-9+/]+={0,2}$/.test(value)) return given;
  throw refusal(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
}

/**
 * Refuses a part whose checksum is of another algorithm than its upload's.
 * @throws S3Error InvalidRequest
 */
export function verifyPartAlgorithm(
  { checksum }: Upload,
  given: ChecksumAlgorithm | undefined,
): void {
  if (!checksum || given === undefined || given === checksum.algorithm) return;
  throw refusal(
    `Checksum Type mismatch occurred, expected checksum Type: ${checksum.algorithm.toLowerCase()}, actual checksum Type: ${given.toLowerCase()}`,
  );
}

function onlyType(algorithm: ChecksumAlgorithm): "FULL_OBJECT" | "COMPOSITE" | undefined {
  if (algorithm === "CRC64NVME") return "FULL_OBJECT";
  return algorithm.startsWith("SHA") ? "COMPOSITE" : undefined;
}

function refusal(message: string): S3Error {
  return new S3Error("InvalidRequest", { message });
}
