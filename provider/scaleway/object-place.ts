/**
 * One object: where it is, what the service says of it, and how it is written.
 * @module
 */
import type { Context } from "../core/context";
import { isCloudError } from "../core/errors";
import type { Properties } from "../core/sanitize";
import { bucketOf, storageOfChild, type LiveBucketChild } from "./bucket-child";
import type { BucketObjectModel } from "./bucket-object";
import type { FoundObject, ObjectDescription } from "./clients/object-storage";
import { withContent } from "./object-content";

/** The service copies no more than that by one call. */
const LARGEST_COPY_BYTES = 5 * 1024 ** 3;

interface ObjectPlace extends LiveBucketChild {
  readonly key: string;
}

/** An object as the service has it; the id says where it is. */
export interface LiveObject extends ObjectPlace, FoundObject {
  /** That of the program, as long as the content is what it wrote. */
  readonly contentHash: string;
}

/** The object of a wish or of a state. */
export function placeOf(properties: Partial<BucketObjectModel> | Properties): ObjectPlace {
  const { key = "" } = properties as Partial<BucketObjectModel>;
  const bucket = bucketOf(properties);
  return { ...bucket, id: `${bucket.id}/${key}`, key };
}

/** The object as it is; undefined where there is none. Its content is known by the entity tag that the state has. */
export async function observeObject(
  context: Context,
  properties: Partial<BucketObjectModel> | Properties,
): Promise<LiveObject | undefined> {
  const place = placeOf(properties);
  const found = await storageOfChild(context, place).headObject(place);
  if (!found) return undefined;
  const { etag, contentHash } = properties as Properties;
  // Encrypted with a customer's key or copied by the service, content has an entity tag that no one can foretell.
  const isAsWritten = etag === found.etag && typeof contentHash === "string";
  return { ...place, ...found, contentHash: isAsWritten ? contentHash : found.etag };
}

/** Writes content and everything else. */
export async function writeObject(
  context: Context,
  wish: Partial<BucketObjectModel>,
  kept: KeptDescription = {},
): Promise<LiveObject> {
  const place = placeOf(wish);
  const storage = storageOfChild(context, place);
  const description = { ...descriptionOf(wish), ...kept };
  return withContent(wish, async (content) => {
    const written = await storage.putObject(place, content, description);
    const { sizeBytes } = content;
    const { contentHash = written.etag } = wish;
    return { ...place, ...description, ...written, sizeBytes, contentHash };
  });
}

/** Writes other content; what others said about the object stays. */
export async function writeAnew(
  context: Context,
  live: LiveObject,
  wish: Partial<BucketObjectModel>,
): Promise<LiveObject> {
  return writeObject(context, { ...live, ...wish }, await keptOf(context, live));
}

/** Writes what is said about an object; its content stays, and is not uploaded again where the service can copy it. */
export async function describeAnew(
  context: Context,
  live: LiveObject,
  wish: Partial<BucketObjectModel>,
): Promise<LiveObject> {
  const isCopied = live.storageClass !== "GLACIER" && live.sizeBytes <= LARGEST_COPY_BYTES;
  if (!isCopied) return writeAnew(context, live, wish);
  const { tags } = live;
  const kept = await keptOf(context, live);
  const description = { ...descriptionOf({ ...live, ...wish }), tags, ...kept };
  const written = await storageOfChild(context, live).describeObject(live, description);
  return { ...live, ...description, ...written };
}

/** What no program of ours says about an object: headers, and who else may read it. */
type KeptDescription = Pick<ObjectDescription, "others" | "grants">;

/** Whatever writes an object anew makes it private, and forgets its headers, unless they are said again. */
async function keptOf(context: Context, live: LiveObject): Promise<KeptDescription> {
  const { others } = live;
  try {
    return { others, grants: await storageOfChild(context, live).getObjectGrants(live) };
  } catch (thrown) {
    if (!isCloudError(thrown, "denied")) throw thrown;
    const why = "the caller may not read its access control list";
    context.log.warn(`${live.id} is private from now on, if it was not before: ${why}`);
    return { others };
  }
}

/** Replaces all tags. */
export async function writeTags(
  context: Context,
  live: LiveObject,
  tags: Readonly<Record<string, string>>,
): Promise<LiveObject> {
  await storageOfChild(context, live).setObjectTags(live, tags);
  return { ...live, tags };
}

function descriptionOf(wish: Partial<BucketObjectModel>): ObjectDescription {
  const { contentType = "binary/octet-stream", metadata = {}, tags = {} } = wish;
  return { contentType, metadata, tags, storageClass: wish.storageClass ?? "STANDARD" };
}
