/**
 * One bucket, by its name.
 * @module
 */
import type { Context } from "../../core/context";
import { CloudError } from "../../core/errors";
import { hideMark } from "../../core/mark";
import { chooseLocation, observeBucket, type BucketLocation } from "../bucket-place";
import { bucketName, region } from "../bucket-rules";
import { id } from "./filters";
import { defineLookup, type LookupArgs } from "./lookup";
import type { Region } from "../names";

/** Which bucket, and where it is. */
export interface GetBucketArgs extends LookupArgs {
  /** The bucket's exact name, 3 to 63 characters. */
  readonly name: string;
  /** The Project that holds it. Default: that of the settings. */
  readonly projectId?: string | undefined;
  /** Such as `fr-par`. Default: that of the settings. */
  readonly region?: Region | undefined;
}

/** A bucket as it is. */
export interface GetBucketResult {
  /** The name that was asked for. */
  readonly name: string;
  /** The Project that holds it. */
  readonly projectId: string;
  /** Where it is, such as `fr-par`. */
  readonly region: string;
  /**
   * Names and values, without the tag by which the provider finds its own buckets again; empty where there are none.
   */
  readonly tags: Readonly<Record<string, string>>;
  /** True: old versions of objects are kept. */
  readonly versioning: boolean;
  /** True: versions of objects can be kept from being deleted. */
  readonly objectLock: boolean;
}

/** Looks at the bucket in its Project and region. */
async function readBucketByName(
  context: Context,
  { name, ...given }: GetBucketArgs,
): Promise<GetBucketResult> {
  const location = {
    ...given,
    ...(await chooseLocation(context, given as Partial<BucketLocation>)),
  };
  const { projectId = "", region: where = "" } = location;
  const found = await observeBucket(context, { name, projectId, region: where });
  if (!found) {
    throw new CloudError({
      kind: "notFound",
      operation: "look up the bucket",
      resource: name,
      answer: `there is no bucket with that name in Project ${projectId} in ${where}`,
      hint: "Correct the name, or say projectId and region. For what the program makes itself, use the resource's own outputs.",
    });
  }
  const { tags } = hideMark("scaleway:Bucket", { tags: found.tags });
  const { versioning, objectLock } = found;
  return {
    ...{ name, projectId: found.projectId, region: found.region, tags },
    ...{ versioning: versioning === "enabled", objectLock },
  };
}

const lookup = defineLookup<GetBucketArgs, GetBucketResult>({
  name: "getBucket",
  members: {
    name: { rule: bucketName, required: true },
    projectId: { rule: id("a Project") },
    region: { rule: region },
  },
  ask: readBucketByName,
});

/**
 * One bucket that exists already, such as `await scaleway.getBucket({ name: "example-photos", region: "nl-ams" })`. Asked
 * once per program and arguments.
 * @throws CloudError where there is none, it is another Project's, or without the right to look at buckets
 */
export const getBucket = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * const { name, projectId, region } = bucket;
 * export const tagsOfBucket = scaleway.getBucketOutput({ name, projectId, region }).tags;
 * ```
 */
export const getBucketOutput = lookup.output;
