/**
 * Parts of the suites that a kind's row declares inapplicable: instead of them, a test shows that the row is right.
 * @module
 */
import type { SimulatedStack } from "../../../support/stack";
import { CheckFailed } from "../../../support/stack";
import type { World } from "../../../support/world";
import { programOf, type Kind, type Part } from ".";

/** A world in which a kind's resource is made. */
export interface Made {
  readonly world: World;
  readonly stack: SimulatedStack;
}

/** What is true of a kind for which a part does not apply. */
const PROOFS: Readonly<Record<Part, (kind: Kind, made: Made) => Promise<void>>> = {
  /** Nobody is asked how it is: there is nothing that could differ. */
  drift: async (_kind, { world, stack }) => {
    alone(stack);
    world.cloud.resetCounts();
    expect(await stack.refresh()).toEqual([]);
    expect(world.cloud.counts()).toEqual({});
  },
  /** It outlasts its own destruction. */
  end: async (_kind, { stack }) => {
    alone(stack);
    const kept = new Map(stack.kept);
    await stack.destroy();
    for (const [urn, entry] of kept) stack.kept.set(urn, entry);
    expect(await stack.refresh()).toEqual([]);
  },
  /** To ask for it is refused before any call, with the reason. */
  adoption: async (kind, { world, stack }) => {
    for (const adopt of ["existing", { id: stack.entry("tested").id }]) {
      const failure = stack.up(programOf(kind, () => ({ adopt })));
      await expect(failure).rejects.toThrow(CheckFailed);
      await expect(failure).rejects.toThrow(/adopt: it is not possible for/);
    }
    expect(world.cloud.counts()).toEqual({});
  },
};

/**
 * The tests of one part; where the kind's row says that it does not apply, the one that shows why.
 * @param made what the tests have made by then
 */
export function part(kind: Kind, name: Part, made: () => Made, tests: () => void): void {
  const reason = kind.inapplicable?.[name];
  if (reason === undefined) tests();
  else it(`has no tests of its ${name}: ${reason}`, () => PROOFS[name](kind, made()));
}

/** Leaves nothing in the state but the resource under test. */
function alone(stack: SimulatedStack): void {
  const { urn } = stack.entry("tested");
  for (const other of [...stack.kept.keys()]) if (other !== urn) stack.kept.delete(other);
}
