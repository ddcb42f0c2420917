/**
 * Kinds, made, changed, replaced and removed while everything goes wrong.
 * @module
 */
import { changed, kinds, needsOf, programOf, type Kind } from "../provider/scaleway/kinds";
import type { Values } from "../support/stack";
import { Figures } from "./figures";
import type { Foreign } from "./foreign";
import type { Scenario } from "./play";
import { prove } from "./prove";

const SEED = 20_261_128;
const EDITED = "edited by hand";
const WISHED = "from the program";

function scenariosOf(kind: Kind): Scenario[] {
  const { note, read, edit, shown = String } = kind.elsewhere;
  let needed: Values = {};
  const foreign: Foreign = {
    of: "tested",
    edit: ({ world }, stack) => edit(world.cloud, stack.entry("tested").id, EDITED, needed),
    isThere: async ({ world }, stack) =>
      (await read(world.cloud, stack.entry("tested").id)).includes(shown(EDITED, needed)),
  };
  const before = programOf(kind, (others) => {
    needed = others;
    return {};
  });
  const replacements = Object.entries(kind.replacing ?? {}).map(([field, replacing]) => ({
    name: `replaced by ${field}`,
    before,
    after: programOf(kind, replacing),
  }));
  const noted = programOf(kind, (others) => note(WISHED, others));
  const drifting: Scenario[] = [
    { name: "changed, after somebody else changed it", before, after: noted, foreign },
  ];
  return [
    { name: "made", after: before },
    { name: "changed", before, after: programOf(kind, changed(kind)) },
    { name: "removed", before, after: needsOf(kind) },
    { name: "destroyed", before },
    ...replacements,
    ...(kind.inapplicable?.drift === undefined ? drifting : []),
  ];
}

/** True for buckets and what is set about them or lies in them. */
export const isStored = (token: string): boolean => token.startsWith("scaleway:Bucket");

/** The tests of some kinds, so many cases together. */
export function proveKinds(of: string, some: readonly Kind[], cases: number): void {
  const figures = new Figures(of);
  const share = Math.ceil(cases / some.length);
  afterAll(() => {
    figures.print();
  });

  it.each(some.map((kind) => ({ kind, index: kinds.indexOf(kind), token: kind.token })))(
    "$token ends as it is wished: no orphan, no duplicate, nothing of another's, no secret told",
    async ({ kind, index }) => {
      const proof = { cases: share, seed: SEED + index * 10_000, figures, options: kind.cloud };
      expect(await prove({ ...proof, scenarios: scenariosOf(kind) })).toEqual([]);
    },
  );

  it("waits as long as it is asked to, and told to the end what it did", () => {
    expect(figures).toMatchObject({ tooSoon: 0, orphans: 0, duplicates: 0, overwritten: 0 });
    expect(figures.cases).toBeGreaterThanOrEqual(cases);
    expect(figures.editsMeanwhile).toBeGreaterThan(cases / 50);
    expect(figures.kills).toBeGreaterThan(cases / 4);
    expect(figures.faults).toBeGreaterThan(cases / 4);
  });
}
