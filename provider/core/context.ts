/**
 * What a handler is given beside its inputs.
 * @module
 */
import { setMaxListeners } from "node:events";
import { bulkFor, type Bulk } from "./bulk";
import { realClock } from "./clock";
import type { Log } from "./log";
import type { Settings } from "./settings";
import type { Pacing } from "./wait";

/** One operation's surroundings: whose credentials, until when, and where to say what happens. */
export interface Context extends Pacing {
  readonly settings: Settings;
  readonly bulk: Bulk;
}

/** The surroundings of a question that no operation of the engine asks: on this machine's clock, for so long at most. */
export function contextOfQuestion(settings: Settings, log: Log, milliseconds: number): Context {
  return {
    settings,
    log,
    clock: realClock,
    random: Math.random,
    bulk: bulkFor(settings),
    signal: quietSignal(),
    deadline: new Date(realClock.now().getTime() + milliseconds),
  };
}

/** Each call under way listens to it; there is no leak to warn of. */
function quietSignal(): AbortSignal {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return signal;
}
