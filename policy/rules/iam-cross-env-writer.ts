import { isRecord } from "../place";
import { nameOf, probeIn, withProbes } from "../rights";
import { stackRule } from "../rule";
import { isAllowed } from "../stack";
import { matches } from "../stacks";

const ENVIRONMENTS = { production: "prod", staging: "stag", development: "dev|test" };

/** Whoever writes in two environments carries mistakes from one to the other. */
export const iamCrossEnvWriter = stackRule({
  id: "iam-cross-env-writer",
  severity: "medium",
  description: "Nobody writes objects in Projects of different environments.",
  remediation: "Make one application for each environment, each with rules on its own Projects.",
  config: {
    environments: {
      type: "object",
      additionalProperties: { type: "string" },
      default: ENVIRONMENTS,
      description: "Environments, each with a regular expression that names of its Projects fit.",
    },
    allowed: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Names of principals that may.",
    },
  },
  subjects: ({ world }, { config }) =>
    world.principals.filter(
      ({ name, isOwner }) => !isOwner && !config.texts("allowed").includes(name),
    ),
  check: (principal, stack, { config }) => {
    const environments = config.value("environments");
    const patterns = isRecord(environments) ? Object.entries(environments).filter(isPattern) : [];
    const asked = stack.accessIn("probes", withProbes);
    const found = new Map<string, string>();
    for (const { id, name } of stack.world.projects) {
      const [environment] = patterns.find(([, pattern]) => matches(pattern, name)) ?? [];
      if (environment === undefined || found.has(environment)) continue;
      const target = { bucket: probeIn(id), key: "any" };
      const urn = stack.byId(principal.id)?.urn;
      if (isAllowed(asked, { asker: principal, action: "PutObject", target }, urn))
        found.set(environment, name);
    }
    if (found.size < 2) return undefined;
    const where = [...found].map(([environment, project]) => `${environment} (${project})`);
    return {
      urn: stack.byId(principal.id)?.urn,
      message: `${nameOf(stack, principal)} writes objects in ${where.join(" and ")}`,
    };
  },
});

const isPattern = (entry: [string, unknown]): entry is [string, string] =>
  typeof entry[1] === "string";
