/**
 * The parts of an object, as readers reach them: each keeps the number that it was uploaded with.
 * @module
 */
import { S3Error } from "./errors";
import type { ByteRange } from "./ranges";
import type { ObjectPart, ObjectVersion } from "./state";
import { PART_LIMIT } from "./limits";

/** Where one part is. */
export interface PartAt extends Pick<ObjectPart, "checksum"> {
  /** Absent: it has no byte. */
  readonly range: ByteRange | undefined;
  /** Of an object that was uploaded in parts: how many there are. */
  readonly count?: number;
}

/**
 * Finds the part that a reader asks for. An object that was written at once has one, the whole.
 * @throws S3Error InvalidArgument or InvalidPartNumber
 */
export function partAt({ parts, sizeBytes }: ObjectVersion, number: string): PartAt {
  if (!/^[1-9]\d{0,4}$/.test(number) || Number(number) > PART_LIMIT) {
    throw new S3Error("InvalidArgument", {
      message: `Part number must be an integer between 1 and ${PART_LIMIT}, inclusive`,
      details: { ArgumentName: "partNumber", ArgumentValue: number },
    });
  }
  const all = parts ?? [{ number: 1, sizeBytes }];
  const position = all.findIndex((part) => part.number === Number(number));
  const part = all[position];
  if (!part) throw new S3Error("InvalidPartNumber", { details: { PartNumberRequested: number } });
  const first = all.slice(0, position).reduce((sum, before) => sum + before.sizeBytes, 0);
  return {
    range: part.sizeBytes === 0 ? undefined : { first, last: first + part.sizeBytes - 1 },
    checksum: part.checksum,
    ...(parts && { count: parts.length }),
  };
}
