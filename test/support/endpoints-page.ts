/**
 * The page docs/endpoints.md, made of what was measured: `npm run docs:endpoints` writes it.
 * @module
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measureEndpoints, type Endpoint } from "./endpoints";

const WORKSPACE = join(__dirname, "../..");

/** Where the page is. */
export const PAGE = join(WORKSPACE, "docs/endpoints.md");

/** Why nothing that a program declares reaches an endpoint; by its operation, or by a part of its path. */
const REASONS: readonly (readonly [operationOrPart: string, reason: string])[] = [
  ["POST /iam/v1alpha1/policies/{id}/clone", "a copy is another `Policy` with the same rules"],
  ["POST /iam/v1alpha1/groups/{id}/add-member", "`add-members` does the same for several at once"],
  ["POST /iam/v1alpha1/jwts", "a console session is a person's own act"],
  ["DELETE /iam/v1alpha1/jwts/{id}", "a console session is a person's own act"],
  ["PUT /iam/v1alpha1/organizations/{id}/alias", "it can be set once, and never taken back"],
  ["PATCH /iam/v1alpha1/organizations/{id}/login-methods", "it can lock everybody out"],
  ["GET /iam/v1alpha1/organizations/{id}", "it tells how people sign in, which no program needs"],
  ["GET /iam/v1alpha1/grace-periods", "it concerns one person at one moment"],
  ["GET /iam/v1alpha1/users/{id}/connections", "a connection of accounts is a person's own act"],
  ["mfa-otp", "a second factor is a person's own act"],
  ["connection", "a connection of accounts is a person's own act"],
  ["webauthn", "a second factor is a person's own act"],
  ["saml", "signing in by an identity provider is set up once, in the console"],
  ["scim", "signing in by an identity provider is set up once, in the console"],
  ["project-qualification", "it only tells the vendor what a Project is for"],
];

/** Areas in the order of the vendor's page. */
const AREAS: readonly (readonly [title: string, segment: string])[] = [
  ["SSH keys", "ssh-keys"],
  ["Groups", "groups"],
  ["API keys", "api-keys"],
  ["Users", "users"],
  ["Applications", "applications"],
  ["Policies", "policies"],
  ["Rules", "rules"],
  ["Permission sets", "permission-sets"],
  ["Quotas", "quota"],
  ["Console tokens", "jwts"],
  ["Audit log", "logs"],
  ["Organization", "organizations"],
  ["Projects", "projects"],
];

/** Lookups that look for nothing: tested by themselves. */
const UNITS: readonly string[] = ["getCallerIdentity", "getDefaultProject"];

/** The tests of the vendor's SDK that call a method. */
function sdkTestsOf(method: string): string[] {
  const folder = join(WORKSPACE, "test/clients");
  return readdirSync(folder)
    .filter((file) => /^scaleway-sdk.*\.test\.ts$/.test(file))
    .filter((file) => readFileSync(join(folder, file), "utf8").includes(`.${method}(`))
    .map((file) => `test/clients/${file}`);
}

function testsOf({ reachedBy, method }: Endpoint): string {
  const names = reachedBy.map((name) => name.replaceAll("`", ""));
  const tests = new Set<string>();
  for (const name of names) {
    if (!name.startsWith("get")) tests.add("test/provider/scaleway/contract.test.ts");
    else if (UNITS.includes(name)) tests.add("test/provider/scaleway/lookups.test.ts");
    else if (name.endsWith("s")) tests.add("test/provider/scaleway/lookups-many.test.ts");
    else tests.add("test/provider/scaleway/lookups-one.test.ts");
  }
  const all = tests.size > 0 ? [...tests] : sdkTestsOf(method);
  return all.map((path) => `[${path.split("/").at(-1) ?? ""}](../${path})`).join(", ");
}

/** Why nothing reaches it; undefined where nobody has said so. */
export function reasonFor({ operation }: Endpoint): string | undefined {
  const fits = (part: string): boolean =>
    /^[A-Z]+ /.test(part) ? operation === part : operation.includes(part);
  return REASONS.find(([part]) => fits(part))?.[1];
}

function lineOf(endpoint: Endpoint): string {
  const { operation, reachedBy, isServed } = endpoint;
  const by = reachedBy.length > 0 ? reachedBy.join(", ") : `none: ${reasonFor(endpoint) ?? "?"}`;
  return `| \`${operation}\` | ${by} | ${isServed ? "yes" : "no"} | ${testsOf(endpoint)} |`;
}

function areaOf(
  endpoints: readonly Endpoint[],
  title: string,
  segment: string | undefined,
): string {
  const lines = endpoints.filter(({ operation }) => segmentOf(operation) === segment).map(lineOf);
  const head = "| endpoint | reached by | local cloud | tests |\n| --- | --- | --- | --- |";
  return lines.length === 0 ? "" : `## ${title}\n\n${head}\n${lines.join("\n")}\n`;
}

function segmentOf(operation: string): string | undefined {
  const [segment = ""] = operation.replace(/^\w+ \/\w+\/\w+\//, "").split("/");
  return AREAS.some(([, known]) => known === segment) ? segment : undefined;
}

/** The page. */
export function endpointsPage(endpoints: readonly Endpoint[]): string {
  const intro = `# Endpoints

Every endpoint of the vendor's IAM and of its Projects, as its own SDK calls them, with the resources and lookups that reach it. Measured, not written: \`npm run docs:endpoints\` runs every resource and lookup against the local cloud and notes what arrives; a test compares this page with that. Tests of what a resource or a lookup reaches are those of all resources and lookups; of the others, the vendor's own client.
`;
  const areas = AREAS.map(([title, segment]) => areaOf(endpoints, title, segment));
  const others = areaOf(endpoints, "Others", undefined);
  return [intro, ...areas, others].filter((part) => part !== "").join("\n");
}

/** A page without the blanks and dashes that only make its tables straight. */
export const withoutPadding = (page: string): string =>
  page.replace(/ +/g, " ").replace(/-{3,}/g, "---");

if (require.main === module) {
  void measureEndpoints().then((measured) => writeFileSync(PAGE, endpointsPage(measured)));
}
