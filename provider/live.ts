/**
 * For tools: the live world, read with the settings of resources and lookups. No program needs it.
 * @module
 */
import type { World } from "./access";
import { contextOfQuestion } from "./core/context";
import { resolveSettings } from "./core/settings";
import { liveWorld, type LiveWorldOptions } from "./scaleway/live-world";

/** With whose eyes the live world is seen, and how far. */
export interface LiveWorldRequest extends LiveWorldOptions {
  /** The profile of the profile file. Default: that of `SCW_PROFILE`, else the active one. */
  readonly profile?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where remarks go, a line each. */
  readonly say: (line: string) => void;
}

const DEADLINE_MILLISECONDS = 300_000;

/**
 * Reads the live world from the API that the settings lead to.
 * @throws CloudError without usable credentials, or without a right to read
 */
export async function readLiveWorld({
  profile,
  env,
  say,
  ...options
}: LiveWorldRequest): Promise<World> {
  const log = { info: say, warn: say };
  const settings = await resolveSettings({ profile, config: () => undefined, env, log });
  return liveWorld(contextOfQuestion(settings, log, DEADLINE_MILLISECONDS), options);
}
