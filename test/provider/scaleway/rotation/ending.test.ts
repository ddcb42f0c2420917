/**
 * Keys that end: a rotation goes on up to the end of all of them, and the end is spoken of before it comes.
 * @module
 */
import type { SimulatedStack } from "../../../support/stack";
import type { World } from "../../../support/world";
import { DAY, accessKeysOf, deployed, inCloud, keyOf, keysIn, withKey } from "./keys";

jest.setTimeout(60_000);

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await deployed()));
afterEach(() => world.stop());

describe("a key with a rotation", () => {
  it("ends all keys at expiresAt: the next one gets the same end, and none is made after it", async () => {
    const expiresAt = new Date(stack.clock.now().getTime() + 95 * DAY).toISOString();
    await stack.up(withKey({ expiresAt }));
    const before = keyOf(stack);
    stack.clock.advance(90 * DAY);
    await stack.up(withKey({ expiresAt }));
    const { accessKey, previousKeys } = keyOf(stack);
    expect(previousKeys.map((previous) => previous.accessKey)).toContain(before.accessKey);
    const { expires_at: ending } = await inCloud(world.cloud, accessKey);
    expect(Date.parse(String(ending))).toBe(Date.parse(expiresAt));
    stack.clock.advance(1000 * DAY);
    await stack.up(withKey({ expiresAt }));
    expect(keyOf(stack).accessKey).toBe(accessKey);
    expect(await keysIn(world)).toEqual([accessKey]);
  });

  it("is rotated by a changed expiresAt, which the service would not change", async () => {
    const first = keyOf(stack);
    const near = new Date(stack.clock.now().getTime() + 50 * DAY).toISOString();
    const far = new Date(stack.clock.now().getTime() + 500 * DAY).toISOString();
    await stack.up(withKey({ expiresAt: near }));
    const second = keyOf(stack);
    expect(second.accessKey).not.toBe(first.accessKey);
    expect(await stack.up(withKey({ expiresAt: far }))).toMatchObject({ update: 1, replace: 0 });
    expect(keyOf(stack).accessKey).not.toBe(second.accessKey);
    expect(stack.outputsOf("key")["expiresAt"]).toBe(far);
    expect(await keysIn(world)).toEqual(accessKeysOf(stack));
  });
});

describe("a key that ends soon", () => {
  it.each([
    [13, "warning: the key ends at"],
    [15, undefined],
  ])("is spoken of at preview when %d days are left", async (days, warning) => {
    const applicationId = "0a0a0a0a-0000-4000-8000-000000000001";
    const expiresAt = new Date(stack.clock.now().getTime() + days * DAY).toISOString();
    await stack.preview("scaleway:ApiKey", "another", { applicationId, expiresAt });
    const said = stack.lines.find((line) => line.includes("the key ends at"));
    if (warning === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(warning);
  });
});
