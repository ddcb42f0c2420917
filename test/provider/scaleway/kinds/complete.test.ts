/**
 * The table of kinds is whole: what is exported has a row, and what can be given is tried.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import handlersFor from "../../../../provider/handlers";
import * as scaleway from "../../../../provider/scaleway";
import { anyNeeded, kinds } from ".";

const exported = Object.entries(scaleway)
  .filter(([, value]) => typeof value === "function" && "definition" in value)
  .map(([name]) => `scaleway:${name}`);

test("every class of resources that is exported has a row, and no row stands for anything else", () => {
  expect(kinds.map(({ token }) => token).sort()).toEqual(exported.sort());
});

describe.each(kinds)("the row of $token", (kind) => {
  const { token, args, changes, replacing = {}, triedElsewhere = {} } = kind;
  const { fields } = handlersFor.definitionOf(token);
  const needed = anyNeeded(kind, "0a0a0a0a-0000-4000-8000-000000000001");
  /** The fields that some changes give another value, or take away. */
  const changing = (all: typeof changes): string[] => {
    const before = args(needed);
    const after = Object.values(all).flatMap((change) => Object.entries(change(needed)));
    return after.filter(([name, value]) => value !== before[name]).map(([name]) => name);
  };

  it("tries each field, or says which test does", () => {
    const tried = [...Object.keys(args(needed)), ...changing(changes), ...changing(replacing)];
    const given = Object.entries(fields).filter(([, { internal }]) => !internal);
    const all = new Set([...tried, ...Object.keys(triedElsewhere)]);
    expect([...all].sort()).toEqual(given.map(([name]) => name).sort());
    expect(tried.filter((name) => name in triedElsewhere)).toEqual([]);
  });

  it("names tests that are there, and speak of the field", () => {
    for (const [field, name] of Object.entries(triedElsewhere)) {
      expect(readFileSync(join(__dirname, "..", name), "utf8")).toContain(field);
    }
  });

  it("says of each field whether its change replaces, as the definition does", () => {
    const replaces = (name: string): boolean => fields[name]?.replaces === true;
    expect(Object.keys(replacing).filter((name) => !replaces(name))).toEqual([]);
    expect(Object.keys(changes).filter(replaces)).toEqual([]);
  });
});
