/**
 * What happens to the objects of a bucket as they grow old.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { AnyDefinition } from "../core/definition";
import { isInstanceOf, typeToken } from "../core/resource";
import { BucketChild, type BucketChildArgs } from "./bucket-child";
import {
  asWritten,
  lifecycleRules,
  type LifecycleRule,
  type LifecycleRuleArgs,
} from "./bucket-lifecycle-rules";
import { bucketSetting } from "./bucket-setting";
import type { NestedShape } from "./clients/object-storage";

/** Arguments of a {@link BucketLifecycle}. */
export interface BucketLifecycleArgs extends BucketChildArgs {
  /** 1 to 1,000 rules, whose order means nothing. */
  rules: pulumi.Input<pulumi.Input<LifecycleRuleArgs>[]>;
}

/**
 * The lifecycle of a bucket: objects expire, or move to a storage class for what is hardly ever read; old versions and
 * unfinished uploads go.
 *
 * A bucket has one lifecycle: this resource owns all of its rules, and a bucket that has others already makes its creation
 * fail, unless `adopt: "existing"`. Destroying it removes the rules and no object. Everything is due at a midnight (UTC),
 * and the service takes up to a day more. Not for keeping objects from being deleted: that is `BucketLock`.
 *
 * Minimal:
 * ```ts
 * new scaleway.BucketLifecycle("week", { bucket, rules: [{ expiration: { days: 7 } }] });
 * ```
 * Logs that get cheaper, then go; old versions and unfinished uploads as well:
 * ```ts
 * const logs = new scaleway.Bucket("logs", { versioning: true });
 * new scaleway.BucketLifecycle("logs", {
 *   bucket: logs,
 *   rules: [
 *     {
 *       id: "logs",
 *       filter: { and: { prefix: "logs/", tags: [{ key: "keep", value: "short" }] } },
 *       transitions: [{ days: 30, storageClass: "ONEZONE_IA" }],
 *       expiration: { days: 365 },
 *     },
 *     { id: "project-ends", filter: { prefix: "drafts/" }, expiration: { date: "2030-01-01" } },
 *     {
 *       id: "leftovers",
 *       noncurrentVersionExpiration: { noncurrentDays: 90, newerNoncurrentVersions: 3 },
 *       abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
 *     },
 *   ],
 * });
 * ```
 * In Scaleway's documentation: "Object Storage > Lifecycle rules".
 */
export class BucketLifecycle extends BucketChild {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:BucketLifecycle");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return bucketLifecycle;
  }

  /** True for a lifecycle, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is BucketLifecycle {
    return isInstanceOf(value, BucketLifecycle.__pulumiType);
  }

  /** The rules, without order; one given without an id has the id that it got. */
  declare readonly rules: pulumi.Output<LifecycleRule[]>;

  constructor(name: string, args: BucketLifecycleArgs, options?: pulumi.CustomResourceOptions) {
    super(bucketLifecycle, { name, args, options });
  }
}

interface LifecycleModel {
  readonly rules: readonly NestedShape[];
}

const bucketLifecycle = bucketSetting<LifecycleModel>({
  token: "scaleway:BucketLifecycle",
  noun: "lifecycle",
  fields: { rules: { rule: lifecycleRules, absent: "required" } },
  read: async (storage, bucket) => {
    const rules = await storage.getLifecycle(bucket);
    return rules && { rules };
  },
  write: (storage, bucket, { rules = [] }) => storage.setLifecycle(bucket, asWritten(rules)),
  remove: (storage, bucket) => storage.removeLifecycle(bucket),
});
