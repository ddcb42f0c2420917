/**
 * Which stack a command is about.
 * @module
 */
import { requireName } from "../state/location";
import type { Project } from "./project";

/** What a stack is called where nobody names one. */
const DEFAULT_STACK = "dev";

/** What the choice depends on. */
export interface StackChoice {
  project: Project;
  /** The value of --stack. */
  requested: string | undefined;
  environment: NodeJS.ProcessEnv;
  /** The stacks that are there. */
  existing: readonly string[];
  /** The one that was selected last. */
  selected?: string | undefined;
}

/**
 * The stack's name: --stack, else PULUMI_STACK, else the one that was selected, else the only one there is, else, where
 * there is none yet, `dev`. Throws when there are several to choose from.
 */
export function selectStack(choice: StackChoice): string {
  const { project, requested, environment, existing, selected } = choice;
  const named = requested ?? environment["PULUMI_STACK"];
  if (named !== undefined && named !== "") return bareName(named, project);
  if (selected !== undefined && existing.includes(selected)) return selected;
  if (existing.length > 1) {
    throw new Error(
      `The project ${project.name} has several stacks: ${existing.join(", ")}. Name one with --stack, or select one with \`storage-access stack select\`.`,
    );
  }
  return existing[0] ?? DEFAULT_STACK;
}

/** The owner of every stack outside of Pulumi Cloud. */
const ORGANIZATION = "organization";

/** Accepts Pulumi's long forms `organization/stack`, `project/stack` and `organization/project/stack`. */
function bareName(name: string, project: Project): string {
  const parts = name.split("/");
  const stack = parts.pop() ?? "";
  const owners = parts.join("/");
  const isOurs = ["", ORGANIZATION, project.name, `${ORGANIZATION}/${project.name}`].includes(
    owners,
  );
  if (isOurs) {
    requireName("stack", stack);
    return stack;
  }
  throw new Error(
    `The stack "${name}" is not one of the project ${project.name} in a local backend. ` +
      `Name it as ${stack} or ${ORGANIZATION}/${project.name}/${stack}.`,
  );
}
