/**
 * A stack that is not there is made only for who says so: a name with a typing error is not a new stack.
 * @module
 */
import { ask, type Terminal } from "./consent";
import type { Workspace } from "./workspace";

/** Whether the stack of a command is there. */
export function isThere({ location, existing }: Workspace): boolean {
  return existing.includes(location.stack);
}

/**
 * Whether the stack is to be made: false where it is there, true with `isCreating` or after a yes. Throws, naming the
 * stacks that are there and the way out, where nobody said so.
 */
export async function isStackWanted(
  workspace: Workspace,
  isCreating: boolean,
  terminal: Terminal | undefined,
): Promise<boolean> {
  if (isThere(workspace)) return false;
  const { stack } = workspace.location;
  const missing = missingStack(workspace);
  if (isCreating) return true;
  if (terminal && (await ask(`${missing} Make it?`, ["yes", "no"], terminal)) === "yes")
    return true;
  throw new Error(
    `${missing} Nothing was done. Make it with \`storage-access stack init ${stack}\`, or add --create; ` +
      "or name another one with --stack.",
  );
}

/** One sentence: which stack is not there, where, and which are. */
export function missingStack({ location, existing }: Workspace): string {
  const { project, stack, backend } = location;
  const others = existing.length === 0 ? "which has none" : `which has ${existing.join(", ")}`;
  return `There is no stack "${stack}" of the project ${project} in ${backend.name}, ${others}.`;
}
