/**
 * What a rule of a lifecycle is about, and when it is due.
 * @module
 */
import { encodeStrictly } from "./addressing";
import type { LifecycleFilter, When } from "./lifecycle-rules";
import type { Bucket, ObjectVersion } from "./state";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** True where everything that a filter demands holds for a version. */
export function isAbout(
  filter: LifecycleFilter,
  version: Pick<ObjectVersion, "key" | "sizeBytes" | "tags">,
): boolean {
  const { prefix = "", tags, sizeGreaterThan = -1, sizeLessThan = Infinity } = filter;
  return (
    version.key.startsWith(prefix) &&
    version.sizeBytes > sizeGreaterThan &&
    version.sizeBytes < sizeLessThan &&
    tags.every(({ key, value }) =>
      version.tags.some((tag) => tag.key === key && tag.value === value),
    )
  );
}

/**
 * When something is due; days end at the midnight that follows. Undefined where the action is none.
 * @param beginning - of the days
 */
export function midnightOf(when: When | undefined, beginning: number): number | undefined {
  const { days, dateMilliseconds: date } = when ?? {};
  if (days === undefined && date === undefined) return undefined;
  const end = beginning + (days ?? 0) * DAY_MILLISECONDS;
  return Math.max(Math.ceil(end / DAY_MILLISECONDS) * DAY_MILLISECONDS, date ?? 0);
}

/** When the current version of a key expires, and by which rule; of several, the first that is due counts. */
export function expirationHeaders(
  { lifecycle }: Bucket,
  version: ObjectVersion,
): Record<string, string> {
  const expiries = (lifecycle?.rules ?? []).flatMap(({ id, enabled, filter, expiration }) => {
    const time = midnightOf(expiration, version.modifiedAtMilliseconds);
    return enabled && time !== undefined && isAbout(filter, version) ? [{ id, time }] : [];
  });
  const [first] = expiries.sort((a, b) => a.time - b.time);
  if (!first) return {};
  const date = new Date(first.time).toUTCString();
  return {
    "x-amz-expiration": `expiry-date="${date}", rule-id="${encodeStrictly(first.id)}"`,
  };
}
