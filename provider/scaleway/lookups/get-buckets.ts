/**
 * The buckets of one Project in one region, narrowed and ordered.
 * @module
 */
import type { Context } from "../../core/context";
import { chooseLocation, storageOf, type BucketLocation } from "../bucket-place";
import { region } from "../bucket-rules";
import type { Order } from "../clients/search";
import { anyText, id, orders } from "./filters";
import { defineLookup, type LookupArgs } from "./lookup";
import type { Region } from "../names";

/** Where to look, and for which names. */
export interface GetBucketsArgs extends LookupArgs {
  /** The Project that holds them. Default: that of the settings. */
  readonly projectId?: string | undefined;
  /** Such as `fr-par`; each region is a call of its own. Default: that of the settings. */
  readonly region?: Region | undefined;
  /** Only those whose names begin so. Default: all. */
  readonly namePrefix?: string | undefined;
  /** Default: `nameAsc`. */
  readonly orderBy?: Order<"createdAt" | "name"> | undefined;
}

/** A bucket in a list. */
export interface ListedBucketResult {
  /** By which `getBucket` tells more of it. */
  readonly name: string;
  /** When it was made, as RFC 3339 writes it; undefined where the service does not say. */
  readonly createdAt: string | undefined;
}

/** The buckets that fit, in the order asked for. */
export interface GetBucketsResult {
  /** The Project that was looked in. */
  readonly projectId: string;
  /** The region that was looked in. */
  readonly region: string;
  /** Those that fit; empty where none does. */
  readonly buckets: readonly ListedBucketResult[];
}

/** Lists them by one call a page. */
async function readBuckets(
  context: Context,
  { namePrefix = "", orderBy = "nameAsc", ...given }: GetBucketsArgs,
): Promise<GetBucketsResult> {
  const location = {
    ...given,
    ...(await chooseLocation(context, given as Partial<BucketLocation>)),
  };
  const { projectId = "", region: where = "" } = location;
  const all = await storageOf(context, { projectId, region: where }).listBuckets();
  const buckets = all.filter(({ name }) => name.startsWith(namePrefix));
  return { projectId, region: where, buckets: ordered(buckets, orderBy) };
}

/** The service knows no order but its own; of several that were made in one moment the name decides. */
function ordered(
  buckets: readonly ListedBucketResult[],
  orderBy: Order<"createdAt" | "name">,
): ListedBucketResult[] {
  const of = ({ name, createdAt = "" }: ListedBucketResult): string =>
    orderBy.startsWith("name") ? name : `${createdAt} ${name}`;
  const upwards = [...buckets].sort((one, other) => (of(one) < of(other) ? -1 : 1));
  return orderBy.endsWith("Desc") ? upwards.reverse() : upwards;
}

const lookup = defineLookup<GetBucketsArgs, GetBucketsResult>({
  name: "getBuckets",
  members: {
    projectId: { rule: id("a Project") },
    region: { rule: region },
    namePrefix: { rule: anyText },
    orderBy: { rule: orders("createdAt", "name") },
  },
  ask: readBuckets,
});

/**
 * All buckets of a Project in a region, whatever their policies say. Asked once per program and arguments.
 *
 * ```ts
 * const { buckets } = await scaleway.getBuckets({ region: "nl-ams", namePrefix: "example-" });
 * ```
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to list buckets
 */
export const getBuckets = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * export const inSecond = scaleway.getBucketsOutput({ projectId: second.id }).buckets;
 * ```
 */
export const getBucketsOutput = lookup.output;
