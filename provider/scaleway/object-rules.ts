/**
 * What the properties of an object must look like.
 * @module
 */
import { quote, type Report, type Rule } from "../core/fields";
import { MARK_ENTRY_BYTES, MARK_TAG } from "../core/mark";
import { map, text } from "../core/rules";
import type { Properties } from "../core/sanitize";
import { isUnknown } from "../core/unknown";
import { unreadable } from "./object-content";
import { requireOneOf } from "./one-of";

const LONGEST_KEY_BYTES = 1024;
/** The service allows 2,048 bytes; the mark needs some of them. */
const LARGEST_METADATA_BYTES = 2048 - MARK_ENTRY_BYTES;
const MOST_TAGS = 10;

/** An object's key: nearly any text; slashes make folders for those who list with them. */
export const objectKey: Rule = text({
  minimum: 1,
  maximum: LONGEST_KEY_BYTES,
  refuse: (key) =>
    Buffer.byteLength(key) > LONGEST_KEY_BYTES
      ? `it must be at most ${LONGEST_KEY_BYTES} bytes in UTF-8`
      : undefined,
});

/** Names and values that travel as headers: names without case, values without what no header can hold. */
export const objectMetadata: Rule = map(
  text({
    minimum: 1,
    maximum: 128,
    pattern: /^[a-z0-9][a-z0-9._-]*$/,
    alphabet: "lowercase letters, digits and . _ -, with a letter or digit in front",
    refuse: (name) =>
      name === MARK_TAG ? `the name ${quote(MARK_TAG)} is this provider's own` : undefined,
  }),
  text({
    minimum: 1,
    maximum: LARGEST_METADATA_BYTES,
    pattern: /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/,
    alphabet: "printable ASCII, with no blank at either end",
  }),
);

/** An object's tags. */
export const objectTags: Rule = map(
  text({ minimum: 1, maximum: 128 }),
  text({ minimum: 0, maximum: 256 }),
);

/** Bytes of names and of those values that are known. */
const knownBytes = (metadata: object): number =>
  Object.entries(metadata)
    .flat()
    .filter((text) => !isUnknown(text))
    .join("").length;

/** What concerns several properties of an object, or a file. */
export function checkObject(inputs: Properties, report: Report): void {
  const { source, metadata, tags } = inputs;
  requireOneOf(["source", "content"], inputs, report);
  const problem = typeof source === "string" && !isUnknown(source) ? unreadable(source) : undefined;
  if (problem !== undefined)
    report("source", `${JSON.stringify(source)} is not allowed: ${problem}`);
  const bytes = isUnknown(metadata) ? 0 : knownBytes(metadata ?? {});
  if (bytes > LARGEST_METADATA_BYTES) {
    report(
      "metadata",
      `${bytes} bytes are too many: names and values may have ${LARGEST_METADATA_BYTES}`,
    );
  }
  const count = Object.keys(tags ?? {}).length;
  if (!isUnknown(tags) && count > MOST_TAGS) {
    report("tags", `${count} tags are too many: there may be at most ${MOST_TAGS}`);
  }
}
