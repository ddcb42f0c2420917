/**
 * What a JSON schema can want of a text.
 * @module
 */
import { isIP } from "node:net";
import type { PropertyMap } from "../state/types";

const FORMATS: Record<string, (text: string) => boolean> = {
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isMoment(text),
  "date-time": (text) => /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d/.test(text) && isMoment(text),
  time: (text) => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d/.test(text),
  email: (text) => /^[^\s@]+@[^\s@]+$/.test(text),
  hostname: (text) => text.length <= 253 && /^([a-z\d]([a-z\d-]*[a-z\d])?\.?)+$/i.test(text),
  ipv4: (text) => isIP(text) === 4,
  ipv6: (text) => isIP(text) === 6,
  uri: (text) => URL.canParse(text),
  uuid: (text) => /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i.test(text),
  regex: isPattern,
};

/** What in a text is not as a schema wants it. Formats that are not known are not looked at. */
export function stringViolations(schema: PropertyMap, text: string): string[] {
  const { minLength, maxLength, pattern, format } = schema;
  const length = Array.from(text).length;
  const messages: string[] = [];
  if (typeof minLength === "number" && length < minLength) {
    messages.push(`String length must be greater than or equal to ${minLength}`);
  }
  if (typeof maxLength === "number" && length > maxLength) {
    messages.push(`String length must be less than or equal to ${maxLength}`);
  }
  if (typeof pattern === "string" && !new RegExp(pattern, "u").test(text)) {
    messages.push(`Does not match pattern '${pattern}'`);
  }
  if (typeof format === "string" && FORMATS[format]?.(text) === false) {
    messages.push(`Does not match format '${format}'`);
  }
  return messages;
}

function isMoment(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u").source !== "";
  } catch {
    return false;
  }
}
