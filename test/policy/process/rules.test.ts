/**
 * Every rule finds what it must find in labeled programs and nothing else, on first deploy and on update: one pack process,
 * driven over the engine's own protocol.
 * @module
 */
import { rules } from "../../../policy/rules";
import { PackProcess, type Diagnostic } from "../../support/pack-process";
import { shown, urnOf, type LabeledProgram, type Moment } from "../../support/labeled-programs";
import { programs } from "../programs";

/** What a rule said of a program: names of resources, or `stack`. */
interface Said {
  readonly found: readonly string[];
  readonly open: readonly string[];
}

// Hundreds of programs, each shown twice.
jest.setTimeout(300_000);

const MOMENTS: readonly Moment[] = ["first deploy", "update"];

let pack: PackProcess;
beforeAll(async () => (pack = await PackProcess.start({ STORAGE_ACCESS_PRESET: "compliance" })));
afterAll(() => pack.stop());

/** Others are left out: each of them is asked about its own programs. */
const OTHERS = Object.fromEntries(
  rules.map(({ id }) => [id, { enforcementLevel: "disabled" as const }]),
);

async function ask(program: LabeledProgram, moment: Moment): Promise<Said> {
  const own = { ...program.config, enforcementLevel: "mandatory" as const };
  await pack.configure({ ...OTHERS, [program.rule]: own });
  const { inputs, outputs } = shown(program, moment);
  const isOfStack = rules.some(({ id, kind }) => id === program.rule && kind === "stack");
  const said = isOfStack
    ? await pack.analyzeStack(outputs)
    : (await Promise.all(inputs.map((resource) => pack.analyze(resource)))).flat();
  const names = new Map(
    Object.entries(program.resources).map(([name, resource]) => [
      urnOf(resource, name, program.stack),
      name,
    ]),
  );
  const theirs = said.filter(({ policy }) => policy === program.rule);
  const namesOf = (diagnostics: readonly Diagnostic[]): string[] =>
    [...new Set(diagnostics.map(({ urn }) => names.get(urn) ?? "stack"))].sort();
  const isOpen = ({ message }: Diagnostic): boolean => message.startsWith("Undecidable: ");
  return {
    found: namesOf(theirs.filter((each) => !isOpen(each))),
    open: namesOf(theirs.filter(isOpen)),
  };
}

interface Outcome {
  readonly program: LabeledProgram;
  readonly moment: Moment;
  readonly said: Said;
}

const labelOf = ({ program, moment }: Outcome): string =>
  `${program.rule}, ${moment}: ${program.title}`;
const sorted = (names: readonly string[] = []): string[] => [...names].sort();

function share(part: number, whole: number): string {
  return whole === 0 ? "1.000" : (part / whole).toFixed(3);
}

function table(outcomes: readonly Outcome[]): string {
  const count = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
  const bad = ({ program }: Outcome): readonly string[] => program.bad ?? [];
  const right = count((each) => each.said.found.filter((name) => bad(each).includes(name)).length);
  const first = outcomes.filter(({ moment }) => moment === "first deploy");
  const decided = first.filter(({ said }) => said.open.length === 0).length;
  return [
    `rules                    ${rules.length}`,
    `programs                 ${programs.length}, each on first deploy and on update`,
    `precision                ${share(
      right,
      count(({ said }) => said.found.length),
    )}`,
    `recall                   ${share(
      right,
      count((each) => bad(each).length),
    )}`,
    `decided at first preview ${((100 * decided) / first.length).toFixed(1)}%`,
  ].join("\n");
}

describe("The rules, on programs that are labeled", () => {
  it("find what they must and nothing else, on first deploy and on update", async () => {
    const outcomes: Outcome[] = [];
    for (const moment of MOMENTS) {
      for (const program of programs) {
        outcomes.push({ program, moment, said: await ask(program, moment) });
      }
    }
    process.stdout.write(`${table(outcomes)}\n`);
    const wrong = outcomes.filter(({ program, moment, said }) => {
      const open = moment === "update" ? program.openOnUpdate : program.openAtFirst;
      return (
        JSON.stringify([said.found, said.open]) !==
        JSON.stringify([sorted(program.bad), sorted(open)])
      );
    });
    expect(wrong.map((each) => ({ program: labelOf(each), ...each.said }))).toEqual([]);
  });

  it.each(rules.map(({ id }) => id))("%s has programs of both kinds", (id) => {
    const own = programs.filter(({ rule }) => rule === id);
    expect(own.some(({ bad = [] }) => bad.length > 0)).toBe(true);
    expect(own.some(({ bad = [] }) => bad.length === 0)).toBe(true);
  });
});
