/**
 * Values of secret inputs are in nothing that a deployment says: where they were changed elsewhere, and where an object is
 * adopted with others.
 * @module
 */
import handlersFor from "../../../provider/handlers";
import { SimulatedStack, type Values } from "../../support/stack";
import { startWorld, type World } from "../../support/world";
import { kinds, programOf } from "./kinds";

jest.setTimeout(30_000);

const HERE = "from the program";
const THERE = "edited by hand";

const tried = kinds.filter(
  ({ inapplicable = {} }) =>
    inapplicable.drift === undefined || inapplicable.adoption === undefined,
);

describe.each(tried)("secret inputs of $token", (kind) => {
  const { elsewhere, inapplicable, token } = kind;
  let world: World;
  let needed: Values;
  const remember = (others: Values): Values => {
    needed = others;
    return {};
  };
  beforeEach(async () => {
    world = await startWorld({ seed: token, ...kind.cloud });
  });
  afterEach(() => world.stop());

  /** All arguments, each of them secret. */
  const secret = (args: Values): Values => ({ ...args, secretInputs: Object.keys(args) });
  const noted = (): Values => secret(elsewhere.note(HERE, needed));
  const shown = (text: string): string => elsewhere.shown?.(text, needed) ?? text;
  const expectNoValue = (said: string, way: RegExp): void => {
    expect(said).toMatch(way);
    expect(said.replaceAll(way, "")).not.toMatch(/ (?:is|from) \S+ (?:and was|to) /);
    for (const text of [HERE, THERE]) expect(said).not.toContain(`"${shown(text)}"`);
  };
  const failureOf = async (running: Promise<unknown>): Promise<string> =>
    String(
      await running.then(
        () => "",
        (thrown: unknown) => thrown,
      ),
    );

  if (inapplicable?.drift === undefined) {
    it("are not told where somebody changed them elsewhere", async () => {
      const stack = new SimulatedStack({ cloud: world.cloud });
      await stack.up(programOf(kind, remember));
      await elsewhere.edit(world.cloud, stack.entry("tested").id, THERE, needed);
      const failure = await failureOf(stack.up(programOf(kind, noted)));
      expect(failure).toContain("it was changed elsewhere");
      expectNoValue(failure, /is \[secret\] and was \[secret\]/g);
    });
  }

  if (inapplicable?.adoption === undefined) {
    it("are not told by what adopting will change", async () => {
      const maker = new SimulatedStack({ cloud: world.cloud, project: "maker" });
      await maker.up(programOf(kind, remember));
      const { id, inputs } = maker.entry("tested");
      await elsewhere.edit(world.cloud, id, THERE, needed);
      const names = Object.keys(handlersFor.definitionOf(token).fields);
      const given = Object.entries(inputs).filter(([name]) => names.includes(name));
      const args = { ...Object.fromEntries(given), ...elsewhere.note(HERE, needed) };
      const stack = new SimulatedStack({ cloud: world.cloud });
      await stack.preview(token, "tested", {
        ...secret(args),
        adopt: { id, from: "anotherStack" },
      });
      const said = stack.lines.join("\n");
      expect(said).toContain("adopts the existing");
      expectNoValue(said, /from \[secret\] to \[secret\]/g);
    });
  }
});
