import { textList } from "../config";
import { BUCKET, SSH_KEY } from "../kinds";
import { resourceRule } from "../rule";

/** The default Project is where everything ends up that nobody thought about. */
export const projectDefaultUsed = resourceRule({
  id: "project-default-used",
  severity: "low",
  description: "Resources are in Projects of their own, not in the default one.",
  remediation: "Make a `Project` and give its id as `projectId`.",
  config: {
    defaultProjectIds: textList("Ids of default Projects, which are those of their Organizations."),
  },
  types: [BUCKET, SSH_KEY],
  subjects: (resource) => [resource.at("projectId")],
  check: (projectId, resource, { config }) => {
    if (!projectId.isGiven) {
      return "it says no Project: it goes to that of the settings, which is the default one where they name none";
    }
    // A Project that the program makes is never the default one.
    if (projectId.isUnknown && resource.referenceAt("projectId") !== undefined) return undefined;
    const ids = config.texts("defaultProjectIds");
    if (ids.length === 0) return undefined;
    return ids.includes(projectId.text() ?? "") ? "it is in the default Project" : undefined;
  },
});
