import { bucketOf } from "../bucket-parts";
import { EFFECTIVE_ACCESS } from "../kinds";
import type { Declared } from "../declared";
import { stackRule } from "../rule";
import type { Stack } from "../stack";
import { API_KEY } from "../kinds";

/** A key's calls act in one Project; a bucket of another one answers with 403, whatever the key's rights are. */
export const objProjectMismatch = stackRule({
  id: "obj-project-mismatch",
  severity: "high",
  description: "A key is tried on buckets of the Project in which its calls act.",
  remediation:
    "Give `projectId` (or a `Bucket` instead of its name), which signs with `KEY@PROJECT`; or set the key's `defaultProjectId`.",
  subjects: (stack) => stack.of(EFFECTIVE_ACCESS),
  check: (tried, stack) => {
    const key = keyOf(stack, tried);
    const bucket = tried.at("bucket").isGiven ? bucketOf(stack, tried) : undefined;
    if (!key || !bucket?.at("projectId").isGiven) return undefined;
    const acts = tried.at("projectId").isGiven
      ? stack.idAt(tried, tried.at("projectId"))
      : stack.idAt(key, key.at("defaultProjectId"));
    const holds = stack.idAt(bucket, bucket.at("projectId"));
    if (acts === undefined || acts === holds) return undefined;
    const nameOf = (id: string | undefined): string =>
      stack.world.projects.find((project) => project.id === id)?.name ?? String(id);
    return {
      urn: tried.urn,
      message: `the key ${key.name} acts in Project ${nameOf(acts)}, and bucket ${bucket.name} is in ${nameOf(holds)}: it is denied there`,
    };
  },
});

/** The key whose access key is tried, if it is of the program. */
function keyOf(stack: Stack, tried: Declared): Declared | undefined {
  const accessKey = tried.at("accessKey");
  const urns = tried.dependencies["accessKey"] ?? [];
  return stack
    .of(API_KEY)
    .find(
      (key) =>
        urns.includes(key.urn) ||
        (!accessKey.isUnknown &&
          !key.at("accessKey").isUnknown &&
          key.at("accessKey").text() === accessKey.text()),
    );
}
