import { Access, type World } from "../../../provider/access";

const ORGANIZATION = "11111111-1111-4111-8111-111111111111";
const GONE = "22222222-2222-4222-8222-222222222222";
const owner = { kind: "user", id: "33333333-3333-4333-8333-333333333333" } as const;
const world: World = {
  organizationId: ORGANIZATION,
  projects: [{ id: ORGANIZATION, name: "default" }],
  principals: [{ ...owner, name: "ada", isOwner: true }],
  groups: [],
  policies: [],
  keys: [],
  buckets: [],
};

describe("a Project that is not there", () => {
  it.each(["account_project:delete", "ssh_key:read", "ListBuckets"])(
    "answers nobody's %s, not even the Owner's",
    (action) => {
      const access = new Access(world);
      const ask = (projectId: string) =>
        access.can({ asker: owner, action, target: { projectId } });
      expect(ask(GONE)).toMatchObject({ answer: "deny", reasons: [{ code: "unknownProject" }] });
      expect(ask(ORGANIZATION).answer).toBe("allow");
    },
  );
});
