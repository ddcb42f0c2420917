/**
 * Bucket policies: what their texts mean, who is kept in, who is named.
 * @module
 */
import { GetBucketPolicyCommand, GetObjectCommand, HeadBucketCommand } from "@aws-sdk/client-s3";
import { means } from "../../../provider/core/fields";
import { policyDocument } from "../../../provider/scaleway/bucket-policy-check";
import { policyStatement } from "../../../provider/scaleway/bucket-policy-rules";
import { asOwner } from "../../support/owner";
import { freshStack } from "../../support/fresh-stack";
import { SimulatedStack, type Program, type Values } from "../../support/stack";
import { ownersStorage, type World } from "../../support/world";

jest.setTimeout(30_000);

const ID = "0e0e0e0e-0000-4000-8000-000000000001";
const TOKEN = "scaleway:BucketPolicy";
const EVERYONE = { principals: { everyone: true }, actions: ["s3:GetObject"] };

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await freshStack("bucket policies")));
afterEach(() => world.stop());

/** A program with one bucket, one application and a policy that may name it. */
const withPolicy =
  (args: Values | ((application: string) => Values)): Program =>
  async (declare) => {
    await declare("scaleway:Bucket", "bucket", { name: "photos" });
    const { id } = await declare("scaleway:Application", "app");
    const given = typeof args === "function" ? args(String(id)) : args;
    await declare(TOKEN, "policy", { bucket: "photos", ...given });
  };

const storage = () => ownersStorage(world.cloud);
const policyThere = async (): Promise<Values> => {
  const { Policy } = await storage().send(new GetBucketPolicyCommand({ Bucket: "photos" }));
  return JSON.parse(String(Policy)) as Values;
};
const statementsThere = async () => (await policyThere())["Statement"] as Values[];
const ownerId = async (): Promise<string> => {
  const { accessKey } = world.cloud.description.scaleway;
  return String(
    (await asOwner(world.cloud, "GET", `/iam/v1alpha1/api-keys/${accessKey}`))["user_id"],
  );
};
const failuresOf = (args: Values): Promise<Values> =>
  stack.preview(TOKEN, "policy", { bucket: "photos", ...args });

describe("Two statements", () => {
  const same: [string, Values, Values][] = [
    ["the order of actions", { actions: ["s3:A", "s3:B"] }, { actions: ["s3:B", "s3:A"] }],
    [
      "the letter case of actions",
      { actions: ["s3:GetBucketCORS"] },
      { actions: ["s3:getbucketcors"] },
    ],
    ["the way to write all actions", { actions: ["*"] }, { actions: ["s3:*"] }],
    ["a left-out effect", {}, { effect: "Allow" }],
    ["left-out resources", {}, { resources: ["photos/*", "photos"] }],
    [
      "one value as a text",
      { conditions: { IpAddress: { "aws:SourceIp": "192.0.2.1" } } },
      { conditions: { IpAddress: { "AWS:sourceip": ["192.0.2.1"] } } },
    ],
    ["no conditions", {}, { conditions: {} }],
  ];
  it.each(same)("mean the same whatever %s", (_what, left, right) => {
    expect(means(policyStatement, { ...EVERYONE, ...left }, { ...EVERYONE, ...right })).toBe(true);
  });

  it.each<[string, Values]>([
    ["their effects", { effect: "Deny" }],
    ["their actions", { actions: ["s3:PutObject"] }],
    ["their resources", { resources: ["photos"] }],
    ["their principals", { principals: { userIds: [ID] } }],
    ["their conditions", { conditions: { Bool: { "aws:SecureTransport": "true" } } }],
  ])("differ in %s", (_what, right) => {
    expect(means(policyStatement, EVERYONE, { ...EVERYONE, ...right })).toBe(false);
  });
});

describe("A document", () => {
  const one = { Effect: "Allow", Principal: { SCW: [`user_id:${ID}`] }, Resource: ["b", "b/*"] };

  it("means the same as text and as object, with lists of one and with texts", () => {
    const left = { Version: "2023-04-17", Statement: [{ ...one, Action: ["*"] }] };
    const right = {
      Statement: { ...one, Action: "s3:*", Principal: { SCW: `user_id:${ID}` } },
      Version: "2023-04-17",
    };
    expect(means(policyDocument, left, JSON.stringify(right))).toBe(true);
    expect(means(policyDocument, left, { ...right, Id: "another" })).toBe(false);
  });

  it("is written as it says, and unchanged afterwards", async () => {
    const Statement = [
      { Sid: "s", Effect: "Allow", Principal: "*", Action: "*", Resource: "photos" },
    ];
    const document = JSON.stringify({ Version: "2012-10-17", Id: "mine", Statement });
    const args = { document, version: "2012-10-17", keepDeployer: false };
    await stack.up(withPolicy(args));
    expect(await policyThere()).toEqual({ Version: "2012-10-17", Id: "mine", Statement });
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(withPolicy(args))).toMatchObject({ update: 0 });
  });
});

describe("The deployer", () => {
  const forApplication = (app: string): Values => ({
    statements: [{ principals: { applicationIds: [app] }, actions: ["*"] }],
  });

  it("keeps everything by a statement that nobody sees", async () => {
    await stack.up(withPolicy(forApplication));
    expect(await statementsThere()).toEqual([
      expect.objectContaining({ Action: "*" }),
      expect.objectContaining({
        Effect: "Allow",
        Principal: { SCW: [`user_id:${await ownerId()}`] },
        Action: "*",
        Resource: ["photos", "photos/*"],
      }),
    ]);
    expect(stack.outputsOf("policy")["statements"]).toHaveLength(1);
    await stack.refresh();
    expect(stack.outputsOf("policy")["statements"]).toHaveLength(1);
    await storage().send(new HeadBucketCommand({ Bucket: "photos" }));
  });

  it("is shut out where the program says so, with a warning that names it", async () => {
    await stack.up(withPolicy((app) => ({ ...forApplication(app), keepDeployer: false })));
    expect(await statementsThere()).toHaveLength(1);
    expect(stack.lines.join("\n")).toContain(`locks the deployer out (user ${await ownerId()})`);
    await expect(storage().send(new HeadBucketCommand({ Bucket: "photos" }))).rejects.toThrow();
    // The policy itself stays within reach: that is the way back.
    await stack.up(withPolicy(forApplication));
    await storage().send(new HeadBucketCommand({ Bucket: "photos" }));
  });

  it("gets no warning where the program names it", async () => {
    const statements = [{ principals: { userIds: [await ownerId()] }, actions: ["*"] }];
    await stack.up(withPolicy({ statements, keepDeployer: false }));
    expect(stack.lines.join("\n")).not.toContain("locks the deployer out");
  });

  it("may be an application that may read its own key, also in the old version", async () => {
    const [access, app] = await application(["IAMReadOnly"]);
    const robot = new SimulatedStack({ cloud: world.cloud, env: access });
    await robot.up(withNamed({ statements: [EVERYONE] }));
    expect((await statementsThere())[1]).toMatchObject({
      Principal: { SCW: [`application_id:${app}`] },
    });
    await robot.up(withNamed({ statements: [EVERYONE], version: "2012-10-17" }));
    expect((await statementsThere())[1]).toMatchObject({
      Principal: { SCW: [expect.stringMatching(/^project_id:/)] },
    });
  });

  it("is told what to do where it may not find out who it is", async () => {
    const [access] = await application([]);
    const robot = new SimulatedStack({ cloud: world.cloud, env: access });
    await expect(robot.up(withNamed({ statements: [EVERYONE] }))).rejects.toThrow(
      /IAMReadOnly.*keepDeployer: false/s,
    );
    const statements = [{ ...EVERYONE, actions: ["*"] }];
    await robot.up(withNamed({ statements, keepDeployer: false }));
    expect(await statementsThere()).toHaveLength(1);
  });

  /** Only bucket and policy: the robots may make no applications. */
  const withNamed =
    (args: Values): Program =>
    async (declare) => {
      await declare("scaleway:Bucket", "bucket", { name: "photos" });
      await declare(TOKEN, "policy", { bucket: "photos", ...args });
    };

  /** An application that may do everything in buckets, and has those sets in the Organization. */
  const application = async (sets: string[]): Promise<[Record<string, string>, string]> => {
    const { organizationId } = world.cloud.description.scaleway;
    const made = await asOwner(world.cloud, "POST", "/iam/v1alpha1/applications", {
      ...{ name: "robot", organization_id: organizationId },
    });
    const app = String(made["id"]);
    const storageSets = ["ObjectStorageFullAccess", "ObjectStorageBucketPolicyFullAccess"];
    await asOwner(world.cloud, "POST", "/iam/v1alpha1/policies", {
      ...{ name: "robot", organization_id: organizationId, application_id: app },
      rules: [
        { permission_set_names: storageSets, project_ids: [organizationId] },
        ...(sets.length === 0
          ? []
          : [{ permission_set_names: sets, organization_id: organizationId }]),
      ],
    });
    const key = await asOwner(world.cloud, "POST", "/iam/v1alpha1/api-keys", {
      application_id: app,
    });
    const access = {
      SCW_ACCESS_KEY: String(key["access_key"]),
      SCW_SECRET_KEY: String(key["secret_key"]),
    };
    return [access, app];
  };
});

describe("A policy under which nobody is left", () => {
  const closed = (...statements: Values[]) => ({ keepDeployer: false, statements });
  const all = { ...EVERYONE, actions: ["*"] };

  it.each<[string, Values[]]>([
    ["nobody may list", [EVERYONE]],
    ["all is denied to everyone", [all, { ...all, effect: "Deny" }]],
    ["only what is in it is open", [{ ...all, resources: ["photos/*"] }]],
  ])("where %s is refused, and nothing is written", async (_what, statements) => {
    await expectRefused(() => closed(...statements));
  });

  it("where one may list and another read is refused, and nothing is written", async () => {
    const userIds = [await ownerId()];
    await expectRefused((app) =>
      closed(
        { principals: { userIds }, actions: ["s3:ListBucket"] },
        { principals: { applicationIds: [app] }, actions: ["s3:GetObject"] },
      ),
    );
  });

  const expectRefused = async (args: (app: string) => Values): Promise<void> => {
    const failure = stack.up(withPolicy(args));
    await expect(failure).rejects.toThrow(/would lock everybody out.*allowLockOut: true/s);
    await expect(policyThere()).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
  };

  it.each<[string, Values[]]>([
    ["somebody may do everything", [all]],
    [
      "somebody may under a condition",
      [{ ...all, conditions: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } } }],
    ],
    ["a folder is denied", [all, { ...all, effect: "Deny", resources: ["photos/private/*"] }]],
    [
      "two statements give both",
      [
        { ...EVERYONE, actions: ["s3:ListBucket"], resources: ["photos"] },
        { ...EVERYONE, resources: ["photos/*"] },
      ],
    ],
  ])("is written where %s", async (_what, statements) => {
    await stack.up(withPolicy(closed(...statements)));
    expect(await statementsThere()).toHaveLength(statements.length);
  });

  it("is written where the program says that it may", async () => {
    await stack.up(withPolicy({ ...closed(EVERYONE), allowLockOut: true }));
    expect(await statementsThere()).toHaveLength(1);
  });
});

describe("Whoever is named", () => {
  it.each(["userIds", "applicationIds"])(
    "by %s must exist, or nothing is written",
    async (kind) => {
      const statements = [{ principals: { [kind]: [ID] }, actions: ["*"] }];
      await expect(stack.up(withPolicy({ statements }))).rejects.toThrow(
        new RegExp(`names (user|application) ${ID}, which the Organization does not have`),
      );
      await expect(policyThere()).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
    },
  );

  it("may have been made by the same run", async () => {
    await stack.up(
      withPolicy((app) => ({
        statements: [{ principals: { applicationIds: [app] }, actions: ["s3:GetObject"] }],
      })),
    );
    expect(await statementsThere()).toHaveLength(2);
  });
});

describe("A bucket policy", () => {
  it("that is there already is an error that says how to take it over", async () => {
    await stack.up(withPolicy({ statements: [EVERYONE] }));
    const other = new SimulatedStack({ cloud: world.cloud, project: "other" });
    const declared: Program = async (declare) => {
      const statements = [{ ...EVERYONE, actions: ["s3:PutObject"] }];
      await declare(TOKEN, "theirs", { bucket: "photos", statements });
    };
    await expect(other.up(declared)).rejects.toThrow(/has one already.*adopt: "existing"/s);
    expect((await statementsThere())[0]).toMatchObject({ Action: "s3:GetObject" });
  });

  it("opens a folder to everyone, and is gone with the resource", async () => {
    await stack.up(withPolicy({ statements: [{ ...EVERYONE, resources: ["photos/public/*"] }] }));
    const read = (key: string) =>
      fetch(`${world.cloud.description.scaleway.s3Endpoint}/photos/${key}`);
    expect((await read("public/none")).status).toBe(404);
    expect((await read("none")).status).toBe(403);
    await stack.destroy();
    const reading = storage().send(new GetObjectCommand({ Bucket: "photos", Key: "none" }));
    await expect(reading).rejects.toMatchObject({ name: "NoSuchBucket" });
  });

  it("is refreshed by one call, and its principals cost one list a kind", async () => {
    await stack.up(withPolicy({ statements: [EVERYONE] }));
    world.cloud.resetCounts();
    await stack.refresh();
    expect(world.cloud.counts()).toMatchObject({ GetBucketPolicy: 1 });
    expect(world.cloud.counts()).not.toHaveProperty("GET /iam/v1alpha1/api-keys/{id}");
  });

  it.each<[string, Values, RegExp]>([
    ["neither form", {}, /none of statements, document is given/],
    ["both forms", { statements: [EVERYONE], document: "{}" }, /exactly one is allowed/],
    [
      "an ARN",
      { statements: [{ ...EVERYONE, resources: ["arn:aws:s3:::photos/*"] }] },
      /resources\[0\].*no ARNs here: write "photos\/\*"/,
    ],
    [
      "an operation for an action",
      { statements: [{ ...EVERYONE, actions: ["s3:HeadObject"] }] },
      /actions\[0\].*"s3:GetObject" covers that operation/,
    ],
    [
      "a part of an action",
      { statements: [{ ...EVERYONE, actions: ["s3:Get*"] }] },
      /actions\[0\].*name each/,
    ],
    [
      "a misspelled action",
      { statements: [{ ...EVERYONE, actions: ["s3:GetObjct"] }] },
      /did you mean "s3:GetObject"/,
    ],
    [
      "another bucket",
      { statements: [{ ...EVERYONE, resources: ["photos2/*"] }] },
      /"photos2\/\*" is not in this bucket: it must be "photos"/,
    ],
    [
      "a group",
      { statements: [{ ...EVERYONE, principals: { groupIds: [ID] } }] },
      /groupIds.*a group cannot be named/,
    ],
    ["nobody", { statements: [{ ...EVERYONE, principals: {} }] }, /nobody is named/],
    [
      "an application in the old version",
      {
        version: "2012-10-17",
        statements: [{ ...EVERYONE, principals: { applicationIds: [ID] } }],
      },
      /applicationIds: applications cannot be named in version "2012-10-17"/,
    ],
    [
      "a Project in the current version",
      { statements: [{ ...EVERYONE, principals: { projectIds: [ID] } }] },
      /Projects can be named in version "2012-10-17" only/,
    ],
    ["no policy", { document: "{" }, /is no bucket policy/],
    [
      "a version of another kind",
      { document: { Version: "2012-10-17", Statement: [] } },
      /its version is "2012-10-17", not "2023-04-17": give version/,
    ],
    [
      "a mistake in a document",
      {
        document: {
          Version: "2023-04-17",
          Statement: [
            { Effect: "Allow", Principal: "*", Action: "s3:HeadObject", Resource: "photos" },
          ],
        },
      },
      /document\.Statement\[0\].*"s3:GetObject" covers/,
    ],
    [
      "an operator that there is not",
      { statements: [{ ...EVERYONE, conditions: { DateEquals: { "aws:CurrentTime": "x" } } }] },
      /conditions\.DateEquals/,
    ],
  ])("is refused before any call with %s", async (_what, args, reason) => {
    await expect(failuresOf(args)).rejects.toThrow(reason);
    expect(world.cloud.counts()).toEqual({});
  });
});
