import { BUCKET_POLICY } from "../kinds";
import type { Place } from "../place";
import { resourceRule } from "../rule";
import { firstFitting, statementsOf, subjectsOf } from "../statements";

interface Pair {
  readonly action: Place;
  readonly statement: Place;
}

const isObjects = (resource: string): boolean => resource.includes("/");

/** The service takes such a statement, and it never applies. */
export const objPolicyResourceMismatch = resourceRule<Pair>({
  id: "obj-policy-resource-mismatch",
  severity: "medium",
  description: "Actions of a bucket policy stand beside resources that they can be about.",
  remediation:
    "Name the bucket itself for actions on buckets, such as s3:ListBucket, and `name/*` for actions on objects; or leave `resources` out, which means both.",
  types: [BUCKET_POLICY],
  subjects: function* (policy) {
    for (const statement of statementsOf(policy)) {
      if (!statement.at("resources").isGiven) continue;
      for (const action of statement.at("actions").items()) yield { action, statement };
    }
  },
  check: ({ action, statement }) => {
    const name = action.text() ?? "";
    const resources = statement.at("resources");
    const subjects = subjectsOf(name);
    if (subjects.size !== 1 || resources.items().length === 0) return undefined;
    const isOfObjects = subjects.has("object");
    if (firstFitting(resources, (resource) => isObjects(resource) === isOfObjects))
      return undefined;
    return isOfObjects
      ? `${action.path}, ${name}, is about objects, and the statement names the bucket only`
      : `${action.path}, ${name}, is about the bucket, and the statement names objects only`;
  },
});
