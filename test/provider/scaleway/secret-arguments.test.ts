/**
 * Arguments that are secret and wrong: what is said about them holds nothing of them, whatever is wrong, and wherever.
 * @module
 */
import type { CheckAnswer } from "../../../provider/core/check";
import { define, type Handlers } from "../../../provider/core/define";
import { createLog } from "../../../provider/core/log";
import { markInput } from "../../../provider/core/mark";
import { ProviderProcess } from "../../../provider/core/process";
import handlersFor from "../../../provider/handlers";
import type { Values } from "../../support/stack";
import { simulatedClock } from "../../support/simulated-clock";
import { anyNeeded, changed, kinds, type Kind } from "./kinds";

const CANARY = "c4n4ry";
const NUMBER = 471_100_815;
const ID = "0e0e0e0e-0000-4000-8000-000000000001";

/** Values that no field takes, or few. */
const WRONG: readonly unknown[] = [
  `${CANARY} \u0000 "${CANARY}"`,
  `${CANARY}-${"long".repeat(100)}`,
  `2000-01-01T00:00:00Z`.replace("2000", "1999"),
  NUMBER,
  [CANARY, [CANARY]],
  { [CANARY]: CANARY },
  { id: CANARY, name: NUMBER },
];

/** The value with each of its leaves replaced in turn. */
function withEachLeaf(value: unknown, leaf: unknown): unknown[] {
  if (value === null || typeof value !== "object") return [leaf];
  return Object.entries(value).flatMap(([name, member]) =>
    withEachLeaf(member, leaf).map((wrong) => {
      const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Values;
      copy[name] = wrong;
      return copy;
    }),
  );
}

/** Everything that a check says of some arguments. */
async function saidOf(kind: Kind, args: Values, secretInputs: string[]): Promise<string> {
  const said: string[] = [];
  const push = (line: string): void => void said.push(line);
  const handlers: Handlers = define(
    handlersFor.definitionOf(kind.token),
    new ProviderProcess({
      env: () => ({}),
      readFile: () => Promise.resolve(undefined),
      clock: simulatedClock(),
      random: () => 0.5,
      log: (subject) => createLog(subject, { info: push, warn: push }),
    }),
  );
  const mark = markInput("tested", { organization: "o", urn: "urn", owner: undefined });
  try {
    const answer: CheckAnswer = await handlers.check({}, { ...args, mark, secretInputs });
    said.push(...answer.failures.map(({ property, reason }) => `${property}: ${reason}`));
  } catch (thrown) {
    said.push(String(thrown));
  }
  return said.join("\n");
}

describe.each(kinds)("a secret argument of $token", (kind) => {
  const valid = (): Values => {
    const needed = anyNeeded(kind, ID);
    return { ...kind.args(needed), ...changed(kind)(needed) };
  };
  const { fields } = handlersFor.definitionOf(kind.token);

  it.each(Object.keys(fields))("is told in no message where it is wrong: %s", async (name) => {
    const given = valid();
    const wrong = [
      ...WRONG,
      ...WRONG.slice(0, 4).flatMap((leaf) => withEachLeaf(given[name], leaf)),
      JSON.stringify({ Version: CANARY, Statement: [{ Action: [`s3:${CANARY}`] }] }),
    ];
    for (const value of wrong) {
      const said = await saidOf(kind, { ...given, [name]: value }, [name]);
      expect(said).not.toContain(CANARY);
      expect(said).not.toContain(String(NUMBER));
      expect(said).not.toContain("1999-01-01");
    }
  });

  it("is found to be wrong all the same", async () => {
    const [name = ""] = Object.keys(fields);
    expect(await saidOf(kind, { ...valid(), [name]: { [CANARY]: 1 } }, [name])).toContain(
      "[secret]",
    );
  });
});
