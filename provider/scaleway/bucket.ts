/**
 * Buckets of Object Storage, each in one Project and one region.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../core/common";
import type { Context } from "../core/context";
import { kind, type AnyDefinition, type Removal } from "../core/definition";
import { isCloudError } from "../core/errors";
import { boolean, uuid } from "../core/rules";
import { DeclaredResource, isInstanceOf, typeToken } from "../core/resource";
import type { Properties } from "../core/sanitize";
import { s3EndpointOf, type Settings } from "../core/settings";
import { bucketName, bucketTags, BUCKET_NAME_LIMITS, region } from "./bucket-rules";
import {
  areBucketsAround,
  chooseLocation,
  findBucket,
  makeBucket,
  observeBucket,
  storageOf,
  type LiveBucket,
} from "./bucket-place";
import { organizationId } from "./cloud";
import type { Region } from "./names";

/** Arguments of a {@link Bucket}. */
export interface BucketArgs extends CommonArgs {
  /**
   * 3 to 63 lowercase letters, digits, hyphens and dots; unique among all customers and regions.
   * Default: the resource's name and seven hexadecimal digits, chosen once and kept. Changing this replaces the bucket.
   */
  name?: pulumi.Input<string> | undefined;
  /** The Project that holds it. Default: that of the settings. Changing this replaces the bucket. */
  projectId?: pulumi.Input<string> | undefined;
  /** Such as `fr-par`, `nl-ams` or `pl-waw`. Default: that of the settings. Changing this replaces the bucket. */
  region?: pulumi.Input<Region> | undefined;
  /** Names and values; one more is needed to find the bucket again after a crash. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * True: old versions of objects are kept. Once on it can only be suspended, which false does. Default: true with
   * `objectLock`, else false.
   */
  versioning?: pulumi.Input<boolean> | undefined;
  /**
   * True: versions of objects can be kept from being deleted, see `BucketLock`. It needs versioning, and stays for as long
   * as the bucket does. Default: false. Changing this replaces the bucket.
   */
  objectLock?: pulumi.Input<boolean> | undefined;
  /** True: destroying the bucket first removes everything in it. Replacing it never does. Default: false. */
  forceDestroy?: pulumi.Input<boolean> | undefined;
  /** True: replacing the bucket removes everything in the old one. Default: false. */
  forceDestroyOnReplace?: pulumi.Input<boolean> | undefined;
}

/**
 * A bucket in one Project and one region.
 *
 * The deploying key acts in the bucket's own Project whatever it prefers. A replaced bucket is never emptied: if it holds
 * anything, its deletion fails and is tried again at each run until you have moved the content, or have set
 * `forceDestroyOnReplace`. Not for what is in the bucket.
 *
 * Minimal:
 * ```ts
 * const bucket = new scaleway.Bucket("photos");
 * ```
 * In a Project and a region, with old versions kept:
 * ```ts
 * const bucket = new scaleway.Bucket("photos", {
 *   name: "example-photos",
 *   projectId: second.id,
 *   region: "nl-ams",
 *   tags: { team: "media" },
 *   versioning: true,
 * });
 * ```
 * In Scaleway's documentation: "Object Storage > Buckets".
 */
export class Bucket extends DeclaredResource {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:Bucket");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return bucket;
  }

  /** True for a bucket, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is Bucket {
    return isInstanceOf(value, Bucket.__pulumiType);
  }

  /** The bucket's name, which is the resource's id too: the one given, or the one chosen when it was made. */
  declare readonly name: pulumi.Output<string>;
  /** The Project that holds it: the one given, or that of the settings when it was made. */
  declare readonly projectId: pulumi.Output<string>;
  /** Where it is, such as `fr-par`: the region given, or that of the settings when it was made. */
  declare readonly region: pulumi.Output<string>;
  /** Names and values as the service has them, without the tag by which the provider finds the bucket again. */
  declare readonly tags: pulumi.Output<Record<string, string>>;
  /** True: old versions of objects are kept. False: they never were, or it is suspended. */
  declare readonly versioning: pulumi.Output<boolean>;
  /** True: versions of objects can be kept from being deleted, for as long as the bucket is there. */
  declare readonly objectLock: pulumi.Output<boolean>;
  /** True: destroying the bucket first removes everything in it. Known to the state alone, not to the service. */
  declare readonly forceDestroy: pulumi.Output<boolean>;
  /** True: replacing it removes everything in the old one. Known to the state alone, not to the service. */
  declare readonly forceDestroyOnReplace: pulumi.Output<boolean>;
  /** The bucket's own address. */
  declare readonly endpoint: pulumi.Output<string>;
  /** The address of Object Storage in its region, for S3 clients. */
  declare readonly apiEndpoint: pulumi.Output<string>;
  /** The Organization that it belongs to. */
  declare readonly organizationId: pulumi.Output<string>;

  constructor(name: string, args: BucketArgs = {}, options?: pulumi.CustomResourceOptions) {
    super(bucket, { name, args, options });
  }
}

interface BucketModel {
  readonly name: string;
  readonly projectId: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly versioning: boolean;
  readonly objectLock: boolean;
  readonly forceDestroy: boolean;
  readonly forceDestroyOnReplace: boolean;
}

const bucket = kind<BucketModel, LiveBucket>({
  token: "scaleway:Bucket",
  noun: "bucket",
  schema: 1,
  fields: {
    name: { rule: bucketName, absent: "chosen", replaces: true },
    projectId: { rule: uuid("a Project"), absent: "chosen", replaces: true },
    region: { rule: region, absent: "chosen", replaces: true },
    tags: { rule: bucketTags, absent: { default: {} } },
    objectLock: { rule: boolean(), absent: { default: false }, replaces: true },
    versioning: { rule: boolean(), absent: { derive: ({ objectLock }) => objectLock } },
    forceDestroy: { rule: boolean(), absent: { default: false }, local: true },
    forceDestroyOnReplace: { rule: boolean(), absent: { default: false }, local: true },
  },
  produced: ["endpoint", "apiEndpoint", "organizationId"],
  check: ({ objectLock, versioning }, { report }) => {
    if (objectLock !== true || versioning !== false) return;
    report(
      "versioning",
      "false is not allowed with objectLock: true, which keeps versions: leave it out",
    );
  },
  // A name is taken as long as the old bucket has it.
  deleteBeforeReplace: (news, state) => news["name"] === state["name"],
  organization: organizationId,
  choose: async (context, given, naming) => ({
    ...(given.name === undefined ? { name: naming.name(BUCKET_NAME_LIMITS) } : {}),
    ...(await chooseLocation(context, given)),
  }),
  place: { nameOf: ({ name = "" }) => name, find: findBucket },
  get: (context, id, state) => observeBucket(context, { name: id, ...whereOf(state) }),
  isKnownAround: (context, state) => areBucketsAround(context, whereOf(state)),
  make: (context, { name = "", projectId = "", region: where = "", objectLock }) =>
    makeBucket(context, { name, projectId, region: where }, objectLock),
  aspects: [
    {
      // First, because the mark is among the tags: from now on the bucket is known by it.
      fields: ["tags"],
      write: async (context, live, { tags = {} }) => {
        await storageOf(context, live).setTags(live.name, tags);
        return { ...live, tags };
      },
    },
    {
      fields: ["versioning"],
      write: async (context, live, wish) => {
        const versioning = wish.versioning ? "enabled" : "suspended";
        await storageOf(context, live).setVersioning(live.name, versioning);
        return { ...live, versioning };
      },
    },
  ],
  remove: removeBucket,
  model: ({ name, projectId, region: where, tags, versioning, objectLock }) => ({
    name,
    projectId,
    region: where,
    tags,
    versioning: versioning === "enabled",
    objectLock,
  }),
  produce: (live, { settings }) => ({
    endpoint: addressOf(live, settings),
    apiEndpoint: s3EndpointOf(settings, live.region),
  }),
});

/** Where the state says that a bucket is. */
function whereOf(state: Properties): { projectId: string; region: string } {
  return { projectId: String(state["projectId"]), region: String(state["region"]) };
}

function addressOf({ name, region: where }: LiveBucket, settings: Settings): string {
  const address = new URL(s3EndpointOf(settings, where));
  const isVirtualHost = settings.sources.s3Endpoint === "default" && !name.includes(".");
  if (isVirtualHost) address.hostname = `${name}.${address.hostname}`;
  else address.pathname = `${address.pathname.replace(/\/$/, "")}/${name}`;
  return address.href.replace(/\/$/, "");
}

async function removeBucket(
  context: Context,
  name: string,
  { state, replacedBy }: Removal,
): Promise<void> {
  const storage = storageOf(context, whereOf(state));
  const mayEmpty = replacedBy
    ? replacedBy["forceDestroyOnReplace"] === true
    : state["forceDestroy"] === true;
  try {
    if (mayEmpty) await storage.emptyBucket(name);
    await storage.deleteBucket(name);
  } catch (thrown) {
    if (isCloudError(thrown, "notFound") && thrown.code === "NoSuchBucket") return;
    if (!isCloudError(thrown) || thrown.code !== "BucketNotEmpty") throw thrown;
    throw thrown.with({
      hint: replacedBy
        ? "This is the old bucket of a replacement, and nothing in it is removed: move its content away and run the deployment again, or set forceDestroyOnReplace: true."
        : "Nothing in it is removed: empty it, or set forceDestroy: true and run `up` once before destroying it.",
    });
  }
}
