import { s3Operations } from "../../catalog/index";
import { Authorizer } from "../../emulator/authorization/authorizer";
import { Grants } from "../../emulator/authorization/grants";
import { MemoryStore } from "../../emulator/memory-store";
import { Organization } from "../../emulator/organization/organization";
import type { Bearer, Grant } from "../../emulator/organization/records";
import { DEFAULT_SWITCHES, type Switches } from "../../emulator/switches";
import { MovedClock } from "./support";

const REQUEST = { ip: "127.0.0.1", userAgent: "test", time: new Date("2026-06-01T10:00:00Z") };
const SECOND = "22222222-2222-4222-8222-222222222222";
const caller: Bearer = { kind: "application", id: "11111111-1111-4111-8111-111111111111" };

/** An Organization where the caller has those grants and no others. */
function authorizerWith(
  grants: Partial<Grant>[],
  changed: Partial<Switches> = {},
): { organization: Organization; authorizer: Authorizer } {
  const clock = new MovedClock();
  const organization = new Organization({ store: new MemoryStore(), clock, seed: "test" });
  const moments = { createdAt: 0, updatedAt: 0 };
  organization.projects.put({ id: SECOND, ...moments, name: "second", description: "" });
  organization.policies.put({
    id: "p",
    ...moments,
    name: "p",
    description: "",
    tags: [],
    principal: caller,
    noPrincipal: false,
    rules: [],
    grants: grants.map((grant) => ({
      permissionSet: "ObjectStorageFullAccess",
      scope: "project",
      scopeId: SECOND,
      condition: "",
      ...grant,
    })),
  });
  const switches = { ...DEFAULT_SWITCHES, ...changed };
  const judge = new Authorizer(organization, new Grants(organization), () => switches);
  return { organization, authorizer: judge };
}

describe("IAM's answer for Object Storage [documented]", () => {
  const allowed = (authorizer: Authorizer, projectId = SECOND): string[] =>
    s3Operations
      .map(({ operation }) => operation)
      .filter((operation) =>
        authorizer.allowsStorage({ caller, projectId, operation, request: REQUEST }),
      );

  it.each(["ObjectStorageReadOnly", "ObjectStorageObjectsWrite", "ObjectStorageBucketsDelete"])(
    "with %s is yes exactly where the catalog names that set",
    (permissionSet) => {
      const { authorizer } = authorizerWith([{ permissionSet }]);
      const named = s3Operations.filter((entry) => entry.permissionSets.includes(permissionSet));
      expect(named.length).toBeGreaterThan(0);
      expect(allowed(authorizer)).toEqual(named.map(({ operation }) => operation));
    },
  );

  it("stays inside the Projects of the rule, or spans all when it is on the Organization", () => {
    const inSecond = authorizerWith([{}]);
    expect(allowed(inSecond.authorizer).length).toBeGreaterThan(0);
    expect(allowed(inSecond.authorizer, inSecond.organization.id)).toEqual([]);
    const everywhere = authorizerWith([{ scope: "organization" }]);
    const { id } = everywhere.organization;
    expect(allowed(everywhere.authorizer, id)).toEqual(allowed(everywhere.authorizer));
  });

  it("on the default Project is not on the Organization, though both have one id", () => {
    const { organization } = authorizerWith([]);
    const { authorizer } = authorizerWith([{ scopeId: organization.id }]);
    expect(allowed(authorizer, organization.id).length).toBeGreaterThan(0);
    expect(allowed(authorizer)).toEqual([]);
  });

  const mayOwnerList = (projectId: string): boolean => {
    const { organization, authorizer } = authorizerWith([]);
    const question = { caller: organization.ownerKey.bearer, request: REQUEST };
    return authorizer.allowsStorage({ ...question, projectId, operation: "ListBuckets" });
  };

  it("is yes to the Owner everywhere", () => {
    expect(mayOwnerList(SECOND)).toBe(true);
  });

  it("is no in a Project that does not exist, to the Owner as well [assumed]", () => {
    expect(mayOwnerList("gone")).toBe(false);
  });

  it("is no for an operation that the catalog does not have [own]", () => {
    const { authorizer } = authorizerWith([{}]);
    const question = { caller, projectId: SECOND, request: REQUEST };
    expect(authorizer.allowsStorage({ ...question, operation: "NoSuchOperation" })).toBe(false);
  });

  it("is no to a locked member, whatever its policies give", () => {
    const { organization, authorizer } = authorizerWith([{}]);
    const [owner] = organization.users.all();
    const member = { kind: "user" as const, id: "33333333-3333-4333-8333-333333333333" };
    organization.users.put({ ...owner!, id: member.id, type: "member", locked: false });
    organization.policies.put({ ...organization.policies.all()[0]!, id: "q", principal: member });
    const question = { caller: member, projectId: SECOND, request: REQUEST };
    expect(authorizer.hasStorageRight(question)).toBe(true);
    organization.users.put({ ...owner!, id: member.id, type: "member", locked: true });
    expect(authorizer.hasStorageRight(question)).toBe(false);
  });

  it("tells a caller with some right from one with none [own]", () => {
    const question = { caller, projectId: SECOND, request: REQUEST };
    const some = authorizerWith([{ permissionSet: "ObjectStorageObjectsWrite" }]);
    expect(some.authorizer.hasStorageRight(question)).toBe(true);
    const none = authorizerWith([{ permissionSet: "IAMManager", scope: "organization" }]);
    expect(none.authorizer.hasStorageRight(question)).toBe(false);
  });

  it("does not apply a rule that speaks of the resource, unless the switch leaves the condition out [assumed]", () => {
    const grants = [{ condition: "resource.id == 'x' || true" }];
    expect(allowed(authorizerWith(grants).authorizer)).toEqual([]);
    const lenient = authorizerWith(grants, { resourceConditionOnStorage: "conditionIgnored" });
    expect(allowed(lenient.authorizer).length).toBeGreaterThan(0);
  });

  it.each([
    ["ObjectStorageFullAccess", "PutBucketPolicy", "objectStorageFullAccessCoversBucketPolicy"],
    ["ObjectStorageReadOnly", "GetBucketPolicy", "readOnlyCoversGetBucketPolicy"],
    ["ObjectStorageBucketsRead", "HeadBucket", "bucketsReadAllowsHeadBucket"],
  ] as const)(
    "with %s for %s is what the switch says [reported]",
    (permissionSet, operation, name) => {
      const answer = (value: boolean): boolean =>
        authorizerWith([{ permissionSet }], { [name]: value }).authorizer.allowsStorage({
          caller,
          projectId: SECOND,
          operation,
          request: REQUEST,
        });
      expect(answer(true)).toBe(true);
      expect(answer(false)).toBe(false);
    },
  );
});
