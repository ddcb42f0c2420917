/**
 * What every list of objects can be asked for.
 * @module
 */
import { encodeStrictly } from "./addressing";
import type { BucketCall } from "./call";
import { invalidArgument } from "./errors";
import { numberParameter } from "./parameters";

const PAGE_LIMIT = 1000;

/** Parameters that the lists share. */
export interface ListParameters {
  readonly prefix: string;
  readonly delimiter: string;
  /** At most 1,000, also the default. */
  readonly maxKeys: number;
  readonly encodingType: "url" | undefined;
  /** Writes a key or a part of one as the client asked. */
  readonly encode: (text: string) => string;
}

/**
 * Reads the parameters of a list.
 * @throws S3Error InvalidArgument
 */
export function listParameters(call: BucketCall): ListParameters {
  return {
    prefix: call.parameter("prefix") ?? "",
    delimiter: call.parameter("delimiter") ?? "",
    maxKeys: Math.min(numberParameter(call, "max-keys", PAGE_LIMIT), PAGE_LIMIT),
    encodingType: encodingTypeOf(call),
    encode: keyWriter(call),
  };
}

/** How keys are written in the answer: plain, or percent-encoded but for slashes. */
export function keyWriter(call: BucketCall): (text: string) => string {
  if (encodingTypeOf(call) === undefined) return (text) => text;
  return (text) => text.split("/").map(encodeStrictly).join("/");
}

function encodingTypeOf(call: BucketCall): "url" | undefined {
  const value = call.parameter("encoding-type");
  if (value === undefined || value === "url") return value;
  throw invalidArgument("encoding-type", value, "Invalid Encoding Method specified in Request");
}
