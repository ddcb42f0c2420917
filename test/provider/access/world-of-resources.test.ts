/** A program's resources become a world: also at the first preview, when no id is known yet. */
import { Access, UNKNOWN, worldOfResources } from "../../../provider/access";
import { resource, urn } from "./support/resources";

const PHOTOS = urn("Project", "photos");
const INVOICES = urn("Project", "invoices");
const APP = urn("Application", "app");

describe("the first preview of a stack, when no id is known yet", () => {
  const rule = (set: string) => ({ permissionSetNames: [set], projectIds: [UNKNOWN] });
  const { world, findings } = worldOfResources([
    resource("Project", "photos"),
    resource("Project", "invoices"),
    resource("Application", "app"),
    resource("Policy", "policy", {
      applicationId: UNKNOWN,
      rules: [rule("ObjectStorageFullAccess"), rule("ObjectStorageObjectsRead")],
      references: {
        applicationId: APP,
        "rules[0].projectIds[0]": PHOTOS,
        "rules[1].projectIds[0]": INVOICES,
      },
    }),
    resource("ApiKey", "key", {
      applicationId: UNKNOWN,
      defaultProjectId: UNKNOWN,
      references: { applicationId: APP, defaultProjectId: INVOICES },
    }),
    resource("Bucket", "pictures", {
      name: "pictures",
      projectId: UNKNOWN,
      references: { projectId: PHOTOS },
    }),
    resource("Bucket", "bills", {
      name: "bills",
      projectId: UNKNOWN,
      references: { projectId: INVOICES },
    }),
  ]);
  const access = new Access(world);
  const asker = { kind: "application", id: APP } as const;

  it("has nothing that is not known, where references tell", () => {
    expect(findings).toEqual([]);
  });

  it.each([
    ["PutObject", "pictures", "allow"],
    ["GetObject", "pictures", "allow"],
    ["PutObject", "bills", "deny"],
    ["GetObject", "bills", "allow"],
  ])("decides %s in %s: two rules name two new Projects", (action, bucket, answer) => {
    expect(access.can({ asker, action, target: { bucket, key: "a" } }).answer).toBe(answer);
  });

  it("takes the Project of a bucket for that Project, not for the bucket", () => {
    const { world: other } = worldOfResources([
      resource("Project", "photos"),
      resource("Bucket", "pictures", { projectId: UNKNOWN, references: { projectId: PHOTOS } }),
      resource("Policy", "policy", {
        applicationId: "app",
        rules: [rule("ObjectStorageReadOnly")],
        references: { "rules[0].projectIds[0]": urn("Bucket", "pictures") },
      }),
    ]);
    expect(other.policies[0]?.rules[0]?.projectIds).toEqual([PHOTOS]);
  });

  it("knows in which Project the new key acts, and what to sign with instead", () => {
    const key = { kind: "key", accessKey: urn("ApiKey", "key") } as const;
    expect(access.answer({ asker: key, action: "GetObject", target: { bucket: "bills" } })).toBe(
      "allow",
    );
    const { answer, reasons, remedies } = access.can({
      asker: key,
      action: "GetObject",
      target: { bucket: "pictures" },
    });
    expect(answer).toBe("deny");
    expect(reasons.map(({ code }) => code)).toEqual(["preferredProject", "otherProject"]);
    expect(remedies[0]?.signAs).toBe(`${urn("ApiKey", "key")}@${PHOTOS}`);
  });
});

describe("an id that is not known yet", () => {
  const rules = [{ permissionSetNames: ["ObjectStorageFullAccess"], projectIds: [UNKNOWN] }];
  const given = (projects: string[], dependencies: Record<string, string[]>) =>
    worldOfResources([
      ...projects.map((name) => resource("Project", name)),
      resource("Application", "app"),
      resource("Policy", "policy", { applicationId: UNKNOWN, rules }, { dependencies }),
      resource("Bucket", "pictures", {
        ...{ name: "pictures", projectId: UNKNOWN },
        references: { projectId: PHOTOS },
      }),
    ]);
  const question = {
    asker: { kind: "application", id: APP } as const,
    ...{ action: "GetObject", target: { bucket: "pictures" } },
  };

  it("is that of the one resource from which the property comes, where nothing else tells", () => {
    const { world, findings } = given(["photos"], {
      applicationId: [APP],
      rules: [PHOTOS, urn("Bucket", "pictures")],
    });
    expect(findings).toEqual([]);
    expect(new Access(world).answer(question)).toBe("allow");
  });

  it("stays open where it may be one of several, and it is said which it is", () => {
    const { world, findings } = given(["photos", "invoices"], {
      applicationId: [APP],
      rules: [PHOTOS, INVOICES],
    });
    expect(findings).toMatchObject([
      { code: "unknownValue", urn: urn("Policy", "policy"), property: "rules[0].projectIds[0]" },
    ]);
    const { answer, reasons } = new Access(world).can(question);
    expect(answer).toBe("undecided");
    expect(reasons).toMatchObject([
      { code: "unknownValue", policy: urn("Policy", "policy"), rule: 0 },
    ]);
    expect(reasons[0]?.text).toContain("rules[0].projectIds is not known yet");
  });

  it("of whom a policy serves leaves open what everybody of that kind may do, and nobody else", () => {
    const { world, findings } = given(["photos"], { rules: [PHOTOS] });
    expect(findings.map(({ property }) => property)).toEqual(["applicationId"]);
    const access = new Access(world);
    expect(access.can(question).reasons[0]?.text).toContain("whom it serves is not known yet");
    expect(access.answer({ ...question, asker: { kind: "user", id: "ann" } })).toBe("deny");
  });

  it("is not taken for another one that is not known yet either", () => {
    const { world } = worldOfResources([
      resource("Policy", "policy", { applicationId: APP, rules }),
      resource("Bucket", "pictures", { name: "pictures", projectId: UNKNOWN }),
    ]);
    const access = new Access(world);
    expect([access.answer(question), access.can(question).answer]).toEqual([
      ...["undecided", "undecided"],
    ]);
  });

  it("of a resource that is not there is a finding, and fits whatever refers to the same", () => {
    const references = { projectId: urn("Project", "gone") };
    const { world, findings } = worldOfResources([
      resource("Bucket", "a", { name: "a", projectId: UNKNOWN, references }),
    ]);
    expect(findings).toMatchObject([{ code: "missingReference", property: "projectId" }]);
    expect(world.buckets[0]?.projectId).toBe(urn("Project", "gone"));
  });

  it.each([
    ["a key's bearer", "ApiKey", { defaultProjectId: "p" }, "applicationId of the key"],
    [
      "a key's Project",
      "ApiKey",
      { applicationId: APP, defaultProjectId: UNKNOWN },
      "defaultProjectId of the key",
    ],
    [
      "a key's end",
      "ApiKey",
      { applicationId: APP, defaultProjectId: "p", expiresAt: UNKNOWN },
      "expiresAt of the key",
    ],
  ])("%s leaves open what the key may do", (_what, kind, properties, text) => {
    const { world } = worldOfResources([
      resource("Application", "app"),
      resource(kind, "key", { accessKey: "SCW1", applicationId: UNKNOWN, ...properties }),
      resource("Policy", "policy", {
        applicationId: APP,
        rules: [{ permissionSetNames: ["ObjectStorageFullAccess"], projectIds: ["p"] }],
      }),
      resource("Bucket", "pictures", { name: "pictures", projectId: "p" }),
    ]);
    const asker = { kind: "key", accessKey: "SCW1" } as const;
    const { answer, reasons } = new Access(world).can({ ...question, asker });
    expect(answer).toBe("undecided");
    expect(reasons.map((reason) => reason.text).join()).toContain(text);
  });
});

describe("a stack", () => {
  it("takes whatever it refers to by its id to exist, and a no as far as it knows", () => {
    const { world, findings } = worldOfResources([
      resource("Policy", "policy", {
        groupId: "group",
        rules: [{ permissionSetNames: ["ObjectStorageFullAccess"], projectIds: ["project"] }],
      }),
      resource("GroupMembership", "membership", { groupId: "group", userIds: ["ann"] }),
      resource("BucketAcl", "acl", { bucket: "pictures", projectId: "project", acl: "private" }),
    ]);
    expect(findings).toEqual([]);
    expect(world).toMatchObject({
      isPartial: true,
      projects: [{ id: "project" }],
      groups: [{ id: "group", hasUnknownMembers: true }],
      principals: [{ kind: "user", id: "ann" }],
      buckets: [{ name: "pictures", projectId: "project" }],
    });
    const access = new Access(world);
    const question = { action: "GetObject", target: { bucket: "pictures" } };
    expect(access.answer({ ...question, asker: { kind: "user", id: "ann" } })).toBe("allow");
    const { answer, reasons } = access.can({ ...question, asker: { kind: "user", id: "bob" } });
    expect(answer).toBe("deny");
    expect(reasons[0]?.text).toContain("as far as is known here");
  });

  it("knows its users: who owns the Organization, and who is locked", () => {
    const { world } = worldOfResources([
      resource("User", "ann", { username: "ann", type: "owner", locked: false }, { id: "1" }),
      resource("User", "bob", { username: "bob", locked: true }, { id: "2" }),
    ]);
    expect(world.principals).toEqual([
      { kind: "user", id: "1", name: "ann", isOwner: true, isLocked: false },
      { kind: "user", id: "2", name: "bob", isOwner: false, isLocked: true },
    ]);
  });

  it("knows the keys that a rotation leaves good for a while", () => {
    const { world } = worldOfResources([
      resource("ApiKey", "key", {
        ...{ accessKey: "SCW2", applicationId: "app", defaultProjectId: "p" },
        previousKeys: [{ accessKey: "SCW1", revokeAt: "2026-12-01T00:00:00Z" }],
      }),
    ]);
    expect(world.keys).toMatchObject([
      { accessKey: "SCW2", defaultProjectId: "p", expiresAt: undefined },
      { accessKey: "SCW1", bearer: { id: "app" }, expiresAt: "2026-12-01T00:00:00Z" },
    ]);
  });

  it("puts keys without a Project into the Organization's default one", () => {
    const key = resource("ApiKey", "key", { applicationId: "app", organizationId: "organization" });
    expect(worldOfResources([key]).world.keys[0]?.defaultProjectId).toBe("organization");
    const { world } = worldOfResources([key], { organizationId: "other" });
    expect(world.keys[0]?.defaultProjectId).toBe("other");
  });

  it("has findings for sets that the catalog does not know, and for conditions that are no CEL", () => {
    const { findings } = worldOfResources([
      resource("Policy", "policy", {
        noPrincipal: true,
        rules: [
          { permissionSetNames: ["ObjectStorageFullAcess"], projectIds: ["p"] },
          { permissionSetNames: ["IAMReadOnly"], organizationId: "o", condition: "request.ip ==" },
          { permissionSetNames: "IAMReadOnly", organizationId: "o" },
        ],
      }),
    ]);
    expect(findings.map(({ code, property }) => [code, property])).toEqual([
      ["unknownPermissionSet", "rules[0].permissionSetNames"],
      ["malformedCondition", "rules[1].condition"],
      ["malformedProperty", "rules[2].permissionSetNames"],
    ]);
  });
});
