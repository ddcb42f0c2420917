/**
 * Numbers in the query.
 * @module
 */
import type { ServiceCall } from "./call";
import { invalidArgument } from "./errors";

/**
 * Reads a parameter that must be a whole number, zero or more.
 * @param absent - what holds when the parameter is not there, or empty
 * @throws S3Error InvalidArgument
 */
export function numberParameter(call: ServiceCall, name: string, absent: number): number {
  const text = call.parameter(name) ?? "";
  if (text === "") return absent;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw invalidArgument(name, text, `Provided ${name} not an integer or within integer range`);
}
