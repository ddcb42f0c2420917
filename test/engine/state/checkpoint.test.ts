import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { checkpointText, deploymentOf, parseCheckpoint } from "../../../engine/state/checkpoint";
import { entry, TestBackend } from "./samples";

/** A state file as a newer engine could have written it: keys that this one does not know, at every level. */
const FUTURE = {
  version: 3,
  newTop: { a: 1 },
  checkpoint: {
    stack: "organization/test/dev",
    newInner: ["x"],
    latest: {
      manifest: { time: "2026-01-02T03:04:05Z", magic: "", version: "", plugins: ["p"] },
      newKey: null,
      resources: [
        entry("a", { newFlag: true, aliases: ["urn:old"], customTimeouts: { create: 1 } }),
      ],
      pending_operations: [{ resource: entry("b", { newFlag: 1 }), type: "creating" }],
      metadata: { integrity_error: { version: "x" } },
    },
  },
};

function parse(content: unknown): ReturnType<typeof parseCheckpoint> {
  return parseCheckpoint(JSON.stringify(content), "dev.json");
}

describe("a checkpoint file", () => {
  it("keeps keys that this engine does not know, at every level", () => {
    const checkpoint = parse(FUTURE);
    expect(JSON.parse(checkpointText(checkpoint, deploymentOf(checkpoint)))).toEqual(FUTURE);
  });

  it("keeps them through an update that changes something", async () => {
    const backend = new TestBackend();
    await backend.fill();
    writeFileSync(backend.stackFile, JSON.stringify(FUTURE));
    await backend.fill(entry("c"));
    const { checkpoint, ...top } = JSON.parse(
      await readFile(backend.stackFile, "utf8"),
    ) as typeof FUTURE;
    expect(top).toEqual({ version: 3, newTop: { a: 1 } });
    expect(checkpoint).toMatchObject({
      newInner: ["x"],
      latest: {
        newKey: null,
        manifest: { plugins: ["p"] },
        resources: [{ urn: entry("c").urn }, FUTURE.checkpoint.latest.resources[0]],
        pending_operations: FUTURE.checkpoint.latest.pending_operations,
        metadata: FUTURE.checkpoint.latest.metadata,
      },
    });
    backend.remove();
  });

  it("without a deployment is an empty stack", () => {
    const made = parse({
      version: 3,
      checkpoint: { stack: "organization/test/dev", latest: null },
    });
    expect(deploymentOf(made).resources).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    [
      "of another version",
      { version: 4, features: ["refreshBeforeUpdate"] },
      /version 4 with refresh/,
    ],
    ["with features", { ...FUTURE, features: ["taint"] }, /with taint/],
    ["without a stack", { version: 3, checkpoint: {} }, /no checkpoint\.stack/],
    ["without a checkpoint", { version: 3 }, /no checkpoint\.stack/],
  ])("%s is refused", (_name, content, message) => {
    expect(() => parse(content)).toThrow(message);
  });

  it("that is not JSON is refused, naming the backup", () => {
    expect(() => parseCheckpoint("{", "dev.json")).toThrow(/dev\.json\.bak/);
  });

  it("sealed by another secrets provider is refused", () => {
    const latest = { ...FUTURE.checkpoint.latest, secrets_providers: { type: "cloud", state: {} } };
    const sealed = { ...FUTURE, checkpoint: { ...FUTURE.checkpoint, latest } };
    expect(() => parse(sealed)).toThrow(/sealed by cloud/);
  });

  it("with sealed secrets and no provider is refused", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
    const resources = [entry("a", { outputs: { list: [{ ...secret, ciphertext: "v1:a:b" }] } })];
    const checkpoint = { stack: "organization/test/dev", latest: { resources } };
    expect(() => parse({ version: 3, checkpoint })).toThrow(/unnamed provider/);
  });

  it("with a pending operation of an unknown type is refused, naming it", () => {
    const latest = { pending_operations: [{ resource: entry("a"), type: "moving" }] };
    const checkpoint = { stack: "organization/test/dev", latest };
    expect(() => parse({ version: 3, checkpoint })).toThrow(/"moving" on urn/);
  });
});
