/**
 * Killed at any request: the next run ends with no duplicate, no orphan, and nothing of another stack touched.
 * @module
 */
import { carrierOf } from "../../../provider/core/mark";
import { SimulatedStack } from "../../support/stack";
import { killEverywhere } from "../../support/disturbances";
import { idsInState } from "../../support/world";
import { changed, kinds, needsOf, programOf } from "./kinds";

const replacements = kinds.flatMap((kind) =>
  Object.entries(kind.replacing ?? {}).map(([field, change]) => ({
    ...{ token: kind.token, kind, field, change },
  })),
);

jest.setTimeout(60_000);

describe.each(kinds)("$token, killed at any request", (kind) => {
  it("of its creation, exists once after the next run", async () => {
    const kills = await killEverywhere(async ({ cloud, ids }) => {
      const stack = new SimulatedStack({ cloud });
      await stack.up(needsOf(kind));
      return {
        stack,
        run: () => stack.up(programOf(kind)),
        verify: async () => expect(await ids()).toEqual(idsInState(stack)),
      };
    }, kind.cloud);
    expect(kills).toBeGreaterThan(1);
  });

  it("of an update, is as wished after the next run", async () => {
    const kills = await killEverywhere(async ({ cloud, ids }) => {
      const stack = new SimulatedStack({ cloud });
      await stack.up(programOf(kind));
      const { id } = stack.entry("tested");
      return {
        stack,
        run: () => stack.up(programOf(kind, changed(kind))),
        verify: async () => {
          expect(await ids()).toEqual(idsInState(stack));
          expect(stack.entry("tested").id).toBe(id);
          expect(await stack.up(programOf(kind, changed(kind)))).toMatchObject({ update: 0 });
        },
      };
    }, kind.cloud);
    expect(kills).toBeGreaterThan(1);
  });

  it("of its end, is gone after the next run", async () => {
    const kills = await killEverywhere(async ({ cloud, ids }) => {
      const stack = new SimulatedStack({ cloud });
      await stack.up(programOf(kind));
      return {
        stack,
        run: () => stack.up(needsOf(kind)),
        verify: async () => {
          expect(() => stack.entry("tested")).toThrow("no resource");
          expect(await ids()).toEqual(idsInState(stack));
        },
      };
    }, kind.cloud);
    // What the cloud has nothing of ends without a word to it.
    if (kind.inapplicable?.drift !== undefined) expect(kills).toBe(0);
    else expect(kills).toBeGreaterThan(1);
  });

  it("of a forced replacement, exists once and is the one in the state", async () => {
    const kills = await killEverywhere(async ({ cloud, ids }) => {
      const stack = new SimulatedStack({ cloud });
      await stack.up(programOf(kind));
      return {
        stack,
        run: () => stack.up(programOf(kind, undefined, { forceReplace: true })),
        verify: async () => {
          expect(stack.pendingDeletes).toEqual([]);
          expect(await ids()).toEqual(idsInState(stack));
          expect(await stack.refresh()).toEqual([]);
        },
      };
    }, kind.cloud);
    expect(kills).toBeGreaterThan(0);
  });

  if (carrierOf(kind).marks) return;
  it("of a forced replacement together with a change, is as wished after the next run", async () => {
    const forced = { forceReplace: true, deleteBeforeReplace: true };
    const kills = await killEverywhere(async ({ cloud, ids }) => {
      const stack = new SimulatedStack({ cloud });
      await stack.up(programOf(kind));
      return {
        stack,
        run: () => stack.up(programOf(kind, changed(kind), forced)),
        verify: async () => {
          expect(await ids()).toEqual(idsInState(stack));
          expect(await stack.refresh()).toEqual([]);
          const again = await stack.up(programOf(kind, changed(kind)));
          expect(again).toMatchObject({ create: 0, update: 0, replace: 0 });
        },
      };
    }, kind.cloud);
    expect(kills).toBeGreaterThan(1);
  });
});

describe.each(replacements)(
  "$token, killed at any request of a replacement for its $field",
  ({ kind, change }) => {
    it("is the new one afterwards, and the old one is gone", async () => {
      const kills = await killEverywhere(async ({ cloud, ids }) => {
        const stack = new SimulatedStack({ cloud });
        await stack.up(programOf(kind));
        const { id } = stack.entry("tested");
        return {
          stack,
          run: () => stack.up(programOf(kind, change)),
          verify: async () => {
            expect(stack.entry("tested").id).not.toBe(id);
            expect(await ids()).toEqual(idsInState(stack));
            expect(await stack.refresh()).toEqual([]);
          },
        };
      }, kind.cloud);
      expect(kills).toBeGreaterThan(1);
    });
  },
);
