/**
 * Lookups run in the program's own process, with the same settings as the resources: at preview too.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import { bulkFor } from "../../core/bulk";
import { realClock } from "../../core/clock";
import type { Context } from "../../core/context";
import { createLog } from "../../core/log";
import { resolveSettings, type Settings } from "../../core/settings";

/** What every lookup may be told. */
export interface LookupArgs {
  /** The profile of the profile file to ask as. Default: the stack's own choice. */
  readonly profile?: string;
}

/** The same, in values that may come from resources. */
export interface LookupOutputArgs {
  readonly profile?: pulumi.Input<string>;
}

/** Both forms of a lookup. */
export interface Lookup<T> {
  /** Asks the service once per process and profile. */
  readonly plain: (args?: LookupArgs) => Promise<T>;
  /** The same as an Output; unknown where an argument is unknown. */
  readonly output: (args?: LookupOutputArgs) => pulumi.Output<T>;
}

/** Makes the surroundings of a lookup for a profile. */
export type Surroundings = (name: string, profile: string | undefined) => Promise<Context>;

const DEADLINE_MILLISECONDS = 120_000;

/**
 * A lookup.
 * @param name for messages, such as `getDefaultProject`
 */
export function defineLookup<T>(
  name: string,
  ask: (context: Context) => Promise<T>,
  surroundings: Surroundings = programSurroundings,
): Lookup<T> {
  const answers = new Map<string | undefined, Promise<T>>();
  const plain = ({ profile }: LookupArgs = {}): Promise<T> => {
    const known = answers.get(profile);
    if (known !== undefined) return known;
    const answer = surroundings(name, profile).then(ask);
    answers.set(profile, answer);
    return answer;
  };
  return {
    plain,
    output: (args = {}) => pulumi.output(args).apply((known) => plain(known)),
  };
}

const settingsByProfile = new Map<string | undefined, Promise<Settings>>();

/** The program's own process: its stack config, its environment, this machine's clock. */
const programSurroundings: Surroundings = async (name, profile) => {
  const log = createLog(name);
  const config = new pulumi.Config("storage-access");
  const deciding =
    settingsByProfile.get(profile) ??
    resolveSettings({ profile, config: (key) => config.get(key), env: process.env, log });
  settingsByProfile.set(profile, deciding);
  const settings = await deciding;
  return {
    settings,
    log,
    clock: realClock,
    random: Math.random,
    bulk: bulkFor(settings),
    signal: new AbortController().signal,
    deadline: new Date(realClock.now().getTime() + DEADLINE_MILLISECONDS),
  };
};
