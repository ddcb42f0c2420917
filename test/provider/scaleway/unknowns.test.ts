/**
 * What is not known yet, at every place of every kind's arguments: it is never treated as a value, nor shown as one.
 * @module
 */
import { checkInputs } from "../../../provider/core/check";
import { allFields } from "../../../provider/core/assembly";
import { define } from "../../../provider/core/define";
import { UNKNOWN } from "../../../provider/core/unknown";
import { carrierOf } from "../../../provider/core/mark";
import handlersFor from "../../../provider/handlers";
import { simulatedClock } from "../../support/simulated-clock";
import { SimulatedStack, type Values } from "../../support/stack";
import { startWorld, type World } from "../../support/world";
import { anyNeeded, kinds, programOf, type Kind } from "./kinds";

jest.setTimeout(60_000);

const ID = "0a0a0a0a-0000-4000-8000-000000000001";
const COMMON: Values = { profile: "work", timeouts: { createSeconds: 5, readSeconds: 5 } };

type Path = readonly (string | number)[];

/** Every place in a value, itself included. */
function places(value: unknown): Path[] {
  if (value === null || typeof value !== "object") return [[]];
  const below = Object.entries(value).flatMap(([name, member]) =>
    places(member).map((path) => [Array.isArray(value) ? Number(name) : name, ...path]),
  );
  return [[], ...below];
}

/** A copy with the unknown in one place. */
function withUnknown(value: unknown, [name, ...rest]: Path): unknown {
  if (name === undefined) return UNKNOWN;
  const copy = structuredClone(value) as Values;
  copy[name] = withUnknown(copy[name], rest);
  return copy;
}

/** Arguments, and the same with something in them not known yet. */
interface Case {
  readonly place: string;
  readonly known: Values;
  readonly args: Values;
}

const given = (args: Values): Values =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));

/** The kind's arguments, plain and with each change, with the unknown in every place; and every property by itself. */
function cases(kind: Kind, needed: Values): Case[] {
  const plain = kind.args(needed);
  const changes = [...Object.values(kind.changes), ...Object.values(kind.replacing ?? {})];
  const all = [
    {},
    COMMON,
    { adopt: { id: ID, from: "anotherStack" } },
    ...changes.map((change) => change(needed)),
  ];
  const { fields } = handlersFor.definitionOf(kind.token);
  const alone = Object.keys(fields).filter((name) => !fields[name]?.internal && !(name in plain));
  return [
    ...all.flatMap((change) => {
      const known = given({ ...plain, ...change });
      const inside = places(known).filter(({ length }) => length > 0);
      return inside.map((path) => {
        const args = withUnknown(known, path) as Values;
        return { place: path.join("."), known, args };
      });
    }),
    ...[
      plain,
      { ...plain, adopt: { id: ID, from: "anotherStack" } },
      { ...plain, adopt: UNKNOWN },
    ].flatMap((known) =>
      alone.map((name) => ({ place: name, known, args: { ...known, [name]: UNKNOWN } })),
    ),
  ];
}

/** What check says of arguments: failures, and lines. */
function checked(kind: Kind, inputs: Values) {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const surroundings = { now: simulatedClock().now(), log: { info: say, warn: say } };
  const definition = handlersFor.definitionOf(kind.token);
  const { failures } = checkInputs(definition, { before: {}, inputs }, surroundings);
  return { lines, failures };
}

const everythingSaid = (...values: unknown[]): string => JSON.stringify(values);

describe.each(kinds)("$token with a value that is not known yet", (kind) => {
  const needed = anyNeeded(kind, ID);

  it("is checked without a word about the value, and nothing that was right is wrong", () => {
    for (const { place, known, args } of cases(kind, needed)) {
      const wrong = checked(kind, known).failures.map(({ property }) => property);
      const { failures, lines } = checked(kind, args);
      const added = failures.filter(({ property }) => !wrong.includes(property));
      expect({ place, added }).toEqual({ place, added: [] });
      expect(everythingSaid(lines, failures)).not.toContain(UNKNOWN);
    }
  });

  it("is told as (not known yet) where something is wrong around it", () => {
    for (const name of Object.keys(allFields(handlersFor.definitionOf(kind.token)))) {
      const args = { ...kind.args(needed), [name]: [[{ wrong: UNKNOWN }], UNKNOWN] };
      expect(everythingSaid(checked(kind, args))).not.toContain(UNKNOWN);
    }
  });

  it("is a change, whatever the state has", async () => {
    const handlers = define(handlersFor.definitionOf(kind.token));
    for (const { place, known, args } of cases(kind, needed)) {
      const { changes } = await handlers.diff(
        "id",
        { ...known, mark: "m" },
        { ...args, mark: "m" },
      );
      expect({ place, changes }).toEqual({ place, changes: !/^(timeouts|adopt)/.test(place) });
    }
  });
});

const adoptable = kinds.filter(({ token }) => !handlersFor.definitionOf(token).nothingToAdopt);

describe.each(adoptable)("the first preview of an adoption of a $token", (kind) => {
  const { fields } = handlersFor.definitionOf(kind.token);
  let world: World;
  let stack: SimulatedStack;
  let needed: Values;
  let id: string;
  beforeAll(async () => {
    world = await startWorld({ seed: kind.token, ...kind.cloud });
    stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(
      programOf(kind, (others) => {
        needed = others;
        return {};
      }),
    );
    id = stack.entry("tested").id;
  });
  afterAll(() => world.stop());

  /** What a first preview of another stack says. */
  async function foretold(args: Values): Promise<string> {
    const other = new SimulatedStack({ cloud: world.cloud, project: "other" });
    await other.preview(kind.token, "adopted", args);
    return other.lines.join("\n");
  }

  it("says what is not known yet, wherever that is, and claims no difference and no equality", async () => {
    const { name } = stack.outputsOf("tested");
    const own = given({ ...kind.args(needed), ...("name" in fields ? { name } : {}) });
    for (const path of places(own).filter(({ length }) => length > 0)) {
      const args = withUnknown(own, path) as Values;
      const byName = kind.nameless || carrierOf(kind).marks ? [] : ["existing"];
      for (const adopt of [{ id, from: "anotherStack" }, ...byName]) {
        const text = await foretold({ ...args, adopt });
        const { local } = fields[String(path[0])] ?? {};
        expect(text).not.toContain(UNKNOWN);
        expect(text).not.toMatch(new RegExp(`changes .*${String(path[0])} from`));
        if (!local) expect(text).toMatch(/not known yet/);
      }
    }
  });

  it("says so where it is not known what is adopted, or as whom", async () => {
    const own = kind.args(needed);
    for (const adopt of [UNKNOWN, { id: UNKNOWN }]) {
      expect(await foretold({ ...own, adopt })).toMatch(
        /what it adopts is not known yet: adopt is/,
      );
    }
    const text = await foretold({ ...own, adopt: { id, from: "anotherStack" }, profile: UNKNOWN });
    expect(text).toMatch(/what it adopts is not known yet: profile is/);
    expect(
      await foretold({ ...own, adopt: { id, from: "anotherStack" }, timeouts: UNKNOWN }),
    ).toMatch(/adopts the existing/);
  });
});
