/**
 * API keys whose secret goes to a sink: the state never holds it.
 * @module
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killEverywhere, type Scene } from "../../support/disturbances";
import { asOwner } from "../../support/owner";
import { simulatedClock, type SimulatedClock } from "../../support/simulated-clock";
import { SimulatedStack, type Program, type Values } from "../../support/stack";
import { idsInState, startWorld, type World } from "../../support/world";

jest.setTimeout(60_000);

const DAY = 24 * 3600 * 1000;
const ROTATION = { everyDays: 90, overlapDays: 7 };

let folder: string;
let file: string;
let world: World;
let clock: SimulatedClock;
let stack: SimulatedStack;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "secret-to-"));
  file = join(folder, "key.json");
  clock = simulatedClock(new Date().toISOString());
  world = await startWorld({ seed: "secret-to", clock });
  stack = new SimulatedStack({ cloud: world.cloud, clock });
});
afterEach(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

const withKey =
  (args: Values = {}): Program =>
  async (declare) => {
    const { id: applicationId } = await declare("scaleway:Application", "app");
    await declare("scaleway:ApiKey", "key", { applicationId, secretTo: { file }, ...args });
  };

const held = () =>
  JSON.parse(readFileSync(file, "utf8")) as { accessKey: string; secretKey: string };
const keysIn = async ({ ids }: World) => (await ids())["scaleway:ApiKey"] ?? [];
const failing = { command: [process.execPath, "-e", "process.exit(1)"] };

/** Whose key this is, by the service's word. */
async function worksAsKey({ cloud }: World): Promise<boolean> {
  const { accessKey, secretKey } = held();
  const { apiUrl } = cloud.description.scaleway;
  const answer = await fetch(`${apiUrl}/iam/v1alpha1/api-keys/${accessKey}`, {
    headers: { "X-Auth-Token": secretKey },
  });
  return answer.status !== 401;
}

describe("a key with a file for its secret", () => {
  it("has the secret there, and nowhere in the state", async () => {
    await stack.up(withKey());
    expect(held().accessKey).toBe(stack.outputsOf("key")["accessKey"]);
    expect(await worksAsKey(world)).toBe(true);
    expect(stack.outputsOf("key")).not.toHaveProperty("secretKey");
    expect(JSON.stringify([...stack.kept.values()])).not.toContain(held().secretKey);
    expect(stack.lines.join("\n")).not.toContain(held().secretKey);
  });

  it("is then unchanged, at no call, also after a refresh", async () => {
    await stack.up(withKey());
    world.cloud.resetCounts();
    expect(await stack.up(withKey())).toMatchObject({ update: 0, replace: 0 });
    expect(world.cloud.counts()).toEqual({});
    await stack.refresh();
    expect(await stack.up(withKey())).toMatchObject({ update: 0, replace: 0 });
    expect(stack.outputsOf("key")).not.toHaveProperty("secretKey");
  });

  it("hands over the next secret at a rotation", async () => {
    await stack.up(withKey({ rotation: ROTATION }));
    const before = held();
    clock.advance(90 * DAY);
    await stack.up(withKey({ rotation: ROTATION }));
    expect(held().secretKey).not.toBe(before.secretKey);
    expect(held().accessKey).toBe(stack.outputsOf("key")["accessKey"]);
    expect(stack.outputsOf("key")).not.toHaveProperty("secretKey");
    expect(await worksAsKey(world)).toBe(true);
  });

  it("takes the file with it, unless that holds something else by then", async () => {
    await stack.up(withKey());
    await stack.destroy();
    expect(existsSync(file)).toBe(false);
    await stack.up(withKey());
    writeFileSync(file, "precious");
    await stack.destroy();
    expect(readFileSync(file, "utf8")).toBe("precious");
  });

  it("has the new key in the file after a replacement", async () => {
    await stack.up(withKey());
    const before = held();
    await stack.up(async (declare) => {
      const { id: applicationId } = await declare("scaleway:Application", "other");
      await declare("scaleway:ApiKey", "key", { applicationId, secretTo: { file } });
    });
    expect(held().accessKey).not.toBe(before.accessKey);
    expect(held().accessKey).toBe(stack.entry("key").id);
    expect(await keysIn(world)).toEqual([stack.entry("key").id]);
  });

  it("is replaced where another sink is named, so that the old secret is of no use", async () => {
    await stack.up(withKey({ secretTo: undefined }));
    const { secretKey } = structuredClone(stack.outputsOf("key"));
    expect(await stack.up(withKey())).toMatchObject({ replace: 1 });
    expect(held().secretKey).not.toBe(secretKey);
    const moved = join(folder, "moved.json");
    expect(await stack.up(withKey({ secretTo: { file: moved } }))).toMatchObject({ replace: 1 });
    expect(existsSync(file)).toBe(false);
    expect(existsSync(moved)).toBe(true);
    expect(await stack.up(withKey({ secretTo: undefined }))).toMatchObject({ replace: 1 });
    expect(existsSync(moved)).toBe(false);
    expect(stack.outputsOf("key")["secretKey"]).toEqual(expect.stringMatching(/^[0-9a-f-]{36}$/));
    expect(await keysIn(world)).toEqual([stack.entry("key").id]);
  });

  it("overwrites the file of a key that somebody deleted, and of no other", async () => {
    await stack.up(withKey());
    const { accessKey } = held();
    await asOwner(world.cloud, "DELETE", `/iam/v1alpha1/api-keys/${accessKey}`);
    const sure = stack.copy({ env: { STORAGE_ACCESS_ALLOW_EMPTY: "1" } });
    expect(await sure.refresh()).toEqual(["key"]);
    stack = sure.copy();
    await stack.up(withKey());
    expect(held().accessKey).toBe(stack.entry("key").id);
    const second: Program = async (declare, projectId) => {
      await withKey()(declare, projectId);
      const { id: applicationId } = await declare("scaleway:Application", "app");
      await declare("scaleway:ApiKey", "second", { applicationId, secretTo: { file } });
    };
    await expect(stack.up(second)).rejects.toThrow(/another resource's key.*was removed again/s);
    expect(held().accessKey).toBe(stack.entry("key").id);
    expect(await keysIn(world)).toEqual([stack.entry("key").id]);
  });
});

describe("a sink that fails", () => {
  it("leaves no key where one was to be made, and says so", async () => {
    const failure = stack.up(withKey({ secretTo: failing }));
    await expect(failure).rejects.toThrow(
      /hand over the secret.*ended with exit code 1.*The new API key SCW\w+ was removed again/s,
    );
    expect(await keysIn(world)).toEqual([]);
    expect(() => stack.entry("key")).toThrow("no resource");
    await stack.up(withKey());
    expect(await keysIn(world)).toEqual([stack.entry("key").id]);
  });

  it("leaves the old key as it was at a rotation, and the next run tries again", async () => {
    await stack.up(withKey({ rotation: ROTATION }));
    const before = held();
    clock.advance(90 * DAY);
    writeFileSync(file, "precious");
    await expect(stack.up(withKey({ rotation: ROTATION }))).rejects.toThrow("removed again");
    expect(stack.outputsOf("key")).toMatchObject({ accessKey: before.accessKey, previousKeys: [] });
    expect(await keysIn(world)).toEqual([before.accessKey]);
    rmSync(file);
    await stack.up(withKey({ rotation: ROTATION }));
    expect(held().accessKey).toBe(stack.outputsOf("key")["accessKey"]);
    expect(await worksAsKey(world)).toBe(true);
  });

  it("leaves a key that cannot be removed to the next run, which makes its successor first", async () => {
    await world.stop();
    let refused = false;
    world = await startWorld({
      seed: "secret-to",
      clock,
      faults: ({ operation }) => {
        if (refused || !operation.startsWith("DELETE")) return undefined;
        refused = true;
        return { status: 403, body: { type: "permissions_denied", message: "no", details: [] } };
      },
    });
    stack = new SimulatedStack({ cloud: world.cloud, clock });
    const failure = stack.up(withKey({ secretTo: failing }));
    await expect(failure).rejects.toThrow(/could not be removed: the next run does it/);
    expect(await keysIn(world)).toHaveLength(1);
    await stack.up(withKey());
    expect(await keysIn(world)).toEqual([stack.entry("key").id]);
    expect(held().accessKey).toBe(stack.entry("key").id);
  });

  it.each([
    [{}, "secretTo: neither is given"],
    [{ file: "a", command: ["b"] }, "secretTo: both are given"],
    [{ command: [] }, "secretTo.command: [] is not allowed"],
    [{ path: "a" }, "secretTo.path: there is no such property"],
  ])("is refused before any call where it is none: %j", async (secretTo, reason) => {
    const applicationId = "0a0a0a0a-0000-4000-8000-000000000001";
    const preview = stack.preview("scaleway:ApiKey", "key", { applicationId, secretTo });
    await expect(preview).rejects.toThrow(reason);
  });
});

describe("killed at any request, a key with a file for its secret", () => {
  let own: SimulatedClock;
  const options = {
    get clock() {
      return (own = simulatedClock(new Date().toISOString()));
    },
  };
  beforeEach(() => rmSync(file, { force: true }));

  const verified = async (scene: World, scenes: SimulatedStack): Promise<void> => {
    const { accessKey, previousKeys = [] } = scenes.outputsOf("key") as unknown as {
      accessKey: string;
      previousKeys?: { accessKey: string }[];
    };
    const known = [accessKey, ...previousKeys.map((previous) => previous.accessKey)];
    expect(await keysIn(scene)).toEqual(known.sort());
    expect(held().accessKey).toBe(accessKey);
    expect(await worksAsKey(scene)).toBe(true);
    rmSync(file);
  };

  it("that is made ends with a working one in the file", async () => {
    const kills = await killEverywhere((scene): Promise<Scene> => {
      rmSync(file, { force: true });
      const killed = new SimulatedStack({ cloud: scene.cloud });
      return Promise.resolve({
        stack: killed,
        run: () => killed.up(withKey()),
        verify: async () => {
          expect(await scene.ids()).toEqual(idsInState(killed));
          await verified(scene, killed);
        },
      });
    });
    expect(kills).toBeGreaterThan(4);
  });

  it("that is rotated ends with a working one in the file", async () => {
    const kills = await killEverywhere(async (scene): Promise<Scene> => {
      rmSync(file, { force: true });
      const killed = new SimulatedStack({ cloud: scene.cloud, clock: own });
      await killed.up(withKey({ rotation: ROTATION }));
      own.advance(90 * DAY);
      return {
        stack: killed,
        run: () => killed.up(withKey({ rotation: ROTATION })),
        verify: () => verified(scene, killed),
      };
    }, options);
    expect(kills).toBeGreaterThan(6);
  });
});
