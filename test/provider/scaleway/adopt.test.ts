/**
 * What every kind does with an object that was made without the program: taken over as it is, changed only as asked.
 * @module
 */
import { carrierOf } from "../../../provider/core/mark";
import handlersFor from "../../../provider/handlers";
import { killEverywhere } from "../../support/disturbances";
import { SimulatedStack, type Program, type Values } from "../../support/stack";
import { idsInState, startWorld, type World } from "../../support/world";
import { changed, kinds, programOf, type Kind } from "./kinds";
import { part } from "./kinds/parts";

jest.setTimeout(60_000);

const WRITE = /^(POST|PUT|PATCH|DELETE) |^(Put|Create|Delete|Complete|Abort)/;
/** Of these exactly one is to be given. */
const ALTERNATIVES = [
  ...["applicationId", "userId", "groupId", "noPrincipal", "days", "years"],
  ...["statements", "document", "acl", "grants"],
  ...["source", "content"],
];

/** The least that a program has to say about an object that is there with these arguments. */
function least(kind: Kind, inputs: Values): Values {
  const { fields } = handlersFor.definitionOf(kind.token);
  const needed = Object.entries(fields).filter(
    ([name, { absent }]) => absent === "required" || ALTERNATIVES.includes(name),
  );
  return Object.fromEntries(
    needed
      .map(([name]) => [name, inputs[name]] as const)
      .filter(([, value]) => value !== undefined),
  );
}

const adopting =
  (kind: Kind, args: Values): Program =>
  async (declare) => {
    await declare(kind.token, "tested", args);
  };

/** What is to be adopted, made by another stack. */
async function makeElsewhere(kind: Kind, { cloud }: World): Promise<Made> {
  const maker = new SimulatedStack({ cloud, project: "maker" });
  let needed: Values = {};
  await maker.up(
    programOf(kind, (others) => {
      needed = others;
      return changed(kind)(others);
    }),
  );
  return { maker, needed };
}

interface Made {
  readonly maker: SimulatedStack;
  /** What the kind needs, by the names of its row. */
  readonly needed: Values;
}

const adoptable = kinds.filter(({ inapplicable }) => inapplicable?.adoption === undefined);

describe.each(kinds.filter((kind) => !adoptable.includes(kind)))("$token", (kind) => {
  let world: World;
  let stack: SimulatedStack;
  beforeEach(async () => {
    world = await startWorld({ seed: kind.token, ...kind.cloud });
    stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(programOf(kind));
    world.cloud.resetCounts();
  });
  afterEach(() => world.stop());

  part(
    kind,
    "adoption",
    () => ({ world, stack }),
    () => undefined,
  );
});

describe.each(adoptable)("an existing $token", (kind) => {
  let world: World;
  let stack: SimulatedStack;
  let maker: SimulatedStack;
  let needed: Values;
  let id: string;
  let args: Values;
  beforeEach(async () => {
    world = await startWorld({ seed: kind.token, ...kind.cloud });
    ({ maker, needed } = await makeElsewhere(kind, world));
    ({ id } = maker.entry("tested"));
    args = { ...least(kind, maker.entry("tested").inputs), adopt: { id, from: "anotherStack" } };
    stack = new SimulatedStack({ cloud: world.cloud });
    world.cloud.resetCounts();
  });
  afterEach(() => world.stop());

  const isMarked = carrierOf(kind).marks;
  const writes = (): string[] =>
    Object.keys(world.cloud.counts()).filter((operation) => WRITE.test(operation));
  const { read } = kind.elsewhere;
  const note = (text: string): Values => kind.elsewhere.note(text, needed);
  const shown = (text: string): string => kind.elsewhere.shown?.(text, needed) ?? text;

  it("is adopted without any change that the program does not ask for, and no mark", async () => {
    await stack.preview(kind.token, "tested", args);
    expect(stack.lines.join("\n")).toMatch(/adopts the existing .*nothing about it changes/);
    expect(await stack.up(adopting(kind, args))).toMatchObject({ create: 1 });
    expect(stack.entry("tested").id).toBe(id);
    expect(writes()).toEqual([]);
  });

  it("shows its properties in the outputs, and no change in later runs and refreshes", async () => {
    await stack.up(adopting(kind, args));
    const had = maker.outputsOf("tested");
    for (const field of Object.keys(kind.changes).filter((name) => name in had)) {
      expect(stack.outputsOf("tested")).toMatchObject({ [field]: had[field] });
    }
    expect(await stack.up(adopting(kind, args))).toMatchObject({ update: 0, replace: 0 });
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(adopting(kind, args))).toMatchObject({ update: 0, replace: 0 });
    expect(writes()).toEqual([]);
  });

  it("is changed as far as the program asks, which the preview says first", async () => {
    const wish = { ...args, ...note("from the program") };
    await stack.preview(kind.token, "tested", wish);
    expect(stack.lines.join("\n")).toMatch(
      new RegExp(`adopts the existing .*: changes .*${shown("from the program")}`),
    );
    await stack.up(adopting(kind, wish));
    expect(await read(world.cloud, id)).toContain(shown("from the program"));
    await stack.up(adopting(kind, { ...args, ...note("and again") }));
    expect(await read(world.cloud, id)).toContain(shown("and again"));
  });

  it("is an error where the id does not exist, and nothing is made", async () => {
    const missing = { ...args, adopt: { id: "0e0e0e0e-0000-4000-8000-000000000001" } };
    await expect(stack.up(adopting(kind, missing))).rejects.toThrow(/adopt|there is no/i);
    expect(writes()).toEqual([]);
  });

  it("is held by one resource alone", async () => {
    const twice: Program = async (declare) => {
      await declare(kind.token, "tested", args);
      await declare(kind.token, "again", args);
    };
    await expect(stack.up(twice)).rejects.toThrow("another resource of this program");
  });

  it("is destroyed with the stack, where it is one that can be", async () => {
    await stack.up(adopting(kind, args));
    await stack.destroy();
    // It may have been the last one of its kind.
    const sure = maker.copy({ env: { STORAGE_ACCESS_ALLOW_EMPTY: "1" } });
    const gone = await sure.refresh();
    expect(gone).toEqual(kind.inapplicable?.end === undefined ? ["tested"] : []);
  });

  it("is like any other once the program no longer says adopt", async () => {
    await stack.up(adopting(kind, args));
    const { inputs } = maker.entry("tested");
    const wish = { ...inputs, mark: undefined, __provider: undefined, ...note("managed") };
    await stack.up(adopting(kind, wish));
    expect(stack.outputsOf("tested")).not.toHaveProperty("adopted");
    expect(await stack.up(adopting(kind, wish))).toMatchObject({ update: 0, replace: 0 });
  });

  for (const [field, change] of Object.entries(kind.replacing ?? {})) {
    it(`is refused where its ${field} is not as declared, naming both`, async () => {
      const failure = stack.up(adopting(kind, { ...args, ...change(needed) }));
      await expect(failure).rejects.toThrow(/cannot be changed|denied|there is no/i);
      expect(writes()).toEqual([]);
    });
  }

  if (kind.nameless) {
    it("cannot be found by name, and the refusal says what can be done", async () => {
      const failure = stack.up(adopting(kind, { ...args, adopt: "existing" }));
      await expect(failure).rejects.toThrow("{ id }");
    });
  } else {
    it("is found by name, and made where there is none of that name", async () => {
      const { name } = maker.outputsOf("tested");
      const wish = { ...args, name, adopt: "existing" };
      if (isMarked) {
        const another = /carries the mark of another stack.*from: "anotherStack"/s;
        await expect(stack.preview(kind.token, "tested", wish)).rejects.toThrow(another);
        await expect(stack.up(adopting(kind, wish))).rejects.toThrow(another);
        expect(writes()).toEqual([]);
        await stack.up(adopting(kind, args));
        expect(stack.lines.join("\n")).toContain(`${id} carries the mark of another stack`);
      } else {
        await stack.up(adopting(kind, wish));
      }
      expect(stack.entry("tested").id).toBe(id);
      expect(writes()).toEqual([]);
      await stack.destroy();
      await stack.up(adopting(kind, wish));
      expect(await stack.up(adopting(kind, wish))).toMatchObject({ update: 0, replace: 0 });
    });
  }
});

describe.each(adoptable)("$token, killed at any request of an adoption", (kind) => {
  it("is adopted by the next run, and exists once", async () => {
    const kills = await killEverywhere(async (world) => {
      const { cloud, ids } = world;
      const { maker, needed } = await makeElsewhere(kind, world);
      const { id, inputs } = maker.entry("tested");
      const others = new Map([...maker.kept].filter(([urn]) => !urn.endsWith("::tested")));
      const stack = new SimulatedStack({ cloud });
      const wished = kind.elsewhere.note("taken over", needed);
      const wish = { ...least(kind, inputs), ...wished, adopt: { id, from: "anotherStack" } };
      return {
        stack,
        run: () => stack.up(adopting(kind, wish)),
        verify: async () => {
          expect(stack.entry("tested").id).toBe(id);
          maker.kept.clear();
          for (const [urn, entry] of others) maker.kept.set(urn, entry);
          expect(await ids()).toEqual(idsInState(stack, maker));
        },
      };
    }, kind.cloud);
    expect(kills).toBeGreaterThan(1);
  });
});
