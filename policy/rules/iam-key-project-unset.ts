import { API_KEY } from "../kinds";
import { resourceRule } from "../rule";

/** Without one, the key's Object Storage calls act in the default Project, which is seldom meant. */
export const iamKeyProjectUnset = resourceRule({
  id: "iam-key-project-unset",
  severity: "medium",
  description: "An API key says which Project its Object Storage calls act in.",
  remediation: "Give the key a `defaultProjectId`: its preferred Project.",
  types: [API_KEY],
  subjects: (key) => [key.at("defaultProjectId")],
  check: (projectId) =>
    projectId.isGiven
      ? undefined
      : "the key has no preferred Project: its Object Storage calls act in the Organization's default one",
});
