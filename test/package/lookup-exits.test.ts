/**
 * A program that looks things up ends by itself.
 * @module
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { environmentOf } from "../../emulator/environment";
import * as scaleway from "../../provider/scaleway";
import { lookups } from "../support/endpoints";
import { startLookupWorld, type LookupWorld } from "../support/lookup-world";

jest.setTimeout(120_000);

/** Looks up what it is told to, one after the other, and names each that answered. */
const PROGRAM = `
  const scaleway = require("pulumi-storage-access/scaleway");
  const calls = JSON.parse(process.env.CALLS);
  void (async () => {
    for (const [name, args] of calls) {
      await scaleway[name](args);
      console.log(name);
    }
    // Whoever holds the program is named, instead of a test that hangs.
    const held = () => process.exit(console.log(process.getActiveResourcesInfo().join()) ?? 1);
    setTimeout(held, 10_000).unref();
  })();
`;

let world: LookupWorld;
beforeAll(async () => (world = await startLookupWorld(4)));
afterAll(() => world.stop());

/** Every lookup with arguments that find something. */
const table = (ids: LookupWorld["ids"]): Record<string, object> => ({
  ...Object.fromEntries(
    Object.entries(lookups).map(([name, calls]) => [name, calls(ids)[0] ?? {}]),
  ),
  getSettings: {},
  getBucket: { name: "plain" },
  getBuckets: {},
});

it("no timer and no socket of any lookup holds it", async () => {
  const entries = (await scaleway.getLogs({ profile: "owner" })).logs;
  const calls = Object.entries(table({ ...world.ids, log: entries[0]?.id ?? "" }));
  const program = spawn(process.execPath, ["-e", PROGRAM], {
    cwd: join(__dirname, "../.."),
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env["PATH"],
      HOME: "/nonexistent",
      ...environmentOf(world.cloud.description),
      CALLS: JSON.stringify(calls),
    },
  });
  let printed = "";
  program.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString("utf8")));
  // The cloud keeps its connections open: only the program itself can end.
  const code = await new Promise((resolve) => program.on("close", resolve));
  expect({ code, printed: printed.trim().split("\n") }).toEqual({
    code: 0,
    printed: calls.map(([name]) => name),
  });
});

it("every lookup is tried", () => {
  const exported = Object.keys(scaleway).filter((name) => /^get[A-Z].*(?<!Output)$/.test(name));
  expect(Object.keys(table(world.ids)).sort()).toEqual(exported.sort());
});
