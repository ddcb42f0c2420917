import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const WORKSPACE = join(__dirname, "../..");

// Seven deployments, one after the other, with a process of their own each.
jest.setTimeout(180_000);

describe("npm start", () => {
  it("proves every step of the tutorial, hides the secrets, and exits 0", async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["examples/preferred-project/dist/prove.js"],
      { cwd: WORKSPACE },
    );
    for (const step of ["1.", "2.", "3.", "4.", "5.", "6.", "7."])
      expect(stdout).toMatch(new RegExp(`^${step.replace(".", "\\.")} `, "m"));
    expect(stdout).toContain('ListBuckets answers "AccessDenied: Permission denied."');
    expect(stdout).toMatch(/secretKey.*\[secret\]/);
    expect(stdout).toMatch(
      /Who can do what: stack tutorial[^]*application my-test-app +project .* yes/,
    );
    expect(stdout).toContain("Every step was proven.");
  });
});
