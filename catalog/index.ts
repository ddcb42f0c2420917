/**
 * What the clouds' permissions mean, as data: every entry names its source and how sure it is.
 * The evaluator and the local cloud's authorizer both read this room and share nothing else.
 * @module
 */
import permissionSetData from "./data/permission-sets.json";
import s3Data from "./data/s3-actions.json";
import iamData from "./data/iam-actions.json";

export type { KnownPermissionSetName } from "./permission-set-names";

const IAM_ACTIONS = ["read", "write", "delete"] as const;

/** The data's words for a right on some keys only. */
const KEYS_OF: ReadonlyMap<string, BearerKind> = new Map([
  ["keys borne by applications", "application"],
  ["keys borne by users", "user"],
]);

/** How sure an entry is: an official page, recorded traffic, a third party's note, or our own decision. */
export type Label = "documented" | "recorded" | "reported" | "assumed";

/** Where a permission set can be given: to Projects, or to the Organization. */
export type ScopeType = "projects" | "organization";

/** A permission set, as the vendor's pages name it. */
export interface PermissionSet {
  readonly name: string;
  readonly scope_type: ScopeType;
  readonly description: string;
}

/** One Object Storage operation and what allows it. */
export interface S3Operation {
  /** Name in the AWS SDK, such as `ListBuckets`. */
  readonly operation: string;
  /** What a bucket policy's Resource is compared with. */
  readonly resource: "service" | "bucket" | "object";
  /** IAM resource and action, such as `bucket:list`; null where IAM is not asked. */
  readonly iamPermission: string | null;
  /** Sets that grant the operation with every switch at its default. */
  readonly permissionSets: readonly string[];
  /** Action that a bucket policy of version 2023-04-17 must allow; null where there is none. */
  readonly bucketPolicyAction: string | null;
  /** Takes its place where the request names a version. */
  readonly bucketPolicyActionWithVersionId?: string;
  /** Names by which older pages call the action; the service refuses them. */
  readonly altBucketPolicyActions?: readonly string[];
  /** `action`: the action must be allowed; `wildcard`: only `*` or `s3:*` allow it; `none`: the policy is not consulted. */
  readonly bucketPolicyGate: "action" | "wildcard" | "none";
  /** The switch that changes who may do it; see `switchSets`. */
  readonly switch?: string;
  /** Sets added when a switch is true, by the switch's name. */
  readonly switchSets?: Readonly<Record<string, readonly string[]>>;
  readonly aliases?: readonly string[];
  readonly label: Label;
}

/** What the text of a bucket policy may say. */
export interface BucketPolicyGrammar {
  /** Names of actions, the two that mean all apart: `*` and `s3:*`. */
  readonly actions: readonly string[];
  /** Operators of conditions, such as `IpAddress`. */
  readonly operators: readonly string[];
  /** Keys of conditions, such as `aws:SourceIp`. */
  readonly conditionKeys: readonly string[];
}

/** Who can hold an API key. */
export type BearerKind = "user" | "application";

/** Our three words for what is done to an IAM or Account object. */
export type IamAction = "read" | "write" | "delete";

/** A right on one kind of IAM or Account object. */
export interface IamGrant {
  /** As the details of a 403 name it: `application`, `api_key`, `account_project`... */
  readonly resource: string;
  readonly actions: readonly IamAction[];
  /** For keys: only those whose bearer is of that kind. */
  readonly keysOf?: BearerKind;
}

/** What a permission set allows on IAM and Account calls. */
export interface IamSet {
  readonly set: string;
  readonly scope: ScopeType;
  readonly allows: readonly IamGrant[];
  readonly label: Label;
}

/** One kind of IAM or Account object, and the calls that need each right on it. */
export interface IamResource {
  readonly name: string;
  readonly actions: readonly { readonly action: IamAction; readonly calls: readonly string[] }[];
}

/** What a caller may do on itself without any policy. */
export interface SelfRight {
  readonly bearer: BearerKind | "any";
  /** As the details of a 403 name it: `self_user`, `self_api_key`... */
  readonly resource: string;
  readonly actions: readonly IamAction[];
  readonly label: Label;
}

/** The day on which the catalog was last compared with its sources, `YYYY-MM-DD`. */
export const catalogDate: string = s3Data.date;

/** Every permission set that the sources name, sorted by name. Not exhaustive: the service decides. */
export const permissionSets = permissionSetData as readonly PermissionSet[];

/** Every Object Storage operation. */
export const s3Operations = s3Data.operations as unknown as readonly S3Operation[];

/** What a bucket policy may name; letter case means nothing. */
export const bucketPolicyGrammar: BucketPolicyGrammar = {
  actions: [...s3Data.bucketPolicyActions.bucket, ...s3Data.bucketPolicyActions.object],
  operators: [...s3Data.bucketPolicyConditions.operators, ...newerConditions("operator")],
  conditionKeys: [...s3Data.bucketPolicyConditions.keys, ...newerConditions("key")],
};

/** What each permission set means for IAM and Account calls; other rights of a set are left out. */
export const iamSets: readonly IamSet[] = iamData.sets.map((entry) => ({
  set: entry.set,
  scope: entry.scope as ScopeType,
  allows: entry.allows.flatMap(toIamGrant),
  label: entry.label as Label,
}));

/** Every kind of IAM and Account object with the calls on it; path parameters are written `{id}`. */
export const iamResources: readonly IamResource[] = Object.entries(iamData.resources).map(
  ([name, callsByAction]) => ({
    name,
    actions: IAM_ACTIONS.map((action) => {
      const calls = (callsByAction as Partial<Record<IamAction, readonly string[]>>)[action] ?? [];
      return { action, calls: calls.map((call) => call.replace(/\{\w+\}/g, "{id}")) };
    }),
  }),
);

/** What bearers may do on themselves. */
export const selfRights = iamData.self.entries as readonly SelfRight[];

function newerConditions(part: "operator" | "key"): string[] {
  return s3Data.bucketPolicyConditions.newer.flatMap((entry) => entry[part] ?? []);
}

function toIamGrant(grant: { resource: string; actions: string[]; only?: string }): IamGrant[] {
  const actions = IAM_ACTIONS.filter((action) => grant.actions.includes(action));
  if (actions.length === 0) return [];
  const { resource, only } = grant;
  if (only === undefined) return [{ resource, actions }];
  const keysOf = KEYS_OF.get(only);
  if (!keysOf) throw new Error(`The catalog narrows ${resource} to "${only}", which nobody reads.`);
  return [{ resource, actions, keysOf }];
}
