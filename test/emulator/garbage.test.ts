import fc from "fast-check";
import { openCloud, type Answer, type OpenCloud } from "./support";

/** Hundreds of requests one after another: what one of them leaves, the next may meet. */
jest.setTimeout(30_000);

const IAM = "/iam/v1alpha1";
const WRITES: [string, string][] = [
  ["POST", `${IAM}/applications`],
  ["PATCH", `${IAM}/applications/{id}`],
  ["POST", `${IAM}/groups`],
  ["PATCH", `${IAM}/groups/{id}`],
  ["PUT", `${IAM}/groups/{id}/members`],
  ["POST", `${IAM}/groups/{id}/add-member`],
  ["POST", `${IAM}/groups/{id}/add-members`],
  ["POST", `${IAM}/groups/{id}/remove-member`],
  ["POST", `${IAM}/policies`],
  ["PATCH", `${IAM}/policies/{id}`],
  ["POST", `${IAM}/policies/{id}/clone`],
  ["PUT", `${IAM}/rules`],
  ["POST", `${IAM}/api-keys`],
  ["PATCH", `${IAM}/api-keys/{id}`],
  ["POST", `${IAM}/users`],
  ["POST", `${IAM}/users/{id}/lock`],
  ["POST", "/account/v3/projects"],
  ["PATCH", "/account/v3/projects/{id}"],
];
const LISTS = ["applications", "groups", "policies", "rules", "api-keys", "users"].map(
  (kind) => `${IAM}/${kind}`,
);
const MEMBERS = [
  "name",
  "description",
  "tags",
  "organization_id",
  "rules",
  "policy_id",
  "user_id",
  "user_ids",
  "group_id",
  "application_id",
  "application_ids",
  "no_principal",
  "expires_at",
  "default_project_id",
  "member",
];
const RULE_MEMBERS = ["permission_set_names", "condition", "project_ids", "organization_id"];
const PARAMETERS = ["page", "page_size", "order_by", "name", "tag", "expired", "bearer_type"];

let open: OpenCloud;
let ids: string[];
beforeAll(async () => {
  open = await openCloud();
  const { owner, cloud } = open;
  const { accessKey, organizationId } = cloud.description.scaleway;
  const [application, group] = [await owner.application("a"), await owner.group("g")];
  const policy = await owner.policy("p", ["IAMReadOnly"], { no_principal: true });
  ids = [organizationId, application.id, group.id, policy.id, accessKey, "nothing", "%", "a b"];
});
afterAll(() => open.cloud.stop());

/** Either done, or refused with an envelope that names what kind of refusal it is. */
function expectEnvelope({ status, body }: Answer): void {
  if (status < 300) return;
  expect(status).toBeLessThan(500);
  expect(typeof body["message"]).toBe("string");
  expect(typeof body["type"]).toBe("string");
}

const anything = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(...ids, "x", "IAMReadOnly", "1 +", "2027-01-01T00:00:00Z", "9999-99-99"),
    fc.array(fc.constantFrom(...ids, "IAMReadOnly"), { maxLength: 3 }),
  );
const objectOf = (members: string[], values: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.dictionary(fc.constantFrom(...members), values, { maxKeys: 5, noNullPrototype: true });

describe("input of any shape [own]", () => {
  it("in a body is done or refused with an envelope, and is never the service's failure", async () => {
    const rules = fc.array(objectOf(RULE_MEMBERS, anything()), { maxLength: 2 });
    const body = fc.oneof(
      objectOf(MEMBERS, fc.oneof(anything(), rules)),
      fc.jsonValue({ maxDepth: 2 }),
      fc.string(),
    );
    const named = body.map((value) => {
      const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
      return isObject
        ? { name: "x", organization_id: open.owner.organizationId, no_principal: true, ...value }
        : value;
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...WRITES),
        fc.constantFrom(...ids),
        named,
        async ([method, path], id, value) => {
          expectEnvelope(
            await open.owner.call(method, path.replace("{id}", encodeURIComponent(id)), value),
          );
        },
      ),
      { numRuns: 400, seed: 1 },
    );
  });

  it("in a query or a path is answered with an envelope", async () => {
    const text = fc.oneof(fc.string(), fc.constantFrom("0", "1", "-1", "1e9", "name_asc", "true"));
    const parameters = fc.dictionary(
      fc.oneof(fc.constantFrom(...PARAMETERS), fc.string()),
      fc.array(text, { minLength: 1, maxLength: 2 }),
      { maxKeys: 4, noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.constantFrom(...LISTS),
          fc.webPath().filter((path) => path.startsWith("/")),
        ),
        parameters,
        async (path, values) => {
          const query = new URLSearchParams({ organization_id: open.owner.organizationId });
          for (const [name, texts] of Object.entries(values)) {
            for (const value of texts) query.append(name, value);
          }
          expectEnvelope(await open.owner.call("GET", `${path}?${query.toString()}`));
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  it.each(["/%", "/%zz/x", "/iam/v1alpha1/applications/%ff", "//", "/iam/v1alpha1/applications/"])(
    "as the path %s is answered with an envelope",
    async (path) => {
      const answer = await open.owner.call("GET", path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expectEnvelope(answer);
    },
  );
});
