/**
 * The surroundings of one operation, for tests: simulated time, steady randomness, a log that is kept.
 * @module
 */
import { createBulk } from "../../provider/core/bulk";
import type { Context } from "../../provider/core/context";
import type { Settings } from "../../provider/core/settings";
import { simulatedClock, type SimulatedClock } from "./simulated-clock";

/** A context whose time and log tests read. */
export interface TestContext extends Context {
  readonly clock: SimulatedClock;
  /** Every line of the log, warnings with `warning: ` before them. */
  readonly lines: readonly string[];
}

/** Settings that name nothing real. */
export function testSettings(changes: Partial<Settings> = {}): Settings {
  return {
    accessKey: "SCWTEST0000000000000",
    secretKey: "00000000-0000-4000-8000-00000000beef",
    organizationId: "0a0a0a0a-0000-4000-8000-000000000001",
    defaultProjectId: "0a0a0a0a-0000-4000-8000-000000000001",
    region: "fr-par",
    apiUrl: "http://127.0.0.1:1",
    s3Endpoint: "http://127.0.0.1:1",
    sources: {},
    ...changes,
  };
}

/** A context with a deadline five minutes away. */
export function testContext(changes: Partial<Context> = {}, deadlineSeconds = 300): TestContext {
  const clock = simulatedClock();
  const lines: string[] = [];
  return {
    settings: testSettings(),
    bulk: createBulk(),
    log: {
      info: (line) => void lines.push(line),
      warn: (line) => void lines.push(`warning: ${line}`),
    },
    signal: new AbortController().signal,
    deadline: new Date(clock.now().getTime() + deadlineSeconds * 1000),
    random: () => 0.5,
    ...changes,
    clock,
    lines,
  };
}
