/**
 * What becomes of a rotated key otherwise: it is changed, read, replaced and destroyed like any other, with all its keys.
 * @module
 */
import { asOwner } from "../../../support/owner";
import type { SimulatedStack } from "../../../support/stack";
import type { World } from "../../../support/world";
import {
  DAY,
  ROTATION,
  accessKeysOf,
  deployed,
  inCloud,
  keyOf,
  keysIn,
  rotated,
  withKey,
} from "./keys";

jest.setTimeout(60_000);

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await deployed()));
afterEach(() => world.stop());

describe("a key with a rotation", () => {
  it("gets what the program says now: the new key is made with it, the old one stays as it was", async () => {
    const before = await rotated(stack, { description: "second" });
    expect(await inCloud(world.cloud, keyOf(stack).accessKey)).toMatchObject({
      description: expect.stringMatching(/^second \[pulumi/) as string,
    });
    expect(await inCloud(world.cloud, before.accessKey)).toMatchObject({
      description: expect.stringMatching(/^\[pulumi/) as string,
    });
  });

  it("is changed in place after it, under the access key that it has then", async () => {
    await rotated(stack);
    const { accessKey } = keyOf(stack);
    await stack.up(withKey({ description: "changed" }));
    expect(keyOf(stack).accessKey).toBe(accessKey);
    expect(await inCloud(world.cloud, accessKey)).toMatchObject({
      description: expect.stringMatching(/^changed /) as string,
    });
  });

  it("has drift of the current key seen and mended, although the id names an older one", async () => {
    await rotated(stack);
    stack.clock.advance(7 * DAY);
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
    const { accessKey } = await rotated(stack);
    await asOwner(world.cloud, "DELETE", `/iam/v1alpha1/api-keys/${accessKey}`);
    await stack.refresh();
    expect(keyOf(stack).previousKeys).toEqual([]);
    expect(await stack.up(withKey())).toMatchObject({ update: 0 });
  });

  it("is read by a refresh as it was recorded", async () => {
    await rotated(stack);
    const before = keyOf(stack);
    expect(await stack.refresh()).toEqual([]);
    expect(keyOf(stack)).toEqual(before);
  });

  it("is destroyed with every key that it has", async () => {
    await rotated(stack);
    await stack.destroy();
    expect(await keysIn(world)).toEqual([]);
  });

  it("is replaced with every key that it has", async () => {
    await rotated(stack);
    await stack.up(async (declare) => {
      const { id: applicationId } = await declare("scaleway:Application", "other");
      await declare("scaleway:ApiKey", "key", { applicationId, rotation: ROTATION });
    });
    expect(await keysIn(world)).toEqual(accessKeysOf(stack));
    expect(keyOf(stack).previousKeys).toEqual([]);
  });

  it("is forcibly replaced with every key that it has", async () => {
    await rotated(stack);
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
    await rotated(stack);
    stack.clock.advance(7 * DAY);
    await stack.up(withKey({ rotation: undefined }));
    expect(await keysIn(world)).toEqual([keyOf(stack).accessKey]);
    stack.clock.advance(400 * DAY);
    expect(await stack.up(withKey({ rotation: undefined }))).toMatchObject({ update: 0 });
  });

  it("refuses to make a successor over a change made elsewhere, as any update does", async () => {
    const path = `/iam/v1alpha1/api-keys/${keyOf(stack).accessKey}`;
    const { description } = await asOwner(world.cloud, "GET", path);
    await asOwner(world.cloud, "PATCH", path, { description: `by hand ${String(description)}` });
    stack.clock.advance(90 * DAY);
    await expect(stack.up(withKey())).rejects.toThrow(/description is .*by hand.* at the last run/);
    expect(await keysIn(world)).toHaveLength(1);
  });
});
