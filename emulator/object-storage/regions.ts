/**
 * The regions of Object Storage. One port answers for all: a request's region is the one in its signature.
 * @module
 */

/** it-mil is not named by every page, but the real service has it: recorded. */
export const REGIONS: readonly string[] = ["fr-par", "nl-ams", "pl-waw", "it-mil"];

/** S3 requests name their region themselves; this is the one for clients that have none. */
export const DEFAULT_REGION = "fr-par";
