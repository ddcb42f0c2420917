/**
 * API keys that are rotated: the same resource, another key, and a time in which both are good.
 * @module
 */
import { S3Client, ListBucketsCommand } from "@aws-sdk/client-s3";
import type { Cloud } from "../../../emulator";
import { faultEverywhere, killEverywhere, type Scene } from "../../support/disturbances";
import { asOwner } from "../../support/owner";
import { simulatedClock, type SimulatedClock } from "../../support/simulated-clock";
import { SimulatedStack, type Program, type Values } from "../../support/stack";
import { startWorld, type World } from "../../support/world";

jest.setTimeout(60_000);

const DAY = 24 * 3600 * 1000;
const ROTATION = { everyDays: 90, overlapDays: 7 };

const withKey =
  (args: Values = {}): Program =>
  async (declare, projectId) => {
    const { id: applicationId } = await declare("scaleway:Application", "app");
    const rules = [{ projectIds: [projectId], permissionSetNames: ["ObjectStorageReadOnly"] }];
    await declare("scaleway:Policy", "policy", { applicationId, rules });
    await declare("scaleway:ApiKey", "key", { applicationId, rotation: ROTATION, ...args });
  };

interface KeyOutputs {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly createdAt: string;
  readonly previousKeys: readonly { readonly accessKey: string; readonly revokeAt: string }[];
}

const keyOf = (stack: SimulatedStack): KeyOutputs =>
  structuredClone(stack.outputsOf("key")) as unknown as KeyOutputs;

/** Every access key of a state, sorted. */
function accessKeysOf(stack: SimulatedStack): string[] {
  const { accessKey, previousKeys } = keyOf(stack);
  return [accessKey, ...previousKeys.map((previous) => previous.accessKey)].sort();
}

const keysIn = async ({ ids }: World): Promise<string[]> => (await ids())["scaleway:ApiKey"] ?? [];

/** True where Object Storage takes the key for a good one with the right to list. */
async function works(
  { description }: Cloud,
  { accessKey, secretKey }: Pick<KeyOutputs, "accessKey" | "secretKey">,
): Promise<boolean> {
  const client = new S3Client({
    endpoint: description.scaleway.s3Endpoint,
    region: "fr-par",
    forcePathStyle: true,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
  });
  return client.send(new ListBucketsCommand({})).then(
    () => true,
    () => false,
  );
}

const inCloud = (cloud: Cloud, accessKey: string) =>
  asOwner(cloud, "GET", `/iam/v1alpha1/api-keys/${accessKey}`);

describe("a key with a rotation", () => {
  let world: World;
  let clock: SimulatedClock;
  let stack: SimulatedStack;
  let refuse: boolean;
  beforeEach(async () => {
    refuse = false;
    clock = simulatedClock(new Date().toISOString());
    world = await startWorld({
      seed: "rotation",
      clock,
      faults: ({ operation }) =>
        refuse && operation.startsWith("PATCH")
          ? { status: 400, body: { type: "invalid_arguments", message: "no", details: [] } }
          : undefined,
    });
    stack = new SimulatedStack({ cloud: world.cloud, clock });
    await stack.up(withKey());
  });
  afterEach(() => world.stop());

  /** The first up on the day of the rotation; answers the outputs before it. */
  const rotated = async (args: Values = {}): Promise<KeyOutputs> => {
    const before = keyOf(stack);
    clock.advance(90 * DAY);
    expect(await stack.up(withKey(args))).toMatchObject({ update: 1, replace: 0 });
    return before;
  };

  it("is as it was until the day comes, at no call", async () => {
    const before = keyOf(stack);
    clock.advance(89 * DAY);
    world.cloud.resetCounts();
    expect(await stack.up(withKey())).toMatchObject({ update: 0 });
    expect(world.cloud.counts()).toEqual({});
    expect(keyOf(stack)).toEqual(before);
  });

  it("shows at preview that a rotation is due, and later that a revocation is", async () => {
    const args = { applicationId: stack.entry("app").id, rotation: ROTATION };
    const preview = () => stack.preview("scaleway:ApiKey", "key", args);
    expect(await preview()).toMatchObject({ changes: false });
    clock.advance(90 * DAY);
    expect(await preview()).toMatchObject({ changes: true, replaces: [] });
    await stack.up(withKey());
    expect(await preview()).toMatchObject({ changes: false });
    clock.advance(7 * DAY);
    expect(await preview()).toMatchObject({ changes: true, replaces: [] });
  });

  it("has another access key and secret after it, the same id, and the old key listed with its end", async () => {
    const { id } = stack.entry("key");
    const before = await rotated();
    const after = keyOf(stack);
    expect(id).toBe(before.accessKey);
    expect(stack.entry("key").id).toBe(id);
    expect(after.accessKey).not.toBe(before.accessKey);
    expect(after.secretKey).not.toBe(before.secretKey);
    const [previous] = after.previousKeys;
    expect(previous?.accessKey).toBe(before.accessKey);
    const days = (Date.parse(previous?.revokeAt ?? "") - clock.now().getTime()) / DAY;
    expect(days).toBeCloseTo(7, 3);
    expect(await stack.up(withKey())).toMatchObject({ update: 0 });
  });

  it("works with both keys in the overlap; then the old one is dead although nobody runs up", async () => {
    const before = await rotated();
    expect(await works(world.cloud, before)).toBe(true);
    expect(await works(world.cloud, keyOf(stack))).toBe(true);
    clock.advance(7 * DAY);
    expect(await works(world.cloud, before)).toBe(false);
    expect(await works(world.cloud, keyOf(stack))).toBe(true);
  });

  it("has the old key revoked by the first up after the overlap", async () => {
    await rotated();
    clock.advance(7 * DAY);
    expect(await stack.up(withKey())).toMatchObject({ update: 1 });
    expect(keyOf(stack).previousKeys).toEqual([]);
    expect(await keysIn(world)).toEqual(accessKeysOf(stack));
    expect(await stack.up(withKey())).toMatchObject({ update: 0 });
  });

  it("is rotated again and again", async () => {
    const seen = new Set([keyOf(stack).accessKey]);
    for (const time of [2, 3, 4]) {
      await rotated();
      expect(seen.add(keyOf(stack).accessKey).size).toBe(time);
      expect(keyOf(stack).previousKeys).toHaveLength(1);
      expect(await keysIn(world)).toEqual(accessKeysOf(stack));
    }
  });

  it("has the old key revoked at once where there is no overlap", async () => {
    await rotated({ rotation: { everyDays: 90, overlapDays: 0 } });
    expect(keyOf(stack).previousKeys).toEqual([]);
    expect(await keysIn(world)).toEqual([keyOf(stack).accessKey]);
    expect(await works(world.cloud, keyOf(stack))).toBe(true);
  });

  it("says so where the service gives the old key no end, keeps it listed, and revokes it after the overlap", async () => {
    refuse = true;
    const before = await rotated();
    expect(stack.lines.join("\n")).toMatch(
      new RegExp(`warning: ${before.accessKey} does not end by itself at .*revokes it`),
    );
    expect(keyOf(stack).previousKeys).toMatchObject([{ accessKey: before.accessKey }]);
    clock.advance(7 * DAY);
    expect(await works(world.cloud, before)).toBe(true);
    await stack.up(withKey());
    expect(await works(world.cloud, before)).toBe(false);
    expect(await keysIn(world)).toEqual(accessKeysOf(stack));
  });

  it("gets what the program says now: the new key is made with it, the old one stays as it was", async () => {
    const before = await rotated({ description: "second" });
    expect(await inCloud(world.cloud, keyOf(stack).accessKey)).toMatchObject({
      description: expect.stringMatching(/^second \[pulumi/) as string,
    });
    expect(await inCloud(world.cloud, before.accessKey)).toMatchObject({
      description: expect.stringMatching(/^\[pulumi/) as string,
    });
  });

  it("is changed in place after it, under the access key that it has then", async () => {
    await rotated();
    const { accessKey } = keyOf(stack);
    await stack.up(withKey({ description: "changed" }));
    expect(keyOf(stack).accessKey).toBe(accessKey);
    expect(await inCloud(world.cloud, accessKey)).toMatchObject({
      description: expect.stringMatching(/^changed /) as string,
    });
  });

  it("has drift of the current key seen and mended, although the id names an older one", async () => {
    await rotated();
    clock.advance(7 * DAY);
    await stack.up(withKey());
    const path = `/iam/v1alpha1/api-keys/${keyOf(stack).accessKey}`;
    const { description } = await asOwner(world.cloud, "GET", path);
    await asOwner(world.cloud, "PATCH", path, { description: `by hand ${String(description)}` });
    expect(await stack.refresh()).toEqual([]);
    expect(stack.outputsOf("key")).toMatchObject({ description: "by hand" });
    expect(await stack.up(withKey())).toMatchObject({ update: 1 });
    expect(await asOwner(world.cloud, "GET", path)).toMatchObject({ description });
  });

  it("forgets an old key that somebody deleted", async () => {
    const { accessKey } = await rotated();
    await asOwner(world.cloud, "DELETE", `/iam/v1alpha1/api-keys/${accessKey}`);
    await stack.refresh();
    expect(keyOf(stack).previousKeys).toEqual([]);
    expect(await stack.up(withKey())).toMatchObject({ update: 0 });
  });

  it("is read by a refresh as it was recorded", async () => {
    await rotated();
    const before = keyOf(stack);
    expect(await stack.refresh()).toEqual([]);
    expect(keyOf(stack)).toEqual(before);
  });

  it("is destroyed with every key that it has", async () => {
    await rotated();
    await stack.destroy();
    expect(await keysIn(world)).toEqual([]);
  });

  it("is replaced with every key that it has", async () => {
    await rotated();
    await stack.up(async (declare) => {
      const { id: applicationId } = await declare("scaleway:Application", "other");
      await declare("scaleway:ApiKey", "key", { applicationId, rotation: ROTATION });
    });
    expect(await keysIn(world)).toEqual(accessKeysOf(stack));
    expect(keyOf(stack).previousKeys).toEqual([]);
  });

  it("is forcibly replaced with every key that it has", async () => {
    await rotated();
    await stack.up(async (declare, projectId) => {
      await withKey()((token, name, args) => {
        const forceReplace = name === "key";
        return declare(token, name, args, { forceReplace });
      }, projectId);
    });
    expect(await keysIn(world)).toEqual(accessKeysOf(stack));
    expect(keyOf(stack).previousKeys).toEqual([]);
  });

  it("keeps revoking what is in overlap after the program gave the rotation up", async () => {
    await rotated();
    clock.advance(7 * DAY);
    await stack.up(withKey({ rotation: undefined }));
    expect(await keysIn(world)).toEqual([keyOf(stack).accessKey]);
    clock.advance(400 * DAY);
    expect(await stack.up(withKey({ rotation: undefined }))).toMatchObject({ update: 0 });
  });

  it("ends all keys at expiresAt: the next one gets the same end, and none is made after it", async () => {
    const expiresAt = new Date(clock.now().getTime() + 95 * DAY).toISOString();
    await stack.up(withKey({ expiresAt }));
    const before = keyOf(stack);
    clock.advance(90 * DAY);
    await stack.up(withKey({ expiresAt }));
    const { accessKey, previousKeys } = keyOf(stack);
    expect(previousKeys.map((previous) => previous.accessKey)).toContain(before.accessKey);
    const { expires_at: ending } = await inCloud(world.cloud, accessKey);
    expect(Date.parse(String(ending))).toBe(Date.parse(expiresAt));
    clock.advance(1000 * DAY);
    await stack.up(withKey({ expiresAt }));
    expect(keyOf(stack).accessKey).toBe(accessKey);
    expect(await keysIn(world)).toEqual([accessKey]);
  });

  it("is rotated by a changed expiresAt, which the service would not change", async () => {
    const first = keyOf(stack);
    const near = new Date(clock.now().getTime() + 50 * DAY).toISOString();
    const far = new Date(clock.now().getTime() + 500 * DAY).toISOString();
    await stack.up(withKey({ expiresAt: near }));
    const second = keyOf(stack);
    expect(second.accessKey).not.toBe(first.accessKey);
    expect(await stack.up(withKey({ expiresAt: far }))).toMatchObject({ update: 1, replace: 0 });
    expect(keyOf(stack).accessKey).not.toBe(second.accessKey);
    expect(stack.outputsOf("key")["expiresAt"]).toBe(far);
    expect(await keysIn(world)).toEqual(accessKeysOf(stack));
  });

  it("refuses to make a successor over a change made elsewhere, as any update does", async () => {
    const path = `/iam/v1alpha1/api-keys/${keyOf(stack).accessKey}`;
    const { description } = await asOwner(world.cloud, "GET", path);
    await asOwner(world.cloud, "PATCH", path, { description: `by hand ${String(description)}` });
    clock.advance(90 * DAY);
    await expect(stack.up(withKey())).rejects.toThrow(/description is .*by hand.* at the last run/);
    expect(await keysIn(world)).toHaveLength(1);
  });
});

describe("a rotation", () => {
  it.each([
    [{ everyDays: 0, overlapDays: 0 }, "rotation.everyDays: 0 is not allowed"],
    [{ everyDays: 3651, overlapDays: 0 }, "rotation.everyDays: 3651 is not allowed"],
    [{ everyDays: 30, overlapDays: -1 }, "rotation.overlapDays: -1 is not allowed"],
    [
      { everyDays: 30, overlapDays: 30 },
      "rotation.overlapDays: 30 is not allowed: it must be less than everyDays, 30",
    ],
    [{ everyDays: 30 }, "rotation.overlapDays: it is missing"],
    [{ everyDays: 30, overlap: 3 }, "rotation.overlap: there is no such property"],
    ["monthly", 'rotation: "monthly" is not allowed'],
  ])("is checked before any call: %j", async (rotation, reason) => {
    const world = await startWorld();
    try {
      const stack = new SimulatedStack({ cloud: world.cloud });
      const applicationId = "0a0a0a0a-0000-4000-8000-000000000001";
      const preview = stack.preview("scaleway:ApiKey", "key", { applicationId, rotation });
      await expect(preview).rejects.toThrow(reason);
      expect(world.cloud.counts()).toEqual({});
    } finally {
      await world.stop();
    }
  });
});

describe("a key that ends soon", () => {
  it.each([
    [13, "warning: the key ends at"],
    [15, undefined],
  ])("is spoken of at preview when %d days are left", async (days, warning) => {
    const world = await startWorld();
    try {
      const stack = new SimulatedStack({ cloud: world.cloud });
      const applicationId = "0a0a0a0a-0000-4000-8000-000000000001";
      const expiresAt = new Date(stack.clock.now().getTime() + days * DAY).toISOString();
      await stack.preview("scaleway:ApiKey", "key", { applicationId, expiresAt });
      const said = stack.lines.find((line) => line.includes("the key ends at"));
      if (warning === undefined) expect(said).toBeUndefined();
      else expect(said).toContain(warning);
    } finally {
      await world.stop();
    }
  });
});

describe("a rotation that is disturbed at any request", () => {
  let clock: SimulatedClock;
  /** Each world that is started with these has a clock of its own. */
  const options = {
    get clock() {
      return (clock = simulatedClock(new Date().toISOString()));
    },
  };

  /** A stack whose key is due to be rotated, or to have its predecessor revoked. */
  const due = async ({ cloud }: World, args: Values, isRevocation: boolean) => {
    const stack = new SimulatedStack({ cloud, clock });
    await stack.up(withKey(args));
    clock.advance(90 * DAY);
    if (isRevocation) {
      await stack.up(withKey(args));
      clock.advance(7 * DAY);
    }
    return stack;
  };

  /** Keys in cloud and state are the same, the one in the state works, and nothing is left to do. */
  const verified = async (world: World, stack: SimulatedStack, args: Values) => {
    expect(await keysIn(world)).toEqual(accessKeysOf(stack));
    expect(await works(world.cloud, keyOf(stack))).toBe(true);
    expect(stack.outputsOf("key")["superseded"]).toBeUndefined();
    expect(await stack.up(withKey(args))).toMatchObject({ update: 0, create: 0 });
  };

  const overlaps: readonly (readonly [string, Values])[] = [
    ["with an overlap", {}],
    ["without one", { rotation: { everyDays: 90, overlapDays: 0 } }],
  ];

  const scene =
    (args: Values, isRevocation: boolean, again?: (stack: SimulatedStack) => Promise<unknown>) =>
    async (world: World): Promise<Scene> => {
      const stack = await due(world, args, isRevocation);
      const { id } = stack.entry("key");
      return {
        stack,
        run: () => stack.up(withKey(args)),
        ...(again === undefined ? {} : { again: () => again(stack) }),
        verify: async () => {
          expect(stack.entry("key").id).toBe(id);
          await verified(world, stack, args);
        },
      };
    };

  it.each(overlaps)(
    "and killed there leaves no orphan and no lost secret, %s",
    async (_name, args) => {
      expect(await killEverywhere(scene(args, false), options)).toBeGreaterThan(6);
    },
  );

  it.each(overlaps)(
    "and killed there is put right by a refresh and an up, %s",
    async (_name, args) => {
      const again = async (stack: SimulatedStack): Promise<void> => {
        expect(await stack.refresh()).toEqual([]);
        await stack.up(withKey(args));
      };
      expect(await killEverywhere(scene(args, false, again), options)).toBeGreaterThan(6);
    },
  );

  it("and killed there leaves nothing where the next command destroys the stack", async () => {
    const set = async (world: World): Promise<Scene> => {
      const stack = await due(world, {}, false);
      return {
        stack,
        run: () => stack.up(withKey()),
        again: () => stack.destroy(),
        verify: async () => expect(await keysIn(world)).toEqual([]),
      };
    };
    expect(await killEverywhere(set, options)).toBeGreaterThan(6);
  });

  it("and killed there leaves nothing where the program gives the rotation up, either", async () => {
    const again = (stack: SimulatedStack) => stack.up(withKey({ rotation: undefined }));
    const set = async (world: World): Promise<Scene> => {
      const stack = await due(world, {}, false);
      return {
        stack,
        run: () => stack.up(withKey()),
        again: () => again(stack),
        verify: () => verified(world, stack, { rotation: undefined }),
      };
    };
    expect(await killEverywhere(set, options)).toBeGreaterThan(6);
  });

  it("and killed there, while revoking, ends with the current key alone", async () => {
    expect(await killEverywhere(scene({}, true), options)).toBeGreaterThan(2);
  });

  it.each([
    ["connection cut before the request was carried out", "drop-before"],
    ["connection cut after it, with no answer", "drop-after"],
    ["500", { status: 500, body: { message: "Internal error" } }],
  ] as const)("survives a %s, or is put right by the next run", async (_name, fault) => {
    for (const [, args] of overlaps) {
      expect(await faultEverywhere(fault, scene(args, false), options)).toBeGreaterThan(3);
    }
    expect(await faultEverywhere(fault, scene({}, true), options)).toBeGreaterThan(1);
  });

  it("never has a key revoked before its successor exists", async () => {
    const world = await startWorld(options);
    try {
      const stack = await due(world, {}, false);
      // Killed at one request after the other, until the new key is made.
      for (let request = 1; (await keysIn(world)).length < 2; request += 1) {
        world.arm(stack, { request, phase: "after" });
        await expect(stack.up(withKey())).rejects.toThrow("killed");
      }
      const from = world.cloud.requests.length;
      await stack.up(withKey());
      const order = world.cloud.requests
        .slice(from)
        .map(({ operation }) => operation)
        .filter((operation) => /^(POST|DELETE|PATCH) .*api-keys/.test(operation));
      expect(order).toEqual([
        "POST /iam/v1alpha1/api-keys",
        "PATCH /iam/v1alpha1/api-keys/{id}",
        "DELETE /iam/v1alpha1/api-keys/{id}",
      ]);
    } finally {
      await world.stop();
    }
  });
});
