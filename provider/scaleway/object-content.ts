/**
 * What is in an object: a text of the program or a file, known by the entity tag that it will have.
 * @module
 */
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { CloudError, messageOf } from "../core/errors";
import type { Properties } from "../core/sanitize";
import { isUnknown, UNKNOWN } from "../core/unknown";

const MEBIBYTE = 1024 * 1024;
const SMALLEST_PART_BYTES = 8 * MEBIBYTE;
/** What Scaleway takes in one upload. */
const PART_LIMIT = 1000;

/** Content, read in parts, so that a large file is never in memory as a whole. */
export interface ObjectContent {
  readonly sizeBytes: number;
  /** Size of each part but the last; what is not larger is one part, and uploaded by one call. */
  readonly partBytes: number;
  readonly read: (start: number, end: number) => Promise<Buffer>;
}

/** Size of the parts of that much content: always the same, because the entity tag depends on it. */
function partBytesOf(sizeBytes: number): number {
  const needed = Math.ceil(sizeBytes / PART_LIMIT / MEBIBYTE) * MEBIBYTE;
  return Math.max(SMALLEST_PART_BYTES, needed);
}

/** The entity tag that this content will have; undefined where there is none, or it cannot be read. */
export function contentHashOf({ content, source }: Properties): string | undefined {
  if (isUnknown(content) || isUnknown(source)) return UNKNOWN;
  if (typeof content === "string") {
    const bytes = Buffer.from(content, "utf8");
    return hashOf(bytes.length, (start, end) => bytes.subarray(start, end));
  }
  if (typeof source !== "string") return undefined;
  try {
    return hashOfFile(source);
  } catch {
    return undefined;
  }
}

/** Why a file cannot be uploaded; undefined where it can. */
export function unreadable(source: string): string | undefined {
  try {
    if (!statSync(source).isFile()) return "it is not a file";
    closeSync(openSync(source, "r"));
    return undefined;
  } catch (thrown) {
    return `it cannot be read: ${messageOf(thrown)}`;
  }
}

/**
 * Opens content for an upload.
 * @throws CloudError where the file cannot be read
 */
export async function withContent<T>(
  { content, source }: { readonly content?: string; readonly source?: string },
  upload: (content: ObjectContent) => Promise<T>,
): Promise<T> {
  if (source === undefined) {
    const bytes = Buffer.from(content ?? "", "utf8");
    return upload({
      sizeBytes: bytes.length,
      partBytes: partBytesOf(bytes.length),
      read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
    });
  }
  const file = await open(source).catch((thrown: unknown) => {
    throw unreadableFile(source, messageOf(thrown));
  });
  try {
    const { size: sizeBytes } = await file.stat();
    return await upload({
      sizeBytes,
      partBytes: partBytesOf(sizeBytes),
      read: async (start, end) => {
        const bytes = Buffer.alloc(end - start);
        const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
        if (bytesRead === bytes.length) return bytes;
        throw unreadableFile(source, "it became shorter while it was read");
      },
    });
  } finally {
    await file.close();
  }
}

function unreadableFile(source: string, answer: string): CloudError {
  return new CloudError({
    kind: "invalid",
    code: "unreadable_source",
    operation: "read file",
    resource: source,
    answer,
    hint: "Run the deployment again when the file is there and no longer changes.",
  });
}

function hashOfFile(source: string): string {
  const file = openSync(source, "r");
  try {
    return hashOf(statSync(source).size, (start, end) => {
      const bytes = Buffer.alloc(end - start);
      readSync(file, bytes, 0, bytes.length, start);
      return bytes;
    });
  } finally {
    closeSync(file);
  }
}

/** The MD5 of one part; of several, the MD5 of theirs and how many there are: as S3 does. */
function hashOf(sizeBytes: number, read: (start: number, end: number) => Buffer): string {
  const partBytes = partBytesOf(sizeBytes);
  const md5 = (bytes: Buffer): Buffer => createHash("md5").update(bytes).digest();
  const digests: Buffer[] = [];
  for (let start = 0; start < Math.max(sizeBytes, 1); start += partBytes) {
    digests.push(md5(read(start, Math.min(start + partBytes, sizeBytes))));
  }
  const [only, second] = digests;
  if (only && !second) return only.toString("hex");
  return `${md5(Buffer.concat(digests)).toString("hex")}-${String(digests.length)}`;
}
