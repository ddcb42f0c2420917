/** From policies to a yes: specification, section 2. */
import type { Policy, World } from "../../../provider/access";
import {
  APP,
  ask,
  BILLS,
  explain,
  fullAccess,
  LOCKED,
  ORGANIZATION,
  OTHER,
  OWNER,
  PHOTOS,
  policyFor,
  USER,
  worldOf,
  type Asking,
} from "./support/worlds";

const given = (...policies: Policy[]): World => worldOf({ policies });
const ORG = { organization: true } as const;
const of = (asking: Asking["asker"], action: string, id?: string): Asking => ({
  ...{ action, target: { organization: true, id } },
  ...(asking ? { asker: asking } : {}),
});

describe("rights", () => {
  it("start from nothing", () => {
    const { answer, codes, remedies } = explain(worldOf());
    expect([answer, codes]).toEqual(["deny", ["noRule"]]);
    expect(remedies).toEqual([
      {
        text: `add ObjectStorageObjectsRead on Project photos (${PHOTOS})`,
        permissionSetNames: ["ObjectStorageObjectsRead"],
        projectId: PHOTOS,
      },
    ]);
  });

  it("come by policies of the principal's own and of its groups, and it is said by which", () => {
    const group = { id: "team", name: "team", members: [APP] };
    const world = worldOf({
      groups: [group],
      policies: [fullAccess({ kind: "group", id: "team" })],
    });
    expect(explain(world).reasons).toMatchObject([
      {
        ...{ code: "rule", group: "team", policy: "policy of team", rule: 0 },
        ...{ permissionSet: "ObjectStorageFullAccess", project: PHOTOS },
      },
    ]);
    expect(ask(world, { asker: OTHER })).toBe("deny");
  });

  it("do not come by policies without a principal, of groups that are gone, or of somebody else", () => {
    expect(ask(given(fullAccess(undefined)))).toBe("deny");
    expect(ask(given(fullAccess({ kind: "group", id: "gone" })))).toBe("deny");
    expect(ask(given(fullAccess({ kind: "user", id: APP.id })))).toBe("deny");
  });

  it("come by managed groups, which hold everyone of a kind", () => {
    const group = { id: "all", name: "all", members: [], everyone: "application" as const };
    const world = worldOf({
      groups: [group],
      policies: [fullAccess({ kind: "group", id: "all" })],
    });
    expect(ask(world)).toBe("allow");
    expect(ask(world, { asker: OTHER })).toBe("allow");
    expect(ask(world, { asker: USER })).toBe("deny");
  });

  it("add up: a condition that fails takes nothing away", () => {
    const never = policyFor(APP, { projectIds: [PHOTOS], condition: "false" });
    expect(explain(given(never)).codes).toEqual(["conditionFails"]);
    expect(ask(given(never, { ...fullAccess(APP), id: "other" }))).toBe("allow");
  });
});

describe("the scope of a rule", () => {
  it("is its Projects and no others, and it is said where it is instead", () => {
    const { answer, codes, reasons } = explain(given(fullAccess(APP, BILLS)));
    expect([answer, codes]).toEqual(["deny", ["ruleElsewhere"]]);
    expect(reasons[0]?.text).toContain("bills");
  });

  it("is all Projects where it is the Organization", () => {
    expect(ask(given(policyFor(APP, {})))).toBe("allow");
  });

  it("is nothing where its Project is gone", () => {
    expect(ask(given(policyFor(APP, { projectIds: [] })))).toBe("deny");
    const gone = { projectId: "gone" };
    const world = given(policyFor(APP, { projectIds: ["gone"] }, {}));
    expect(explain(world, { action: "ListBuckets", target: gone }).codes).toEqual([
      "unknownProject",
    ]);
  });

  it("is the default Project by the Organization's id, which is not the Organization", () => {
    const world = given(
      policyFor(APP, {
        projectIds: [ORGANIZATION],
        sets: ["ObjectStorageFullAccess", "IAMManager"],
      }),
    );
    expect(ask(world, { action: "ListBuckets", target: { projectId: ORGANIZATION } })).toBe(
      "allow",
    );
    expect(ask(world, { action: "ListBuckets", target: { projectId: PHOTOS } })).toBe("deny");
    expect(ask(world, { action: "user:read", target: ORG })).toBe("deny");
  });

  it("must be the Organization for sets about it", () => {
    const sets = ["IAMManager"];
    expect(ask(given(policyFor(APP, { sets })), of(APP, "policy:write"))).toBe("allow");
    const { answer, codes, remedies } = explain(
      given(policyFor(APP, { sets: ["ProjectManager"] })),
      of(APP, "policy:write"),
    );
    expect([answer, codes]).toEqual(["deny", ["noRule"]]);
    expect(remedies[0]?.permissionSetNames).toEqual(["IAMPolicyManager"]);
  });

  it("may be a Project for SSH keys", () => {
    const world = given(policyFor(APP, { sets: ["SSHKeysFullAccess"], projectIds: [PHOTOS] }));
    const asking = { action: "ssh_key:write", target: { projectId: PHOTOS } };
    expect(ask(world, asking)).toBe("allow");
    expect(ask(world, { ...asking, target: { projectId: BILLS } })).toBe("deny");
    expect(ask(world, { ...asking, target: ORG })).toBe("deny");
  });
});

describe("sets of Object Storage", () => {
  it.each([
    ["ObjectStorageObjectsRead", "GetObject", "allow"],
    ["ObjectStorageObjectsRead", "PutObject", "deny"],
    ["ObjectStorageObjectsWrite", "PutObject", "allow"],
    ["ObjectStorageObjectsWrite", "DeleteObject", "deny"],
    ["ObjectStorageObjectsWrite", "AbortMultipartUpload", "deny"],
    ["ObjectStorageObjectsDelete", "DeleteObject", "allow"],
    ["ObjectStorageBucketsRead", "ListObjectsV2", "deny"],
    ["ObjectStorageBucketsRead", "HeadBucket", "allow"],
    ["ObjectStorageBucketsDelete", "DeleteBucket", "allow"],
    ["ObjectStorageFullAccess", "PutBucketPolicy", "deny"],
    ["ObjectStorageBucketPolicyFullAccess", "PutBucketPolicy", "allow"],
    ["AllProductsFullAccess", "PutBucketPolicy", "allow"],
    ["AllProductsReadOnly", "GetObject", "allow"],
    ["OrganizationManager", "GetObject", "deny"],
    ["ObjectStorageReadOnly", "GetBucketLifecycle", "allow"],
    ["ObjectStorageReadOnly", "GetService", "allow"],
    ["NoSuchSet", "GetObject", "deny"],
  ])("%s: %s is answered with %s", (set, action, expected) => {
    const rule = set === "OrganizationManager" ? {} : { projectIds: [PHOTOS] };
    expect(ask(given(policyFor(APP, { sets: [set], ...rule })), { action })).toBe(expected);
  });
});

describe("keys", () => {
  const keys = [
    { accessKey: "OFAPP", bearer: OTHER, defaultProjectId: PHOTOS },
    { accessKey: "OFUSER", bearer: USER, defaultProjectId: PHOTOS },
  ];
  const world = (...sets: string[]) => worldOf({ keys, policies: [policyFor(APP, { sets })] });

  it("of applications are managed by sets about applications, those of users are not", () => {
    const some = world("IAMApplicationManager");
    expect(ask(some, of(APP, "api_key:delete", "OFAPP"))).toBe("allow");
    expect(ask(some, of(APP, "api_key:delete", "OFUSER"))).toBe("deny");
    expect(ask(some, of(APP, "api_key:write", OTHER.id))).toBe("allow");
    expect(ask(some, of(APP, "api_key:read"))).toBe("deny");
    expect(ask(world("IAMUserManager"), of(APP, "api_key:read", "OFUSER"))).toBe("allow");
    expect(ask(world("IAMManager"), of(APP, "api_key:read"))).toBe("allow");
  });

  it("of its own a user manages without any policy, an application only by the switch", () => {
    const own = worldOf({
      keys: [...keys, { accessKey: "OWN", bearer: APP, defaultProjectId: PHOTOS }],
    });
    expect(explain(own, of(USER, "api_key:delete", "OFUSER"))).toMatchObject({
      answer: "allow",
      codes: ["ownRight"],
    });
    expect(ask(own, of(USER, "api_key:delete", "OFAPP"))).toBe("deny");
    expect(ask(own, of(APP, "api_key:read", "OWN"))).toBe("deny");
    const switches = { selfRightsForApplications: true };
    expect(ask(own, { ...of(APP, "api_key:read", "OWN"), switches })).toBe("allow");
  });
});

describe("oneself", () => {
  it("is read and changed by a user without any policy", () => {
    expect(explain(worldOf(), of(USER, "user:write", USER.id)).codes).toEqual(["ownRight"]);
    expect(ask(worldOf(), of(USER, "user:write", LOCKED.id))).toBe("deny");
    expect(ask(worldOf(), of(APP, "application:read", APP.id))).toBe("deny");
    expect(ask(worldOf(), of(OWNER, "user:write", USER.id))).toBe("allow");
  });
});

describe("what there is not", () => {
  it.each(["DeletObject", "s3:GetObject", "policy:grant", "policy", ""])(
    "is not decided: the action %j",
    (action) => {
      expect(explain(worldOf(), { action })).toMatchObject({
        ...{ answer: "undecided", codes: ["unknownAction"] },
      });
    },
  );

  it("is decided by CORS rules, not by rights: the preflight", () => {
    expect(explain(worldOf(), { action: "OptionsObject" }).reasons[0]?.text).toMatch(/CORS/);
  });

  it("says what was meant, where that can be told", () => {
    const { reasons } = explain(worldOf(), { action: "s3:getobject" });
    expect(reasons[0]?.text).toMatch(/did you mean GetObject/);
  });
});
