/**
 * One row for each kind: a program that makes one resource of it (and what it needs), and what can be changed about it.
 * @module
 */
import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteBucketPolicyCommand,
  GetBucketAclCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetObjectLockConfigurationCommand,
  PutBucketAclCommand,
  PutBucketPolicyCommand,
  HeadObjectCommand,
  PutBucketTaggingCommand,
  PutObjectLockConfigurationCommand,
  type DefaultRetention,
  type Permission,
} from "@aws-sdk/client-s3";
import type { Cloud, CloudOptions } from "../../../emulator";
import { UNKNOWN } from "../../../provider/core/unknown";
import { asOwner } from "../../support/owner";
import type { Declare, DeclareOptions, Program, Values } from "../../support/stack";
import { bucketIn, settingKinds, storage } from "./bucket-settings";

/** What somebody may do to an object without the program. */
export interface Elsewhere {
  /** Arguments by which the program notes a text on the object. */
  readonly note: (text: string) => Values;
  /** How such a text shows in `read` and in messages, where a property that is no text stands for it. */
  readonly shown?: (text: string) => string;
  /** The text, as the service has it, with the mark in it. */
  readonly read: (cloud: Cloud, id: string) => Promise<string>;
  /** Notes another text elsewhere; the mark stays. */
  readonly edit: (cloud: Cloud, id: string, text: string) => Promise<void>;
  readonly remove: (cloud: Cloud, id: string) => Promise<void>;
}

/** One kind, for the tests that every kind runs. */
export interface Kind {
  readonly token: string;
  /** Arguments of the resource under test; `needed` names what it needs, and `projectId`, the default Project. */
  readonly args: (needed: Values) => Values;
  /** Declares what it needs. */
  readonly needs?: (declare: Declare) => Promise<Values>;
  /** Each field that can be changed in place, with arguments that change it. */
  readonly changes: Readonly<Record<string, (needed: Values) => Values>>;
  /** What a field needs beside it, where it does not go with the arguments of the row. */
  readonly beside?: Readonly<Record<string, Values>>;
  readonly elsewhere: Elsewhere;
  /** What the cloud must be like for these changes. */
  readonly cloud?: CloudOptions;
  /** Each field whose change replaces the object, with arguments that change it. */
  readonly replacing?: Readonly<Record<string, (needed: Values) => Values>>;
  /** True for a kind whose id says where the object is: made again, it has the same. */
  readonly keepsId?: boolean;
  /** Fields of which the vendor's pages disagree whether they can be changed. */
  readonly openPoints?: readonly string[];
  /** True where the arguments hold a name that only one object of the Organization can have. */
  readonly uniqueNames?: boolean;
  /** Why the kind is not tried on a real cloud by itself. */
  readonly notOnRealCloud?: string;
  /** True for a kind whose objects have no name by which they could be adopted. */
  readonly nameless?: boolean;
}

const application = async (declare: Declare): Promise<Values> => {
  const { id } = await declare("scaleway:Application", "needed");
  const { id: other } = await declare("scaleway:Application", "other");
  return { id, other };
};

/** A kind with a description, or another text that the mark stands behind, at a path of the API. */
function described(path: string, field = "description", property = field): Elsewhere {
  const read = async (cloud: Cloud, id: string): Promise<string> =>
    String((await asOwner(cloud, "GET", `${path}/${id}`))[field]);
  return {
    read,
    note: (text) => ({ [property]: text }),
    edit: async (cloud, id, text) => {
      const mark = / \[pulumi .*\]$/.exec(` ${await read(cloud, id)}`)?.[0] ?? "";
      await asOwner(cloud, "PATCH", `${path}/${id}`, { [field]: text + mark });
    },
    remove: async (cloud, id) => {
      await asOwner(cloud, "DELETE", `${path}/${id}`);
    },
  };
}

/** A bucket of the default Project, which notes the text in a tag. */
const tagged: Elsewhere = {
  note: (note) => ({ tags: { note } }),
  read: async (cloud, id) => JSON.stringify(await tagsOf(cloud, id)),
  edit: async (cloud, id, text) => {
    const others = (await tagsOf(cloud, id)).filter(({ Key }) => Key !== "note");
    const TagSet = [...others, { Key: "note", Value: text }];
    const change = new PutBucketTaggingCommand({ Bucket: id, Tagging: { TagSet } });
    await storage(cloud).send(change);
  },
  remove: async (cloud, id) => {
    await storage(cloud).send(new DeleteBucketCommand({ Bucket: id }));
  },
};

/** The default retention of a bucket, which notes a text by as many days as it has characters. */
const locked: Elsewhere = {
  note: (text) => ({ days: text === UNKNOWN ? text : text.length }),
  shown: (text) => String(text.length),
  read: async (cloud, id) => {
    const reading = new GetObjectLockConfigurationCommand({ Bucket: bucketIn(id) });
    const { ObjectLockConfiguration } = await storage(cloud).send(reading);
    return String(ObjectLockConfiguration?.Rule?.DefaultRetention?.Days);
  },
  edit: async (cloud, id, text) => {
    await setRetention(cloud, id, { Mode: "GOVERNANCE", Days: text.length });
  },
  remove: (cloud, id) => setRetention(cloud, id, undefined),
};

async function setRetention(
  cloud: Cloud,
  id: string,
  DefaultRetention: DefaultRetention | undefined,
): Promise<void> {
  const change = new PutObjectLockConfigurationCommand({
    Bucket: bucketIn(id),
    ObjectLockConfiguration: {
      ObjectLockEnabled: "Enabled",
      ...(DefaultRetention && { Rule: { DefaultRetention } }),
    },
  });
  await storage(cloud).send(change);
}

/** Bucket and key in the id of an object. */
const objectIn = (id: string) => ({ Bucket: bucketIn(id), Key: id.split("/").slice(3).join("/") });

/** An object, which notes a text in its metadata. */
const written: Elsewhere = {
  note: (note) => ({ metadata: { note } }),
  read: async (cloud, id) => {
    const { Metadata } = await storage(cloud).send(new HeadObjectCommand(objectIn(id)));
    return JSON.stringify(Metadata);
  },
  edit: async (cloud, id, note) => {
    const { Bucket, Key } = objectIn(id);
    const copy = {
      Bucket,
      Key,
      CopySource: `${Bucket}/${Key}`,
      MetadataDirective: "REPLACE",
    } as const;
    await storage(cloud).send(new CopyObjectCommand({ ...copy, Metadata: { note } }));
  },
  remove: async (cloud, id) => {
    await storage(cloud).send(new DeleteObjectCommand(objectIn(id)));
  },
};

/** What needs two buckets. */
const buckets = async (declare: Declare): Promise<Values> => {
  const { id: named } = await declare("scaleway:Application", "named");
  const { id } = await declare("scaleway:Bucket", "needed", { region: "fr-par" });
  const { id: other } = await declare("scaleway:Bucket", "other", { region: "fr-par" });
  return { id, other, named };
};

/** Everything for everyone: whoever tests is not shut out. */
const open = (sid: string): Values => ({ sid, principals: { everyone: true }, actions: ["*"] });

const policyIn = async (cloud: Cloud, id: string): Promise<string> => {
  const reading = new GetBucketPolicyCommand({ Bucket: bucketIn(id) });
  return String((await storage(cloud).send(reading)).Policy);
};

/** A policy, which notes the text as the name of its first statement. */
const withPolicy: Elsewhere = {
  note: (sid) => ({ document: undefined, version: undefined, statements: [open(sid)] }),
  read: policyIn,
  edit: async (cloud, id, Sid) => {
    const { Statement, ...others } = JSON.parse(await policyIn(cloud, id)) as Values;
    const [first, ...rest] = Statement as Values[];
    const Policy = JSON.stringify({ ...others, Statement: [{ ...first, Sid }, ...rest] });
    await storage(cloud).send(new PutBucketPolicyCommand({ Bucket: bucketIn(id), Policy }));
  },
  remove: async (cloud, id) => {
    await storage(cloud).send(new DeleteBucketPolicyCommand({ Bucket: bucketIn(id) }));
  },
};

const PERMISSIONS: Readonly<Record<string, string>> = {
  "edited by hand": "READ_ACP",
  "from the program": "WRITE_ACP",
  "and again": "WRITE",
};
const permissionFor = (text: string): string => PERMISSIONS[text] ?? "READ";

/** An access control list, in which permissions stand for texts. */
const withAcl: Elsewhere = {
  shown: permissionFor,
  note: (text) => ({
    acl: undefined,
    grants: [{ group: "AuthenticatedUsers", permission: permissionFor(text) }],
  }),
  read: async (cloud, id) => {
    const { Grants } = await storage(cloud).send(new GetBucketAclCommand({ Bucket: bucketIn(id) }));
    return JSON.stringify(Grants);
  },
  edit: async (cloud, id, text) => {
    const { Owner } = await storage(cloud).send(new GetBucketAclCommand({ Bucket: bucketIn(id) }));
    const URI = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    const Grants = [
      { Grantee: { Type: "Group" as const, URI }, Permission: permissionFor(text) as Permission },
    ];
    const AccessControlPolicy = { Owner, Grants };
    await storage(cloud).send(
      new PutBucketAclCommand({ Bucket: bucketIn(id), AccessControlPolicy }),
    );
  },
  remove: async (cloud, id) => {
    await storage(cloud).send(new PutBucketAclCommand({ Bucket: bucketIn(id), ACL: "private" }));
  },
};

const tagsOf = async (cloud: Cloud, id: string) =>
  (await storage(cloud).send(new GetBucketTaggingCommand({ Bucket: id }))).TagSet ?? [];

const renamed = {
  name: () => ({ name: "renamed" }),
  description: () => ({ description: "described" }),
};
const retagged = { tags: () => ({ tags: ["three"] }) };

/** A public key. */
const publicKey = (letter: string): string =>
  `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)} somebody@example`;

/** Every kind. Names are generated, so that several stacks have room in one Organization. */
export const kinds: readonly Kind[] = [
  {
    token: "scaleway:Application",
    elsewhere: described("/iam/v1alpha1/applications"),
    args: () => ({ tags: ["one", "two"] }),
    changes: { ...renamed, ...retagged },
  },
  {
    token: "scaleway:Group",
    elsewhere: described("/iam/v1alpha1/groups"),
    needs: application,
    args: ({ id }) => ({ applicationIds: [id] }),
    changes: { ...renamed, ...retagged, applicationIds: () => ({ applicationIds: [] }) },
  },
  {
    token: "scaleway:Policy",
    elsewhere: described("/iam/v1alpha1/policies"),
    needs: application,
    args: ({ id, projectId }) => ({
      applicationId: id,
      rules: [{ projectIds: [projectId], permissionSetNames: ["ObjectStorageReadOnly"] }],
    }),
    changes: {
      ...renamed,
      ...retagged,
      applicationId: ({ other }) => ({ applicationId: other }),
      noPrincipal: () => ({ applicationId: undefined, noPrincipal: true }),
      rules: ({ projectId }) => ({
        rules: [
          { projectIds: [projectId], permissionSetNames: ["ObjectStorageFullAccess"] },
          { organizationId: projectId, permissionSetNames: ["ObjectStorageBucketsRead"] },
        ],
      }),
    },
  },
  {
    token: "scaleway:ApiKey",
    cloud: { switches: { expiryEditable: "accept" } },
    elsewhere: described("/iam/v1alpha1/api-keys"),
    args: ({ id }) => ({ applicationId: id, expiresAt: "2080-01-01T00:00:00Z" }),
    needs: async (declare) => {
      const { id: projectOfAnother } = await declare("scaleway:Project", "project");
      return { ...(await application(declare)), projectOfAnother };
    },
    changes: {
      description: () => ({ description: "described" }),
      defaultProjectId: ({ projectOfAnother }) => ({ defaultProjectId: projectOfAnother }),
      expiresAt: () => ({ expiresAt: "2090-01-01T00:00:00Z" }),
    },
    replacing: { applicationId: ({ other }) => ({ applicationId: other }) },
    nameless: true,
    openPoints: ["expiresAt"],
  },
  {
    token: "scaleway:Project",
    elsewhere: described("/account/v3/projects"),
    args: () => ({}),
    changes: renamed,
  },
  {
    token: "scaleway:SshKey",
    elsewhere: described("/iam/v1alpha1/ssh-keys", "name"),
    needs: async (declare) => ({ another: (await declare("scaleway:Project", "another"))["id"] }),
    args: () => ({ name: "laptop", publicKey: publicKey("A") }),
    changes: {
      name: () => ({ name: "renamed" }),
      disabled: () => ({ disabled: true }),
    },
    replacing: {
      publicKey: () => ({ publicKey: publicKey("B") }),
      projectId: ({ another }) => ({ projectId: another }),
    },
  },
  {
    token: "scaleway:User",
    notOnRealCloud: "it would invite a person",
    uniqueNames: true,
    elsewhere: described("/iam/v1alpha1/users", "first_name", "firstName"),
    args: () => ({
      email: "ada@example.com",
      username: "ada",
      firstName: "Ada",
      lastName: "Byron",
      phoneNumber: "+33100000000",
      locale: "en_US",
      locked: false,
      tags: ["one"],
      password: "the first one",
    }),
    changes: {
      ...retagged,
      email: () => ({ email: "ada@example.org" }),
      username: () => ({ username: "ada.lovelace" }),
      firstName: () => ({ firstName: "Augusta Ada" }),
      lastName: () => ({ lastName: "Lovelace" }),
      phoneNumber: () => ({ phoneNumber: "+33200000000" }),
      locale: () => ({ locale: "fr_FR" }),
      locked: () => ({ locked: true }),
    },
  },
  {
    token: "scaleway:Bucket",
    keepsId: true,
    elsewhere: tagged,
    needs: async (declare) => ({ another: (await declare("scaleway:Project", "another"))["id"] }),
    args: () => ({ region: "fr-par" }),
    changes: {
      tags: () => ({ tags: { one: "1" } }),
      versioning: () => ({ versioning: true }),
    },
    replacing: {
      name: () => ({ name: "another-name-0a1b2c3d" }),
      region: () => ({ region: "nl-ams" }),
      projectId: ({ another }) => ({ projectId: another }),
      objectLock: () => ({ objectLock: true }),
    },
  },
  ...settingKinds,
  {
    token: "scaleway:BucketObject",
    keepsId: true,
    elsewhere: written,
    needs: async (declare) => {
      const { id } = await declare("scaleway:Bucket", "needed", { forceDestroy: true });
      const { id: other } = await declare("scaleway:Bucket", "other", { forceDestroy: true });
      return { id, other };
    },
    args: ({ id }) => ({ bucket: id, key: "folder/page.html", content: "first" }),
    changes: {
      content: () => ({ content: "second" }),
      contentType: () => ({ contentType: "text/html" }),
      metadata: () => ({ metadata: { revision: "2" } }),
      tags: () => ({ tags: { team: "web" } }),
      storageClass: () => ({ storageClass: "ONEZONE_IA" }),
    },
    replacing: {
      bucket: ({ other }) => ({ bucket: other }),
      key: () => ({ key: "folder/other.html" }),
    },
  },
  {
    token: "scaleway:BucketLock",
    keepsId: true,
    elsewhere: locked,
    needs: async (declare) => {
      const { id } = await declare("scaleway:Bucket", "needed", { objectLock: true });
      const { id: other } = await declare("scaleway:Bucket", "other", { objectLock: true });
      return { id, other };
    },
    args: ({ id }) => ({ bucket: id, mode: "GOVERNANCE", days: 30 }),
    changes: {
      mode: () => ({ mode: "COMPLIANCE" }),
      years: () => ({ days: undefined, years: 1 }),
      days: () => ({ days: 31, years: undefined }),
    },
    replacing: { bucket: ({ other }) => ({ bucket: other }) },
  },
  {
    token: "scaleway:BucketPolicy",
    keepsId: true,
    elsewhere: withPolicy,
    needs: buckets,
    args: ({ id }) => ({ bucket: id, statements: [open("first")] }),
    changes: {
      keepDeployer: () => ({ keepDeployer: false }),
      document: ({ id }) => ({ statements: undefined, document: openPolicy(id) }),
      version: ({ id }) => ({
        version: "2012-10-17",
        statements: undefined,
        document: openPolicy(id, "2012-10-17"),
      }),
      statements: ({ named }) => ({
        document: undefined,
        version: undefined,
        statements: [
          open("first"),
          { principals: { applicationIds: [named] }, actions: ["s3:GetObject"] },
        ],
      }),
    },
    replacing: { bucket: ({ other }) => ({ bucket: other }) },
  },
  {
    token: "scaleway:BucketAcl",
    keepsId: true,
    elsewhere: withAcl,
    needs: buckets,
    args: ({ id }) => ({ bucket: id, grants: [{ group: "AllUsers", permission: "READ" }] }),
    changes: {
      grants: ({ projectId }) => ({
        grants: [
          { projectId, permission: "FULL_CONTROL" },
          { group: "AllUsers", permission: "WRITE" },
        ],
      }),
      acl: () => ({ grants: undefined, acl: "public-read" }),
    },
    replacing: { bucket: ({ other }) => ({ bucket: other }) },
  },
];

/** The text of a policy that allows everything to everyone. */
function openPolicy(bucket: unknown, version = "2023-04-17"): string {
  const Resource = [String(bucket), `${String(bucket)}/*`];
  const statement = { Sid: "open", Effect: "Allow", Principal: "*", Action: "*", Resource };
  return JSON.stringify({ Version: version, Statement: [statement] });
}

/** Arguments with every field changed that can be changed in place; of two that exclude each other, the later. */
export const changed =
  (kind: Kind) =>
  (needed: Values): Values =>
    Object.assign({}, ...Object.values(kind.changes).map((change) => change(needed))) as Values;

/** A program that declares only what a kind needs. */
export function needsOf(kind: Kind): Program {
  return async (declare) => {
    await kind.needs?.(declare);
  };
}

/** The program of a kind, with some arguments changed. */
export function programOf(
  kind: Kind,
  change: (needed: Values) => Values = () => ({}),
  options: DeclareOptions = {},
): Program {
  return async (declare, projectId) => {
    const needed = { ...(await kind.needs?.(declare)), projectId };
    await declare(kind.token, "tested", { ...kind.args(needed), ...change(needed) }, options);
  };
}
