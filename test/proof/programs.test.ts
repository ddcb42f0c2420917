/**
 * Programs of several resources, made, edited and destroyed while everything goes wrong.
 * @module
 */
import { Figures } from "./figures";
import { Members, programs } from "./programs";
import { prove } from "./prove";

const CASES = 320;
const SEED = 31_415_926;

jest.setTimeout(300_000);

describe("whatever goes wrong with its requests", () => {
  const figures = new Figures("the programs");
  afterAll(() => {
    figures.print();
  });

  it.each(programs.map((program, index) => ({ ...program, index })))(
    "$about ends as it is wished: no orphan, no duplicate, nothing of another's, no secret told",
    async ({ scenarios, share, index, hasMembers = false }) => {
      const members = new Members();
      const failures = await prove({
        scenarios: scenarios(members),
        cases: Math.round(CASES * share),
        seed: SEED + index * 10_000,
        figures,
        ...(hasMembers && { furnish: members.furnish }),
      });
      expect(failures).toEqual([]);
    },
  );

  it("waits as long as it is asked to, and told to the end what it did", () => {
    expect(figures).toMatchObject({ tooSoon: 0, orphans: 0, duplicates: 0, overwritten: 0 });
    expect(figures.cases).toBeGreaterThanOrEqual(CASES);
    expect(figures.kills).toBeGreaterThan(CASES / 4);
    expect(figures.faults).toBeGreaterThan(CASES / 4);
  });
});
