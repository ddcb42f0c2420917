/**
 * Tags of buckets and objects: read from XML or from a header, written as XML.
 * @module
 */
import { S3Error } from "./errors";
import type { Tag } from "./state";
import { parseXml, xmlDocument } from "./xml";

/** What tags can be put on, and how many. */
export const TAG_LIMITS = { bucket: 50, object: 10 } as const;

const KEY_LIMIT = 128;
const VALUE_LIMIT = 256;

/**
 * Reads the body of a request that replaces tags.
 * @throws S3Error MalformedXML or InvalidTag
 */
export function tagsOfXml(body: Buffer, limit: number): Tag[] {
  const [set] = parseXml(body, "Tagging").children("TagSet");
  if (!set) throw new S3Error("MalformedXML");
  const tags = set.children("Tag").map((tag) => {
    const [key, value] = [tag.text("Key"), tag.text("Value")];
    if (key === undefined || value === undefined) throw new S3Error("MalformedXML");
    return { key, value };
  });
  return verified(tags, limit);
}

/**
 * Reads the header that tags a new object: pairs as in a query.
 * @throws S3Error InvalidTag
 */
export function tagsOfHeader(header: string | string[] | undefined): Tag[] {
  const pairs = new URLSearchParams(typeof header === "string" ? header : "");
  return verified(
    [...pairs].map(([key, value]) => ({ key, value })),
    TAG_LIMITS.object,
  );
}

/** The document that lists tags. */
export function tagsToXml(tags: readonly Tag[]): string {
  const Tag = tags.map(({ key, value }) => ({ Key: key, Value: value }));
  return xmlDocument("Tagging", { TagSet: { Tag } });
}

function verified(tags: Tag[], limit: number): Tag[] {
  const refuse = (message: string): never => {
    throw new S3Error("InvalidTag", { message });
  };
  if (tags.length > limit)
    refuse(`There are ${tags.length} tags, and at most ${limit} may be set.`);
  if (new Set(tags.map(({ key }) => key)).size < tags.length) {
    refuse("Cannot provide multiple Tags with the same key");
  }
  for (const { key, value } of tags) {
    if (key.length < 1 || key.length > KEY_LIMIT) refuse("The TagKey you have provided is invalid");
    if (value.length > VALUE_LIMIT) refuse("The TagValue you have provided is invalid");
  }
  return tags;
}
