/**
 * Proof that a key may do what it was granted, before anything that relies on it is made.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import { s3Operations } from "pulumi-storage-access-catalog";
import type { Identified } from "../core/bulk";
import type { CommonArgs } from "../core/common";
import type { Context } from "../core/context";
import { kind, type AnyDefinition, type Checked } from "../core/definition";
import { newIncarnation } from "../core/ensure";
import { quote } from "../core/fields";
import { number, oneOf, record, text, uuid } from "../core/rules";
import { DeclaredResource, isInstanceOf, typeToken } from "../core/resource";
import type { Properties } from "../core/sanitize";
import { isUnknown } from "../core/unknown";
import { Bucket } from "./bucket";
import { bucketName, region } from "./bucket-rules";
import { isProbeable } from "./clients/object-storage/probes";
import { organizationId } from "./cloud";
import { secretIn, untilEffective } from "./effective-access-wait";
import { requireOneOf } from "./one-of";
import type { Region } from "./names";

/** Where a secret is that no state has. */
export interface SecretFile {
  /** A path, from the program's folder if it is relative. */
  file: pulumi.Input<string>;
}

/** Arguments of an {@link EffectiveAccess}: exactly one of `secretKey` and `secretFrom`. */
export interface EffectiveAccessArgs extends CommonArgs {
  /** The access key that is tried, without a Project; at most 100 characters. */
  accessKey: pulumi.Input<string>;
  /** Its secret, at most 200 characters. */
  secretKey?: pulumi.Input<string> | undefined;
  /** The file that `secretTo` of the key writes, so that no state has the secret. */
  secretFrom?: pulumi.Input<SecretFile> | undefined;
  /** The Project in which it is to act. Default: that of the `Bucket`, else the key's preferred Project. */
  projectId?: pulumi.Input<string> | undefined;
  /** The region that is asked. Default: that of the `Bucket`, or of the settings. */
  region?: pulumi.Input<Region> | undefined;
  /**
   * What it is to be allowed, as the AWS SDK names it. Default: `ListBuckets`. One that cannot be tried without writing,
   * such as `PutObject`, is never tried: a warning says so, and `proven` is false.
   */
  operation?: pulumi.Input<string> | undefined;
  /** The bucket on which, a `Bucket` or a name of at most 63 characters; for every operation but `ListBuckets`. */
  bucket?: Bucket | pulumi.Input<string> | undefined;
  /** How many answers in a row must be clean. 1 to 100. Default: 3. */
  cleanAnswers?: pulumi.Input<number> | undefined;
  /** How long to try. 1 to 3,600. Default: 300, the time that a grant takes at most. */
  timeoutSeconds?: pulumi.Input<number> | undefined;
}

/**
 * The proof that a key may do something: it signs a harmless call until so many answers in a row are clean.
 *
 * A new grant takes up to five minutes to reach every server, which answer yes and no by turns until then. What depends on
 * this resource is made once they agree. Nothing is made in the cloud; it is tried again when an argument changes, such as
 * after a rotation, and at no other time. Not a monitor, and not for writing: it never writes anything.
 *
 * Minimal:
 * ```ts
 * new scaleway.EffectiveAccess("key-works", { accessKey: key.accessKey, secretKey: key.secretKey });
 * ```
 * That a new key may list a bucket, before its access key is handed out:
 * ```ts
 * const lister = new scaleway.Application("lister");
 * const grant = new scaleway.Policy("lister", {
 *   applicationId: lister.id,
 *   rules: [{ projectIds: [second.id], permissionSetNames: ["ObjectStorageBucketsRead", "ObjectStorageObjectsRead"] }],
 * });
 * const pass = new scaleway.ApiKey("lister", { applicationId: lister.id, defaultProjectId: second.id });
 * const access = new scaleway.EffectiveAccess("lister-may-list", {
 *   accessKey: pass.accessKey,
 *   secretKey: pass.secretKey,
 *   operation: "ListObjectsV2",
 *   bucket,
 * }, { dependsOn: [grant] });
 * export const accessKey = access.accessKey; // known once it works
 * ```
 * In Scaleway's documentation: "IAM > Policies and permissions" and "Object Storage > IAM and bucket policies".
 */
export class EffectiveAccess extends DeclaredResource {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:EffectiveAccess");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return effectiveAccess;
  }

  /** True for a proof of access, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is EffectiveAccess {
    return isInstanceOf(value, EffectiveAccess.__pulumiType);
  }

  /** The access key, once it is proven. */
  declare readonly accessKey: pulumi.Output<string>;
  /** The Project in which it acts; undefined: the key's preferred one. */
  declare readonly projectId: pulumi.Output<string | undefined>;
  /** The region that was asked. */
  declare readonly region: pulumi.Output<string>;
  /** What it is allowed, as the AWS SDK names it. */
  declare readonly operation: pulumi.Output<string>;
  /** The bucket on which. */
  declare readonly bucket: pulumi.Output<string | undefined>;
  /** How many answers in a row had to be clean. */
  declare readonly cleanAnswers: pulumi.Output<number>;
  /** How long it may be tried. */
  declare readonly timeoutSeconds: pulumi.Output<number>;
  /** False where the operation cannot be tried without writing. */
  declare readonly proven: pulumi.Output<boolean>;
  /** When it was last tried, as RFC 3339 writes it; undefined where it never was. */
  declare readonly provenAt: pulumi.Output<string | undefined>;
  /** The Organization in which it was tried. */
  declare readonly organizationId: pulumi.Output<string>;

  constructor(name: string, args: EffectiveAccessArgs, options?: pulumi.CustomResourceOptions) {
    super(effectiveAccess, { name, args: ofBucket(args), options });
  }
}

/** A bucket given as a resource, as the handlers know it: its name, Project and region. */
function ofBucket(args: EffectiveAccessArgs): EffectiveAccessArgs {
  const { bucket } = args;
  if (!Bucket.isInstance(bucket)) return args;
  return {
    ...args,
    bucket: bucket.id,
    projectId: args.projectId ?? bucket.projectId,
    region: args.region ?? bucket.region,
  };
}

interface EffectiveAccessModel {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly secretFrom: { readonly file: string };
  readonly projectId: string;
  readonly region: string;
  readonly operation: string;
  readonly bucket: string;
  readonly cleanAnswers: number;
  readonly timeoutSeconds: number;
}

/** There is no object: what was tried last is all that is known. */
interface LastTrial extends Identified {
  readonly tried: Partial<EffectiveAccessModel>;
  readonly provenAt: string | undefined;
}

const TRIED = [
  "accessKey",
  "secretKey",
  "secretFrom",
  "projectId",
  "region",
  "operation",
  "bucket",
] as const;

const effectiveAccess = kind<EffectiveAccessModel, LastTrial>({
  token: "scaleway:EffectiveAccess",
  noun: "proof of access",
  schema: 1,
  fields: {
    accessKey: {
      rule: text({
        minimum: 1,
        maximum: 100,
        pattern: /^[A-Za-z0-9]+$/,
        alphabet: "letters and digits, without a Project (that is projectId)",
      }),
      absent: "required",
    },
    secretKey: { rule: text({ minimum: 1, maximum: 200 }), absent: "none" },
    secretFrom: {
      rule: record({ file: { rule: text({ minimum: 1, maximum: 4_096 }), required: true } }),
      absent: "none",
    },
    projectId: { rule: uuid("a Project"), absent: "none" },
    region: { rule: region, absent: "chosen" },
    operation: {
      rule: oneOf(...s3Operations.map(({ operation }) => operation)),
      absent: { default: "ListBuckets" },
    },
    bucket: { rule: bucketName, absent: "none" },
    cleanAnswers: { rule: number(1, 100), absent: { default: 3 }, local: true },
    timeoutSeconds: { rule: number(1, 3_600), absent: { default: 300 }, local: true },
  },
  produced: ["proven", "provenAt", "organizationId"],
  secrets: ["secretKey"],
  nothingToAdopt: "it makes nothing in the cloud, so there is none to take over: leave `adopt` out",
  check: checkTrial,
  organization: organizationId,
  choose: ({ settings }, given) =>
    Promise.resolve(given.region === undefined ? { region: settings.region } : {}),
  get: (_context, id, state) => Promise.resolve(lastTrial(id, state)),
  make: async (context, wish) => {
    const id = `effective-access-${newIncarnation(context.random)}`;
    return { id, tried: wish, provenAt: await tryIt(context, wish) };
  },
  aspects: [
    {
      fields: TRIED,
      write: async (context, live, wish) => ({
        ...live,
        tried: wish,
        provenAt: await tryIt(context, wish),
      }),
    },
  ],
  remove: () => Promise.resolve(),
  model: ({ tried }) => Object.fromEntries(TRIED.map((name) => [name, tried[name]])),
  produce: ({ provenAt }) => ({ proven: provenAt !== undefined, provenAt }),
});

function lastTrial(id: string, state: Properties): LastTrial {
  const { provenAt, ...tried } = state;
  return { id, tried, provenAt: typeof provenAt === "string" ? provenAt : undefined };
}

const resourceOf = (operation: unknown): string | undefined =>
  s3Operations.find((known) => known.operation === operation)?.resource;

function checkTrial(inputs: Properties, { report, warn }: Checked): void {
  requireOneOf(["secretKey", "secretFrom"], inputs, report);
  const { operation, bucket } = inputs;
  const needs = resourceOf(operation);
  const isGiven = bucket !== undefined && bucket !== null;
  // One that is not known yet may turn out not to be given.
  if (needs === "service" && isGiven && !isUnknown(bucket)) {
    report(
      "bucket",
      `${String(operation)} is on no bucket: leave it out, or name another operation`,
    );
  }
  if (needs !== undefined && needs !== "service" && !isGiven) {
    report("bucket", `it is missing, and ${String(operation)} is on a bucket`);
  }
  if (needs !== undefined && !isProbeable(String(operation))) warn(notTried(String(operation)));
}

const notTried = (operation: string): string =>
  `${operation} cannot be tried without writing, or without changing something: it is not tried, and nothing proves that the grant is in effect`;

/** When it was proven; undefined where it was not tried. */
async function tryIt(
  context: Context,
  wish: Partial<EffectiveAccessModel>,
): Promise<string | undefined> {
  const { accessKey = "", operation = "", cleanAnswers = 3, timeoutSeconds = 300 } = wish;
  if (!isProbeable(operation)) {
    context.log.warn(notTried(operation));
    return undefined;
  }
  const { secretFrom, secretKey = "", projectId, region: where = "", bucket = "" } = wish;
  const secret = secretFrom ? await secretIn(secretFrom.file, accessKey) : secretKey;
  await untilEffective(context, {
    ...{ accessKey, projectId, operation, bucket, cleanAnswers, timeoutSeconds },
    secretKey: secret,
    region: where,
  });
  context.log.info(
    `${quote(accessKey)} may ${operation}: ${String(cleanAnswers)} clean answers in a row`,
  );
  return context.clock.now().toISOString();
}
