/**
 * Peak resident memory of a process and its descendants, read from /proc while they live.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";

const SAMPLE_MILLISECONDS = 100;

/** Peak resident memory by what the process is. Zero where there is no /proc. */
export interface PeakMemory {
  readonly engineMegabytes: number;
  readonly programMegabytes: number;
  readonly providerMegabytes: number;
}

interface Sample {
  readonly role: keyof PeakMemory;
  readonly megabytes: number;
}

/** Starts sampling; `stop` gives the peaks. */
export function peakOfTree(rootId: number): { stop(): PeakMemory } {
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
      const total = { engineMegabytes: 0, programMegabytes: 0, providerMegabytes: 0 };
      for (const { role, megabytes } of peaks.values())
        total[role] = Math.max(total[role], megabytes);
      return total;
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

/** VmHWM is the kernel's own high-water mark: a sample late in a process's life has its peak. */
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
  return { role, megabytes: kilobytes / 1024 };
}

function text(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
