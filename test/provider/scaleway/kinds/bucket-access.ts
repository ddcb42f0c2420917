/**
 * Who may do what in a bucket.
 * @module
 */
import {
  DeleteBucketPolicyCommand,
  GetBucketAclCommand,
  GetBucketPolicyCommand,
  PutBucketAclCommand,
  PutBucketPolicyCommand,
  type Permission,
} from "@aws-sdk/client-s3";
import type { Cloud } from "../../../../emulator";
import type { Declare, Values } from "../../../support/stack";
import { bucketIn, inOther, storage, twoBuckets, type Elsewhere, type Kind } from "./shared";

/** What needs two buckets. */
const buckets = async (declare: Declare): Promise<Values> => {
  const { id: named } = await declare("scaleway:Application", "named");
  return { named, ...(await twoBuckets(declare)) };
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

/** The rows of these kinds. */
export const bucketAccessKinds: readonly Kind[] = [
  {
    token: "scaleway:BucketPolicy",
    triedElsewhere: {
      allowLockOut: "bucket-policy.test.ts",
    },
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
    replacing: { bucket: inOther },
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
    replacing: { bucket: inOther },
  },
];

/** The text of a policy that allows everything to everyone. */
function openPolicy(bucket: unknown, version = "2023-04-17"): string {
  const Resource = [String(bucket), `${String(bucket)}/*`];
  const statement = { Sid: "open", Effect: "Allow", Principal: "*", Action: "*", Resource };
  return JSON.stringify({ Version: version, Statement: [statement] });
}
