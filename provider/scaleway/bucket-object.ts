/**
 * Objects: what a program puts into a bucket.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../core/context";
import { kind, type AnyDefinition, type Removal } from "../core/definition";
import { boolean, oneOf, text } from "../core/rules";
import { isInstanceOf, typeToken } from "../core/resource";
import {
  BucketChild,
  bucketChildFields,
  bucketOf,
  chooseBucketLocation,
  isBucketKnownAround,
  storageOfChild,
  type BucketChildArgs,
  type BucketChildModel,
} from "./bucket-child";
import { organizationId } from "./cloud";
import type { StorageClass } from "./clients/object-storage";
import { contentHashOf } from "./object-content";
import {
  describeAnew,
  observeObject,
  placeOf,
  writeAnew,
  writeObject,
  writeTags,
  type LiveObject,
} from "./object-place";
import { checkObject, objectKey, objectMetadata, objectTags } from "./object-rules";
import { carried, type CarriedAsset } from "./object-source";

const LONGEST_TEXT = 1_000_000;

/** Arguments of a {@link BucketObject}. */
export interface BucketObjectArgs extends BucketChildArgs {
  /** 1 to 1,024 bytes; slashes make folders. Changing this replaces the object. */
  key: pulumi.Input<string>;
  /**
   * A file: its path, relative to the folder of `Pulumi.yaml`, or a `FileAsset`; or a `StringAsset`, which is the same as
   * `content`. Only a hash of a file's content is kept in the state. Exactly one of `source` and `content`.
   */
  source?: pulumi.Input<string> | CarriedAsset | undefined;
  /** A text of at most 1,000,000 characters, which the state keeps. Exactly one of `source` and `content`. */
  content?: pulumi.Input<string> | undefined;
  /** What readers are told that it is, at most 255 characters. Default: `binary/octet-stream`. */
  contentType?: pulumi.Input<string> | undefined;
  /** What readers are told besides: names in lowercase with values in ASCII, at most 1,998 bytes. Default: none. */
  metadata?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /** At most 10 names with values. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /** `STANDARD`, `ONEZONE_IA` or `GLACIER`, which must be restored before it can be read. Default: `STANDARD`. */
  storageClass?: pulumi.Input<StorageClass> | undefined;
  /**
   * True: destroying it removes all of its versions. False: in a bucket with versions a delete marker is set, and the bucket
   * is not empty. Default: false.
   */
  forceDestroy?: pulumi.Input<boolean> | undefined;
}

/**
 * An object in a bucket: a text or a file that belongs to the deployment, such as a page or a configuration.
 *
 * That somebody changed the content is seen by its entity tag, without reading it. A file is read at every preview, to
 * see whether it changed; large ones are uploaded in parts. Not for data: thousands of files are better synchronized with
 * an S3 client. The entity tag of a short secret gives it away to whoever may list the bucket.
 *
 * Minimal:
 * ```ts
 * new scaleway.BucketObject("motd", { bucket, key: "motd.txt", content: "Welcome." });
 * ```
 * A page, from a file:
 * ```ts
 * new scaleway.BucketObject("index", {
 *   bucket,
 *   key: "index.html",
 *   source: "site/index.html",
 *   contentType: "text/html; charset=utf-8",
 *   metadata: { revision: "42" },
 * });
 * ```
 * In Scaleway's documentation: "Object Storage > Objects".
 */
export class BucketObject extends BucketChild {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:BucketObject");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return bucketObject;
  }

  /** True for an object, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is BucketObject {
    return isInstanceOf(value, BucketObject.__pulumiType);
  }

  /** The object's name in the bucket, slashes included. */
  declare readonly key: pulumi.Output<string>;
  /** The path of the file that was uploaded; undefined where a text was given. */
  declare readonly source: pulumi.Output<string | undefined>;
  /** The text that was uploaded; undefined where a file was given. */
  declare readonly content: pulumi.Output<string | undefined>;
  /** What readers are told that it is: `binary/octet-stream` unless the program says otherwise. */
  declare readonly contentType: pulumi.Output<string>;
  /** What readers are told besides; empty where nothing is given. */
  declare readonly metadata: pulumi.Output<Record<string, string>>;
  /** Names and values as the service has them; empty where none are given. */
  declare readonly tags: pulumi.Output<Record<string, string>>;
  /** `STANDARD`, `ONEZONE_IA` or `GLACIER`; one that a lifecycle moved is seen by the next refresh. */
  declare readonly storageClass: pulumi.Output<StorageClass>;
  /** True: destroying it removes all of its versions. Known to the state alone, not to the service. */
  declare readonly forceDestroy: pulumi.Output<boolean>;
  /** The entity tag: the MD5 of the content, or of the digests of its parts and how many there are. */
  declare readonly etag: pulumi.Output<string>;
  /** The version that was written; undefined where the bucket keeps none. */
  declare readonly versionId: pulumi.Output<string | undefined>;
  /** Size of the content, in bytes. */
  declare readonly size: pulumi.Output<number>;

  constructor(name: string, args: BucketObjectArgs, options?: pulumi.CustomResourceOptions) {
    super(bucketObject, { name, args: carried(args), options });
  }
}

/** The properties of an object. */
export interface BucketObjectModel extends BucketChildModel {
  readonly key: string;
  readonly source: string;
  readonly content: string;
  /** The entity tag that the content will have. */
  readonly contentHash: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly storageClass: StorageClass;
  readonly forceDestroy: boolean;
}

const bucketObject = kind<BucketObjectModel, LiveObject>({
  token: "scaleway:BucketObject",
  noun: "object",
  schema: 1,
  fields: {
    ...bucketChildFields,
    key: { rule: objectKey, absent: "required", replaces: true },
    source: { rule: text({ minimum: 1, maximum: 4096 }), absent: "none", local: true },
    content: { rule: text({ minimum: 0, maximum: LONGEST_TEXT }), absent: "none", local: true },
    contentHash: {
      rule: text({ minimum: 1, maximum: 100 }),
      absent: { derive: contentHashOf },
      internal: true,
    },
    contentType: {
      rule: text({
        minimum: 1,
        maximum: 255,
        pattern: /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/,
        alphabet: "printable ASCII",
      }),
      absent: { default: "binary/octet-stream" },
    },
    metadata: { rule: objectMetadata, absent: { default: {} } },
    tags: { rule: objectTags, absent: { default: {} } },
    storageClass: {
      rule: oneOf("STANDARD", "ONEZONE_IA", "GLACIER"),
      absent: { default: "STANDARD" },
    },
    forceDestroy: { rule: boolean(), absent: { default: false }, local: true },
  },
  produced: ["etag", "versionId", "size", "organizationId"],
  check: (inputs, { report }) => checkObject(inputs, report),
  organization: organizationId,
  choose: chooseBucketLocation,
  place: {
    nameOf: (wish) => placeOf(wish).id,
    goesLast: true,
    findsOthers: true,
    find: (context, wish) => observeObject(context, wish),
  },
  isKnownAround: isBucketKnownAround,
  get: (context, _id, state) => observeObject(context, state),
  make: (context, wish) => writeObject(context, wish),
  aspects: [
    {
      fields: ["contentHash", "contentType", "metadata", "storageClass"],
      write: (context, live, wish, changes) =>
        "contentHash" in changes
          ? writeAnew(context, live, wish)
          : describeAnew(context, live, wish),
    },
    { fields: ["tags"], write: (context, live, { tags = {} }) => writeTags(context, live, tags) },
  ],
  remove: removeObject,
  model: ({ bucket, projectId, region, key, contentHash, ...described }) => ({
    ...{ bucket, projectId, region, key, contentHash },
    contentType: described.contentType,
    metadata: described.metadata,
    tags: described.tags,
    storageClass: described.storageClass,
  }),
  produce: ({ etag, versionId, sizeBytes }) => ({ etag, versionId, size: sizeBytes }),
});

async function removeObject(context: Context, _id: string, { state }: Removal): Promise<void> {
  const { bucket, key } = placeOf(state);
  const storage = storageOfChild(context, bucketOf(state));
  if (state["forceDestroy"] === true) await storage.deleteVersions({ bucket, key });
  else await storage.deleteObject({ bucket, key });
}
