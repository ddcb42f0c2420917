/**
 * One program's access to one bucket: everything from the bucket to the configuration of the tool.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import { sinkName, type SecretSink } from "../../core/sink";
import { ApiKey } from "../api-key";
import type { ApiKeyRotation } from "../api-key-rotation";
import { Application } from "../application";
import { Bucket, type BucketArgs } from "../bucket";
import { BucketPolicy } from "../bucket-policy";
import { EffectiveAccess } from "../effective-access";
import { Policy } from "../policy";
import { permissionSetsOf, proofOf, type AccessLevel } from "./access-level";
import { awsProfile, minioAlias, rcloneRemote, type ClientAccess } from "./client-configuration";

/** Arguments of a {@link BucketAccess}. */
export interface BucketAccessArgs {
  /** What may be done. Changing this edits the policy; the key stays. */
  access: AccessLevel;
  /** A `Bucket` that is there already, or the arguments of a new one. Default: a new one with a generated name. */
  bucket?: Bucket | BucketArgs | undefined;
  /**
   * True: a bucket policy shuts everybody else out of the bucket, but for the bearer of the deploying key. There is one
   * policy a bucket. It does not keep this application from the Project's other buckets. Default: false.
   */
  onlyThisApplication?: boolean | undefined;
  /** Makes a new key every so many days; see `ApiKey`. Default: never. */
  rotation?: pulumi.Input<ApiKeyRotation> | undefined;
  /** Where the secret goes instead of the state; see `ApiKey`. A command's secret cannot be tried. Default: the state. */
  secretTo?: SecretSink | undefined;
  /** When the key dies, as RFC 3339 writes it. Default: never. */
  expiresAt?: pulumi.Input<string> | undefined;
  /** The profile of the configuration file to use. Default: the stack's `storage-access:profile`. */
  profile?: pulumi.Input<string> | undefined;
}

/**
 * A program's access to a bucket: the bucket, an application, a policy with the least permission sets, an API key that
 * prefers the bucket's Project, the proof that it works, and ready-made configuration of S3 tools.
 *
 * **The grant reaches every bucket of the Project**: Scaleway's IAM knows no single bucket. To keep the application from
 * other buckets give this one a Project of its own, or close those by policies that do not name it; to keep others out of
 * this one there is `onlyThisApplication`. Not for people, who sign in by themselves.
 *
 * Minimal:
 * ```ts
 * const backup = new scaleway.BucketAccess("backup", { access: "readWrite" });
 * export const awsProfile = backup.awsProfile; // for ~/.aws/config; a secret
 * ```
 * On a bucket that is there, with a new key every quarter, whose secret goes to a file:
 * ```ts
 * const reports = new scaleway.BucketAccess("reports", {
 *   access: "read",
 *   bucket,
 *   rotation: { everyDays: 90, overlapDays: 7 },
 *   secretTo: { file: "reports-key.json" },
 * });
 * ```
 * In Scaleway's documentation: "Object Storage > Using IAM API keys with Object Storage".
 */
export class BucketAccess extends pulumi.ComponentResource {
  /** Under this type states know the component; permanent. */
  static readonly __pulumiType = "storage-access:scaleway:BucketAccess";

  /** The bucket, given or made. */
  readonly bucket: Bucket;
  /** Whose rights the key carries. */
  readonly application: Application;
  /** What it may do in the bucket's Project. */
  readonly policy: Policy;
  /** Who may use the bucket; undefined where that is everybody with the right in its Project. */
  readonly bucketPolicy: BucketPolicy | undefined;
  /** Its key. */
  readonly key: ApiKey;
  /** The proof that the key works; undefined where the secret went to a command. */
  readonly proof: EffectiveAccess | undefined;
  /** The access key, once it is proven to work: what uses it waits for that. */
  readonly accessKey: pulumi.Output<string>;
  /** A section for `~/.aws/config`; a secret. */
  readonly awsProfile: pulumi.Output<string>;
  /** A section for `rclone.conf`; a secret. */
  readonly rcloneRemote: pulumi.Output<string>;
  /** The command that tells the MinIO client `mc` of it; a secret. */
  readonly minioAlias: pulumi.Output<string>;

  constructor(name: string, args: BucketAccessArgs, options?: pulumi.ComponentResourceOptions) {
    super(BucketAccess.__pulumiType, name, {}, options);
    const { access, rotation, secretTo, expiresAt, profile } = args;
    const common = { profile };
    const parent = { parent: this };
    this.bucket = bucketOf(name, args, parent);
    const { projectId } = this.bucket;
    this.application = new Application(name, common, parent);
    const rules = [{ projectIds: [projectId], permissionSetNames: permissionSetsOf(access) }];
    const applicationId = this.application.id;
    this.policy = new Policy(name, { applicationId, rules, ...common }, parent);
    this.bucketPolicy = this.#close(name, args);
    this.key = new ApiKey(
      name,
      { applicationId, defaultProjectId: projectId, rotation, secretTo, expiresAt, ...common },
      parent,
    );
    this.proof = this.#prove(name, args);
    this.accessKey = this.proof?.accessKey ?? this.key.accessKey;
    const configuration = this.#configuration(name, secretTo);
    this.awsProfile = pulumi.secret(configuration.apply(awsProfile));
    this.rcloneRemote = pulumi.secret(configuration.apply(rcloneRemote));
    this.minioAlias = pulumi.secret(configuration.apply(minioAlias));
    this.registerOutputs({ accessKey: this.accessKey });
  }

  /** The secret key: a secret, always. With `secretTo` it is not known here, and reading it is an error. */
  get secretKey(): pulumi.Output<string> {
    return this.key.secretKey;
  }

  /** Every action: what the application may do of it is the policy's to say, which IAM asks as well. */
  #close(name: string, { onlyThisApplication = false, profile }: BucketAccessArgs) {
    if (!onlyThisApplication) return undefined;
    const principals = { applicationIds: [this.application.id] };
    const statements = [{ principals, actions: ["*"] }];
    return new BucketPolicy(name, { bucket: this.bucket, statements, profile }, { parent: this });
  }

  #prove(name: string, { access, secretTo, profile }: BucketAccessArgs) {
    const { accessKey } = this.key;
    const operation = proofOf(access);
    const what = { accessKey, operation, bucket: this.bucket, profile };
    const closing = this.bucketPolicy ? [this.bucketPolicy] : [];
    const options = { parent: this, dependsOn: [this.policy, ...closing] };
    if (!secretTo) {
      return new EffectiveAccess(name, { ...what, secretKey: this.key.secretKey }, options);
    }
    const { file } = secretTo;
    if (file !== undefined)
      return new EffectiveAccess(name, { ...what, secretFrom: { file } }, options);
    const why = `its secret goes to ${sinkName(secretTo)}`;
    void pulumi.log.warn(`whether the key works is not tried: ${why}`, this);
    return undefined;
  }

  #configuration(name: string, secretTo: SecretSink | undefined): pulumi.Output<ClientAccess> {
    const secretKey: pulumi.Input<string | undefined> = secretTo ? undefined : this.key.secretKey;
    return pulumi.output({
      name,
      endpoint: this.bucket.apiEndpoint,
      region: this.bucket.region,
      accessKey: this.accessKey,
      secretKey,
      secretPlace: secretTo ? sinkName(secretTo) : "",
    });
  }
}

function bucketOf(
  name: string,
  { bucket = {}, profile }: BucketAccessArgs,
  parent: pulumi.CustomResourceOptions,
): Bucket {
  return Bucket.isInstance(bucket) ? bucket : new Bucket(name, { profile, ...bucket }, parent);
}
