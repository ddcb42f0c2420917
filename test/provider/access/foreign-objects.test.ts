import { Access, type World } from "../../../provider/access";

const BUCKETS_PROJECT = "11111111-1111-4111-8111-111111111111";
const WRITERS_PROJECT = "22222222-2222-4222-8222-222222222222";
const application = { kind: "application", id: "33333333-3333-4333-8333-333333333333" } as const;
const rules = [{ permissionSetNames: ["ObjectStorageFullAccess"] }];
const world: World = {
  organizationId: BUCKETS_PROJECT,
  projects: [BUCKETS_PROJECT, WRITERS_PROJECT].map((id) => ({ id, name: id })),
  principals: [{ ...application, name: "ci" }],
  groups: [],
  policies: [{ id: "policy", name: "policy", principal: application, rules }],
  keys: [],
  buckets: [{ name: "shared", projectId: BUCKETS_PROJECT, region: "fr-par" }],
  objects: [{ bucket: "shared", key: "a", projectId: WRITERS_PROJECT }],
};

describe("an object that another Project wrote", () => {
  const reads = (actsIn: string, objectOwnerIsWriter: boolean): string =>
    new Access(world, { objectOwnerIsWriter }).answer({
      asker: application,
      action: "GetObject",
      target: { bucket: "shared", key: "a" },
      circumstances: { actsIn },
    });

  it("is read by its writer alone", () => {
    expect(reads(WRITERS_PROJECT, true)).toBe("allow");
    expect(reads(BUCKETS_PROJECT, true)).toBe("deny");
  });

  it("is the bucket's where the switch says so, and then its writer's no more", () => {
    expect(reads(WRITERS_PROJECT, false)).toBe("deny");
    expect(reads(BUCKETS_PROJECT, false)).toBe("allow");
  });
});
