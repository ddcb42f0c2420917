/**
 * Which bucket has a name, and whether it is the half-made one of an interrupted run.
 * @module
 */
import type { Context } from "../core/context";
import type { Identified } from "../core/bulk";
import { CloudError, isCloudError } from "../core/errors";
import { carrierOf } from "../core/mark";
import type { ObjectStorageClient, Versioning } from "./clients/object-storage";
import { cloudFor, organizationId } from "./cloud";

/** Where a bucket is. */
export interface BucketLocation {
  readonly projectId: string;
  readonly region: string;
}

/** A bucket as the service has it; its id is its name. */
export interface LiveBucket extends BucketLocation, Identified {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly versioning: Versioning;
  readonly objectLock: boolean;
}

/** What a program leaves out: the settings' region, and their default Project or the Organization's, which has its id. */
export async function chooseLocation(
  context: Context,
  given: Partial<BucketLocation>,
): Promise<Partial<BucketLocation>> {
  const { settings } = context;
  return {
    ...(given.region === undefined ? { region: settings.region } : {}),
    ...(given.projectId === undefined
      ? { projectId: settings.defaultProjectId ?? (await organizationId(context)) }
      : {}),
  };
}

/** Object Storage in a bucket's Project and region. */
export function storageOf(
  context: Context,
  { projectId, region }: BucketLocation,
): ObjectStorageClient {
  return cloudFor(context).objectStorage(projectId, region);
}

const shelfOf = ({ projectId, region }: BucketLocation): string =>
  `scaleway:Bucket in ${projectId} ${region}`;

/** The one list of buckets of a Project in a region, by name. */
function bucketsInBulk(
  context: Context,
  location: BucketLocation,
): Promise<ReadonlyMap<string, Identified>> {
  return context.bulk.list(shelfOf(location), async () =>
    (await storageOf(context, location).listBuckets()).map(({ name }) => ({ id: name })),
  );
}

/** True where the service shows buckets of that Project in that region: it is right about one that it does not have. */
export async function areBucketsAround(
  context: Context,
  location: BucketLocation,
): Promise<boolean> {
  await bucketsInBulk(context, location);
  return [...context.bulk.shown(shelfOf(location))].length > 0;
}

/** The bucket with that name; undefined where there is none. One of another Project is an error. */
export async function observeBucket(
  context: Context,
  wanted: BucketLocation & { readonly name: string },
): Promise<LiveBucket | undefined> {
  const storage = storageOf(context, wanted);
  const found = await storage.headBucket(wanted.name);
  if (!found) return undefined;
  context.bulk.put(shelfOf(wanted), { id: wanted.name });
  return readBucket(storage, { ...wanted, region: found.region });
}

async function readBucket(
  storage: ObjectStorageClient,
  { name, projectId, region }: BucketLocation & { readonly name: string },
): Promise<LiveBucket> {
  const [tags, versioning] = await Promise.all([
    storage.getTags(name),
    storage.getVersioning(name),
  ]);
  // Object lock is never without versioning: what is not versioned need not be asked.
  const objectLock = versioning === "enabled" && (await storage.getObjectLock(name)).isEnabled;
  return { id: name, name, projectId, region, tags, versioning, objectLock };
}

/** What a bucket is made with. */
export interface BucketWish extends Partial<BucketLocation> {
  readonly name?: string;
  readonly objectLock?: boolean;
}

/**
 * The half-made bucket of this very wish: in the declared Project and region, with the wish's mark, or so far without tags,
 * versions and content.
 * @throws CloudError where the name belongs to a bucket that this wish did not make
 */
export async function findBucket(
  context: Context,
  wish: BucketWish,
  digest: string,
): Promise<LiveBucket | undefined> {
  const { name = "", projectId = "", region = "" } = wish;
  const storage = storageOf(context, { projectId, region });
  const all = await bucketsInBulk(context, { projectId, region });
  if (!all.has(name)) return undefined;
  // The list may be older than a deletion by this very run.
  const found = await observeBucket(context, { name, projectId, region });
  if (!found) return undefined;
  const mark = carrierOf({ token: "scaleway:Bucket" }).read({ tags: found.tags });
  if (mark?.digest === digest) return found;
  const bare = newBucket({ name, projectId, region }, wish.objectLock);
  const isBare =
    Object.keys(found.tags).length === 0 &&
    found.versioning === bare.versioning &&
    found.objectLock === bare.objectLock;
  if (isBare && (await storage.isEmpty(name))) return found;
  throw new CloudError({
    kind: "conflict",
    code: "name_taken",
    operation: "make bucket",
    resource: name,
    answer: `Project ${projectId} already has a bucket of that name in ${region}, and it is in use: it has ${mark ? "the mark of another resource" : contentOf(found)}`,
    hint: "Choose another name; a bucket that somebody uses is never taken over.",
  });
}

/**
 * Makes a bucket, bare.
 * @throws CloudError where the name is taken: names are shared by all Projects, regions and customers
 */
export async function makeBucket(
  context: Context,
  place: BucketLocation & { readonly name: string },
  objectLock?: boolean,
): Promise<LiveBucket> {
  const { name, projectId, region } = place;
  try {
    await storageOf(context, place).createBucket(name, { objectLock });
  } catch (thrown) {
    if (!isCloudError(thrown) || thrown.code !== "BucketAlreadyOwnedByYou") throw thrown;
    throw thrown.with({
      hint: `A bucket of that name is yours already, but not in Project ${projectId} in ${region}: choose another name, or declare the bucket where it is.`,
    });
  }
  return newBucket(place, objectLock);
}

/** A bucket as it is when it has just been made. */
function newBucket(
  { name, projectId, region }: BucketLocation & { readonly name: string },
  objectLock = false,
): LiveBucket {
  const versioning = objectLock ? "enabled" : "never";
  return { id: name, name, projectId, region, tags: {}, versioning, objectLock };
}

function contentOf({ tags, versioning }: LiveBucket): string {
  if (Object.keys(tags).length > 0) return "tags of its own";
  return versioning === "never" ? "content" : "versioning switched on";
}
