/**
 * The policy packs of an operation.
 * @module
 */
import { resolve } from "node:path";
import { ReportedError, type Reporter } from "../deploy/reporter";
import { messageOf } from "../deploy/steps";
import { readPackConfiguration, reconcile } from "./configuration";
import { PackClient } from "./pack-client";
import { openPackFolder, type PackFolder, type PackOptions } from "./pack-folder";
import type { PackContext } from "./pack-process";
import type { PackIdentity, PolicyConfig, PolicyPack } from "./policy-pack";

/** A pack that is complete as far as that can be told from its files. */
export interface PreparedPack {
  path: string;
  folder: PackFolder;
  config: Record<string, PolicyConfig>;
}

/** Looks at the files of packs. Throws an error that says what is wrong, before any process is started. */
export function preparePacks(packs: readonly PackOptions[]): PreparedPack[] {
  return packs.map((pack) => ({
    path: pack.path,
    folder: openPackFolder(pack),
    config:
      pack.config === undefined
        ? {}
        : readPackConfiguration(resolve(pack.base ?? ".", pack.config)),
  }));
}

/** Packs that are on their way, and then run. */
export class RunningPacks {
  /** Settles when every pack is configured; rejects, when that was told, with what is wrong. */
  readonly ready: Promise<readonly PolicyPack[]>;
  readonly #clients: PackClient[];
  #isClosed = false;

  /** Starts the processes of the packs. */
  constructor(packs: readonly PreparedPack[], context: PackContext, reporter: Reporter) {
    if (packs.length > 0) reporter.emit({ kind: "policy-load" });
    const started = packs.map(({ folder, path, config }) => ({
      client: new PackClient(folder, path, context),
      config,
    }));
    this.#clients = started.map(({ client }) => client);
    this.ready = configureAll(started, reporter).catch((error: unknown) => {
      if (error instanceof ReportedError) throw error;
      throw this.#isClosed
        ? new ReportedError(messageOf(error))
        : reporter.failure(messageOf(error));
    });
    this.ready.catch(() => undefined);
  }

  /** What the packs are called; none when they did not come up. */
  async identities(): Promise<PackIdentity[]> {
    const packs = await this.ready.catch(() => []);
    return packs.map(({ identity }) => identity);
  }

  /** Ends every process. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}

/** Configures every pack, so that all that is wrong with configurations is told at once. */
async function configureAll(
  packs: readonly { client: PackClient; config: Record<string, PolicyConfig> }[],
  reporter: Reporter,
): Promise<readonly PolicyPack[]> {
  const errors: string[] = [];
  for (const { client, config } of packs) {
    const info = await client.introduce();
    const reconciled = reconcile(info, config);
    errors.push(...reconciled.errors);
    for (const name of reconciled.unknown) {
      reporter.diagnostic(
        "warning",
        `The configuration of the policy pack ${info.name} names ${name}, which is none of its policies.`,
      );
    }
    if (reconciled.errors.length === 0) await client.configure(reconciled.policies);
  }
  const told = errors.sort().map((error) => reporter.failure(`validating policy config: ${error}`));
  if (told[0]) throw told[0];
  return packs.map(({ client }) => client);
}
