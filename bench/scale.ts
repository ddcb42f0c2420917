/**
 * N applications + N policies + N keys at a latency, under the embedded engine, beside a bare script in the same run;
 * and trivial resources, where the engine's own cost is all there is.
 * @module
 */
import { join } from "node:path";
import { measure, type Measured } from "./support/command";
import { Workbench } from "./support/workbench";

const LATENCY_MILLISECONDS = 50;
const PARALLEL = 32;
/** A name, and the provider. */
const FEWEST_PROPERTIES = 2;
/** As many as an application, a policy and a key have on average. */
const ACCESS_PROPERTIES = 12;

const seconds = ({ seconds, processorSeconds }: Measured): string =>
  `${seconds.toFixed(1)} s (processors ${processorSeconds.toFixed(1)} s)`;

function memoryAbove(run: Measured, idle: Measured): string {
  const above = (part: keyof Measured["memory"]): string =>
    Math.max(0, run.memory[part] - idle.memory[part]).toFixed(0);
  return `memory above an empty program's: engine ${above("engineMegabytes")} MB, program ${above("programMegabytes")} MB, provider ${above("providerMegabytes")} MB`;
}

/** The empty program: what starting the processes costs. */
async function emptyProgram(): Promise<Measured> {
  const bench = await Workbench.open("access");
  try {
    await bench.run("up", { COUNT: "0" });
    return await bench.run("up", { COUNT: "0" });
  } finally {
    await bench.close();
  }
}

async function bareScript(count: number): Promise<Measured> {
  const bench = await Workbench.open("access", { latencyMilliseconds: LATENCY_MILLISECONDS });
  try {
    const script = join(__dirname, "bare.js");
    return await measure(
      [process.execPath, script, String(count), String(PARALLEL)],
      bench.environment(),
    );
  } finally {
    await bench.close();
  }
}

async function printAccess(count: number, empty: Measured): Promise<void> {
  const bare = await bareScript(count);
  const bench = await Workbench.open("access", { latencyMilliseconds: LATENCY_MILLISECONDS });
  try {
    const COUNT = String(count);
    const flags = ["--parallel", String(PARALLEL)];
    console.log(`${String(3 * count)} resources: ${COUNT} applications, policies and keys`);
    for (const [name, operation] of [
      ["create", "up"],
      ["no-op", "up"],
      ["refresh", "refresh"],
      ["destroy", "destroy"],
    ] as const) {
      const run = await bench.run(operation, { COUNT }, ...flags);
      const calls = `${String(bench.calls())} calls`;
      console.log(
        `  ${name.padEnd(8)} ${seconds(run).padStart(27)}  ${calls.padEnd(11)}  ${memoryAbove(run, empty)}`,
      );
      if (name !== "create") continue;
      const ratio = run.seconds / (bare.seconds + empty.seconds);
      console.log(
        `           bare script ${seconds(bare)} + empty program ${seconds(empty)}: ratio ${ratio.toFixed(2)}; state ${(bench.stateBytes() / 1024).toFixed(0)} KiB`,
      );
    }
  } finally {
    await bench.close();
  }
}

/** What the SDK itself takes for so many resources with so many properties: each property is an Output. */
async function printTrivial(count: number, properties: number): Promise<void> {
  const bench = await Workbench.open("trivial");
  try {
    const empty = await bench.run("up", { COUNT: "0" });
    const flags = ["--parallel", String(PARALLEL)];
    const size = { COUNT: String(count), PROPERTIES: String(properties) };
    const made = await bench.run("up", size, ...flags);
    const kibibytes = (bench.stateBytes() / 1024).toFixed(0);
    const again = await bench.run("up", size, ...flags);
    console.log(
      `${String(count).padStart(6)} trivial of ${String(properties)} properties: create ${seconds(made)}, no-op ${seconds(again)}, state ${kibibytes} KiB; ${memoryAbove(made, empty)}`,
    );
  } finally {
    await bench.close();
  }
}

/** Prints both tables for the given sizes. */
export async function printScale(accessCounts: number[], trivialCounts: number[]): Promise<void> {
  console.log(
    `\n## Scale: ${String(LATENCY_MILLISECONDS)} ms added latency, ${String(PARALLEL)} at a time\n`,
  );
  const empty = await emptyProgram();
  for (const count of accessCounts) await printAccess(count, empty);
  for (const count of trivialCounts) {
    await printTrivial(count, FEWEST_PROPERTIES);
    await printTrivial(count, ACCESS_PROPERTIES);
  }
}
