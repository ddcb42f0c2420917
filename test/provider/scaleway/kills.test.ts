/**
 * Killed at any request: the next run ends with no duplicate, no orphan, and nothing of another stack touched.
 * @module
 */
import { SimulatedStack } from "../../support/stack";
import { killEverywhere } from "../../support/disturbances";
import { idsInState } from "../../support/world";
import { kinds, needsOf, programOf } from "./kinds";

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
    });
    expect(kills).toBeGreaterThan(2);
  });

  it("of an update, is as wished after the next run", async () => {
    const kills = await killEverywhere(async ({ cloud, ids }) => {
      const stack = new SimulatedStack({ cloud });
      await stack.up(programOf(kind));
      const { id } = stack.entry("tested");
      return {
        stack,
        run: () => stack.up(programOf(kind, kind.changed)),
        verify: async () => {
          expect(await ids()).toEqual(idsInState(stack));
          expect(stack.entry("tested").id).toBe(id);
          expect(await stack.up(programOf(kind, kind.changed))).toMatchObject({ update: 0 });
        },
      };
    });
    expect(kills).toBeGreaterThan(2);
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
    });
    expect(kills).toBeGreaterThan(2);
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
        },
      };
    });
    expect(kills).toBeGreaterThan(0);
  });
});

describe.each(kinds.filter(({ replacing }) => replacing))(
  "$token, killed at any request of a replacement",
  (kind) => {
    it("is the new one afterwards, and the old one is gone", async () => {
      const kills = await killEverywhere(async ({ cloud, ids }) => {
        const stack = new SimulatedStack({ cloud });
        await stack.up(programOf(kind));
        const { id } = stack.entry("tested");
        return {
          stack,
          run: () => stack.up(programOf(kind, kind.replacing)),
          verify: async () => {
            expect(stack.entry("tested").id).not.toBe(id);
            expect(await ids()).toEqual(idsInState(stack));
          },
        };
      });
      expect(kills).toBeGreaterThan(2);
    });
  },
);
