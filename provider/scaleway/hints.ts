/**
 * What to grant so that a refused call passes, from the catalog of permission sets.
 * @module
 */
import { catalogDate, iamSets, s3Operations } from "pulumi-storage-access-catalog";
import type { ErrorDetail } from "../core/errors";

/** How long a fresh Object Storage grant may take to reach every server. */
const SPREADING = "A new grant can take up to five minutes to reach every server.";

/** Names the permission sets that would let a refused IAM or Account call pass. */
export function missingRightHint(details: readonly ErrorDetail[]): string {
  const named = new Set(details.map(({ resource }) => String(resource)));
  // A refusal names the right on one's own objects beside that on all: the sets give both together.
  const sentences = details
    .filter(
      ({ resource }) => !named.has(String(resource).replace(/^self_/, "")) || !isOwn(resource),
    )
    .map(({ action, resource }) => sentenceFor(String(action), String(resource)));
  if (sentences.length === 0) {
    return "Grant the caller the right by a policy; the Organization's owner has every right.";
  }
  return sentences.join(" Or: ");
}

const isOwn = (resource: unknown): boolean => String(resource).startsWith("self_");

function sentenceFor(action: string, resource: string): string {
  const right = `${action} on ${resource}`;
  if (resource === "self_jwt") {
    return "Console tokens are shown to the person who is signed in to the console, not to an API key: no policy changes that.";
  }
  if (isOwn(resource)) return `Only the bearer itself has ${right}: no policy gives it to another.`;
  const sets = setsThatAllow(action, resource);
  if (sets.length === 0) return `The caller needs ${right}.`;
  return `The caller needs ${right}: one of ${sets.join(", ")} (catalog of ${catalogDate}), in a rule that reaches it.`;
}

function setsThatAllow(action: string, resource: string): string[] {
  return iamSets.flatMap(({ set, scope, allows }) => {
    const grants = allows.filter(
      (grant) => grant.resource === resource && grant.actions.some((known) => known === action),
    );
    if (grants.length === 0) return [];
    const where = scope === "organization" ? "at Organization scope" : "on the Project";
    const whose = grants.flatMap(({ keysOf }) => keysOf ?? []);
    const isPartial = whose.length === grants.length;
    return isPartial
      ? `${set} (${where}, for keys of ${whose.join("s and ")}s)`
      : `${set} (${where})`;
  });
}

/**
 * Explains a refused Object Storage call: the Project in which it acted, and the sets that would allow it there.
 * @param operation as the AWS SDK names it, such as `HeadBucket`
 */
export function refusedStorageHint(operation: string, projectId: string | undefined): string {
  const row = s3Operations.find((known) => known.operation === operation);
  const sets = row === undefined ? "" : ` one of ${row.permissionSets.join(", ")}`;
  const project = projectId === undefined ? "the key's preferred Project" : `Project ${projectId}`;
  return (
    `The call acted in ${project}: a bucket of another Project is refused whatever the rights there. ` +
    `The caller needs${sets === "" ? " the right" : sets} on that Project, and to be named by the bucket's policy if it has one. ` +
    SPREADING
  );
}
