/**
 * Tests of programs that are not from npm: run where they are installed, left out aloud elsewhere.
 * @module
 */
import { spawnSync } from "node:child_process";

/** A client: by the name of its executable, or with the command that succeeds where it is installed. */
export type Client = string | { readonly name: string; readonly probe: readonly string[] };

/** Python's client of S3: a library, which only Python can find. */
export const BOTO3: Client = { name: "boto3", probe: ["python3", "-c", "import boto3"] };

/** True when the client is installed and starts. */
export function isInstalled(client: Client): boolean {
  const [program = "", ...args] = typeof client === "string" ? [client, "--version"] : client.probe;
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

/**
 * Describes what needs a client. Where it is not installed, one line says so and one test states the absence.
 * @param client - an executable, such as `aws`, or how to find it
 */
export function describeWith(client: Client, title: string, tests: () => void): void {
  if (isInstalled(client)) {
    describe(title, tests);
    return;
  }
  const name = typeof client === "string" ? client : client.name;
  process.stdout.write(`No \`${name}\` here: the tests of "${title}" are left out.\n`);
  describe(title, () => {
    it(`is left out, as there is no \`${name}\` here`, () =>
      expect(isInstalled(client)).toBe(false));
  });
}
