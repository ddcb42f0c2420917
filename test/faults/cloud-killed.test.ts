import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCloud, type CloudDescription } from "../../emulator/index";
import { Caller } from "../emulator/support";

const PROGRAM = `
require("pulumi-storage-access-emulator").startCloud({ dataDirectory: process.argv[1] })
  .then((cloud) => console.log(JSON.stringify(cloud.description)));
`;
const PATH = "/iam/v1alpha1/applications";
let directory: string;
let child: ChildProcess;

beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "cloud-"))));
afterEach(() => {
  child.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** A cloud in a process of its own. */
async function startChild(): Promise<CloudDescription> {
  child = spawn(process.execPath, ["-e", PROGRAM, directory], {
    cwd: __dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout!, "data")) as [Buffer];
  return JSON.parse(line.toString("utf8")) as CloudDescription;
}

describe("a data folder that a cloud has open", () => {
  it("is refused to another one, by the name of the process that has it", async () => {
    await startChild();
    await expect(startCloud({ dataDirectory: directory })).rejects.toThrow(
      new RegExp(`process ${child.pid ?? 0} has it open`),
    );
  });
});

describe("a cloud killed amid requests", () => {
  it("has everything that it acknowledged when it comes back", async () => {
    const { scaleway } = await startChild();
    const acknowledged: string[] = [];
    const writer = async (name: string): Promise<void> => {
      for (let index = 0; ; index += 1) {
        const response = await fetch(scaleway.apiUrl + PATH, {
          method: "POST",
          headers: { "X-Auth-Token": scaleway.secretKey },
          body: JSON.stringify({
            name: `${name}-${index}`,
            organization_id: scaleway.organizationId,
          }),
        });
        const { id } = (await response.json()) as { id: string };
        acknowledged.push(id);
        if (acknowledged.length === 60) child.kill("SIGKILL");
      }
    };
    const writers = ["a", "b", "c", "d"].map((name) => writer(name).catch(() => undefined));
    await Promise.all([...writers, once(child, "exit")]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);

    const cloud = await startCloud({ dataDirectory: directory });
    const owner = new Caller(cloud, scaleway.secretKey);
    const found: string[] = [];
    for (let page = 1, total = 1; found.length < total; page += 1) {
      const { applications, total_count } = await owner.list(PATH, `&page_size=100&page=${page}`);
      found.push(...applications.map(({ id }) => id));
      total = total_count;
    }
    await cloud.stop();
    expect(found).toEqual(expect.arrayContaining(acknowledged));
    // What was done but not acknowledged may be there: one request a writer at most.
    expect(found.length - acknowledged.length).toBeLessThanOrEqual(4);
  });
});
