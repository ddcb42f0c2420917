/**
 * Reads answers field by field: what is missing or of another type is named, instead of showing up as undefined far away.
 * @module
 */
import { CloudError } from "../../core/errors";
import type { Attempted } from "../../core/wire-errors";

/** One JSON object of an answer. */
export interface WireObject {
  text(name: string): string;
  /** Undefined where the field is missing, null or empty. */
  optionalText(name: string): string | undefined;
  count(name: string): number;
  /** False where the field is missing. */
  flag(name: string): boolean;
  /** Empty where the field is missing or null. */
  texts(name: string): string[];
  has(name: string): boolean;
  objects(name: string): WireObject[];
}

/**
 * A reader over one JSON object.
 * @throws CloudError of kind `protocol` when it is no object, and from each accessor whose field does not fit
 */
export function wireObject(value: unknown, attempted: Attempted): WireObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw misfit("the answer is not a JSON object", attempted);
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const wrong = (name: string, expected: string): CloudError =>
    misfit(`the answer has no field "${name}" that is ${expected}`, attempted);
  const list = (name: string): readonly unknown[] => {
    const found = fields[name] ?? [];
    if (!Array.isArray(found)) throw wrong(name, "a list");
    return found;
  };
  return {
    text(name) {
      const found = fields[name];
      if (typeof found !== "string") throw wrong(name, "text");
      return found;
    },
    optionalText(name) {
      const found = fields[name] ?? "";
      if (typeof found !== "string") throw wrong(name, "text");
      return found === "" ? undefined : found;
    },
    count(name) {
      const found = fields[name];
      if (typeof found !== "number") throw wrong(name, "a number");
      return found;
    },
    flag: (name) => fields[name] === true,
    texts: (name) =>
      list(name).map((item) => {
        if (typeof item !== "string") throw wrong(name, "a list of texts");
        return item;
      }),
    has: (name) => fields[name] !== undefined && fields[name] !== null,
    objects(name) {
      if (!Array.isArray(fields[name])) throw wrong(name, "a list");
      return list(name).map((item) => wireObject(item, attempted));
    },
  };
}

function misfit(answer: string, attempted: Attempted): CloudError {
  return new CloudError({
    ...attempted,
    kind: "protocol",
    answer,
    hint: "The service speaks another version than this provider, or the configured API address is wrong.",
  });
}

/** True where two timestamps name the same moment, however they are written; false where one is missing or none. */
export function sameInstant(left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return left === right || Date.parse(left) === Date.parse(right);
}
