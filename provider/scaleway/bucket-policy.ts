/**
 * Bucket policies: who may do what in one bucket.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../core/context";
import { kind, type AnyDefinition } from "../core/definition";
import { isInstanceOf, typeToken } from "../core/resource";
import { boolean, oneOf, set } from "../core/rules";
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
import { checkBucketPolicy, policyDocument } from "./bucket-policy-check";
import { guardedStatements, isOwnStatement } from "./bucket-policy-guard";
import { policyStatement, POLICY_VERSIONS } from "./bucket-policy-rules";
import { organizationId } from "./cloud";
import { lockOutField, type LockOutModel } from "./lock-out";
import type { BucketPolicyContent, PolicyStatement } from "./clients/object-storage";
import { policyOfText, policyToText } from "./clients/object-storage/policy-text";

/** Whom a statement is about: at least one of them. Groups cannot be named. */
export interface BucketPolicyPrincipals {
  /** True: everybody, also without a key. */
  everyone?: pulumi.Input<boolean> | undefined;
  /** Ids of users of the Organization. Default: none. */
  userIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Not in version 2012-10-17. */
  applicationIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** In version 2012-10-17 only: whoever acts in these Projects and has the right there. */
  projectIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
}

/** One statement of a {@link BucketPolicy}. */
export interface BucketPolicyStatementArgs {
  /** A name for people. */
  sid?: pulumi.Input<string> | undefined;
  /** Default: `"Allow"`. What is denied stays denied, whatever else allows it. */
  effect?: pulumi.Input<"Allow" | "Deny"> | undefined;
  /** Whom it is about: everyone, or some users, applications or Projects. */
  principals: pulumi.Input<BucketPolicyPrincipals>;
  /** Such as `s3:GetObject`, or `*` for all. Order and letter case mean nothing. */
  actions: pulumi.Input<pulumi.Input<string>[]>;
  /** The bucket by its name, `name/*`, `name/prefix/*` or `name/key`. Default: the bucket and everything in it. */
  resources?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** By operator and key, such as `{ IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } }`: all must hold. */
  conditions?:
    | pulumi.Input<Record<string, pulumi.Input<Record<string, pulumi.Input<string | string[]>>>>>
    | undefined;
}

/** Arguments of a {@link BucketPolicy}: exactly one of `statements` and `document`. */
export interface BucketPolicyArgs extends BucketChildArgs {
  /** What is allowed and denied. Their order means nothing. */
  statements?: pulumi.Input<pulumi.Input<BucketPolicyStatementArgs>[]> | undefined;
  /** The whole policy in Scaleway's own grammar: JSON as text, or the object that it stands for. */
  document?: pulumi.Input<string | Record<string, unknown>> | undefined;
  /** Of the grammar: `2023-04-17` (default), or `2012-10-17`, which is deprecated. */
  version?: pulumi.Input<"2023-04-17" | "2012-10-17"> | undefined;
  /**
   * True (default): a statement is added that leaves everything to the bearer of the key that deploys, and is not shown.
   * False: the policy is written as it is, with a warning where it locks the deployer out.
   */
  keepDeployer?: pulumi.Input<boolean> | undefined;
  /**
   * True: also a policy under which nobody could list the bucket and read what is in it, which is refused otherwise.
   * Default: false.
   */
  allowLockOut?: pulumi.Input<boolean> | undefined;
}

/**
 * The policy of a bucket: who may do what in it, by name, for users and applications whom IAM gives the same right.
 *
 * Whoever it does not name is shut out, however much IAM gives: also the Organization's owner, except from the policy
 * itself. There is one a bucket; one that is there already is an error unless `adopt` says otherwise. Deleting it opens the
 * bucket to everyone with rights in its Project. Not for groups, which it cannot name.
 *
 * Minimal:
 * ```ts
 * const photos = new scaleway.Bucket("photos");
 * new scaleway.BucketPolicy("photos", {
 *   bucket: photos,
 *   statements: [{ principals: { applicationIds: [app.id] }, actions: ["*"] }],
 * });
 * ```
 * One folder open to everyone, the rest to one application from one network:
 * ```ts
 * const photos = new scaleway.Bucket("photos");
 * new scaleway.BucketPolicy("photos", {
 *   bucket: photos,
 *   statements: [
 *     { principals: { everyone: true }, actions: ["s3:GetObject"], resources: [pulumi.interpolate`${photos.id}/public/*`] },
 *     {
 *       principals: { applicationIds: [app.id] },
 *       actions: ["s3:ListBucket", "s3:GetObject", "s3:PutObject"],
 *       conditions: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } },
 *     },
 *   ],
 * });
 * ```
 * In Scaleway's documentation: "Object Storage > Bucket policies".
 */
export class BucketPolicy extends BucketChild {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:BucketPolicy");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return bucketPolicy;
  }

  /** True for a bucket policy, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is BucketPolicy {
    return isInstanceOf(value, BucketPolicy.__pulumiType);
  }

  /** Without the one for the deployer. */
  declare readonly statements: pulumi.Output<
    pulumi.Unwrap<BucketPolicyStatementArgs>[] | undefined
  >;
  /**
   * The policy in Scaleway's own grammar, without the statement for the deployer; undefined where `statements` are
   * given.
   */
  declare readonly document: pulumi.Output<string | Record<string, unknown> | undefined>;
  /** The version of the grammar in which it is written: `2023-04-17` or `2012-10-17`. */
  declare readonly version: pulumi.Output<string>;
  /** True: the service's policy has one statement more, which leaves everything to the bearer of the deploying key. */
  declare readonly keepDeployer: pulumi.Output<boolean>;

  constructor(name: string, args: BucketPolicyArgs, options?: pulumi.CustomResourceOptions) {
    super(bucketPolicy, { name, args, options });
  }
}

interface BucketPolicyModel extends BucketChildModel, LockOutModel {
  readonly statements: readonly PolicyStatement[];
  readonly document: unknown;
  readonly version: string;
  readonly keepDeployer: boolean;
}

/** With the statement for the deployer, if there is one. */
type LivePolicy = LiveBucketChild & { readonly policy: BucketPolicyContent };

const bucketPolicy = kind<BucketPolicyModel, LivePolicy>({
  token: "scaleway:BucketPolicy",
  noun: "bucket policy",
  schema: 1,
  fields: {
    ...bucketChildFields,
    statements: { rule: set(policyStatement), absent: "unmanaged" },
    document: { rule: policyDocument, absent: "unmanaged" },
    version: { rule: oneOf(...POLICY_VERSIONS), absent: { default: POLICY_VERSIONS[0] } },
    keepDeployer: { rule: boolean(), absent: { default: true } },
    ...lockOutField,
  },
  produced: ["organizationId"],
  check: (inputs, { report }) => checkBucketPolicy(inputs, report),
  organization: organizationId,
  choose: chooseBucketLocation,
  place: {
    nameOf: (wish) => bucketOf(wish).id,
    find: (context, wish) => observe(context, bucketOf(wish)),
  },
  isKnownAround: isBucketKnownAround,
  get: (context, id) => {
    const child = bucketOfId(id);
    return child ? observe(context, child) : Promise.resolve(undefined);
  },
  make: (context, wish) => write(context, bucketOf(wish), wish),
  aspects: [{ fields: ["statements", "document", "version", "keepDeployer"], write }],
  remove: async (context, id) => {
    const child = bucketOfId(id);
    if (child) await storageOfChild(context, child).deletePolicy(child.bucket);
  },
  model: ({ bucket, projectId, region, policy }) => {
    const statements = policy.statements.filter((statement) => !isOwnStatement(statement));
    return {
      ...{ bucket, projectId, region, statements },
      document: policyToText(bucket, { ...policy, statements }),
      version: policy.version,
      keepDeployer: policy.statements.some(isOwnStatement),
    };
  },
  produce: () => ({}),
});

async function observe(context: Context, child: LiveBucketChild): Promise<LivePolicy | undefined> {
  const policy = await unlessBucketGone(storageOfChild(context, child).getPolicy(child.bucket));
  return policy && { ...child, policy };
}

async function write(
  context: Context,
  child: LiveBucketChild | LivePolicy,
  wish: Partial<BucketPolicyModel>,
): Promise<LivePolicy> {
  const { id, bucket, projectId, region } = child;
  // An adopted policy stays as it is where the program says nothing.
  const before = "policy" in child ? child.policy : undefined;
  const keepDeployer = wish.keepDeployer ?? before?.statements.some(isOwnStatement) ?? true;
  const given = contentOf(wish, before);
  const statements = await guardedStatements(context, {
    ...{ bucket, projectId, keepDeployer, allowLockOut: wish.allowLockOut ?? false },
    ...given,
  });
  const policy = { ...given, statements };
  await storageOfChild(context, child).setPolicy(bucket, policy);
  return { id, bucket, projectId, region, policy };
}

function contentOf(
  { document, version, statements = [] }: Partial<BucketPolicyModel>,
  before: BucketPolicyContent | undefined,
): BucketPolicyContent {
  const said = document === undefined ? undefined : policyOfText(document);
  return said ?? { version: version ?? before?.version ?? POLICY_VERSIONS[0], statements };
}
