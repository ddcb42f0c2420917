/**
 * When a key is rotated, and how long the one before it is good.
 * @module
 */
import type { SimulatedStack } from "../../../support/stack";
import type { World } from "../../../support/world";
import {
  DAY,
  ROTATION,
  accessKeysOf,
  deployed,
  keyOf,
  keysIn,
  rotated,
  withKey,
  works,
} from "./keys";

jest.setTimeout(60_000);

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await deployed()));
afterEach(() => world.stop());

describe("a key with a rotation", () => {
  it("is as it was until the day comes, at no call", async () => {
    const before = keyOf(stack);
    stack.clock.advance(89 * DAY);
    world.cloud.resetCounts();
    expect(await stack.up(withKey())).toMatchObject({ update: 0 });
    expect(world.cloud.counts()).toEqual({});
    expect(keyOf(stack)).toEqual(before);
  });

  it("shows at preview that a rotation is due, and later that a revocation is", async () => {
    const args = { applicationId: stack.entry("app").id, rotation: ROTATION };
    const preview = () => stack.preview("scaleway:ApiKey", "key", args);
    expect(await preview()).toMatchObject({ changes: false });
    stack.clock.advance(90 * DAY);
    expect(await preview()).toMatchObject({ changes: true, replaces: [] });
    await stack.up(withKey());
    expect(await preview()).toMatchObject({ changes: false });
    stack.clock.advance(7 * DAY);
    expect(await preview()).toMatchObject({ changes: true, replaces: [] });
  });

  it("has another access key and secret after it, the same id, and the old key listed with its end", async () => {
    const { id } = stack.entry("key");
    const before = await rotated(stack);
    const after = keyOf(stack);
    expect(id).toBe(before.accessKey);
    expect(stack.entry("key").id).toBe(id);
    expect(after.accessKey).not.toBe(before.accessKey);
    expect(after.secretKey).not.toBe(before.secretKey);
    const [previous] = after.previousKeys;
    expect(previous?.accessKey).toBe(before.accessKey);
    const days = (Date.parse(previous?.revokeAt ?? "") - stack.clock.now().getTime()) / DAY;
    expect(days).toBeCloseTo(7, 3);
    expect(await stack.up(withKey())).toMatchObject({ update: 0 });
  });

  it("works with both keys in the overlap; then the old one is dead although nobody runs up", async () => {
    const before = await rotated(stack);
    expect(await works(world.cloud, before)).toBe(true);
    expect(await works(world.cloud, keyOf(stack))).toBe(true);
    stack.clock.advance(7 * DAY);
    expect(await works(world.cloud, before)).toBe(false);
    expect(await works(world.cloud, keyOf(stack))).toBe(true);
  });

  it("has the old key revoked by the first up after the overlap", async () => {
    await rotated(stack);
    stack.clock.advance(7 * DAY);
    expect(await stack.up(withKey())).toMatchObject({ update: 1 });
    expect(keyOf(stack).previousKeys).toEqual([]);
    expect(await keysIn(world)).toEqual(accessKeysOf(stack));
    expect(await stack.up(withKey())).toMatchObject({ update: 0 });
  });

  it("is rotated again and again", async () => {
    const seen = new Set([keyOf(stack).accessKey]);
    for (const time of [2, 3, 4]) {
      await rotated(stack);
      expect(seen.add(keyOf(stack).accessKey).size).toBe(time);
      expect(keyOf(stack).previousKeys).toHaveLength(1);
      expect(await keysIn(world)).toEqual(accessKeysOf(stack));
    }
  });

  it("has the old key revoked at once where there is no overlap", async () => {
    await rotated(stack, { rotation: { everyDays: 90, overlapDays: 0 } });
    expect(keyOf(stack).previousKeys).toEqual([]);
    expect(await keysIn(world)).toEqual([keyOf(stack).accessKey]);
    expect(await works(world.cloud, keyOf(stack))).toBe(true);
  });

  it("says so where the service gives the old key no end, keeps it listed, and revokes it after the overlap", async () => {
    await world.stop();
    ({ world, stack } = await deployed(({ operation }) =>
      operation.startsWith("PATCH")
        ? { status: 400, body: { type: "invalid_arguments", message: "no", details: [] } }
        : undefined,
    ));
    const before = await rotated(stack);
    expect(stack.lines.join("\n")).toMatch(
      new RegExp(`warning: ${before.accessKey} does not end by itself at .*revokes it`),
    );
    expect(keyOf(stack).previousKeys).toMatchObject([{ accessKey: before.accessKey }]);
    stack.clock.advance(7 * DAY);
    expect(await works(world.cloud, before)).toBe(true);
    await stack.up(withKey());
    expect(await works(world.cloud, before)).toBe(false);
    expect(await keysIn(world)).toEqual(accessKeysOf(stack));
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
    world.cloud.resetCounts();
    const applicationId = "0a0a0a0a-0000-4000-8000-000000000001";
    const preview = stack.preview("scaleway:ApiKey", "another", { applicationId, rotation });
    await expect(preview).rejects.toThrow(reason);
    expect(world.cloud.counts()).toEqual({});
  });
});
