/**
 * How a bucket encrypts what is written to it.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import { isGiven } from "../core/assembly";
import type { AnyDefinition } from "../core/definition";
import type { Report } from "../core/fields";
import { boolean, oneOf, text } from "../core/rules";
import { isInstanceOf, typeToken } from "../core/resource";
import type { Properties } from "../core/sanitize";
import { isUnknown } from "../core/unknown";
import { BucketChild, type BucketChildArgs } from "./bucket-child";
import { bucketSetting } from "./bucket-setting";

/** Arguments of a {@link BucketEncryption}. */
export interface BucketEncryptionArgs extends BucketChildArgs {
  /** `AES256`: keys that the service holds. `aws:kms`: a key of Key Manager. Default: `AES256`. */
  algorithm?: pulumi.Input<"AES256" | "aws:kms"> | undefined;
  /** The key of Key Manager, 1 to 2,048 characters; for `aws:kms` only. Default: none. */
  keyId?: pulumi.Input<string> | undefined;
  /** True: objects are encrypted with a key of the bucket, which `aws:kms` demands and is given. */
  bucketKeyEnabled?: pulumi.Input<boolean> | undefined;
}

/**
 * How a bucket encrypts objects that are written to it without saying how themselves.
 *
 * What is there already stays as it is, also when this is destroyed: objects that were encrypted meanwhile stay so. A bucket
 * that has another encryption already makes its creation fail, unless `adopt: "existing"`. Not for keys that writers bring
 * with each object (SSE-C), which no bucket knows.
 *
 * Minimal:
 * ```ts
 * new scaleway.BucketEncryption("sealed", { bucket });
 * ```
 * With a key of Key Manager:
 * ```ts
 * const vault = new scaleway.Bucket("vault");
 * new scaleway.BucketEncryption("vault", {
 *   bucket: vault,
 *   algorithm: "aws:kms",
 *   keyId: "0a1b2c3d-0000-4000-8000-000000000001",
 * });
 * ```
 * In Scaleway's documentation: "Object Storage > Encryption".
 */
export class BucketEncryption extends BucketChild {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:BucketEncryption");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return bucketEncryption;
  }

  /** True for an encryption, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is BucketEncryption {
    return isInstanceOf(value, BucketEncryption.__pulumiType);
  }

  /** With what new objects are encrypted: `AES256` unless the program says otherwise. */
  declare readonly algorithm: pulumi.Output<"AES256" | "aws:kms">;
  /** The key of Key Manager with which `aws:kms` encrypts; undefined for `AES256`. */
  declare readonly keyId: pulumi.Output<string | undefined>;
  /** True: objects are encrypted with a key of the bucket; undefined: the program leaves it to the service. */
  declare readonly bucketKeyEnabled: pulumi.Output<boolean | undefined>;

  constructor(name: string, args: BucketEncryptionArgs, options?: pulumi.CustomResourceOptions) {
    super(bucketEncryption, { name, args, options });
  }
}

interface EncryptionModel {
  readonly algorithm: string;
  readonly keyId: string;
  readonly bucketKeyEnabled: boolean;
}

const bucketEncryption = bucketSetting<EncryptionModel>({
  token: "scaleway:BucketEncryption",
  noun: "encryption",
  fields: {
    algorithm: { rule: oneOf("AES256", "aws:kms"), absent: { default: "AES256" } },
    keyId: { rule: text({ minimum: 1, maximum: 2_048 }), absent: "none" },
    bucketKeyEnabled: { rule: boolean(), absent: "unmanaged" },
  },
  check: (inputs, { report }) => checkKeys(inputs, report),
  read: (storage, bucket) =>
    storage.getEncryption(bucket) as Promise<Partial<EncryptionModel> | undefined>,
  // An adopted one may have what does not go with what the program asks for.
  settle: ({ algorithm = "AES256", keyId, bucketKeyEnabled = false }) => {
    const needsKey = algorithm === "aws:kms";
    return {
      ...{ algorithm, bucketKeyEnabled: bucketKeyEnabled || needsKey },
      ...(needsKey && keyId !== undefined ? { keyId } : {}),
    };
  },
  write: (storage, bucket, encryption) => storage.setEncryption(bucket, encryption),
  remove: (storage, bucket) => storage.removeEncryption(bucket),
});

/** The service refuses both. */
function checkKeys({ algorithm, keyId, bucketKeyEnabled }: Properties, report: Report): void {
  // One that is not known yet may turn out not to be given.
  if (algorithm === "AES256" && isGiven(keyId) && !isUnknown(keyId)) {
    report("keyId", 'it is for algorithm "aws:kms" only');
  }
  if (algorithm === "aws:kms" && bucketKeyEnabled === false) {
    report("bucketKeyEnabled", 'false is not allowed: algorithm "aws:kms" demands a bucket key');
  }
}
