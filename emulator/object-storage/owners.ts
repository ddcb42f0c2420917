/**
 * Owners and moments as Object Storage writes them.
 * @module
 */

/** The owner of a bucket or object: its Project, twice. */
export function ownerXml(projectId: string): { DisplayName: string; ID: string } {
  const name = `${projectId}:${projectId}`;
  return { DisplayName: name, ID: name };
}

/** Whole seconds, with the milliseconds that S3 always writes as zeros. */
export function moment(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString();
}
