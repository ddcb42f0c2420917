/**
 * Parts of a body that a reader asks for.
 * @module
 */
import { invalidArgument, S3Error } from "./errors";

/** First and last byte, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads which bytes a copy takes: both ends must be said, and be there.
 * @returns undefined for all of them
 * @throws S3Error InvalidArgument
 */
export function copyRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const refuse = (message: string): S3Error =>
    invalidArgument("x-amz-copy-source-range", header, message);
  const [, from, to] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (from === undefined || first > last) {
    throw refuse(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
    );
  }
  if (last < sizeBytes) return { first, last };
  throw refuse(`Range specified is not valid for source object of size: ${sizeBytes}`);
}

/**
 * Reads a Range header.
 * @returns undefined for the whole body: without the header, and with one that is not a single range of bytes
 * @throws S3Error InvalidRange when no byte of the body is asked for
 */
export function byteRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  const end = sizeBytes - 1;
  const range =
    from === ""
      ? { first: Math.max(0, sizeBytes - Number(to)), last: end }
      : { first: Number(from), last: to === "" ? end : Math.min(Number(to), end) };
  if (range.first <= range.last) return range;
  // A last byte before the first is no range at all: RFC 9110 has it ignored.
  if (from !== "" && to !== "" && Number(to) < Number(from)) return undefined;
  throw new S3Error("InvalidRange", {
    details: { RangeRequested: header ?? "", ActualObjectSize: String(sizeBytes) },
  });
}
