import { BUCKET } from "../kinds";
import { resourceRule } from "../rule";

/** Without old versions, what is written over or deleted is gone. */
export const objVersioningOff = resourceRule({
  id: "obj-versioning-off",
  severity: "medium",
  description: "A bucket keeps old versions of its objects.",
  remediation:
    "Set `versioning: true`, and let a `BucketLifecycle` drop old versions. Where the level is `remediate`, versioning is switched on.",
  types: [BUCKET],
  subjects: (bucket) => [bucket],
  check: (bucket) =>
    bucket.at("versioning").isTrue() || bucket.at("objectLock").isTrue()
      ? undefined
      : "the bucket keeps no old versions: what is written over or deleted is gone",
  remedy: (properties, bucket) => {
    const { versioning, objectLock } = bucket.content;
    const isKnown = versioning === undefined || versioning === null || versioning === false;
    if (!isKnown || objectLock === true) return false;
    properties["versioning"] = true;
    return true;
  },
});
