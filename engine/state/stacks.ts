/**
 * Questions to the stacks of a backend, and the removal of one.
 * @module
 */
import {
  canonicalText,
  hideSecrets,
  mapSecrets,
  revealSecrets,
  SECRET_SIGNATURE,
  secretTexts,
  SIGNATURE_KEY,
} from "../secrets";
import type { Backend } from "./backend";
import { saltOf } from "./checkpoint";
import { filesOf, stackNames, type StackLocation } from "./location";
import { takeLock } from "./lock";
import { mapResources, openDeployment } from "./sealing";
import { readStored, settleJournal, type StoredState } from "./stored";
import type { Deployment, PropertyMap, ResourceState } from "./types";

/** One stack of a list. */
export interface StackSummary {
  name: string;
  /** RFC 3339; undefined before the first update. */
  lastUpdate?: string;
  resourceCount: number;
}

/** The stacks of a project in a backend, by name. */
export async function listStacks(backend: Backend, project: string): Promise<StackSummary[]> {
  const summaries: StackSummary[] = [];
  for (const name of await stackNames(backend, project)) {
    const stored = await readStored({ backend, project, stack: name });
    if (!stored) continue;
    const { manifest, resources } = stored.deployment;
    summaries.push({
      name,
      resourceCount: resources.length,
      ...(manifest.version !== "" && { lastUpdate: manifest.time }),
    });
  }
  return summaries;
}

/** The salt of a stack's state; undefined where there is no stack or no secrets provider yet. */
export async function stackSalt(location: StackLocation): Promise<string | undefined> {
  const stored = await readStored(location);
  return stored && saltOf(stored.deployment);
}

/** The deployment of a stack with its secrets sealed, a waiting journal taken into account; writes nothing. */
export async function readDeployment(location: StackLocation): Promise<Deployment> {
  return (await requireStored(location)).deployment;
}

/**
 * A deployment as `pulumi stack export` prints it, version 3. Secrets are sealed; with a passphrase they are shown, as
 * `plaintext`. A journal that a stopped engine left is folded into Pulumi's file first, unless the stack is in use.
 */
export async function exportStack(
  location: StackLocation,
  passphrase?: string,
): Promise<{ version: 3; deployment: Deployment }> {
  let stored = await requireStored(location);
  if (stored.unfolded || stored.isMarked) stored = await settleUnlessInUse(location, stored);
  if (passphrase === undefined) return { version: 3, deployment: stored.deployment };
  const clear = await openDeployment(stored.deployment, passphrase);
  return { version: 3, deployment: mapResources(clear, withShownSecrets) };
}

function withShownSecrets(resource: ResourceState): ResourceState {
  return {
    ...resource,
    ...(resource.inputs && { inputs: withPlaintext(resource.inputs) }),
    ...(resource.outputs && { outputs: withPlaintext(resource.outputs) }),
  };
}

async function settleUnlessInUse(
  location: StackLocation,
  stored: StoredState,
): Promise<StoredState> {
  const now = new Date();
  const lock = await takeLock(location, now).catch(() => undefined);
  if (!lock) return stored;
  try {
    return await settleJournal(location, await requireStored(location), now);
  } finally {
    await lock.release();
  }
}

async function requireStored(location: StackLocation): Promise<StoredState> {
  const stored = await readStored(location);
  if (stored) return stored;
  throw new Error(
    `The project ${location.project} has no stack "${location.stack}" in ${location.backend.name}. ` +
      "Run `storage-access stack ls` to see those there are.",
  );
}

function withPlaintext(properties: PropertyMap): PropertyMap {
  return mapSecrets(properties, (secret) => ({
    [SIGNATURE_KEY]: SECRET_SIGNATURE,
    plaintext: canonicalText(revealSecrets(secret["value"] ?? null)),
  })) as PropertyMap;
}

/** The outputs of a stack. Secrets are `[secret]`; with a passphrase they are shown. Empty before the first update. */
export async function stackOutputs(
  location: StackLocation,
  passphrase?: string,
): Promise<PropertyMap> {
  const { deployment } = await requireStored(location);
  const outputs = outputsOf(deployment);
  if (passphrase === undefined) return hideSecrets(outputs) as PropertyMap;
  return revealSecrets(outputsOf(await openDeployment(deployment, passphrase))) as PropertyMap;
}

/** What the stack resource of a deployment has as outputs, secrets as they stand. */
export function outputsOf({ resources }: Deployment): PropertyMap {
  const stack = resources.find(({ type, delete: old }) => type === "pulumi:pulumi:Stack" && !old);
  return stack?.outputs ?? {};
}

/** Every text that stands in a secret of a deployment in clear, for a filter of what is printed. */
export function deploymentSecrets({
  resources,
  pending_operations: pending,
}: Deployment): string[] {
  const all = [...resources, ...(pending ?? []).map(({ resource }) => resource)];
  return all.flatMap(({ inputs, outputs }) => [
    ...secretTexts(inputs ?? null),
    ...secretTexts(outputs ?? null),
  ]);
}

/**
 * Removes a stack with its history and backups. Refuses one that still has resources, unless `isForced`: those would
 * be left in the cloud, known to nobody.
 */
export async function removeStack(location: StackLocation, isForced = false): Promise<void> {
  const { deployment } = await requireStored(location);
  const lock = await takeLock(location, new Date());
  try {
    const count = deployment.resources.length;
    if (count > 0 && !isForced) {
      throw new Error(
        `The stack ${location.stack} still has ${count} resources, which would be left in the cloud. ` +
          "Run `storage-access destroy` first, or remove it with --force.",
      );
    }
    const files = filesOf(location);
    for (const file of [files.journal, files.stack, `${files.stack}.bak`, files.tags]) {
      await location.backend.remove(file);
    }
    await location.backend.removeFolder(files.historyFolder);
    await location.backend.removeFolder(files.backupsFolder);
  } finally {
    await lock.release();
  }
}
