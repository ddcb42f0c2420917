/**
 * What a lifecycle must keep to that no schema says: texts are those of AWS where no others were recorded.
 * @module
 */
import { invalidArgument, S3Error } from "./errors";
import type { Expiration, LifecycleRule, When } from "./lifecycle-rules";
import { isOffered, isStorageClass } from "./storage-classes";

const RULE_LIMIT = 1000;
const ID_LIMIT = 255;
const NEWER_VERSIONS_LIMIT = 100;

/**
 * Refuses rules that cannot be carried out.
 * @param region - of the bucket
 * @throws S3Error MalformedXML, InvalidArgument or InvalidRequest
 */
export function verifyLifecycle(rules: readonly LifecycleRule[], region: string): void {
  if (rules.length > RULE_LIMIT) throw new S3Error("MalformedXML");
  const ids = new Set(rules.map(({ id }) => id));
  if (ids.size < rules.length) {
    throw invalidRequest("Rule ID must be unique. Found same ID for more than one rule");
  }
  for (const rule of rules) {
    verifyRule(rule);
    const { transitions, noncurrentTransitions } = rule;
    for (const { storageClass } of [...transitions, ...noncurrentTransitions]) {
      verifyStorageClass(storageClass, region);
    }
  }
}

function verifyRule(rule: LifecycleRule): void {
  const { id, expiration, noncurrentExpiration: noncurrent, abortUploadsAfterDays: abort } = rule;
  if (id.length > ID_LIMIT) {
    throw invalidArgument("ID", id, `ID length should not exceed allowed limit of ${ID_LIMIT}`);
  }
  const transitionCount = rule.transitions.length + rule.noncurrentTransitions.length;
  if (!expiration && !noncurrent && abort === undefined && transitionCount === 0) {
    throw invalidRequest("At least one action needs to be specified in a rule");
  }
  verifyExpiration(expiration);
  verifyDays("NoncurrentDays", "NoncurrentVersionExpiration", noncurrent?.days, 1);
  verifyDays("DaysAfterInitiation", "AbortIncompleteMultipartUpload", abort, 1);
  for (const { days } of rule.transitions) verifyDays("Days", "Transition", days, 0);
  for (const { days, newerVersions } of rule.noncurrentTransitions) {
    verifyDays("NoncurrentDays", "NoncurrentVersionTransition", days, 0);
    verifyNewerVersions(newerVersions);
  }
  verifyNewerVersions(noncurrent?.newerVersions);
  verifyOrder(rule);
  verifyFilter(rule);
}

function verifyExpiration(expiration: Expiration | undefined): void {
  verifyDays("Days", "Expiration", expiration?.days, 1);
  if (!expiration || expiration.expiredObjectDeleteMarker === true) return;
  if (expiration.days !== undefined || expiration.dateMilliseconds !== undefined) return;
  throw new S3Error("MalformedXML", { message: "Expiration action cannot be empty" });
}

function verifyDays(name: string, action: string, days: number | undefined, least: number): void {
  if (days === undefined || days >= least) return;
  const allowed = least === 0 ? "nonnegative" : "a positive integer";
  throw invalidArgument(name, String(days), `'${name}' for ${action} action must be ${allowed}`);
}

function verifyNewerVersions(count: number | undefined): void {
  if (count === undefined || (count >= 1 && count <= NEWER_VERSIONS_LIMIT)) return;
  throw invalidArgument(
    "NewerNoncurrentVersions",
    String(count),
    `'NewerNoncurrentVersions' must be between 1 and ${NEWER_VERSIONS_LIMIT}`,
  );
}

/** Days and dates do not mix in one rule, and what has expired cannot move any more. */
function verifyOrder({ expiration = {}, transitions, filter }: LifecycleRule): void {
  const whens: When[] = [expiration, ...transitions];
  const prefix = `for prefix '${filter.prefix ?? ""}'`;
  const isDated = whens.some(({ dateMilliseconds }) => dateMilliseconds !== undefined);
  if (isDated && whens.some(({ days }) => days !== undefined)) {
    throw invalidRequest(
      `Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule ${prefix}`,
    );
  }
  const { days = Infinity, dateMilliseconds: date = Infinity } = expiration;
  if (transitions.some((transition) => (transition.days ?? -1) >= days)) {
    throw invalidArgument(
      "Days",
      String(days),
      `'Days' in the Expiration action ${prefix} must be greater than 'Days' in the Transition action`,
    );
  }
  if (transitions.some((transition) => (transition.dateMilliseconds ?? -1) >= date)) {
    throw invalidArgument(
      "Date",
      new Date(date).toISOString(),
      `'Date' in the Expiration action ${prefix} must be later than 'Date' in the Transition action`,
    );
  }
}

function verifyFilter({ filter, abortUploadsAfterDays, expiration }: LifecycleRule): void {
  const { tags, sizeGreaterThan, sizeLessThan } = filter;
  const isSized = sizeGreaterThan !== undefined || sizeLessThan !== undefined;
  if (sizeGreaterThan !== undefined && (sizeLessThan ?? Infinity) <= sizeGreaterThan) {
    throw invalidRequest(
      "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'",
    );
  }
  if (new Set(tags.map(({ key }) => key)).size < tags.length) {
    throw invalidRequest("Duplicate Tag Keys are not allowed.");
  }
  // Uploads and delete markers have neither tags nor a size.
  if (tags.length === 0 && !isSized) return;
  const what = tags.length > 0 ? "Tags" : "Object Size";
  if (abortUploadsAfterDays !== undefined) {
    throw invalidRequest(`AbortIncompleteMultipartUpload cannot be specified with ${what}`);
  }
  if (expiration?.expiredObjectDeleteMarker === true) {
    throw invalidRequest(`ExpiredObjectDeleteMarker cannot be specified with ${what}`);
  }
}

function verifyStorageClass(storageClass: string, region: string): void {
  if (!isStorageClass(storageClass)) throw new S3Error("MalformedXML");
  if (isOffered(storageClass, region)) return;
  throw invalidArgument(
    "StorageClass",
    storageClass,
    `The storage class ${storageClass} is not available in ${region}`,
  );
}

function invalidRequest(message: string): S3Error {
  return new S3Error("InvalidRequest", { message });
}
