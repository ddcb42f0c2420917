/**
 * Killed at any request: the next run ends with no duplicate, no orphan, and nothing of another stack touched.
 * @module
 */
import { carrierOf } from "../../../provider/core/mark";
import { SimulatedStack, type Program } from "../../support/stack";
import { killEverywhere } from "../../support/disturbances";
import { idsInState } from "../../support/world";
import { changed, kinds, needsOf, programOf, type Kind } from "./kinds";

const replacements = kinds.flatMap((kind) =>
  Object.entries(kind.replacing ?? {}).map(([field, change]) => ({
    ...{ token: kind.token, kind, field, change },
  })),
);

jest.setTimeout(60_000);

/** What is killed in a stack that was deployed, and what must hold after the next run beside the rule for all. */
type Command = (stack: SimulatedStack) => {
  readonly run: () => Promise<unknown>;
  readonly verify?: () => Promise<void> | void;
};

/** Kills a command at any request: whatever the cloud has afterwards is in the state. Answers how many kills there were. */
const killsOf = ({ cloud: options }: Kind, before: Program, command: Command): Promise<number> =>
  killEverywhere(async ({ cloud, ids }) => {
    const stack = new SimulatedStack({ cloud });
    await stack.up(before);
    const { run, verify } = command(stack);
    return {
      stack,
      run,
      verify: async () => {
        expect(await ids()).toEqual(idsInState(stack));
        await verify?.();
      },
    };
  }, options);

describe.each(kinds)("$token, killed at any request", (kind) => {
  it("of its creation, exists once after the next run", async () => {
    const kills = await killsOf(kind, needsOf(kind), (stack) => ({
      run: () => stack.up(programOf(kind)),
    }));
    expect(kills).toBeGreaterThan(1);
  });

  it("of an update, is as wished after the next run", async () => {
    const kills = await killsOf(kind, programOf(kind), (stack) => {
      const { id } = stack.entry("tested");
      return {
        run: () => stack.up(programOf(kind, changed(kind))),
        verify: async () => {
          expect(stack.entry("tested").id).toBe(id);
          expect(await stack.up(programOf(kind, changed(kind)))).toMatchObject({ update: 0 });
        },
      };
    });
    expect(kills).toBeGreaterThan(1);
  });

  it("of its end, is gone after the next run", async () => {
    const kills = await killsOf(kind, programOf(kind), (stack) => ({
      run: () => stack.up(needsOf(kind)),
      verify: () => expect(() => stack.entry("tested")).toThrow("no resource"),
    }));
    // What the cloud has nothing of ends without a word to it.
    if (kind.inapplicable?.drift !== undefined) expect(kills).toBe(0);
    else expect(kills).toBeGreaterThan(1);
  });

  it("of a forced replacement, exists once and is the one in the state", async () => {
    const kills = await killsOf(kind, programOf(kind), (stack) => ({
      run: () => stack.up(programOf(kind, undefined, { forceReplace: true })),
      verify: async () => {
        expect(stack.pendingDeletes).toEqual([]);
        expect(await stack.refresh()).toEqual([]);
      },
    }));
    expect(kills).toBeGreaterThan(0);
  });

  if (carrierOf(kind).marks) return;
  it("of a forced replacement together with a change, is as wished after the next run", async () => {
    const forced = { forceReplace: true, deleteBeforeReplace: true };
    const kills = await killsOf(kind, programOf(kind), (stack) => ({
      run: () => stack.up(programOf(kind, changed(kind), forced)),
      verify: async () => {
        expect(await stack.refresh()).toEqual([]);
        const again = await stack.up(programOf(kind, changed(kind)));
        expect(again).toMatchObject({ create: 0, update: 0, replace: 0 });
      },
    }));
    expect(kills).toBeGreaterThan(1);
  });
});

describe.each(replacements)(
  "$token, killed at any request of a replacement for its $field",
  ({ kind, change }) => {
    it("is the new one afterwards, and the old one is gone", async () => {
      const kills = await killsOf(kind, programOf(kind), (stack) => {
        const { id } = stack.entry("tested");
        return {
          run: () => stack.up(programOf(kind, change)),
          verify: async () => {
            expect(stack.entry("tested").id).not.toBe(id);
            expect(await stack.refresh()).toEqual([]);
          },
        };
      });
      expect(kills).toBeGreaterThan(1);
    });
  },
);
