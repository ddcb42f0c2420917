/**
 * API keys: what an application or a user signs its calls with, and the Project in which its S3 calls act.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import { wantsToAdopt } from "../core/adopt";
import { isGiven } from "../core/assembly";
import type { CommonArgs } from "../core/common";
import { kind, type AnyDefinition, type Checked } from "../core/definition";
import { sinkOf, sinkRule, takeBack, type SecretSink } from "../core/sink";
import { boolean, uuid } from "../core/rules";
import { MAXIMUM_MARKED_DESCRIPTION_LENGTH } from "../core/mark";
import { DeclaredResource, isInstanceOf, typeToken } from "../core/resource";
import { changeExpiry, checkExpiry, endsSoon, expiry } from "./api-key-expiry";
import { endOfNewKey, foresight, withKnownEnd, withWishedEnd } from "./api-key-life";
import {
  isKeyWorkDue,
  rotation,
  rotationRule,
  type ApiKeyRotation,
  type PreviousKey,
} from "./api-key-rotation";
import { deliverSecret, forbidReading, type LiveApiKey } from "./api-key-secret";
import type { Properties } from "../core/sanitize";
import { isUnknown } from "../core/unknown";
import { cloudFor, organizationId } from "./cloud";
import { descriptionRule } from "./described";
import {
  lockOutField,
  removing,
  requireOtherKey,
  type LockOutArgs,
  type LockOutModel,
} from "./lock-out";
import { requireOneOf } from "./one-of";
import { requireAllowedExpiry } from "./security-settings";

/** Arguments of an {@link ApiKey}: exactly one of `applicationId` and `userId`. */
export interface ApiKeyArgs extends LockOutArgs, CommonArgs {
  /** The application whose rights the key carries. Changing this replaces the key: a new access key and a new secret. */
  applicationId?: pulumi.Input<string> | undefined;
  /** The user whose rights the key carries; nobody but that user may make one. Changing this replaces the key. */
  userId?: pulumi.Input<string> | undefined;
  /**
   * The key's preferred Project: where its Object Storage calls act unless they name another by `ACCESSKEY@PROJECT_ID`. It
   * grants nothing. Default: the Organization's default Project. Changed in place: the same key, the same secret.
   */
  defaultProjectId?: pulumi.Input<string> | undefined;
  /** At most 161 characters; the service's other 39 are needed to find the key again after a crash. Default: empty. */
  description?: pulumi.Input<string> | undefined;
  /**
   * When the key dies, as RFC 3339 writes it: `"2027-06-01T00:00:00Z"`. Default: never. Changed in place; where the service
   * refuses or ignores the change the update fails, and nothing is replaced unless `replaceOnExpiryChange` says so. Beside
   * `rotation` it is the end of every key, the next ones too, and changing it rotates the key.
   */
  expiresAt?: pulumi.Input<string> | undefined;
  /** True: a changed `expiresAt` replaces the key, with a new access key and a new secret. Default: false. */
  replaceOnExpiryChange?: pulumi.Input<boolean> | undefined;
  /**
   * Makes a new key every so many days, in place: `accessKey` and `secretKey` change, the id stays. The old key stays good
   * for the overlap, then ends by itself. Something must run `up` for a new key to be made. Where the Organization bounds
   * the life of keys, each one ends when it must; `everyDays` must be less. Default: never.
   */
  rotation?: pulumi.Input<ApiKeyRotation> | undefined;
  /**
   * Where the secret goes instead of the state, as the JSON text `{"accessKey":"...","secretKey":"..."}`: `{ file: "path" }`
   * or `{ command: ["program", "argument"] }`. It is there before the key counts as made, and again after each rotation;
   * reading `secretKey` in the program is then an error. Destroying the key removes a file that still holds it.
   * Default: the state, as a secret. Changing this replaces the key, so that the new secret was never anywhere else.
   */
  secretTo?: pulumi.Input<SecretSink> | undefined;
}

/**
 * An API key of an application or a user, with its preferred Project.
 *
 * The secret is told once, when the key is made: it is kept in the state, as a secret. A key has no rights of its own; they
 * are its bearer's. Not for a person's own keys, which that person makes in the console. A replacement that a program asks
 * for keeps the old key until everything uses the new one; one that is forced on the engine (`--replace`) revokes it at
 * once, because it then looks like the key of an interrupted run.
 *
 * Minimal:
 * ```ts
 * const key = new scaleway.ApiKey("key", { applicationId: app.id });
 * ```
 * For Object Storage in two Projects:
 * ```ts
 * const key = new scaleway.ApiKey("key", {
 *   applicationId: app.id,
 *   defaultProjectId: second.id,
 *   description: "Nightly backups",
 *   expiresAt: "2027-06-01T00:00:00Z",
 * });
 * export const accessKey = key.accessKey; // acts in the second Project
 * export const inFirst = key.accessKeyFor(first.id); // the same key, acting in the first
 * export const secretKey = key.secretKey;
 * ```
 * A new key every 90 days, with a week in which both are good:
 * ```ts
 * const key = new scaleway.ApiKey("key", { applicationId: app.id, rotation: { everyDays: 90, overlapDays: 7 } });
 * export const accessKey = key.accessKey; // of the newest key
 * export const ending = key.previousKeys; // what must be replaced where it is used, and until when
 * ```
 * In Scaleway's documentation: "IAM > API keys" and "Using API keys with Object Storage".
 */
export class ApiKey extends DeclaredResource {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:ApiKey");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return apiKey;
  }

  /** True for an API key, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is ApiKey {
    return isInstanceOf(value, ApiKey.__pulumiType);
  }

  /** The access key: `SCW` and 17 letters and digits. Another one after a rotation; the id stays. */
  declare readonly accessKey: pulumi.Output<string>;
  /** The secret key: a secret, always. With `secretTo` it is not known here, and reading it is an error. */
  declare readonly secretKey: pulumi.Output<string>;
  /** When a new key is made, and how long the old one stays good beside it. */
  declare readonly rotation: pulumi.Output<ApiKeyRotation | undefined>;
  /** Where the secret goes instead of the state. */
  declare readonly secretTo: pulumi.Output<SecretSink | undefined>;
  /** Keys in overlap after a rotation; each is revoked when its time comes. */
  declare readonly previousKeys: pulumi.Output<PreviousKey[]>;
  /** The application whose rights the key carries. */
  declare readonly applicationId: pulumi.Output<string | undefined>;
  /** The user whose rights the key carries. */
  declare readonly userId: pulumi.Output<string | undefined>;
  /** The preferred Project. */
  declare readonly defaultProjectId: pulumi.Output<string>;
  /** What the key is for. */
  declare readonly description: pulumi.Output<string>;
  /** When the key dies; undefined: never. */
  declare readonly expiresAt: pulumi.Output<string | undefined>;
  /** When the current key ends by itself, where the Organization bounds the life of keys and `rotation` rolls their end. */
  declare readonly endsAt: pulumi.Output<string | undefined>;
  /** The Organization in which it is good. */
  declare readonly organizationId: pulumi.Output<string>;
  /** When it was made, as RFC 3339 writes it. */
  declare readonly createdAt: pulumi.Output<string>;
  /** The address from which it was made. */
  declare readonly creationIp: pulumi.Output<string>;

  constructor(name: string, args: ApiKeyArgs, options?: pulumi.CustomResourceOptions) {
    super(apiKey, { name, args, options });
    if (args.secretTo !== undefined) forbidReading(this, name, args.secretTo);
  }

  /**
   * This key as an S3 access key that acts in one Project, whatever the key prefers: `ACCESSKEY@PROJECT_ID`.
   * @param projectId the Project's id
   */
  accessKeyFor(projectId: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi.interpolate`${this.accessKey}@${projectId}`;
  }
}

interface ApiKeyModel extends LockOutModel {
  readonly applicationId: string;
  readonly userId: string;
  readonly defaultProjectId: string;
  readonly description: string;
  readonly expiresAt: string;
  readonly replaceOnExpiryChange: boolean;
  readonly rotation: ApiKeyRotation;
  readonly secretTo: SecretSink;
}

const BEARERS = ["applicationId", "userId"] as const;
const PRODUCED = [
  "accessKey",
  "secretKey",
  "previousKeys",
  "endsAt",
  "organizationId",
  "createdAt",
  "creationIp",
];

const apiKey = kind<ApiKeyModel, LiveApiKey>({
  token: "scaleway:ApiKey",
  noun: "API key",
  schema: 1,
  fields: {
    applicationId: { rule: uuid("an application"), absent: "none", replaces: true },
    userId: { rule: uuid("a user"), absent: "none", replaces: true },
    defaultProjectId: { rule: uuid("a Project"), absent: "chosen" },
    description: {
      rule: descriptionRule(MAXIMUM_MARKED_DESCRIPTION_LENGTH),
      absent: { default: "" },
    },
    expiresAt: { rule: expiry, absent: "none" },
    replaceOnExpiryChange: { rule: boolean(), absent: { default: false }, local: true },
    rotation: { rule: rotationRule, absent: "none", local: true },
    secretTo: { rule: sinkRule, absent: "none", local: true },
    ...lockOutField,
  },
  produced: PRODUCED,
  secrets: ["secretKey"],
  check: (inputs, checked) => {
    requireOneOf(BEARERS, inputs, checked.report);
    checkExpiry(inputs["expiresAt"], checked);
    checkAdoptedKey(inputs, checked);
  },
  replaces: (changed, { replaceOnExpiryChange, rotation: rotates }) => [
    ...(changed.includes("secretTo") ? ["secretTo"] : []),
    ...(changed.includes("expiresAt") && replaceOnExpiryChange === true && !rotates
      ? ["expiresAt"]
      : []),
  ],
  due: isKeyWorkDue,
  succession: rotation,
  organization: organizationId,
  // The default Project's id is the Organization's.
  choose: async (context, { defaultProjectId }) =>
    defaultProjectId === undefined ? { defaultProjectId: await organizationId(context) } : {},
  foresight,
  list: (context) => cloudFor(context).iam.listApiKeys(),
  complete: (_context, listed, state) => Promise.resolve(withKnownEnd(listed, state)),
  isAlwaysThere: ({ id }, { settings }) => id === settings.accessKey,
  get: async (context, id, state) => {
    const found = await cloudFor(context).iam.getApiKey(id);
    return found && withKnownEnd(found, state);
  },
  make: async (context, { applicationId, userId = "", description = "", ...wish }) => {
    const resource = applicationId ?? userId;
    const expiresAt = await endOfNewKey(context, wish);
    await requireAllowedExpiry(context, expiresAt, { operation: "create API key", resource });
    const made = await cloudFor(context).iam.createApiKey({
      bearer: applicationId === undefined ? { userId } : { applicationId },
      description,
      ...wish,
      expiresAt,
    });
    return withWishedEnd(made, wish.expiresAt);
  },
  isUsable: ({ secretKey }) => secretKey !== undefined,
  deliver: deliverSecret,
  aspects: [
    {
      fields: ["defaultProjectId", "description"],
      write: async (context, live, _wish, changes) =>
        keepTold(live, await cloudFor(context).iam.updateApiKey(live.id, changes)),
    },
    {
      fields: ["expiresAt"],
      write: async (context, live, { allowLockOut: allowed, ...wish }) => {
        const attempted = { operation: "update API key", resource: live.id };
        const expiresAt = await endOfNewKey(context, wish);
        if (endsSoon(context, expiresAt)) {
          requireOtherKey(context, live.id, { ...attempted, allowed });
        }
        await requireAllowedExpiry(context, expiresAt, attempted);
        const changedKey = await changeExpiry(context, live, expiresAt);
        return keepTold(live, withWishedEnd(changedKey, wish.expiresAt));
      },
    },
  ],
  remove: async (context, id, { state }) => {
    requireOtherKey(context, id, removing("API key", id, state));
    await cloudFor(context).iam.deleteApiKey(id);
    const sink = sinkOf(state["secretTo"]);
    if (sink) await takeBack(sink, id);
  },
  model: ({ bearer, defaultProjectId, description, expiresAt }) => ({
    ...bearer,
    defaultProjectId,
    description,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }),
  produce: ({ accessKey, secretKey, endsAt, createdAt, creationIp }, _context, state) => ({
    accessKey,
    // Told once: from then on the state is the only one that knows it.
    secretKey: secretKey ?? state["secretKey"],
    previousKeys: state["previousKeys"] ?? [],
    endsAt,
    createdAt,
    creationIp,
  }),
});

/** What only the answer to the creation, or the state, has told of a key. */
function keepTold({ secretKey, endsAt, expiresAt }: LiveApiKey, changed: LiveApiKey): LiveApiKey {
  const known = withKnownEnd(changed, { endsAt, expiresAt });
  return secretKey === undefined ? known : { ...known, secretKey };
}

/** Of an adopted key nobody knows the secret, and it carries no mark by which a successor would be found. */
function checkAdoptedKey(inputs: Properties, { report }: Checked): void {
  if (!wantsToAdopt(inputs) || isUnknown(inputs["adopt"])) return;
  const given = ["rotation", "secretTo"].filter((name) => isGiven(inputs[name]));
  // One that is not known yet may turn out not to be given.
  for (const name of given.filter((one) => !isUnknown(inputs[one]))) {
    const way = "adopt the key first; leave `adopt` out later, and then give it this";
    report(name, `it is not possible beside adopt: ${way}`);
  }
}
