import { textList } from "../config";
import { BUCKET, BUCKET_OBJECT, PROJECT } from "../kinds";
import { resourceRule } from "../rule";
import { isProtectedStack, PROTECTED_STACKS } from "../stacks";

const FLAGS = ["forceDestroy", "forceDestroyOnReplace"];

/** Made for tests: where data matters it takes the last question away. */
export const objForceDestroy = resourceRule({
  id: "obj-force-destroy",
  severity: "high",
  description: "Nothing in a protected stack is destroyed with all that it holds.",
  remediation:
    "Take `forceDestroy`, `forceDestroyOnReplace` or `deleteWithResources` out. Where the level is `remediate`, they are.",
  config: {
    stacks: textList("Names of protected stacks, as regular expressions.", PROTECTED_STACKS),
  },
  types: [BUCKET, BUCKET_OBJECT, PROJECT],
  subjects: (resource, { config }) =>
    isProtectedStack(resource.stackName, config)
      ? [...FLAGS, "deleteWithResources"].map((name) => resource.at(name))
      : [],
  check: (flag) => {
    const isOn = flag.path === "deleteWithResources" ? flag.isGiven : flag.isTrue();
    return isOn ? `${flag.path} is given: what it holds goes with it` : undefined;
  },
  remedy: (properties, resource, { config }) => {
    if (!isProtectedStack(resource.stackName, config)) return false;
    const { content } = resource;
    const flags = FLAGS.filter((name) => content[name] === true);
    flags.forEach((name) => (properties[name] = false));
    const hasSafeguard = resource.at("deleteWithResources").isGiven;
    if (hasSafeguard) delete properties["deleteWithResources"];
    return hasSafeguard || flags.length > 0;
  },
});
