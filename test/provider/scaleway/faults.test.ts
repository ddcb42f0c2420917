/**
 * One fault at any request: the command survives it, or a later run puts everything right.
 * @module
 */
import type { Fault } from "../../../emulator";
import { faultEverywhere } from "../../support/disturbances";
import { SimulatedStack } from "../../support/stack";
import { idsInState } from "../../support/world";
import { changed, kinds, needsOf, programOf } from "./kinds";

jest.setTimeout(60_000);

const FAULTS: readonly (readonly [string, Fault])[] = [
  ["connection cut before the request was carried out", "drop-before"],
  ["connection cut after it, with no answer", "drop-after"],
  ["429 with an empty body", { status: 429 }],
  ["500", { status: 500, body: { message: "Internal error" } }],
];

describe.each(kinds)("$token", (kind) => {
  it.each(FAULTS)("is made, changed and removed despite a %s", async (_name, fault) => {
    const commands = [
      (stack: SimulatedStack) => stack.up(programOf(kind)),
      (stack: SimulatedStack) => stack.up(programOf(kind, changed(kind))),
      (stack: SimulatedStack) => stack.up(needsOf(kind)),
    ];
    let struck = 0;
    for (const [index, command] of commands.entries()) {
      struck += await faultEverywhere(
        fault,
        async ({ cloud, ids }) => {
          const stack = new SimulatedStack({ cloud });
          await stack.up(needsOf(kind));
          for (const before of commands.slice(0, index)) await before(stack);
          return {
            stack,
            run: () => command(stack),
            verify: async () => expect(await ids()).toEqual(idsInState(stack)),
          };
        },
        kind.cloud,
      );
    }
    expect(struck).toBeGreaterThan(commands.length);
  });
});
