/**
 * What the properties of a bucket must look like.
 * @module
 */
import type { NameLimits } from "../core/definition";
import { quote, type Rule } from "../core/fields";
import { map, text } from "../core/rules";
import { MARK_TAG } from "../core/mark";
import { regionMeantBy } from "./names";

const LONGEST_NAME = 63;

/** A bucket's name, as S3 allows it. */
export const bucketName: Rule = text({
  minimum: 3,
  maximum: LONGEST_NAME,
  pattern: /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/,
  alphabet: "lowercase letters, digits, hyphens and dots, with a letter or digit at both ends",
  refuse: (name) => {
    if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return "it must not look like an IP address";
    if (/\.\.|\.-|-\./.test(name)) return "a dot must stand between letters or digits";
    return undefined;
  },
});

/** What a generated name may look like. */
export const BUCKET_NAME_LIMITS: NameLimits = {
  maximum: LONGEST_NAME,
  forbidden: /[^a-z0-9-]/g,
  lowercase: true,
};

/** A region, such as `fr-par`; which ones exist is the service's to say, but a slip has no address to ask. */
export const region: Rule = text({
  minimum: 6,
  maximum: 6,
  pattern: /^[a-z]{2}-[a-z]{3}$/,
  alphabet: "the form of a region, such as fr-par, nl-ams or pl-waw",
  refuse: (value) => {
    const meant = regionMeantBy(value);
    return meant === undefined ? undefined : `there is no such region; did you mean "${meant}"?`;
  },
});

const tagName = text({
  minimum: 1,
  maximum: 128,
  refuse: (name) =>
    name === MARK_TAG ? `the tag ${quote(MARK_TAG)} is this provider's own` : undefined,
});

/** A bucket's tags. */
export const bucketTags: Rule = map(tagName, text({ minimum: 0, maximum: 256 }));
