/**
 * What belongs to a bucket, such as its policy: it names the bucket, and takes Project and region from it.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Identified } from "../core/bulk";
import type { CommonArgs } from "../core/common";
import type { Context } from "../core/context";
import type { AnyDefinition, Field, FieldTable } from "../core/definition";
import { isCloudError } from "../core/errors";
import { DeclaredResource, type ResourceCall } from "../core/resource";
import { uuid } from "../core/rules";
import type { Properties } from "../core/sanitize";
import { Bucket } from "./bucket";
import { areBucketsAround, chooseLocation, storageOf, type BucketLocation } from "./bucket-place";
import { bucketName, region } from "./bucket-rules";
import type { ObjectStorageClient } from "./clients/object-storage";
import type { Region } from "./names";

/** Arguments of everything that belongs to a bucket. */
export interface BucketChildArgs extends CommonArgs {
  /**
   * The bucket: a `Bucket`, whose Project and region are then meant, or a name of 3 to 63 characters.
   * Changing this replaces the resource.
   */
  bucket: Bucket | pulumi.Input<string>;
  /**
   * The Project that holds the bucket. Default: that of the `Bucket`, or of the settings where a name is given.
   * Changing this replaces the resource.
   */
  projectId?: pulumi.Input<string> | undefined;
  /**
   * The bucket's region, such as `fr-par`. Default: that of the `Bucket`, or of the settings where a name is given.
   * Changing this replaces the resource.
   */
  region?: pulumi.Input<Region> | undefined;
}

/** Which bucket, and where it is. */
export interface BucketChildModel extends BucketLocation {
  readonly bucket: string;
}

/** The bucket of a child as the service has it; the id says where it is. */
export type LiveBucketChild = BucketChildModel & Identified;

/** The fields that say which bucket is meant. */
export const bucketChildFields: FieldTable<BucketChildModel> & Readonly<Record<string, Field>> = {
  bucket: { rule: bucketName, absent: "required", replaces: true },
  projectId: { rule: uuid("a Project"), absent: "chosen", replaces: true },
  region: { rule: region, absent: "chosen", replaces: true },
};

/** What the classes of everything that belongs to a bucket extend: their outputs say which bucket that is. */
export abstract class BucketChild extends DeclaredResource {
  /** The bucket's name, also where a `Bucket` was given. */
  declare readonly bucket: pulumi.Output<string>;
  /** The Project that holds the bucket: the one given, that of the `Bucket`, or that of the settings. */
  declare readonly projectId: pulumi.Output<string>;
  /** The bucket's region, such as `fr-par`: the one given, that of the `Bucket`, or that of the settings. */
  declare readonly region: pulumi.Output<string>;
  /** The Organization that it belongs to. */
  declare readonly organizationId: pulumi.Output<string>;

  constructor(definition: AnyDefinition, call: ResourceCall & { readonly args: BucketChildArgs }) {
    super(definition, { ...call, args: ofBucket(call.args) });
  }
}

/** A bucket given as a resource, as the handlers know it: its name, Project and region. */
function ofBucket<Args extends BucketChildArgs>(args: Args): Args {
  const { bucket } = args;
  if (!Bucket.isInstance(bucket)) return args;
  return {
    ...args,
    bucket: bucket.id,
    projectId: args.projectId ?? bucket.projectId,
    region: args.region ?? bucket.region,
  };
}

/** Project and region where the program leaves them out. */
export function chooseBucketLocation(
  context: Context,
  given: Partial<BucketChildModel>,
): Promise<Partial<BucketChildModel>> {
  return chooseLocation(context, given);
}

/** The bucket of a wish or of a state, with the id of its child: region, Project and name. */
export function bucketOf(properties: Partial<BucketChildModel> | Properties): LiveBucketChild {
  const { bucket = "", projectId = "", region: where = "" } = properties as Record<string, string>;
  return { id: `${where}/${projectId}/${bucket}`, bucket, projectId, region: where };
}

/** The bucket that a child's id names; undefined for what is no such id. */
export function bucketOfId(id: string): LiveBucketChild | undefined {
  const [where, projectId, bucket, ...rest] = id.split("/");
  if (!where || !projectId || !bucket || rest.length > 0) return undefined;
  return { id, bucket, projectId, region: where };
}

/** Object Storage where the child's bucket is. */
export function storageOfChild(
  context: Context,
  child: BucketLocation | Properties,
): ObjectStorageClient {
  return storageOf(context, bucketOf(child));
}

/** What is missing from a bucket that is there is gone; with a bucket that is missing, it is as certain as that bucket's end. */
export function isBucketKnownAround(context: Context, state: Properties): Promise<boolean> {
  return areBucketsAround(context, bucketOf(state));
}

/** What belongs to a bucket goes with it: undefined where the bucket is gone. */
export async function unlessBucketGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (thrown) {
    if (isCloudError(thrown, "notFound") && thrown.code === "NoSuchBucket") return undefined;
    throw thrown;
  }
}
