import { textList } from "../config";
import { BUCKET } from "../kinds";
import { resourceRule } from "../rule";

/** What law or contract says must stay needs more than good will. */
export const objLockMissing = resourceRule({
  id: "obj-lock-missing",
  severity: "low",
  description: "A bucket that is labeled as one for records has object lock, and versions with it.",
  remediation:
    "Set `objectLock: true` (which replaces the bucket), leave `versioning` out, and add a `BucketLock`.",
  config: { tags: textList("Names of tags that label such a bucket.", ["compliance", "records"]) },
  types: [BUCKET],
  subjects: (bucket) => [bucket],
  check: (bucket, _declared, { config }) => {
    const objectLock = bucket.at("objectLock");
    if (!objectLock.isUnknown && objectLock.isTrue()) {
      const versioning = bucket.at("versioning");
      const isOff = versioning.isGiven && !versioning.isTrue();
      return isOff ? "object lock needs versioning, which is off" : undefined;
    }
    const labels = config.texts("tags");
    const label = bucket
      .at("tags")
      .members()
      .find(([name]) => labels.includes(name.toLowerCase()));
    if (label === undefined) return undefined;
    return objectLock.isTrue() ? undefined : `it is labeled ${label[0]}, and has no object lock`;
  },
});
