/**
 * `preview --access`: who gains and who loses what, before anything is changed.
 * @module
 */
import { TestProject } from "./project";

const ORGANIZATION = "00000000-0000-4000-8000-000000000001";
const CANARY = "canary-61c2";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.remove());

/** Settings that lead nowhere: a preview decides without a call. */
const environment = {
  SCW_CONFIG_PATH: "/dev/null",
  SCW_ACCESS_KEY: "SCWTEST0000000000000",
  SCW_SECRET_KEY: "00000000-0000-4000-8000-00000000beef",
  SCW_DEFAULT_ORGANIZATION_ID: ORGANIZATION,
  SCW_DEFAULT_PROJECT_ID: ORGANIZATION,
  SCW_API_URL: "http://127.0.0.1:1",
  SCW_S3_ENDPOINT: "http://127.0.0.1:1",
};

const TWO_PROJECTS = `
  const scaleway = require("pulumi-storage-access/scaleway");
  const reports = new scaleway.Project("reports", { name: "reports" });
  const photos = new scaleway.Project("photos", { name: "photos" });
  const reader = new scaleway.Application("reader", { name: "reader" });
  new scaleway.Policy("policy", {
    name: "read-and-write",
    applicationId: reader.id,
    rules: [
      { projectIds: [reports.id], permissionSetNames: ["ObjectStorageObjectsRead"] },
      { projectIds: [photos.id], permissionSetNames: ["ObjectStorageObjectsWrite"] },
    ],
  });
  exports.closed = pulumi.secret("${CANARY}");`;

describe("preview --access", () => {
  it("of a new stack decides two rules that name two new Projects, by no call", async () => {
    project.write(TWO_PROJECTS);
    const text = await project.succeed(["preview", "--access"], { environment });
    const told = text.slice(text.indexOf("Access:"));
    expect(told).toMatch(/\+ application reader gains list .*, read, .* on project reports: /);
    expect(told).toMatch(/\+ application reader gains write, .* on project photos: /);
    expect(told).not.toMatch(
      /gains [^:]*read[^:]* on project photos|gains [^:]*write[^:]* on project reports|may be/,
    );
    expect(project.backendFiles()).toEqual([]);
  });

  it("with --json has all of it in the summary, with reasons, and no secret", async () => {
    project.write(TWO_PROJECTS);
    const text = await project.succeed(["preview", "--access", "--json"], { environment });
    const { access } = JSON.parse(text) as {
      access: { gains: { column: string; on: { name: string }; reasons: unknown[] }[] };
    };
    const gain = access.gains.find(({ column, on }) => column === "read" && on.name === "reports");
    expect(gain).toMatchObject({ who: { name: "reader" }, before: "deny", after: "allow" });
    expect(gain!.reasons.at(-1)).toMatchObject({ code: "rule", rule: 0 });
    expect(access).toMatchObject({ losses: [], findings: [] });
    expect(text).not.toContain(CANARY);
  });

  it("with --format markdown prints the comment of a pull request, and that alone", async () => {
    project.write(TWO_PROJECTS);
    const args = ["preview", "--access", "--format", "markdown"];
    const text = await project.succeed(args, { environment });
    expect(text).toMatch(/^## Access\n\nFrom <code>the state<\/code> to <code>the plan<\/code>/);
    expect(text).toMatch(/\| application reader \| project reports \| [^|]*read/);
    expect(text).not.toContain("Previewing");
  });

  it("says so where nothing of access changes", async () => {
    project.write(`new Thing("a", { text: "one" });`);
    expect(await project.succeed(["preview", "--access"])).toContain(
      "Access:\n    nobody gains or loses any\n",
    );
  });
});
