/**
 * Owners and moments as Object Storage writes them.
 * @module
 */
import type { Bucket, ObjectVersion } from "./state";

/** The owner of a bucket or object: its Project, twice. */
export function ownerXml(projectId: string): { DisplayName: string; ID: string } {
  const name = `${projectId}:${projectId}`;
  return { DisplayName: name, ID: name };
}

/** The Project that an object belongs to: the one that wrote it, or that of the bucket. */
export function ownerOf(
  { ownerProjectId }: Pick<ObjectVersion, "ownerProjectId">,
  { projectId }: Bucket,
): string {
  return ownerProjectId ?? projectId;
}

/** Whole seconds, with the milliseconds that S3 always writes as zeros. */
export function moment(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString();
}
