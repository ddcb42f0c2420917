/**
 * What a handler is given beside its inputs.
 * @module
 */
import type { Bulk } from "./bulk";
import type { Settings } from "./settings";
import type { Pacing } from "./wait";

/** One operation's surroundings: whose credentials, until when, and where to say what happens. */
export interface Context extends Pacing {
  readonly settings: Settings;
  readonly bulk: Bulk;
}
