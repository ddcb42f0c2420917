/**
 * `explain`: why a call is denied, and what would allow it.
 * @module
 */
import { explain } from "../../../cli/explain";
import { CANARY, ORGANIZATION, PROJECT, temporaryFolder, writeState } from "./world";

const KEY = "SCWREADER00000000000";
const files = temporaryFolder();
const state = writeState(files.folder, "state.json", ["ObjectStorageReadOnly"]);
afterAll(() => files.remove());

const told = (accessKey: string, operation: string, more: object = {}): Promise<string> =>
  explain({ cwd: files.folder, state, accessKey, operation, ...more });

describe("A denied call", () => {
  it("in the preferred Project is explained with the set that is missing, and the Project where it would pass", async () => {
    const text = await told(KEY, "ListBuckets");
    expect(text).toMatch(/^Denied: SCWREADER00000000000 ListBuckets in Project /);
    expect(text).toMatch(
      /gives application reader .* on Project reports .* only, not on the default Project/,
    );
    expect(text).toContain("To allow it: add ObjectStorageBucketsRead on the default Project");
    expect(text).toContain(`, or sign with ${KEY}@${PROJECT} to act in Project reports.`);
  });

  it("is explained as JSON, without anything secret", async () => {
    const text = await told(KEY, "ListBuckets", { json: true });
    expect(JSON.parse(text)).toMatchObject({
      answer: "deny",
      question: { action: "ListBuckets", target: { projectId: ORGANIZATION } },
      sentence: expect.stringContaining("To allow it: ") as string,
    });
    expect(text).not.toContain(CANARY);
  });
});

describe("Another call", () => {
  it("that is allowed is said to be, with what may refuse it nevertheless", async () => {
    const text = await told(`${KEY}@${PROJECT}`, "ListBuckets");
    expect(text).toMatch(/^Allowed: /);
    expect(text).toContain("gives ObjectStorageReadOnly on Project reports");
    expect(text).toContain("up to five minutes");
  });

  it("of a bucket that the state does not have depends on it", async () => {
    expect(await told(KEY, "GetObject", { bucket: "elsewhere" })).toMatch(/^It depends: /);
  });
});

describe("A question", () => {
  it.each([
    ["that leaves out the bucket", "GetObject", "GetObject is on a bucket: name it with --bucket."],
    ["about several operations", "delete", "name the one that was refused"],
    ["about none", "GetObjekt", 'Did you mean "GetObject"?'],
  ])("%s is refused", async (_title, operation, message) => {
    await expect(told(KEY, operation)).rejects.toThrow(message);
  });
});
