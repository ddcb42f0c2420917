/**
 * IAM API keys: what a user or an application signs its calls with.
 * @module
 */
import { CloudError } from "../../../core/errors";
import { registerSecret } from "../../../core/redact";
import { collection } from "../collection";
import type { Order } from "../search";
import type { Service } from "../service";
import type { WireObject } from "../wire";

/** Whose rights a key carries. */
export type Bearer = { readonly applicationId: string } | { readonly userId: string };

/** A key, without its secret. */
export interface ApiKey {
  /** The access key: `SCW` and 17 letters and digits. */
  readonly id: string;
  /** The public half, the same as `id`: what calls are signed in the name of. */
  readonly accessKey: string;
  readonly bearer: Bearer;
  /** What people say about it; empty where nobody says anything. */
  readonly description: string;
  /** The key's preferred Project: where its Object Storage calls act. */
  readonly defaultProjectId: string;
  /** As the service writes it; undefined: never. */
  readonly expiresAt: string | undefined;
  /** When it was made, as the service writes it, such as `2026-05-21T14:55:59.968247Z`. */
  readonly createdAt: string;
  /** When it was last changed, in the same form. */
  readonly updatedAt: string;
  /** False for what one of the service's products looks after. That the service then refuses a change is not observed. */
  readonly editable: boolean;
  /** False for what one of the service's products looks after. That the service then refuses a deletion is not observed. */
  readonly deletable: boolean;
  /** True where a Scaleway product made it and looks after it. */
  readonly managed: boolean;
  /** The address from which it was made. */
  readonly creationIp: string;
}

/** A key just made: the only time that the service tells its secret. */
export interface NewApiKey extends ApiKey {
  readonly secretKey: string;
}

/** What the caller decides about a new key. */
export interface ApiKeyInput {
  readonly bearer: Bearer;
  readonly description: string;
  /** Undefined: the Organization's default Project. */
  readonly defaultProjectId?: string | undefined;
  /** RFC 3339; undefined: never. */
  readonly expiresAt?: string | undefined;
}

/** What can be changed about a key. Fields that are not given stay as they are; null takes the expiry away. */
export interface ApiKeyPatch {
  readonly description?: string | undefined;
  readonly defaultProjectId?: string | undefined;
  readonly expiresAt?: string | null | undefined;
}

/** Which API keys to list; all of the Organization where nothing is given. */
export interface ApiKeySearch {
  /** True: those that can be changed; false: those that cannot. */
  readonly editable?: boolean | undefined;
  /** True: those whose end has come; false: those that are good. */
  readonly expired?: boolean | undefined;
  /** The one of this access key. */
  readonly accessKey?: string | undefined;
  /** Those of these access keys. */
  readonly accessKeys?: readonly string[] | undefined;
  /** The exact description, as the service has it. */
  readonly description?: string | undefined;
  /** Those of this user or application. */
  readonly bearerId?: string | undefined;
  /** Those of users, or those of applications. */
  readonly bearerType?: "user" | "application" | undefined;
  /** Default `createdAtAsc`. */
  readonly orderBy?: Order<"createdAt" | "updatedAt" | "expiresAt" | "accessKey"> | undefined;
}

/** Calls on API keys. */
export interface ApiKeyCalls {
  /** Oldest first, unless another order is asked for; expired ones too. */
  listApiKeys(search?: ApiKeySearch): Promise<ApiKey[]>;
  /** Undefined where there is none with that access key. */
  getApiKey(accessKey: string): Promise<ApiKey | undefined>;
  /** Sent once: a lost answer is the caller's to look into. No message will ever show the secret. */
  createApiKey(wanted: ApiKeyInput): Promise<NewApiKey>;
  /** The answer is the key as the service has it now: it may have ignored a field. */
  updateApiKey(accessKey: string, patch: ApiKeyPatch): Promise<ApiKey>;
  /** One that is gone already is fine. */
  deleteApiKey(accessKey: string): Promise<void>;
}

/** The calls on API keys. */
export function apiKeyCalls(service: Service): ApiKeyCalls {
  const keys = collection<Answer>(service, {
    path: "/iam/v1alpha1/api-keys",
    field: "api_keys",
    nouns: ["API key", "API keys"],
    orderBy: "created_at_asc",
    decode: decodeKey,
    identify: ({ key }) => key.id,
  });
  return {
    listApiKeys: async (search) => (await keys.list(search)).map(({ key }) => key),
    getApiKey: async (accessKey) => (await keys.get(accessKey))?.key,
    async createApiKey(wanted) {
      const { bearer } = wanted;
      const name = "applicationId" in bearer ? bearer.applicationId : bearer.userId;
      const { key, secretKey } = await keys.create(name, keyFields(wanted));
      if (secretKey === undefined) throw secretMissing(name, key.accessKey);
      return { ...key, secretKey };
    },
    async updateApiKey(accessKey, { description, defaultProjectId, expiresAt }) {
      const { key } = await keys.update(accessKey, {
        description,
        default_project_id: defaultProjectId,
        expires_at: expiresAt,
      });
      return key;
    },
    deleteApiKey: keys.remove,
  };
}

/** A key as answers have it: with its secret only when it was just made. */
interface Answer {
  readonly key: ApiKey;
  readonly secretKey: string | undefined;
}

function keyFields({
  bearer,
  description,
  defaultProjectId,
  expiresAt,
}: ApiKeyInput): Record<string, unknown> {
  return {
    ...("applicationId" in bearer
      ? { application_id: bearer.applicationId }
      : { user_id: bearer.userId }),
    description,
    default_project_id: defaultProjectId,
    expires_at: expiresAt,
  };
}

function decodeKey(object: WireObject): Answer {
  const secretKey = object.optionalText("secret_key");
  if (secretKey !== undefined) registerSecret(secretKey);
  const accessKey = object.text("access_key");
  const applicationId = object.optionalText("application_id");
  const key: ApiKey = {
    id: accessKey,
    accessKey,
    bearer: applicationId === undefined ? { userId: object.text("user_id") } : { applicationId },
    description: object.text("description"),
    defaultProjectId: object.text("default_project_id"),
    expiresAt: object.optionalText("expires_at"),
    createdAt: object.text("created_at"),
    updatedAt: object.text("updated_at"),
    editable: object.flag("editable"),
    deletable: object.flag("deletable"),
    managed: object.flag("managed"),
    creationIp: object.optionalText("creation_ip") ?? "",
  };
  return { key, secretKey };
}

function secretMissing(bearerId: string, accessKey: string): CloudError {
  return new CloudError({
    kind: "protocol",
    operation: "create API key",
    resource: bearerId,
    answer: `the service made ${accessKey} without telling its secret`,
    hint: "The key is of no use: delete it and make another one.",
  });
}
