/**
 * What a bucket with object lock keeps new objects by.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../core/context";
import { kind, type AnyDefinition } from "../core/definition";
import { CloudError } from "../core/errors";
import { integer, oneOf } from "../core/rules";
import { isInstanceOf, typeToken } from "../core/resource";
import type { Properties } from "../core/sanitize";
import {
  BucketChild,
  bucketChildFields,
  bucketOf,
  chooseBucketLocation,
  isBucketKnownAround,
  storageOfChild,
  unlessBucketGone,
  type BucketChildArgs,
  type BucketChildModel,
  type LiveBucketChild,
} from "./bucket-child";
import type { DefaultRetention } from "./clients/object-storage";
import { organizationId } from "./cloud";
import { requireOneOf } from "./one-of";

/** Arguments of a {@link BucketLock}. */
export interface BucketLockArgs extends BucketChildArgs {
  /**
   * `GOVERNANCE`: who asks to pass over it may delete a version earlier. `COMPLIANCE`: nobody may, not even the Owner, and
   * the time cannot be made shorter.
   */
  mode: pulumi.Input<"GOVERNANCE" | "COMPLIANCE">;
  /** Days for which the version of a new object is kept, 1 to 36,500. Exactly one of `days` and `years`. */
  days?: pulumi.Input<number> | undefined;
  /** Years for which the version of a new object is kept, 1 to 100. Exactly one of `days` and `years`. */
  years?: pulumi.Input<number> | undefined;
}

/**
 * The default retention of a bucket: how long each version of an object that is written from now on is kept from being
 * deleted. What is there already stays as it is.
 *
 * The bucket must be made with `objectLock: true`. Destroying this drops the default and nothing else: object lock stays on
 * for as long as the bucket, and so does what keeps the objects that were written meanwhile. Not for one object's own
 * retention or legal hold.
 *
 * Minimal:
 * ```ts
 * const bucket = new scaleway.Bucket("backups", { objectLock: true });
 * new scaleway.BucketLock("backups", { bucket, mode: "GOVERNANCE", days: 30 });
 * ```
 * Seven years that nobody can shorten, for a bucket given by its name, as one of another program is:
 * ```ts
 * const ledger = new scaleway.Bucket("ledger", { projectId: second.id, region: "nl-ams", objectLock: true });
 * new scaleway.BucketLock("ledger", {
 *   bucket: ledger.name,
 *   projectId: second.id,
 *   region: "nl-ams",
 *   mode: "COMPLIANCE",
 *   years: 7,
 * });
 * ```
 * In Scaleway's documentation: "Object Storage > Object lock".
 */
export class BucketLock extends BucketChild {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:BucketLock");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return bucketLock;
  }

  /** True for a default retention, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is BucketLock {
    return isInstanceOf(value, BucketLock.__pulumiType);
  }

  /** `GOVERNANCE`: a caller with the right to it may pass over the time. `COMPLIANCE`: nobody may. */
  declare readonly mode: pulumi.Output<"GOVERNANCE" | "COMPLIANCE">;
  /** Days for which the version of a new object is kept; undefined where it is told in `years`. */
  declare readonly days: pulumi.Output<number | undefined>;
  /** Years for which the version of a new object is kept; undefined where it is told in `days`. */
  declare readonly years: pulumi.Output<number | undefined>;

  constructor(name: string, args: BucketLockArgs, options?: pulumi.CustomResourceOptions) {
    super(bucketLock, { name, args, options });
  }
}

interface BucketLockModel extends BucketChildModel, DefaultRetention {}

type LiveBucketLock = LiveBucketChild & DefaultRetention;

const bucketLock = kind<BucketLockModel, LiveBucketLock>({
  token: "scaleway:BucketLock",
  noun: "default retention",
  schema: 1,
  fields: {
    ...bucketChildFields,
    mode: { rule: oneOf("GOVERNANCE", "COMPLIANCE"), absent: "required" },
    days: { rule: integer(1, 36_500), absent: "none" },
    years: { rule: integer(1, 100), absent: "none" },
  },
  produced: ["organizationId"],
  check: (inputs, { report }) => requireOneOf(["days", "years"], inputs, report),
  organization: organizationId,
  choose: chooseBucketLocation,
  place: {
    nameOf: (wish) => bucketOf(wish).id,
    find: async (context, wish) => {
      const { isEnabled, retention } = await observe(context, wish);
      if (isEnabled) return retention;
      throw new CloudError({
        kind: "conflict",
        code: "no_object_lock",
        operation: "make default retention",
        resource: wish.bucket ?? "",
        answer: "the bucket has no object lock",
        hint: "Make the bucket with objectLock: true. A bucket that has none is not given one here: it could never lose it again.",
      });
    },
  },
  isKnownAround: isBucketKnownAround,
  get: async (context, _id, state) => (await unlessBucketGone(observe(context, state)))?.retention,
  make: write,
  aspects: [
    {
      fields: ["mode", "days", "years"],
      // An adopted one keeps its mode where the program does not say any; of days and years it always says one.
      write: (context, live, wish) =>
        write(context, { mode: live.mode, ...wish, ...bucketOf({ ...live }) }),
    },
  ],
  remove: async (context, _id, { state }) => {
    const { bucket } = bucketOf(state);
    await unlessBucketGone(storageOfChild(context, state).setDefaultRetention(bucket, undefined));
    context.log.info(
      `bucket ${bucket} keeps new objects no more; object lock itself stays on, and what it keeps already stays kept`,
    );
  },
  model: ({ bucket, projectId, region, mode, days, years }) => ({
    bucket,
    projectId,
    region,
    mode,
    days,
    years,
  }),
  produce: () => ({}),
});

async function observe(
  context: Context,
  properties: Partial<BucketChildModel> | Properties,
): Promise<{ readonly isEnabled: boolean; readonly retention: LiveBucketLock | undefined }> {
  const place = bucketOf(properties);
  const storage = storageOfChild(context, place);
  const { isEnabled, defaultRetention } = await storage.getObjectLock(place.bucket);
  return { isEnabled, retention: defaultRetention && { ...place, ...defaultRetention } };
}

async function write(context: Context, wish: Partial<BucketLockModel>): Promise<LiveBucketLock> {
  const place = bucketOf(wish);
  const { mode = "GOVERNANCE", days, years } = wish;
  const retention = { mode, days, years };
  await storageOfChild(context, place).setDefaultRetention(place.bucket, retention);
  return { ...place, ...retention };
}
