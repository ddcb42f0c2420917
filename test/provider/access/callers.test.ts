/** Who is asking, and in which Project: specification, section 1. */
import type { Key, World } from "../../../provider/access";
import {
  ANYBODY,
  APP,
  ask,
  BILLS,
  explain,
  fullAccess,
  LOCKED,
  NOW,
  ORGANIZATION,
  OWNER,
  PHOTOS,
  pictures,
  signedBy,
  USER,
  worldOf,
} from "./support/worlds";

const key = (parts: Partial<Key> = {}): Key => ({
  ...{ accessKey: "SCW1", bearer: APP, defaultProjectId: PHOTOS },
  ...parts,
});
const withKey = (parts: Partial<Key> = {}, world: Partial<World> = {}): World =>
  worldOf({ policies: [fullAccess(APP)], keys: [key(parts)], ...world });
const SIGNED = { asker: signedBy("SCW1") };

describe("somebody without a key", () => {
  it("reaches nothing that is not public", () => {
    const { answer, codes, remedies } = explain(worldOf(), { asker: ANYBODY });
    expect([answer, codes]).toEqual(["deny", ["anonymous"]]);
    expect(remedies[0]?.text).toMatch(/sign/);
  });

  it.each(["ListBuckets", "CreateBucket", "PutBucketPolicy"])("cannot call %s", (action) => {
    expect(ask(worldOf({ buckets: [pictures([{}])] }), { asker: ANYBODY, action })).toBe("deny");
  });

  it("calls nothing of IAM", () => {
    const asking = { asker: ANYBODY, action: "user:read", target: { organization: true } } as const;
    expect(explain(worldOf(), asking).codes).toEqual(["anonymous"]);
  });
});

describe("a key", () => {
  it("carries the rights of its bearer, in the Project that it prefers", () => {
    expect(explain(withKey(), SIGNED)).toMatchObject({
      answer: "allow",
      codes: ["preferredProject", "rule"],
    });
  });

  it("acts in one Project only: a bucket of another one is refused, and it is said how to sign", () => {
    const { answer, codes, remedies } = explain(withKey({ defaultProjectId: BILLS }), SIGNED);
    expect([answer, codes]).toEqual(["deny", ["preferredProject", "otherProject"]]);
    expect(remedies).toEqual([
      { text: `sign with SCW1@${PHOTOS}`, projectId: PHOTOS, signAs: `SCW1@${PHOTOS}` },
    ]);
  });

  it("is told what to add as well, where signing for the other Project is not enough", () => {
    const world = withKey({ defaultProjectId: BILLS }, { policies: [] });
    const { remedies } = explain(world, SIGNED);
    expect(remedies[0]).toMatchObject({
      permissionSetNames: ["ObjectStorageObjectsRead"],
      signAs: `SCW1@${PHOTOS}`,
    });
  });

  it("acts in the Project behind @", () => {
    const world = withKey({ defaultProjectId: BILLS });
    const there = explain(world, { asker: signedBy(`SCW1@${PHOTOS}`) });
    expect(there).toMatchObject({ answer: "allow", codes: ["overridingProject", "rule"] });
    const elsewhere = explain(withKey(), { asker: signedBy(`SCW1@${BILLS}`) });
    expect(elsewhere.codes).toEqual(["overridingProject", "otherProject"]);
  });

  it("is refused everything in a Project of another Organization, even what is public", () => {
    const world = withKey({}, { buckets: [pictures([{}])] });
    const asker = signedBy("SCW1@dddddddd-0000-4000-8000-000000000000");
    expect(explain(world, { asker }).codes).toEqual(["overridingProject", "unknownProject"]);
    expect(ask(world, { asker: ANYBODY })).toBe("allow");
  });

  it("that nobody has opens nothing, even what is public", () => {
    const world = worldOf({ buckets: [pictures([{}])] });
    expect(explain(world, { asker: signedBy("SCW9") })).toMatchObject({
      answer: "deny",
      codes: ["unknownKey"],
    });
  });

  it("of which a part of the world knows nothing leaves everything open", () => {
    for (const buckets of [[pictures([{}])], worldOf().buckets]) {
      const world = worldOf({ buckets, isPartial: true });
      const expected = { answer: "undecided", codes: ["unknownKey"] };
      expect(explain(world, { asker: signedBy("SCW9") })).toMatchObject(expected);
      const iam = { action: "user:read", target: { organization: true } } as const;
      expect(explain(world, { asker: signedBy("SCW9"), ...iam })).toMatchObject(expected);
    }
  });

  it.each([
    ["a second before", "2026-11-28T12:00:01Z", "allow"],
    ["half a millisecond before", "2026-11-28T12:00:00.0005Z", "allow"],
    ["at the very moment", "2026-11-28T12:00:00Z", "deny"],
    ["at the very moment, written otherwise", "2026-11-28T13:00:00.000+01:00", "deny"],
    ["a second after", "2026-11-28T11:59:59Z", "deny"],
  ])("expires: %s it is used", (_when, expiresAt, expected) => {
    const asking = { ...SIGNED, circumstances: { time: NOW } };
    expect(ask(withKey({ expiresAt }), asking)).toBe(expected);
  });

  it("that expires leaves open what it may do where the time is not known", () => {
    const { answer, codes } = explain(withKey({ expiresAt: "2026-11-28T12:00:00Z" }), SIGNED);
    expect(answer).toBe("undecided");
    expect(codes[0]).toBe("expiredKey");
  });

  it("of somebody who is gone is good for nothing", () => {
    const world = withKey({ bearer: { kind: "application", id: "gone" } });
    expect(explain(world, SIGNED).codes).toContain("unknownPrincipal");
    expect(ask(world, SIGNED)).toBe("deny");
  });

  it("changes nothing outside of Object Storage by the Project that it names", () => {
    const world = withKey(
      {},
      { policies: [{ ...fullAccess(APP), rules: [{ permissionSetNames: ["IAMReadOnly"] }] }] },
    );
    const asking = { action: "user:read", target: { organization: true } } as const;
    expect(ask(world, { ...asking, asker: signedBy(`SCW1@${BILLS}`) })).toBe("allow");
  });
});

describe("a locked member", () => {
  const policies = [fullAccess(LOCKED)];

  it("has no right, and no more than somebody without a key", () => {
    expect(explain(worldOf({ policies }), { asker: LOCKED })).toMatchObject({
      answer: "deny",
      codes: ["lockedUser", "anonymous"],
    });
    const named = pictures([{ who: { userIds: [LOCKED.id] } }]);
    expect(ask(worldOf({ policies, buckets: [named] }), { asker: LOCKED })).toBe("deny");
    expect(ask(worldOf({ policies, buckets: [pictures([{}])] }), { asker: LOCKED })).toBe("allow");
  });

  it("calls nothing of IAM, itself included", () => {
    const target = { organization: true, id: LOCKED.id } as const;
    const asking = { asker: LOCKED, action: "user:read", target };
    expect(explain(worldOf(), asking)).toMatchObject({ answer: "deny", codes: ["lockedUser"] });
  });
});

describe("a principal", () => {
  it("acts in the Project of what it asks for, unless told otherwise", () => {
    const world = worldOf({ policies: [fullAccess(USER)] });
    expect(ask(world, { asker: USER })).toBe("allow");
    expect(ask(world, { asker: USER, circumstances: { actsIn: BILLS } })).toBe("deny");
  });

  it("that is not there is refused, or judged by what names it where the world is a part", () => {
    const gone = { kind: "application", id: "gone" } as const;
    const world = worldOf({ policies: [fullAccess(gone)] });
    expect(explain(world, { asker: gone })).toMatchObject({
      answer: "deny",
      codes: ["unknownPrincipal"],
    });
    expect(ask({ ...world, isPartial: true }, { asker: gone })).toBe("allow");
  });

  it("that owns the Organization is refused nothing by IAM", () => {
    expect(explain(worldOf(), { asker: OWNER })).toMatchObject({
      answer: "allow",
      codes: ["owner"],
    });
    const target = { projectId: ORGANIZATION };
    expect(ask(worldOf(), { asker: OWNER, action: "CreateBucket", target })).toBe("allow");
  });
});
