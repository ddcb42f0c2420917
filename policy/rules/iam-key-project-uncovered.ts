import { bearerOf } from "../bearers";
import { API_KEY } from "../kinds";
import { nameOf, requireDeclared, storageQuestions, withProbes } from "../rights";
import { stackRule } from "../rule";
import { isAllowed } from "../stack";

/** The vendor's pages walk through just this failure: a good key, a good policy, and another Project. */
export const iamKeyProjectUncovered = stackRule({
  id: "iam-key-project-uncovered",
  severity: "high",
  description: "A key's bearer has a right on Object Storage in the key's preferred Project.",
  remediation:
    "Give the bearer a rule on that Project, set another `defaultProjectId`, or sign with `key.accessKeyFor(project)`.",
  subjects: (stack) => stack.of(API_KEY).filter((key) => key.at("defaultProjectId").isGiven),
  check: (key, stack) => {
    const bearer = bearerOf(stack, key);
    const projectId = stack.idAt(key, key.at("defaultProjectId"));
    if (!bearer || projectId === undefined) return undefined;
    requireDeclared(stack, bearer, key.urn);
    const probed = stack.accessIn("probes", withProbes);
    const questions = storageQuestions(bearer, projectId);
    if (questions.some(({ question }) => probed.answer(question) === "allow")) return undefined;
    if (questions.some(({ question }) => isAllowed(probed, question, key.urn))) return undefined;
    const project = stack.world.projects.find(({ id }) => id === projectId)?.name ?? projectId;
    return {
      urn: key.urn,
      message: `${nameOf(stack, bearer)} has no right on Object Storage in the key's preferred Project ${project}: its first call is denied`,
    };
  },
});
