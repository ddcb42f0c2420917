/**
 * Pulumi's checkpoint file, version 3: reading it, refusing what this engine does not know, and writing it back with
 * everything that it does not name.
 * @module
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isSecret, mapSecrets } from "../secrets/signature";
import type { Deployment, PendingOperation, PropertyValue } from "./types";

/** A checkpoint file as it stands: the deployment with sealed secrets, and the keys around it. */
export interface Checkpoint {
  version: 3;
  checkpoint: { stack: string; latest?: Partial<Deployment> | null; [key: string]: unknown };
  [key: string]: unknown;
}

/**
 * What a state file says it needs while its changes stand in a journal beside it: other engines refuse it with these words,
 * rather than make again what is there.
 */
const UNDER_WAY =
  "storage-access (a run of it that has not ended put its changes into a journal beside this file; " +
  "`storage-access stack export` or its next run puts them in here)";

const PENDING_TYPES: readonly PendingOperation["type"][] = [
  "creating",
  "updating",
  "deleting",
  "reading",
  "importing",
];

/** The checkpoint of a stack that has nothing yet. */
export function emptyCheckpoint(qualifiedStackName: string): Checkpoint {
  return { version: 3, checkpoint: { stack: qualifiedStackName } };
}

/** Reads a checkpoint file's text; throws, naming the file, when it is damaged or beyond what this engine knows. */
export function parseCheckpoint(text: string, file: string): Checkpoint {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(
      `The state file ${file} is not JSON. Restore it from ${file}.bak or from the history beside it.`,
      { cause: error },
    );
  }
  const candidate = withoutMark(parsed) as Partial<Checkpoint> & {
    version?: unknown;
    features?: unknown;
  };
  if (candidate.version !== 3 || hasElements(candidate.features)) {
    const features = hasElements(candidate.features) ? ` with ${String(candidate.features)}` : "";
    throw new Error(
      `The state file ${file} is of version ${String(candidate.version)}${features}; this engine knows version 3 ` +
        "without features. Use the Pulumi CLI with this stack.",
    );
  }
  if (typeof candidate.checkpoint?.stack !== "string") {
    throw new Error(`The state file ${file} has no checkpoint.stack. Restore it from ${file}.bak.`);
  }
  const checkpoint = candidate as Checkpoint;
  refuseUnknown(deploymentOf(checkpoint), file);
  return checkpoint;
}

/** The text of a state file whose changes stand in a journal for now. */
export function markedText(text: string): string {
  return JSON.stringify({ ...(JSON.parse(text) as Checkpoint), version: 4, features: [UNDER_WAY] });
}

/** Whether a state file's text says that its changes stand in a journal. */
export function isMarked(parsed: unknown): boolean {
  const { version, features } = (parsed ?? {}) as { version?: unknown; features?: unknown };
  const [feature, ...others] = Array.isArray(features) ? (features as unknown[]) : [];
  return (
    version === 4 &&
    others.length === 0 &&
    typeof feature === "string" &&
    feature.startsWith("storage-access ")
  );
}

function withoutMark(parsed: unknown): unknown {
  if (!isMarked(parsed)) return parsed;
  const unmarked: Record<string, unknown> = { ...(parsed as object), version: 3 };
  Reflect.deleteProperty(unmarked, "features");
  return unmarked;
}

function hasElements(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

/** The deployment of a checkpoint, with sealed secrets; an empty one where the stack was only made. */
export function deploymentOf({ checkpoint }: Checkpoint): Deployment {
  const latest = checkpoint.latest ?? {};
  return {
    ...latest,
    manifest: latest.manifest ?? { time: new Date(0).toISOString(), magic: "", version: "" },
    resources: latest.resources ?? [],
  };
}

/** The text of the checkpoint with another deployment. */
export function checkpointText(checkpoint: Checkpoint, deployment: Deployment): string {
  const { resources, pending_operations: pending, ...rest } = deployment;
  const latest = {
    ...rest,
    ...(resources.length > 0 && { resources }),
    ...(pending !== undefined && pending.length > 0 && { pending_operations: pending }),
    metadata: deployment.metadata ?? {},
  };
  return JSON.stringify({ ...checkpoint, checkpoint: { ...checkpoint.checkpoint, latest } });
}

function refuseUnknown(deployment: Deployment, file: string): void {
  const provider = deployment.secrets_providers?.type;
  const isForeign = provider !== undefined && provider !== "" && provider !== "passphrase";
  if (isForeign || (saltOf(deployment) === undefined && holdsSealedSecrets(deployment))) {
    throw new Error(
      `The secrets of the state file ${file} are sealed by ${provider ?? "an unnamed provider"}; this engine knows ` +
        "the passphrase provider. Run `pulumi stack change-secrets-provider passphrase` first.",
    );
  }
  const unknown = deployment.pending_operations?.find(({ type }) => !PENDING_TYPES.includes(type));
  if (unknown === undefined) return;
  throw new Error(
    `The state file ${file} has a pending operation "${unknown.type}" on ${unknown.resource.urn}, which this engine ` +
      "does not know. Use the Pulumi CLI with this stack.",
  );
}

function holdsSealedSecrets({ resources }: Deployment): boolean {
  return resources.some((resource) =>
    [resource.inputs, resource.outputs].some((properties) => holdsSecret(properties ?? null)),
  );
}

function holdsSecret(value: PropertyValue): boolean {
  let found = isSecret(value);
  mapSecrets(value, (secret) => {
    found = true;
    return secret;
  });
  return found;
}

/** The salt of a deployment's passphrase provider; undefined where it has none. */
export function saltOf(deployment: Deployment): string | undefined {
  const state = deployment.secrets_providers?.state as { salt?: unknown } | undefined;
  return typeof state?.salt === "string" ? state.salt : undefined;
}

/** The secrets provider of a state whose secrets are sealed with a key of that salt. */
export function passphraseProvider(salt: string): NonNullable<Deployment["secrets_providers"]> {
  return { type: "passphrase", state: { salt } };
}

/** A manifest of this engine, with the check word that Pulumi expects beside the version. */
export function manifestAt(time: Date, previous: Deployment["manifest"]): Deployment["manifest"] {
  const version = `v${engineVersion()}`;
  return { ...previous, time: time.toISOString(), magic: magicOf(version), version };
}

/** Pulumi's check word of a version: its digest, and nothing for none. */
export function magicOf(version: string): string {
  return version === "" ? "" : createHash("sha256").update(version).digest("hex");
}

let version: string | undefined;

function engineVersion(): string {
  version ??= (
    JSON.parse(
      readFileSync(require.resolve("pulumi-storage-access-engine/package.json"), "utf8"),
    ) as { version: string }
  ).version;
  return version;
}
