import fc from "fast-check";
import type { Cloud } from "../../emulator/index";
import { isServed, loadSdk, operationsOf, sdkClient } from "../clients/scaleway";
import { openCloud, type Answer, type OpenCloud } from "./support";

/** Hundreds of requests one after another: what one of them leaves, the next may meet. */
jest.setTimeout(30_000);

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
  "email",
  "username",
  "password",
  "locale",
  "public_key",
  "project_id",
  "disabled",
  "alias",
  "login_password_enabled",
  "login_attempts_before_locked",
  "max_login_session_duration",
  "max_api_key_expiration_duration",
  "enforce_password_renewal",
  "permissions",
];
const RULE_MEMBERS = ["permission_set_names", "condition", "project_ids", "organization_id"];
const PARAMETERS = [
  ...["page", "page_size", "order_by", "name", "tag", "expired", "bearer_type", "bearer_id"],
  ...["policy_id", "application_ids", "no_principal", "disabled", "audience_id", "user_id"],
  ...["created_after", "action", "resource_type", "search", "quotum_names", "editable"],
];

let open: OpenCloud;
let ids: string[];
/** Everything that the vendor's SDK calls and the cloud serves, as `POST /iam/v1alpha1/users`. */
let served: string[];
beforeAll(async () => {
  open = await openCloud();
  served = await servedBy(open.cloud);
  const { owner, cloud } = open;
  const { accessKey, organizationId } = cloud.description.scaleway;
  const [application, group] = [await owner.application("a"), await owner.group("g")];
  const policy = await owner.policy("p", ["IAMReadOnly"], { no_principal: true });
  ids = [organizationId, application.id, group.id, policy.id, accessKey, "nothing", "%", "a b"];
});
afterAll(() => open.cloud.stop());

async function servedBy(cloud: Cloud): Promise<string[]> {
  const sdk = await loadSdk();
  const client = sdkClient(sdk, cloud);
  const operations = [new sdk.Iam(client), new sdk.Projects(client)].flatMap((api) => [
    ...operationsOf(api).values(),
  ]);
  const known = await Promise.all(operations.map((operation) => isServed(cloud, operation)));
  return operations.filter((_, position) => known[position]);
}

/** The method and path of each of those operations that have one of those methods. */
function endpoints(...methods: string[]): fc.Arbitrary<[string, string]> {
  const fitting = served
    .map((operation) => operation.split(" ") as [string, string])
    .filter(([method]) => methods.includes(method));
  return fc.constantFrom(...fitting);
}

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
        endpoints("POST", "PUT", "PATCH"),
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
          endpoints("GET").map(([, path]) => path),
          fc.webPath().filter((path) => path.startsWith("/")),
        ),
        fc.constantFrom(...ids),
        parameters,
        async (pattern, id, values) => {
          const path = pattern.replace("{id}", encodeURIComponent(id));
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

  it("beside a deletion of nothing is answered with an envelope", async () => {
    await fc.assert(
      fc.asyncProperty(
        endpoints("DELETE"),
        fc.constantFrom("nothing", "%", "a b", "7f1b1a3e-0000-4000-8000-000000000000"),
        fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.string()),
        async ([method, path], id, value) => {
          const answer = await open.owner.call(
            method,
            path.replace("{id}", encodeURIComponent(id)),
            value,
          );
          expect(answer.status).toBeGreaterThanOrEqual(400);
          expectEnvelope(answer);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  it("is sent to every endpoint that there is", () => {
    expect(served.length).toBeGreaterThanOrEqual(60);
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
