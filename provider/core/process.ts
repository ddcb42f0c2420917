/**
 * What the handlers of all kinds share within one provider process: settings, lists, and what was seen so far.
 * @module
 */
import { setMaxListeners } from "node:events";
import { bulkFor } from "./bulk";
import { timeoutSeconds, type TimedOperation } from "./common";
import { realClock, type Clock } from "./clock";
import type { Context } from "./context";
import { createLog, type Log } from "./log";
import { resourceName } from "./mark";
import { oncePerName } from "./once";
import { printedByEngine } from "./printed-once";
import { readFileIfPresent, type Environment, type ReadFile } from "./profile-file";
import type { Properties } from "./sanitize";
import { Sightings } from "./sightings";
import { resolveSettings, type Settings } from "./settings";

/** The machine under a provider process; tests bring their own. */
export interface Machine {
  /** Read at each operation, never kept. */
  readonly env: () => Environment;
  readonly readFile: ReadFile;
  readonly clock: Clock;
  /** A number from 0 (included) to 1 (excluded). */
  readonly random: () => number;
  /** @param subject the resource that the lines are about */
  readonly log: (subject: string) => Log;
  /** Is told each error that the engine will print, so that nobody prints it before. */
  readonly printedByEngine?: (error: Error) => void;
}

/** This machine. */
const realMachine: Machine = {
  env: () => process.env,
  readFile: readFileIfPresent,
  clock: realClock,
  random: Math.random,
  log: (subject) => createLog(subject),
  printedByEngine,
};

/** Reads stack config by its full key, such as `storage-access:region`. */
export type ReadConfig = (key: string) => string | undefined;

/** One run of the provider: the engine starts a process for each command. */
export class ProviderProcess {
  readonly sightings = new Sightings();
  readonly #settings = oncePerName<Settings>();
  readonly #canceled = new AbortController();

  constructor(readonly machine: Machine = realMachine) {
    // Each call under way listens; there is no leak to warn of.
    setMaxListeners(0, this.#canceled.signal);
  }

  /** Gives up every call and every wait: nothing is sent any more. */
  cancel(): void {
    this.#canceled.abort();
  }

  /** A log whose lines name the resource. */
  logFor(token: string, properties: Properties): Log {
    return this.machine.log(`${token} ${resourceName(properties)}`.trim());
  }

  /**
   * The surroundings of one operation, with a deadline of its own.
   * @throws CloudError when there are no usable credentials
   */
  async contextFor(
    token: string,
    operation: TimedOperation,
    { properties, readConfig }: { properties: Properties; readConfig: ReadConfig },
  ): Promise<Context> {
    const { clock, random } = this.machine;
    const log = this.logFor(token, properties);
    const settings = await this.#settingsFor(properties["profile"], readConfig, log);
    const milliseconds = timeoutSeconds(operation, properties) * 1000;
    return {
      settings,
      bulk: bulkFor(settings),
      clock,
      random,
      log,
      signal: this.#canceled.signal,
      deadline: new Date(clock.now().getTime() + milliseconds),
    };
  }

  /** One decision for each profile. */
  #settingsFor(profile: unknown, readConfig: ReadConfig, log: Log): Promise<Settings> {
    const name = typeof profile === "string" ? profile : "";
    const { env, readFile } = this.machine;
    return this.#settings(name, () =>
      resolveSettings({
        ...(name === "" ? {} : { profile: name }),
        config: (key) => readConfig(`storage-access:${key}`),
        env: env(),
        readFile,
        log,
      }),
    );
  }
}
