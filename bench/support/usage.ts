/**
 * Peak resident memory and processor time of a process and its descendants, read from /proc while they live.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";

const SAMPLE_MILLISECONDS = 100;
/** How /proc counts processor time, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Peak resident memory by what the process is. Zero where there is no /proc. */
export interface PeakMemory {
  readonly engineMegabytes: number;
  readonly programMegabytes: number;
  readonly providerMegabytes: number;
}

/** What a command took. */
export interface Usage {
  readonly memory: PeakMemory;
  /** Of all its processes together, which does not depend on what else the machine does. */
  readonly processorSeconds: number;
}

interface Sample {
  readonly role: keyof PeakMemory;
  readonly megabytes: number;
  readonly processorSeconds: number;
}

/** Starts sampling; `stop` gives what was used. */
export function usageOfTree(rootId: number): { stop(): Usage } {
  const peaks = new Map<number, Sample>();
  const sample = (): void => {
    for (const processId of descendants(rootId)) {
      const seen = read(processId);
      if (seen) peaks.set(processId, seen);
    }
  };
  const timer = setInterval(sample, SAMPLE_MILLISECONDS);
  return {
    stop() {
      clearInterval(timer);
      const memory = { engineMegabytes: 0, programMegabytes: 0, providerMegabytes: 0 };
      let processorSeconds = 0;
      for (const seen of peaks.values()) {
        memory[seen.role] = Math.max(memory[seen.role], seen.megabytes);
        processorSeconds += seen.processorSeconds;
      }
      return { memory, processorSeconds };
    },
  };
}

function descendants(rootId: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of processIds()) {
    const parent = Number(/^\d+ \(.*\) \S (\d+)/s.exec(text(`/proc/${String(entry)}/stat`))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), entry]);
  }
  const found = [rootId];
  for (const processId of found) found.push(...(children.get(processId) ?? []));
  return found;
}

function processIds(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** VmHWM is the kernel's own high-water mark: a sample late in a process's life has its peak, and nearly all of its time. */
function read(processId: number): Sample | undefined {
  const kilobytes = Number(
    /^VmHWM:\s+(\d+)/m.exec(text(`/proc/${String(processId)}/status`))?.[1] ?? Number.NaN,
  );
  if (Number.isNaN(kilobytes)) return undefined;
  const command = text(`/proc/${String(processId)}/cmdline`);
  const role = command.includes("dynamic-provider")
    ? "providerMegabytes"
    : /cmd[/\\]run/.test(command)
      ? "programMegabytes"
      : "engineMegabytes";
  const [, user = "0", system = "0"] =
    /\) \S(?: -?\d+){10} (\d+) (\d+)/.exec(text(`/proc/${String(processId)}/stat`)) ?? [];
  const processorSeconds = (Number(user) + Number(system)) / TICKS_PER_SECOND;
  return { role, megabytes: kilobytes / 1024, processorSeconds };
}

function text(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
