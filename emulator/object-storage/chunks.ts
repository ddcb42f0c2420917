/**
 * The `aws-chunked` encoding: a body in chunks, each signed or not, with trailers after the last.
 * @module
 */
import { createHash } from "node:crypto";
import { S3Error } from "./errors";
import type { ChainSigner } from "./signature";

/** What was in the chunks. */
export interface Unwrapped {
  readonly body: Buffer;
  /** Names in lowercase. */
  readonly trailers: Readonly<Record<string, string>>;
}

const KINDS = [
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
];
const SIGNATURE_TRAILER = "x-amz-trailer-signature";
const LINE_END = "\r\n";
const CHUNK_HEAD = /^([0-9a-f]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/i;

/**
 * Unwraps a chunked body.
 * @param kind - what `x-amz-content-sha256` says
 * @throws S3Error IncompleteBody, or SignatureDoesNotMatch when the signature of a chunk is wrong
 */
export function unwrapChunks(raw: Buffer, kind: string, sign: ChainSigner): Unwrapped {
  if (!KINDS.includes(kind)) {
    throw new S3Error("InvalidRequest", {
      message: "The value of x-amz-content-sha256 is not supported.",
    });
  }
  const isSigned = kind.startsWith("STREAMING-AWS4-HMAC-SHA256");
  const chunks: Buffer[] = [];
  for (let position = 0; ;) {
    const headEnd = raw.indexOf(LINE_END, position);
    if (headEnd === -1) throw new S3Error("IncompleteBody");
    const [, size, chunkSignature] =
      CHUNK_HEAD.exec(raw.toString("latin1", position, headEnd)) ?? [];
    if (size === undefined) throw new S3Error("IncompleteBody");
    const start = headEnd + LINE_END.length;
    const end = start + parseInt(size, 16);
    const chunk = raw.subarray(start, end);
    if (isSigned) verify(chunkSignature, sign("PAYLOAD", sha256(""), sha256(chunk)));
    if (end === start) {
      const { trailers, signed, signature } = readTrailers(raw.subarray(end));
      if (isSigned && signed !== "") verify(signature, sign("TRAILER", sha256(signed)));
      return { body: Buffer.concat(chunks), trailers };
    }
    if (raw.toString("latin1", end, end + LINE_END.length) !== LINE_END) {
      throw new S3Error("IncompleteBody");
    }
    chunks.push(chunk);
    position = end + LINE_END.length;
  }
}

interface Trailers extends Pick<Unwrapped, "trailers"> {
  /** The text that their signature covers. */
  readonly signed: string;
  readonly signature: string | undefined;
}

function readTrailers(raw: Buffer): Trailers {
  const lines = raw.toString("latin1").split(LINE_END);
  const all = lines.flatMap((line) => {
    const [, name, value] = /^([^:]+):(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name.trim().toLowerCase(), (value ?? "").trim()] as const];
  });
  const trailers = all.filter(([name]) => name !== SIGNATURE_TRAILER);
  return {
    trailers: Object.fromEntries(trailers),
    signed: trailers.map(([name, value]) => `${name}:${value}\n`).join(""),
    signature: new Map(all).get(SIGNATURE_TRAILER),
  };
}

function verify(given: string | undefined, expected: string): void {
  if (given !== expected) throw new S3Error("SignatureDoesNotMatch");
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
