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

const MOMENTS: readonly Moment[] = ["first deploy", "update"];

let pack: PackProcess;
beforeAll(async () => (pack = await PackProcess.start({ STORAGE_ACCESS_PRESET: "compliance" })));
afterAll(() => pack.stop());

async function ask(program: LabeledProgram, moment: Moment): Promise<Said> {
  await pack.configure({ [program.rule]: { ...program.config, enforcementLevel: "mandatory" } });
  const { inputs, outputs } = shown(program, moment);
  const said: Diagnostic[] = [];
  for (const resource of inputs) said.push(...(await pack.analyze(resource)));
  said.push(...(await pack.analyzeStack(outputs)));
  const names = new Map(
    Object.entries(program.resources).map(([name, resource]) => [
      urnOf(resource, name, program.stack),
      name,
    ]),
  );
  const own = said.filter(({ policy }) => policy === program.rule);
  const namesOf = (diagnostics: readonly Diagnostic[]): string[] =>
    [...new Set(diagnostics.map(({ urn }) => names.get(urn) ?? "stack"))].sort();
  const isOpen = ({ message }: Diagnostic): boolean => message.startsWith("Undecidable: ");
  return {
    found: namesOf(own.filter((each) => !isOpen(each))),
    open: namesOf(own.filter(isOpen)),
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
