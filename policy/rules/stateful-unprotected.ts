import { textList } from "../config";
import { BUCKET, PROJECT } from "../kinds";
import { resourceRule } from "../rule";
import { isProtectedStack, PROTECTED_STACKS } from "../stacks";

/** What holds data goes with a line that somebody deletes by mistake. */
export const statefulUnprotected = resourceRule({
  id: "stateful-unprotected",
  severity: "medium",
  description: "Buckets and Projects of a protected stack are protected.",
  remediation: "Give the resource the option `protect: true`.",
  config: {
    stacks: textList("Names of protected stacks, as regular expressions.", PROTECTED_STACKS),
  },
  types: [BUCKET, PROJECT],
  subjects: (resource, { config }) =>
    isProtectedStack(resource.stackName, config) ? [resource] : [],
  check: ({ options, stackName }) =>
    options.protect
      ? undefined
      : `stack ${stackName} is protected, and this can be deleted by a change of the program`,
});
