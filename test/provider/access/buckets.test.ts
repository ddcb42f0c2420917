/** Buckets, their policies and access lists: specification, sections 4 to 6. */
import type { Bucket, Policy, Statement, World } from "../../../provider/access";
import {
  ANYBODY,
  APP,
  ask,
  BILLS,
  explain,
  fullAccess,
  ME,
  NOW,
  OTHER,
  OWNER,
  PHOTOS,
  pictures,
  policied,
  policyFor,
  READ,
  USER,
  worldOf,
  type Asking,
} from "./support/worlds";

const WHOLE: Asking = { target: { bucket: "pictures" } };

describe("a bucket without a policy", () => {
  it("that is not there is refused, or unknown where the world is a part", () => {
    const asking = { target: { bucket: "elsewhere" } };
    expect(explain(worldOf(), asking)).toMatchObject({ answer: "deny", codes: ["unknownBucket"] });
    expect(explain(worldOf({ isPartial: true }), asking).answer).toBe("undecided");
  });

  it.each(["ListBuckets", "CreateBucket"])("%s is a right in a Project", (action) => {
    const here = worldOf({ policies: [fullAccess(APP)] });
    expect(ask(here, { action, target: { projectId: PHOTOS } })).toBe("allow");
    expect(ask(here, { action, target: { projectId: BILLS } })).toBe("deny");
    expect(ask(here, { action, target: { bucket: "pictures" } })).toBe("allow");
  });

  it("of another Project than that of the call is refused, or not by the switch", () => {
    const both = worldOf({ policies: [policyFor(APP, { projectIds: [PHOTOS, BILLS] })] });
    const elsewhere = { circumstances: { actsIn: BILLS } };
    expect(explain(both, elsewhere)).toMatchObject({ answer: "deny", codes: ["otherProject"] });
    expect(ask(both, { ...elsewhere, switches: { projectMustMatch: false } })).toBe("allow");
  });
});

describe("a policy of version 2023-04-17", () => {
  it("allows only whom it names and IAM allows as well", () => {
    expect(explain(policied([ME])).codes).toEqual(["statementAllows", "rule"]);
    expect(explain(policied([ME], { policies: [] })).codes).toEqual(["statementAllows", "noRule"]);
    const unnamed = explain(policied([{ who: { applicationIds: [OTHER.id] } }]));
    expect(unnamed.codes).toEqual(["notNamed"]);
    expect(unnamed.remedies[0]?.text).toContain("s3:GetObject on pictures/*");
  });

  it("knows nobody's list of buckets and no new bucket, and its own text is for IAM alone", () => {
    const nobody = policied([{ who: { applicationIds: [OTHER.id] } }]);
    expect(ask(nobody, { action: "ListBuckets", target: { projectId: PHOTOS } })).toBe("allow");
    expect(ask(nobody, { action: "GetBucketPolicy", ...WHOLE })).toBe("deny");
    const policies = [policyFor(APP, { sets: ["ObjectStorageBucketPolicyFullAccess"] })];
    expect(ask({ ...nobody, policies }, { action: "PutBucketPolicy", ...WHOLE })).toBe("allow");
    expect(ask(nobody, { asker: OWNER, action: "DeleteBucketPolicy", ...WHOLE })).toBe("allow");
  });

  it("shuts the Owner out unless it is named, or by the switch does not", () => {
    expect(explain(policied([ME]), { asker: OWNER }).codes).toEqual(["notNamed"]);
    expect(ask(policied([{ who: { userIds: [OWNER.id] } }]), { asker: OWNER })).toBe("allow");
    const switches = { ownerBypassesBucketPolicy: true };
    expect(ask(policied([ME]), { asker: OWNER, switches })).toBe("allow");
  });

  it("opens to everybody what it allows to everybody, without a right in IAM unless the switch asks for one", () => {
    const open = policied([{ actions: ["s3:GetObject"], resources: ["pictures/public/*"] }], {
      policies: [],
    });
    const asking = { target: { bucket: "pictures", key: "public/a" } };
    for (const asker of [ANYBODY, APP, USER]) expect(ask(open, { ...asking, asker })).toBe("allow");
    expect(ask(open, { asker: ANYBODY })).toBe("deny");
    const switches = { starPrincipalSkipsIam: false };
    expect(ask(open, { ...asking, switches })).toBe("deny");
    expect(ask(open, { ...asking, asker: ANYBODY, switches })).toBe("allow");
  });

  it("denies what it denies, whatever else allows it, or by the switch denies nothing", () => {
    const denied = policied([ME, { effect: "Deny", ...ME, actions: ["s3:GetObject"] }]);
    expect(explain(denied).codes).toEqual(["statementDenies"]);
    expect(explain(denied).reasons[0]).toMatchObject({ bucket: "pictures", statement: 1 });
    expect(ask(denied, { action: "PutObject" })).toBe("allow");
    expect(ask(denied, { switches: { denyEffect: "ignored" } })).toBe("allow");
    expect(ask(policied([{ effect: "Deny", who: { applicationIds: [OTHER.id] } }]))).toBe("deny");
  });

  it("names ids whatever their letter case", () => {
    expect(ask(policied([{ who: { applicationIds: [APP.id.toUpperCase()] } }]))).toBe("allow");
  });

  it("that cannot be understood leaves open everything but itself", () => {
    const bad = { ...pictures([]).policy!, malformed: "there is no version 2030" };
    const here = worldOf({
      policies: [fullAccess(APP)],
      buckets: [{ ...pictures([]), policy: bad }],
    });
    expect(explain(here)).toMatchObject({ answer: "undecided", codes: ["malformedPolicy"] });
    expect(ask(here, { action: "PutBucketPolicy", asker: OWNER })).toBe("allow");
  });
});

describe("a statement fits", () => {
  const fits = (statement: Partial<Statement>, asking: Asking = {}) =>
    ask(policied([{ ...ME, ...statement }]), asking);

  it.each([
    [["s3:GetObject"], "GetObject", "allow"],
    [["S3:getobject"], "HeadObject", "allow"],
    [["s3:*"], "GetObject", "allow"],
    [["s3:PutObject"], "GetObject", "deny"],
    [["s3:GetBucketCors"], "GetBucketCors", "allow"],
    [["s3:ListBucket"], "HeadBucket", "allow"],
    [["s3:DeleteObject"], "DeleteObjects", "allow"],
    [["s3:PutLifecycleConfiguration"], "DeleteBucketLifecycleConfiguration", "allow"],
    [["s3:GetBucketAcl", "s3:PutBucketAcl"], "DeleteBucket", "deny"],
    [["*"], "DeleteBucket", "allow"],
    [["s3:*"], "GetBucketEncryption", "allow"],
    [["s3:GetBucketAcl"], "GetBucketEncryption", "deny"],
  ])("by its actions: %j, asked for %s, is answered with %s", (actions, action, expected) => {
    expect(fits({ actions }, { action })).toBe(expected);
  });

  it("by the version's own action, where the call names a version", () => {
    const circumstances = { namesVersion: true };
    expect(fits({ actions: ["s3:GetObjectVersion"] }, { circumstances })).toBe("allow");
    expect(fits({ actions: ["s3:GetObject"] }, { circumstances })).toBe("deny");
    expect(fits({ actions: ["s3:GetObjectVersion"] })).toBe("deny");
  });

  it.each([
    ["pictures/*", "a", "allow"],
    ["pictures/a", "a", "allow"],
    ["pictures/b", "a", "deny"],
    ["pictures/2026/*", "2026/x/y", "allow"],
    ["pictures/2026/*", "2026", "deny"],
    ["pictures/*/thumbnail.png", "2026/x/thumbnail.png", "allow"],
    ["pictures/*/thumbnail.png", "thumbnail.png", "deny"],
    ["pictures/?", "a", "deny"],
    ["pictures", "a", "deny"],
    ["pictures2/*", "a", "deny"],
    ["*", "a", "deny"],
  ])("by its resources: %s, for the object %s, is answered with %s", (resource, key, expected) => {
    expect(fits({ resources: [resource] }, { target: { bucket: "pictures", key } })).toBe(expected);
  });

  it("by the bucket's bare name for what is done to the bucket", () => {
    const asking = { action: "ListObjectsV2" };
    expect(fits({ resources: ["pictures"] }, asking)).toBe("allow");
    expect(fits({ resources: ["pictures/*"] }, asking)).toBe("deny");
  });

  it("for some objects only, which leaves open what is asked of none in particular", () => {
    const asking = { target: { bucket: "pictures" } };
    expect(fits({ resources: ["pictures/*"] }, asking)).toBe("allow");
    expect(fits({ resources: ["pictures/2026/*"] }, asking)).toBe("undecided");
    const { codes, reasons } = explain(
      policied([{ ...ME, resources: ["pictures/2026/*"] }]),
      asking,
    );
    expect(codes[0]).toBe("statementOpen");
    expect(reasons[0]?.text).toContain("only for pictures/2026/*");
  });

  const KNOWN = {
    ip: "203.0.113.7",
    time: NOW,
    isSecure: true,
    prefix: "a/",
    referer: "https://x.example/",
  };
  it.each<[string, string, string | string[], string]>([
    ["IpAddress", "aws:SourceIp", "203.0.113.0/24", "allow"],
    ["IpAddress", "aws:SourceIp", ["198.51.100.1", "203.0.113.7"], "allow"],
    ["IpAddress", "aws:SourceIp", "2001:db8::/32", "deny"],
    ["NotIpAddress", "aws:SourceIp", "203.0.113.0/24", "deny"],
    ["NotIpAddress", "aws:SourceIp", ["198.51.100.1", "203.0.113.7"], "deny"],
    ["StringEquals", "aws:Referer", "https://x.example/", "allow"],
    ["StringNotEquals", "aws:referer", ["a", "https://x.example/"], "deny"],
    ["StringEqualsIgnoreCase", "aws:Referer", "HTTPS://X.EXAMPLE/", "allow"],
    ["StringNotEqualsIgnoreCase", "aws:Referer", "HTTPS://X.EXAMPLE/", "deny"],
    ["StringLike", "aws:Referer", "https://?.example/*", "allow"],
    ["StringNotLike", "aws:Referer", "https://*.other/*", "allow"],
    ["StringEquals", "s3:prefix", "a/", "allow"],
    ["StringLike", "s3:prefix", "b*", "deny"],
    ["DateGreaterThan", "aws:CurrentTime", "2026-11-28T12:00:00Z", "deny"],
    ["DateGreaterThanEquals", "aws:CurrentTime", "2026-11-28T12:00:00Z", "allow"],
    ["DateLessThan", "aws:EpochTime", "1800000000", "allow"],
    ["DateLessThanEquals", "aws:CurrentTime", "2026-11-28T13:00:00+01:00", "allow"],
    ["Bool", "aws:SecureTransport", "true", "allow"],
    ["Bool", "aws:SecureTransport", "FALSE", "deny"],
    ["Null", "aws:Referer", "false", "allow"],
    ["Null", "s3:prefix", "true", "deny"],
    ["NumericLessThan", "aws:EpochTime", "1", "deny"],
  ])(
    "under its conditions: %s of %s, %j, is answered with %s",
    (operator, name, value, expected) => {
      const conditions = { [operator]: { [name]: Array.isArray(value) ? value : [value] } };
      const asking: Asking = { action: "ListObjectsV2", circumstances: KNOWN };
      expect(fits({ conditions }, asking)).toBe(expected);
    },
  );

  it("under all of its conditions, for one value of each", () => {
    const ip = (...ranges: string[]) => ({ IpAddress: { "aws:SourceIp": ranges } });
    const time = { DateLessThan: { "aws:CurrentTime": ["2026-01-01T00:00:00Z"] } };
    expect(fits({ conditions: ip("10.0.0.0/8", "203.0.113.7") }, { circumstances: KNOWN })).toBe(
      "allow",
    );
    expect(fits({ conditions: { ...ip("203.0.113.7"), ...time } }, { circumstances: KNOWN })).toBe(
      "deny",
    );
  });

  it("where a fact is absent: positive conditions do not hold, negative ones do", () => {
    const asking = { circumstances: { ...KNOWN, referer: null } };
    const of = (operator: string) => ({ conditions: { [operator]: { "aws:Referer": ["x"] } } });
    expect(fits(of("StringEquals"), asking)).toBe("deny");
    expect(fits(of("StringNotEquals"), asking)).toBe("allow");
    expect(fits({ conditions: { StringNotEquals: { "s3:prefix": ["x"] } } }, asking)).toBe("allow");
  });

  it("perhaps, where a fact is not known, and it is said which", () => {
    const conditions = { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } };
    const { answer, codes, reasons } = explain(policied([{ ...ME, conditions }]));
    expect([answer, codes[0]]).toEqual(["undecided", "statementOpen"]);
    expect(reasons[0]?.text).toContain("only from ip 203.0.113.0/24");
  });

  it("for conditional writes by their headers, which ask for a read as well", () => {
    const conditions = { Null: { "s3:if-none-match": ["false"] } };
    const put = { action: "PutObject" };
    expect(fits({ conditions }, { ...put, circumstances: { ifNoneMatch: "*" } })).toBe("allow");
    expect(fits({ conditions }, { ...put, circumstances: { ifNoneMatch: null } })).toBe("deny");
    expect(fits({ conditions }, put)).toBe("undecided");
    const writes = { actions: ["s3:PutObject"] };
    expect(fits(writes, { ...put, circumstances: { ifMatch: '"x"' } })).toBe("deny");
    expect(fits(writes, { ...put, circumstances: { ifMatch: null } })).toBe("allow");
    const creates = { conditions: { Bool: { "s3:ObjectCreationOperation": ["true"] } } };
    expect(fits(creates, put)).toBe("allow");
    expect(fits(creates, { action: "UploadPart" })).toBe("deny");
  });
});

describe("a policy of version 2012-10-17", () => {
  const old = (
    statements: Parameters<typeof pictures>[0],
    policies: Policy[] = [fullAccess(APP)],
  ) => worldOf({ policies, buckets: [pictures(statements, {}, "2012-10-17")] });
  const SHARED = [{ who: { projectIds: [BILLS] }, actions: ["s3:GetObject"] }];
  const FROM_BILLS = { circumstances: { actsIn: BILLS } };

  it("takes nothing from those whom IAM allows, unless it denies or the switch says so", () => {
    expect(ask(old(SHARED))).toBe("allow");
    expect(ask(old(SHARED), { switches: { policy2012: "likeVersion2023" } })).toBe("deny");
    expect(ask(old([{ effect: "Deny", actions: ["s3:GetObject"] }]))).toBe("deny");
  });

  it("shares with whoever acts in another Project and has the right there", () => {
    const there = [fullAccess(APP, BILLS)];
    expect(explain(old(SHARED, there), FROM_BILLS)).toMatchObject({
      ...{ answer: "allow", codes: ["statementAllows", "rule"] },
    });
    expect(ask(old(SHARED), FROM_BILLS)).toBe("deny");
    expect(ask(old(SHARED, there), { ...FROM_BILLS, action: "PutObject" })).toBe("deny");
    expect(ask(old(SHARED, there))).toBe("deny");
  });

  it("lists shared buckets by the switch only", () => {
    const listing = { action: "ListBuckets", ...WHOLE, ...FROM_BILLS };
    const there = old(SHARED, [fullAccess(APP, BILLS)]);
    expect(ask(there, listing)).toBe("deny");
    expect(ask(there, { ...listing, switches: { sharedBucketsInListBuckets: true } })).toBe(
      "allow",
    );
  });
});

describe("an access list", () => {
  const listed = (
    grantee: NonNullable<Bucket["grants"]>[number]["grantee"],
    permission: NonNullable<Bucket["grants"]>[number]["permission"],
    policies: Policy[] = [],
  ): World =>
    worldOf({
      policies,
      buckets: [
        {
          name: "pictures",
          projectId: PHOTOS,
          region: "fr-par",
          grants: [{ grantee, permission }],
        },
      ],
    });

  it.each([
    ["READ", "ListObjectsV2", "allow"],
    ["READ", "ListMultipartUploads", "allow"],
    ["READ", "GetObject", "deny"],
    ["READ", "PutObject", "deny"],
    ["READ", "GetBucketAcl", "deny"],
    ["WRITE", "PutObject", "allow"],
    ["WRITE", "PostObject", "allow"],
    ["WRITE", "DeleteObjects", "allow"],
    ["WRITE", "ListObjects", "deny"],
    ["READ_ACP", "GetBucketAcl", "allow"],
    ["WRITE_ACP", "PutBucketAcl", "allow"],
    ["FULL_CONTROL", "HeadBucket", "allow"],
    ["FULL_CONTROL", "PutBucketAcl", "allow"],
    ["FULL_CONTROL", "DeleteBucket", "deny"],
  ] as const)("that gives everybody %s: %s is answered with %s", (permission, action, expected) => {
    expect(ask(listed("allUsers", permission), { asker: ANYBODY, action })).toBe(expected);
  });

  it("serves everybody with a key, or those who act in a Project and have the right there", () => {
    const action = "ListObjectsV2";
    expect(ask(listed("authenticatedUsers", "READ"), { action })).toBe("allow");
    expect(ask(listed("authenticatedUsers", "READ"), { asker: ANYBODY, action })).toBe("deny");
    const shared = listed({ projectId: BILLS }, "READ", [fullAccess(APP, BILLS)]);
    const from = { action, circumstances: { actsIn: BILLS } };
    expect(explain(shared, from)).toMatchObject({ answer: "allow", codes: ["accessList"] });
    expect(ask(shared, { ...from, asker: OTHER })).toBe("deny");
    expect(ask(shared, { action })).toBe("deny");
  });

  it("of a bucket opens its objects by the switch only", () => {
    const switches = { publicBucketOpensObjects: true };
    expect(ask(listed("allUsers", "READ"), { asker: ANYBODY, switches })).toBe("allow");
    expect(ask(listed("allUsers", "WRITE"), { asker: ANYBODY, switches })).toBe("deny");
  });

  it("of an object opens that object, and leaves open what is asked of none in particular", () => {
    const objects = [
      {
        bucket: "pictures",
        key: "a",
        grants: [READ],
      },
    ];
    expect(ask(worldOf({ objects }), { asker: ANYBODY })).toBe("allow");
    expect(ask(worldOf({ objects }), { asker: ANYBODY, action: "GetObjectAcl" })).toBe("deny");
    expect(explain(worldOf({ objects }), { asker: ANYBODY, ...WHOLE })).toMatchObject({
      ...{ answer: "undecided", codes: ["anonymous", "accessList"] },
    });
  });

  it("counts for nothing beside a policy of the later version, unless the switch says so", () => {
    const grants = [READ];
    const here = worldOf({ buckets: [pictures([ME], { grants })] });
    const asking = { asker: ANYBODY, action: "ListObjectsV2" };
    expect(ask(here, asking)).toBe("deny");
    expect(ask(here, { ...asking, switches: { aclBesidePolicy: "added" } })).toBe("allow");
  });
});

describe("an object that another Project wrote", () => {
  const objects = [{ bucket: "pictures", key: "a", projectId: BILLS }];
  const here = worldOf({ policies: [fullAccess(APP)], objects });

  it("is removed by the bucket's Project, and not read", () => {
    expect(ask(here, { action: "DeleteObject" })).toBe("allow");
    expect(explain(here)).toMatchObject({ answer: "deny", codes: ["rule", "foreignObject"] });
    expect(ask(here, { switches: { objectOwnerIsWriter: false } })).toBe("allow");
  });

  it("is read by the Project that wrote it, and by whom its list names", () => {
    const writer = worldOf({ policies: [fullAccess(APP, BILLS)], objects });
    expect(ask(writer, { circumstances: { actsIn: BILLS } })).toBe("allow");
    const grants = [{ grantee: { projectId: PHOTOS }, permission: "FULL_CONTROL" } as const];
    expect(ask({ ...here, objects: [{ ...objects[0]!, grants }] })).toBe("allow");
  });
});

describe("headers of a write", () => {
  it("that set a list or tags need the rights for these by the switch only", () => {
    const writes = policied([{ ...ME, actions: ["s3:PutObject"] }]);
    const circumstances = { sets: ["accessList", "tags"] as const };
    const switches = { putHeadersNeedSubActions: true };
    expect(ask(writes, { action: "PutObject", circumstances })).toBe("allow");
    expect(ask(writes, { action: "PutObject", circumstances, switches })).toBe("deny");
    expect(ask(writes, { action: "PutObject", switches })).toBe("allow");
  });
});
