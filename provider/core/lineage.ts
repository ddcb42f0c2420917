/**
 * Whose state it is. Every stack gets one small resource before any other of this package: its id is random, made once, and
 * stands in the state before anything is made in a cloud. It is part of every mark, so that a copy of the program without
 * its state, or an older one that was lost, never takes for its own what another state has made.
 *
 * Nothing about it is in any cloud: making, reading and deleting it are no calls, and need no credentials.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import { randomBytes } from "node:crypto";
import { PROVIDER_KEY } from "./common";
import { currentProgram } from "./current-program";
import { providerText, type Handlers } from "./define";
import type { ProviderProcess } from "./process";
import { knownId } from "./references";

/** The token by which the handlers know it; permanent. */
export const LINEAGE_TOKEN = "storage-access:Lineage";

const TYPE = `pulumi-nodejs:dynamic/${LINEAGE_TOKEN}`;
const NAME = "lineage";
const ID_BYTES = 8;

class Lineage extends pulumi.CustomResource {
  constructor() {
    super(TYPE, NAME, {
      [PROVIDER_KEY]: providerText(LINEAGE_TOKEN),
    });
  }
}

/** One per run of a program: a process may run several, each for a stack of its own. */
const lineages = new WeakMap<object, Promise<string | undefined>>();

/**
 * The id of this stack's lineage, which is registered where it is not yet. Undefined at the first preview of a stack, when
 * nothing is made.
 * @throws Error where the deployment makes resources and leaves the lineage out
 */
export function lineageOfProgram(): Promise<string | undefined> {
  const program = currentProgram();
  const known = lineages.get(program) ?? resolved(new Lineage());
  lineages.set(program, known);
  return known;
}

async function resolved(lineage: Lineage): Promise<string | undefined> {
  const id = await knownId(lineage);
  if (id !== undefined || pulumi.runtime.isDryRun()) return id;
  throw new Error(
    `This stack has no resource "${NAME}" (${TYPE}) yet, by which the provider knows what this stack has made, and this ` +
      `deployment leaves it out. Run it once without --target and --exclude, or name the URN of "${NAME}" as a target too.`,
  );
}

/** What the engine's calls about it do: hardly anything. */
export function lineageHandlers(process: ProviderProcess): Handlers {
  return {
    configure: () => Promise.resolve(),
    check: (_before, inputs) => Promise.resolve({ inputs, failures: [] }),
    diff: () => Promise.resolve({ changes: false, replaces: [], deleteBeforeReplace: false }),
    create: (inputs) => {
      process.sightings.sawNewLineage();
      return Promise.resolve({ id: randomBytes(ID_BYTES).toString("hex"), outs: inputs });
    },
    read: (id, state) => Promise.resolve({ id, props: state, inputs: state }),
    update: (_id, _state, news) => Promise.resolve({ outs: news }),
    delete: () => Promise.resolve(),
  };
}
