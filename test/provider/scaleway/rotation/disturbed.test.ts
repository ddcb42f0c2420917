/**
 * A rotation that is killed or disturbed at any of its requests.
 * @module
 */
import { faultEverywhere, killEverywhere, type Scene } from "../../../support/disturbances";
import { simulatedClock, type SimulatedClock } from "../../../support/simulated-clock";
import { SimulatedStack, type Values } from "../../../support/stack";
import { startWorld, type World } from "../../../support/world";
import { DAY, accessKeysOf, keyOf, keysIn, withKey, works } from "./keys";

jest.setTimeout(60_000);

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
