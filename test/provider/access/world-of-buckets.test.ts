/** Buckets, their policies and lists, as programs give them. */
import {
  Access,
  UNKNOWN,
  worldOfResources,
  type Asker,
  type WorldOptions,
} from "../../../provider/access";
import { resource, urn } from "./support/resources";

const APP = { kind: "application", id: "bbbbbbbb-0000-4000-8000-000000000001" } as const;
const OTHER = { kind: "application", id: "bbbbbbbb-0000-4000-8000-000000000002" } as const;
const ANYBODY = { kind: "anonymous" } as const;

/** A stack with two applications that may do all in a Project, a bucket in it, and one thing more about the bucket. */
function stack(kind: string, properties: Record<string, unknown>, options: WorldOptions = {}) {
  const rules = [{ permissionSetNames: ["ObjectStorageFullAccess"], projectIds: ["p"] }];
  const { world, findings } = worldOfResources(
    [
      ...[APP, OTHER].map(({ id }) => resource("Policy", id, { applicationId: id, rules })),
      resource("Bucket", "pictures", { name: "pictures", projectId: "p", region: "fr-par" }),
      resource(kind, "part", { bucket: "pictures", ...properties }),
    ],
    options,
  );
  const access = new Access(world);
  const can = (asker: Asker, action = "GetObject", key: string | undefined = "a") =>
    access.can({ asker, action, target: { bucket: "pictures", key } });
  return {
    world,
    findings,
    can,
    answer: (...asked: Parameters<typeof can>) => can(...asked).answer,
  };
}

const policy = (statements: unknown, parts: Record<string, unknown> = {}, options?: WorldOptions) =>
  stack("BucketPolicy", { statements, ...parts }, options);
const ME = { principals: { applicationIds: [APP.id] }, actions: ["*"] };

describe("a bucket policy given as statements", () => {
  it("is about the bucket and everything in it where it names no resource, and allows unless it denies", () => {
    const { answer, findings, world } = policy([ME]);
    expect(findings).toEqual([]);
    expect([answer(APP), answer(APP, "ListObjectsV2"), answer(OTHER)]).toEqual([
      "allow",
      "allow",
      "deny",
    ]);
    expect(world.buckets[0]?.policy?.version).toBe("2023-04-17");
    expect(policy([ME, { ...ME, effect: "Deny" }]).answer(APP)).toBe("deny");
  });

  it("takes one text for a list of one in its conditions", () => {
    const conditions = {
      Bool: { "aws:SecureTransport": true },
      IpAddress: { "aws:SourceIp": "10.0.0.1" },
    };
    const { can } = policy([{ ...ME, conditions }]);
    expect(can(APP).reasons[0]?.text).toMatch(/only over TLS; only from ip 10.0.0.1/);
  });

  it("keeps whoever deploys, by name where that is known, else aside", () => {
    expect(policy([ME], {}, { deployer: OTHER }).answer(OTHER, "PutBucketTagging")).toBe("allow");
    expect(policy([ME], { keepDeployer: false }, { deployer: OTHER }).answer(OTHER)).toBe("deny");
    const { answer, reasons } = policy([ME]).can(OTHER);
    expect(answer).toBe("deny");
    expect(reasons[0]?.text).toContain("unless it is who deploys");
  });

  it("leaves open only what hangs on a part of it that is not known yet", () => {
    const part = { ...ME, resources: [UNKNOWN] };
    const { answer, can } = policy([part]);
    expect(can(APP).reasons[0]).toMatchObject({ code: "unknownValue", statement: 0 });
    expect(can(APP).reasons[0]?.text).toContain("its resources are not known yet");
    expect(answer(OTHER)).toBe("deny");
    expect(policy([{ ...ME, actions: [UNKNOWN] }]).answer(APP)).toBe("undecided");
    expect(policy([{ ...ME, principals: { applicationIds: [UNKNOWN] } }]).answer(OTHER)).toBe(
      "undecided",
    );
    expect(policy(UNKNOWN).answer(OTHER)).toBe("undecided");
  });

  it.each<[string, unknown, Record<string, unknown>]>([
    ["an action that there is not", [{ ...ME, actions: ["s3:HeadObject"] }], {}],
    ["an ARN", [{ ...ME, resources: ["arn:aws:s3:::pictures"] }], {}],
    ["another bucket", [{ ...ME, resources: ["others/*"] }], {}],
    ["a Project in the later version", [{ ...ME, principals: { projectIds: ["p"] } }], {}],
    ["an application in the old version", [ME], { version: "2012-10-17" }],
    ["a version that there is not", [ME], { version: "2030-01-01" }],
    [
      "an operator that there is not",
      [{ ...ME, conditions: { NumericEquals: { "aws:EpochTime": "1" } } }],
      {},
    ],
    [
      "a value that is none",
      [{ ...ME, conditions: { IpAddress: { "aws:SourceIp": "nowhere" } } }],
      {},
    ],
  ])(
    "with %s is a finding, and leaves everything about the bucket open",
    (_what, statements, parts) => {
      const { answer, findings } = policy(statements, parts);
      expect(findings.map(({ code }) => code)).toContain("malformedPolicy");
      expect([answer(APP), answer(OTHER)]).toEqual(["undecided", "undecided"]);
    },
  );

  it("twice for one bucket is a finding; the last one holds", () => {
    const two = worldOfResources([
      resource("Bucket", "pictures", { name: "pictures", projectId: "p" }),
      resource("BucketPolicy", "one", { bucket: "pictures", statements: [ME] }),
      resource("BucketPolicy", "two", { bucket: "pictures", statements: [] }),
    ]);
    expect(two.findings).toMatchObject([{ code: "duplicate", urn: urn("BucketPolicy", "two") }]);
  });
});

describe("a bucket policy given in Scaleway's own grammar", () => {
  const document = {
    Version: "2023-04-17",
    Id: "mine",
    Statement: {
      Sid: "one",
      Effect: "Allow",
      Principal: { SCW: [`application_id:${APP.id}`] },
      Action: "s3:GetObject",
      Resource: ["pictures/*"],
      Condition: { DateLessThan: { "aws:CurrentTime": "2099-01-01T00:00:00Z" } },
    },
  };
  const given = (value: unknown) => stack("BucketPolicy", { document: value });

  it.each([
    ["text", JSON.stringify(document)],
    ["an object", document],
  ])("is read as %s", (_form, value) => {
    const { can, findings, answer } = given(value);
    expect(findings).toEqual([]);
    expect(can(APP).reasons[0]?.text).toContain("statements[0] (one)");
    expect([answer(APP), answer(APP, "PutObject"), answer(OTHER)]).toEqual([
      "undecided",
      "deny",
      "deny",
    ]);
  });

  it.each<[string, unknown]>([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["no version", { ...document, Version: undefined }],
    ["no statement", { ...document, Statement: [] }],
    ["a member that there is not", { ...document, NotPrincipal: "*" }],
    ["a long Id", { ...document, Id: "x".repeat(281) }],
    ["NotAction", { ...document, Statement: { ...document.Statement, NotAction: "*" } }],
    ["no effect", { ...document, Statement: { ...document.Statement, Effect: "Maybe" } }],
    [
      "AWS's principals",
      { ...document, Statement: { ...document.Statement, Principal: { AWS: "*" } } },
    ],
    [
      "a group",
      { ...document, Statement: { ...document.Statement, Principal: { SCW: "group_id:x" } } },
    ],
    ["no action", { ...document, Statement: { ...document.Statement, Action: [] } }],
    [
      "an action that is no text",
      { ...document, Statement: { ...document.Statement, Action: [1] } },
    ],
  ])("with %s is a finding, and leaves everything about the bucket open", (_what, value) => {
    const { findings, answer } = given(value);
    expect(findings).toMatchObject([{ code: "malformedPolicy", urn: urn("BucketPolicy", "part") }]);
    expect([answer(APP), answer(ANYBODY)]).toEqual(["undecided", "undecided"]);
  });

  it("opens to everybody by a star", () => {
    const everybody = {
      ...document,
      Statement: { ...document.Statement, Principal: "*", Condition: {} },
    };
    expect(given(everybody).answer(ANYBODY)).toBe("allow");
  });
});

describe("an access list", () => {
  const list = (properties: Record<string, unknown>) => stack("BucketAcl", properties);

  it("is read by its name, or line by line", () => {
    expect(list({ acl: "public-read" }).answer(ANYBODY, "ListObjects")).toBe("allow");
    expect(list({ acl: "private" }).answer(ANYBODY, "ListObjects")).toBe("deny");
    const grants = [
      { group: "AllUsers", permission: "WRITE" },
      { projectId: "q", permission: "READ" },
    ];
    const { answer, world } = list({ grants });
    expect(answer(ANYBODY, "PutObject")).toBe("allow");
    expect(world.buckets[0]?.grants?.[1]).toEqual({
      grantee: { projectId: "q" },
      permission: "READ",
    });
  });

  it("that there is not, or that gives what there is not, is a finding", () => {
    expect(list({ acl: "open" }).findings).toMatchObject([
      { code: "malformedProperty", property: "acl" },
    ]);
    const { findings } = list({ grants: [{ group: "AllUsers", permission: "ALL" }] });
    expect(findings).toMatchObject([
      { code: "malformedProperty", property: "grants[0].permission" },
    ]);
    expect(list({ acl: UNKNOWN }).findings).toMatchObject([
      { code: "unknownValue", property: "acl" },
    ]);
  });
});

describe("a bucket", () => {
  it("whose name is not known yet is known by its URN, to its policy, too", () => {
    const bucket = urn("Bucket", "pictures");
    const { world, findings } = worldOfResources([
      resource("Bucket", "pictures", { projectId: "p" }),
      resource("BucketPolicy", "policy", {
        ...{ bucket: UNKNOWN, statements: [{ principals: { everyone: true }, actions: ["*"] }] },
        references: { bucket },
      }),
    ]);
    expect(findings).toEqual([]);
    const question = { asker: ANYBODY, action: "GetObject", target: { bucket, key: "a" } };
    expect(new Access(world).answer(question)).toBe("allow");
  });

  it("is in the Project of the settings where it names none, or else it is open where", () => {
    const rules = [{ permissionSetNames: ["ObjectStorageFullAccess"], projectIds: ["p"] }];
    const resources = [
      resource("Bucket", "pictures", { name: "pictures" }),
      resource("Policy", "policy", { applicationId: APP.id, rules }),
    ];
    const answer = (options: WorldOptions) =>
      new Access(worldOfResources(resources, options).world).answer({
        ...{ asker: APP, action: "GetObject", target: { bucket: "pictures" } },
      });
    expect([answer({ projectId: "p" }), answer({ projectId: "q" }), answer({})]).toEqual([
      "allow",
      "deny",
      "undecided",
    ]);
  });
});
