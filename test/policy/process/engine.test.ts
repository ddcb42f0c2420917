/**
 * The pack under each engine that is here: ten programs, previewed for the first time, and what a deployment makes of a
 * remedy.
 * @module
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { TestDeployment } from "../../support/deployment";
import { installedEngines } from "../../support/engines";
import { PACK } from "../../support/pack-process";

jest.setTimeout(180_000);

const HEAD = `
import * as pulumi from "@pulumi/pulumi";
import * as scaleway from "pulumi-storage-access/scaleway";
const first = new scaleway.Project("first");
const second = new scaleway.Project("second");
const app = new scaleway.Application("app");
const grant = (name: string, id: pulumi.Input<string>, set: string, project: scaleway.Project) =>
  new scaleway.Policy(name, { applicationId: id, rules: [{ projectIds: [project.id], permissionSetNames: [set] }] });
const wide = (name: string, id: pulumi.Input<string>, set: string) =>
  new scaleway.Policy(name, { applicationId: id, rules: [{ organizationId: app.organizationId, permissionSetNames: [set] }] });
const photos = new scaleway.Bucket("photos", { projectId: second.id, region: "fr-par" });
`;

interface Case {
  readonly title: string;
  readonly program: string;
  /** The rules that are asked, all at their strictest. */
  readonly rules: readonly string[];
  /** Rule and resource of each finding. */
  readonly found: readonly string[];
}

const CASES: readonly Case[] = [
  {
    title: "two rules on two new Projects cover the key",
    program: `
new scaleway.Policy("rights", { applicationId: app.id, rules: [
  { projectIds: [first.id], permissionSetNames: ["InstancesReadOnly"] },
  { projectIds: [second.id], permissionSetNames: ["ObjectStorageReadOnly"] },
] });
new scaleway.ApiKey("key", { applicationId: app.id, defaultProjectId: second.id, expiresAt: "2099-01-01T00:00:00Z" });`,
    rules: [
      "iam-key-project-uncovered",
      "iam-key-no-grants",
      "iam-key-no-expiry",
      "access-unclear",
    ],
    found: [],
  },
  {
    title: "a key that prefers a Project without rights",
    program: `
grant("rights", app.id, "ObjectStorageReadOnly", first);
new scaleway.ApiKey("key", { applicationId: app.id, defaultProjectId: second.id });`,
    rules: ["iam-key-project-uncovered", "iam-key-no-expiry"],
    found: ["iam-key-no-expiry key", "iam-key-project-uncovered key"],
  },
  {
    title: "an application that may give itself everything",
    program: `wide("rights", app.id, "IAMManager");`,
    rules: ["iam-admin-set", "iam-storage-org-wide", "iam-escalation-path"],
    found: ["iam-admin-set rights"],
  },
  {
    title: "an application that makes keys of a stronger one",
    program: `
const boss = new scaleway.Application("boss");
wide("rights", app.id, "IAMApplicationManager");
wide("all", boss.id, "OrganizationManager");`,
    rules: ["iam-escalation-path"],
    found: ["iam-escalation-path app"],
  },
  {
    title: "a bucket that everybody lists and writes to",
    program: `
new scaleway.BucketAcl("list", { bucket: photos, acl: "public-read" });
new scaleway.BucketPolicy("open", { bucket: photos, statements: [{ principals: { everyone: true }, actions: ["s3:GetObject", "s3:PutObject"] }] });`,
    rules: ["obj-acl-public", "obj-policy-public-write", "obj-policy-public-read"],
    found: ["obj-acl-public list", "obj-policy-public-read open", "obj-policy-public-write open"],
  },
  {
    title: "a policy that names one and shuts another out",
    program: `
const other = new scaleway.Application("other");
grant("rights", other.id, "ObjectStorageFullAccess", second);
new scaleway.BucketPolicy("names", { bucket: photos, statements: [{ principals: { applicationIds: [app.id] }, actions: ["s3:GetObject"] }] });`,
    rules: ["obj-policy-losers", "obj-policy-dead-grant"],
    found: ["obj-policy-dead-grant names", "obj-policy-losers names"],
  },
  {
    title: "a policy that locks everybody out, beside another one of the same bucket",
    program: `
const statements = [{ principals: { applicationIds: [app.id] }, actions: ["*"] }];
new scaleway.BucketPolicy("one", { bucket: photos, statements, keepDeployer: false });
new scaleway.BucketPolicy("two", { bucket: photos, statements });`,
    rules: ["obj-policy-lockout", "obj-policy-twice"],
    found: ["obj-policy-lockout one", "obj-policy-twice one", "obj-policy-twice two"],
  },
  {
    title: "a condition that another rule makes worthless",
    program: `
grant("free", app.id, "ObjectStorageFullAccess", second);
new scaleway.Policy("bound", { applicationId: app.id, rules: [
  { projectIds: [second.id], permissionSetNames: ["ObjectStorageReadOnly"], condition: 'request.ip == "10.0.0.1"' },
] });`,
    rules: ["iam-condition-bypassed", "iam-condition-private-ip"],
    found: ["iam-condition-bypassed bound", "iam-condition-private-ip bound"],
  },
  {
    title: "access that was not agreed on",
    program: `grant("rights", app.id, "ObjectStorageReadOnly", second);`,
    rules: ["access-baseline"],
    found: ["access-baseline app"],
  },
  {
    title: "components, with all that they make",
    program: `
new scaleway.BucketAccess("reports", { access: "read", bucket: { projectId: second.id, region: "fr-par", versioning: true } });`,
    rules: [
      "iam-key-project-uncovered",
      "obj-project-mismatch",
      "obj-policy-dead-grant",
      "iam-key-human-bearer",
    ],
    found: [],
  },
];

/** What the engine printed of the policies. */
const findingsIn = (printed: string): string[] => [...new Set(rowsIn(printed))].sort();

const rowsIn = (printed: string): string[] =>
  [...printed.matchAll(/\[mandatory\] \[severity: \w+\] +([\w-]+) +\([^()]*: ([\w-]+)\)/g)].map(
    ([, rule, name]) => `${String(rule)} ${String(name)}`,
  );

function configure(folder: string, rules: readonly string[], level = "mandatory"): string {
  const file = join(folder, "policy-config.json");
  const agreed = join(folder, "access.json");
  writeFileSync(agreed, JSON.stringify({ version: 1, columns: [], rows: [] }));
  const one = (rule: string): object =>
    rule === "access-baseline"
      ? { enforcementLevel: level, file: agreed }
      : { enforcementLevel: level };
  const config = Object.fromEntries(rules.map((rule) => [rule, one(rule)]));
  writeFileSync(file, JSON.stringify({ all: "disabled", ...config }));
  return file;
}

describe.each(installedEngines())("The pack, under $name", (engine) => {
  let deployment: TestDeployment;
  beforeAll(async () => (deployment = await TestDeployment.open({ program: HEAD, engine })));
  afterAll(() => deployment.close());

  it.each(CASES)("$title", async ({ program, rules, found }) => {
    deployment.write(`${HEAD}${program}`);
    const config = configure(deployment.folder, rules);
    const { code, stdout, stderr } = await deployment.run([
      ...["preview", "--policy-pack", PACK, "--policy-pack-config", config],
    ]);
    const printed = `${stdout}${stderr}`;
    expect({ found: findingsIn(printed), code }).toEqual({ found, code: found.length > 0 ? 1 : 0 });
    expect(printed).toContain("pulumi-storage-access@v0.1.0");
    expect(printed).not.toContain("Undecidable");
  });

  it("remedies what it can: the bucket that is made keeps versions", async () => {
    deployment.write(`${HEAD}export const versioning = photos.versioning;`);
    const config = configure(deployment.folder, ["obj-versioning-off"], "remediate");
    await deployment.succeed(["up", "--policy-pack", PACK, "--policy-pack-config", config]);
    expect(await deployment.outputs()).toEqual({ versioning: true });
  });
});
