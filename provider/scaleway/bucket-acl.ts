/**
 * Access control lists of buckets.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../core/context";
import { kind, type AnyDefinition } from "../core/definition";
import { isInstanceOf, typeToken } from "../core/resource";
import { oneOf } from "../core/rules";
import type { Properties } from "../core/sanitize";
import { CANNED_ACLS, cannedGrants, grantsRule, nameOfAcl } from "./bucket-acl-rules";
import {
  BucketChild,
  bucketChildFields,
  bucketOf,
  bucketOfId,
  chooseBucketLocation,
  isBucketKnownAround,
  storageOfChild,
  unlessBucketGone,
  type BucketChildArgs,
  type BucketChildModel,
  type LiveBucketChild,
} from "./bucket-child";
import type { AclGrant } from "./clients/object-storage";
import { organizationId } from "./cloud";
import { requireOneOf } from "./one-of";

/** One line of a {@link BucketAcl}: exactly one of `projectId` and `group`. */
export interface BucketAclGrantArgs {
  /** The Project to which it is granted: whoever acts in it and has the right there. */
  projectId?: pulumi.Input<string> | undefined;
  /** `AllUsers`: everybody, also without a key; `AuthenticatedUsers`: every key of any Organization. */
  group?: pulumi.Input<"AllUsers" | "AuthenticatedUsers"> | undefined;
  /** `READ` lists the bucket, `WRITE` writes and deletes objects, the two `..._ACP` are about this list itself. */
  permission: pulumi.Input<"READ" | "WRITE" | "READ_ACP" | "WRITE_ACP" | "FULL_CONTROL">;
}

/** Arguments of a {@link BucketAcl}: exactly one of `acl` and `grants`. */
export interface BucketAclArgs extends BucketChildArgs {
  /** A list by its name: `private`, `public-read`, `public-read-write` or `authenticated-read`. */
  acl?:
    | pulumi.Input<"private" | "public-read" | "public-read-write" | "authenticated-read">
    | undefined;
  /** The lines of the list. Their order means nothing. */
  grants?: pulumi.Input<pulumi.Input<BucketAclGrantArgs>[]> | undefined;
}

/**
 * The access control list of a bucket: who may list it and write to it beside those whom IAM lets in.
 *
 * It opens the bucket, not the objects in it: these have lists of their own. A bucket policy goes before it. Deleting it
 * makes the bucket private again, which every bucket is at first. Not for users and applications: that is what a
 * `BucketPolicy` is for.
 *
 * Minimal:
 * ```ts
 * const photos = new scaleway.Bucket("photos");
 * new scaleway.BucketAcl("photos", { bucket: photos, acl: "public-read" });
 * ```
 * Shared with another Project:
 * ```ts
 * const photos = new scaleway.Bucket("photos");
 * new scaleway.BucketAcl("photos", {
 *   bucket: photos,
 *   grants: [
 *     { projectId: photos.projectId, permission: "FULL_CONTROL" },
 *     { projectId: second.id, permission: "READ" },
 *   ],
 * });
 * ```
 * In Scaleway's documentation: "Object Storage > Managing object visibility".
 */
export class BucketAcl extends BucketChild {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:BucketAcl");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return bucketAcl;
  }

  /** True for a list, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is BucketAcl {
    return isInstanceOf(value, BucketAcl.__pulumiType);
  }

  /** `custom` where somebody gave the bucket a list that has no name. */
  declare readonly acl: pulumi.Output<string | undefined>;
  /** The lines of the list, without order; undefined where the program gives it by its name, in `acl`. */
  declare readonly grants: pulumi.Output<pulumi.Unwrap<BucketAclGrantArgs>[] | undefined>;

  constructor(name: string, args: BucketAclArgs, options?: pulumi.CustomResourceOptions) {
    super(bucketAcl, { name, args, options });
  }
}

interface BucketAclModel extends BucketChildModel {
  readonly acl: string;
  readonly grants: readonly AclGrant[];
}

type LiveAcl = LiveBucketChild & { readonly owner: string; readonly grants: readonly AclGrant[] };

const bucketAcl = kind<BucketAclModel, LiveAcl>({
  token: "scaleway:BucketAcl",
  noun: "bucket access control list",
  schema: 1,
  fields: {
    ...bucketChildFields,
    acl: { rule: oneOf(...CANNED_ACLS), absent: "unmanaged" },
    grants: { rule: grantsRule, absent: "unmanaged" },
  },
  produced: ["organizationId"],
  check: (inputs, { report }) => requireOneOf(["acl", "grants"], inputs, report),
  organization: organizationId,
  choose: chooseBucketLocation,
  place: {
    nameOf: (wish) => bucketOf(wish).id,
    // A private bucket has no list: nobody left it there, and writing it once more is harmless.
    find: (context, wish) => observe(context, bucketOf(wish), {}),
  },
  isKnownAround: isBucketKnownAround,
  get: (context, id, state) => {
    const child = bucketOfId(id);
    return child ? observe(context, child, state) : Promise.resolve(undefined);
  },
  make: (context, wish) => write(context, bucketOf(wish), wish),
  aspects: [{ fields: ["acl", "grants"], write }],
  remove: async (context, id) => {
    const child = bucketOfId(id);
    if (child) await unlessBucketGone(write(context, child, { acl: "private" }));
  },
  model: ({ bucket, projectId, region, owner, grants }) => ({
    ...{ bucket, projectId, region, grants },
    acl: nameOfAcl({ owner, grants }),
  }),
  produce: () => ({}),
});

/** A private bucket has no list, unless that is just what the program says. */
async function observe(
  context: Context,
  child: LiveBucketChild,
  wish: Partial<BucketAclModel> | Properties,
): Promise<LiveAcl | undefined> {
  const acl = await unlessBucketGone(storageOfChild(context, child).getAcl(child.bucket));
  if (!acl) return undefined;
  const isPrivate = nameOfAcl(acl) === "private";
  return isPrivate && !wishesPrivate(acl.owner, wish) ? undefined : { ...child, ...acl };
}

function wishesPrivate(owner: string, { acl, grants }: Partial<BucketAclModel> | Properties) {
  if (Array.isArray(grants)) return nameOfAcl({ owner, grants }) === "private";
  return acl === "private";
}

async function write(
  context: Context,
  child: LiveBucketChild,
  { acl = "private", grants = cannedGrants(child.projectId, acl) }: Partial<BucketAclModel>,
): Promise<LiveAcl> {
  const { id, bucket, projectId, region } = child;
  const wanted = { owner: projectId, grants };
  await storageOfChild(context, child).setAcl(bucket, wanted);
  return { id, bucket, projectId, region, ...wanted };
}
