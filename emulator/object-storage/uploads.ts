/**
 * Uploads in parts: found, filled, put together.
 * @module
 */
import type { ObjectCall } from "./call";
import { verifyPartAlgorithm } from "./checksum-requests";
import { CHECKSUM_ALGORITHMS, checksumOf } from "./checksums";
import { invalidArgument, S3Error } from "./errors";
import { PART_LIMIT } from "./limits";
import { verifyCustomerKey } from "./object-encryption";
import { etagOf, fullChecksum } from "./objects";
import type { Payload } from "./payload";
import type { KeptChecksum, Part, Upload } from "./state";
import { parseXml, type XmlElement } from "./xml";

const MINIMUM_PART_BYTES = 5 * 1024 * 1024;

/**
 * The upload that a request names.
 * @throws S3Error NoSuchUpload
 */
export function uploadOf({ state, bucket, key, parameter }: ObjectCall): Upload {
  const upload = state.upload(parameter("uploadId") ?? "");
  if (upload?.bucket === bucket.name && upload.key === key) return upload;
  throw new S3Error("NoSuchUpload");
}

/**
 * Keeps one part of the upload that a request names.
 * @throws S3Error NoSuchUpload, InvalidArgument or InvalidRequest
 */
export function putPart(call: ObjectCall, { body, checksum }: Payload): Part {
  const { state, now } = call;
  const upload = uploadOf(call);
  verifyCustomerKey(call.headers, upload.encryption);
  verifyPartAlgorithm(upload, checksum?.algorithm);
  const number = partNumber(call.parameter("partNumber") ?? "");
  const part: Part = {
    number,
    sequence: state.nextSequence(),
    modifiedAtMilliseconds: now.getTime(),
    sizeBytes: body.length,
    etag: etagOf(body),
    checksum: checksum ?? partChecksum(upload, body),
  };
  state.putBody(part.sequence, body);
  const replaced = upload.parts.find((other) => other.number === number);
  if (replaced) state.removeBody(replaced.sequence);
  const parts = [...upload.parts.filter((other) => other.number !== number), part];
  state.putUpload({ ...upload, parts: parts.sort((a, b) => a.number - b.number) });
  return part;
}

/**
 * The parts that a completion lists.
 * @throws S3Error MalformedXML, InvalidPart, InvalidPartOrder or EntityTooSmall
 */
export function partsAsked({ body }: ObjectCall, upload: Upload): Part[] {
  const asked = parseXml(body, "CompleteMultipartUpload").children("Part");
  if (asked.length === 0) throw new S3Error("MalformedXML");
  const parts = asked.map((element) => partAsked(element, upload));
  parts.reduce((previous, part) => {
    if (part.number <= previous) throw new S3Error("InvalidPartOrder");
    return part.number;
  }, 0);
  const tooSmall = parts.slice(0, -1).find(({ sizeBytes }) => sizeBytes < MINIMUM_PART_BYTES);
  if (tooSmall) {
    throw new S3Error("EntityTooSmall", {
      details: {
        PartNumber: String(tooSmall.number),
        ProposedSize: String(tooSmall.sizeBytes),
        MinSizeAllowed: String(MINIMUM_PART_BYTES),
      },
    });
  }
  return parts;
}

/** The entity tag of an object in parts: of the parts' digests, and how many there are. */
export function etagOfParts(parts: readonly Part[]): string {
  const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, "hex")));
  return `${etagOf(digests)}-${parts.length}`;
}

/** The checksum of an object in parts, of the kind that was asked for when the upload began. */
export function checksumOfParts(
  { checksum }: Upload,
  parts: readonly Part[],
  body: Buffer,
): KeptChecksum {
  if (!checksum) return fullChecksum(body);
  const { algorithm, type } = checksum;
  if (type === "FULL_OBJECT") {
    return fullChecksum(body, { algorithm, value: checksumOf(algorithm, body) });
  }
  const all = Buffer.concat(parts.map((part) => Buffer.from(part.checksum?.value ?? "", "base64")));
  return { algorithm, type, value: `${checksumOf(algorithm, all)}-${parts.length}` };
}

function partAsked(element: XmlElement, upload: Upload): Part {
  const number = Number(element.text("PartNumber"));
  const etag = (element.text("ETag") ?? "").replaceAll('"', "");
  const part = upload.parts.find((candidate) => candidate.number === number);
  if (part?.etag === etag && isChecked(element, part)) return part;
  throw new S3Error("InvalidPart", { details: { PartNumber: String(number), ETag: etag } });
}

/** A completion may name the checksum of each part: it must be the one that was kept. */
function isChecked(element: XmlElement, { checksum }: Part): boolean {
  return CHECKSUM_ALGORITHMS.every((algorithm) => {
    const given = element.text(`Checksum${algorithm}`);
    const isKept = checksum?.algorithm === algorithm && checksum.value === given;
    return given === undefined || isKept;
  });
}

function partNumber(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= PART_LIMIT) return Number(text);
  throw invalidArgument(
    "partNumber",
    text,
    `Part number must be an integer between 1 and ${PART_LIMIT}, inclusive`,
  );
}

function partChecksum({ checksum }: Upload, body: Buffer): Part["checksum"] {
  const algorithm = checksum?.algorithm ?? "CRC32";
  return { algorithm, value: checksumOf(algorithm, body) };
}
