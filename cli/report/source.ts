/**
 * Where the world of a report comes from: a stack, a state file or the live API. No secret of it gets any further.
 * @module
 */
import { readFile } from "node:fs/promises";
import * as access from "pulumi-storage-access/access";
import { UNKNOWN } from "pulumi-storage-access-engine";
import { mapSecrets } from "pulumi-storage-access-engine/secrets";
import { readDeployment, type PropertyValue } from "pulumi-storage-access-engine/state";
import { openWorkspace, type Place } from "../workspace";
import { withDefaultProject } from "./places";
import { plain } from "./text";

/** A world and where it is from. */
export interface Source {
  /** For a headline, such as `stack dev of project shop`. */
  readonly name: string;
  readonly world: access.World;
  readonly findings: readonly string[];
}

/** Where to take the world from: a file or the live API, else the stack. */
export interface SourceFlags extends Place {
  state?: string;
  live?: boolean;
  profile?: string;
  region?: string[];
}

/** Reads the world that the flags name. */
export async function readSource(flags: SourceFlags): Promise<Source> {
  if ([flags.state, flags.stack, flags.live].filter(Boolean).length > 1) {
    throw new Error("--stack, --state and --live each name where access is read from: give one.");
  }
  if (flags.state !== undefined) return readStateFile(flags.state);
  if (flags.live) return readLive(flags);
  return readStack(flags);
}

/** The world of a state: a checkpoint file, or what `stack export` printed. */
export async function readStateFile(file: string): Promise<Source> {
  let state: unknown;
  try {
    state = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new Error(
      `The state file ${file} cannot be read: ${(error as Error).message}. ` +
        "It has to be what `stack export` prints, or a checkpoint file of a backend.",
      { cause: error },
    );
  }
  return sourceOf(`state file ${file}`, state);
}

async function readLive({ profile, region }: SourceFlags): Promise<Source> {
  const say = (line: string): void => void process.stderr.write(`${plain(line)}\n`);
  // Loaded where it is asked for: it brings all of the provider.
  const { readLiveWorld } = await import("pulumi-storage-access/live");
  const world = await readLiveWorld({ profile, regions: region, env: process.env, say });
  return { name: `Organization ${world.organizationId}`, world, findings: [] };
}

async function readStack(place: Place): Promise<Source> {
  const { location } = await openWorkspace(place);
  const deployment = await readDeployment(location);
  return sourceOf(`stack ${location.stack} of project ${location.project}`, deployment);
}

function sourceOf(name: string, state: unknown): Source {
  const { world, findings } = access.worldOfState(withoutSecrets(state));
  return {
    name,
    world: withDefaultProject(world),
    findings: findings.map(({ text }) => plain(text)),
  };
}

/** Whatever is secret is not known, sealed or in clear: nothing of it can get into a report. */
export function withoutSecrets(state: unknown): unknown {
  return mapSecrets(state as PropertyValue, () => UNKNOWN);
}
