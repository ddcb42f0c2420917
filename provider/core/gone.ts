/**
 * The last doubt before a refresh drops a resource from the state.
 * @module
 */
import { CloudError } from "./errors";
import type { Operation } from "./operation";

/** Lets a user confirm that everything is really gone. */
const ALLOW_EMPTY_VARIABLE = "STORAGE_ACCESS_ALLOW_EMPTY";

/** Time for the reads that run beside this one to say what they found. */
const SETTLE_MILLISECONDS = 100;

/**
 * Passes where other objects of the kind are still there, or where this is the only one that is missed. When several are
 * missed and none is found, the cause is more likely a wrong address or a service in trouble than a clean sweep.
 * @throws CloudError unless STORAGE_ACCESS_ALLOW_EMPTY is 1
 */
export async function confirmGone(operation: Operation, id: string): Promise<void> {
  const { definition, process, context } = operation;
  const reads = () => process.sightings.readsOf(definition.token);
  if (reads().found > 0 || process.machine.env()[ALLOW_EMPTY_VARIABLE] === "1") return;
  await context.clock.sleep(SETTLE_MILLISECONDS, context.signal);
  const { found, gone } = reads();
  if (found > 0 || gone < 2) return;
  throw new CloudError({
    kind: "precondition",
    code: "whole_kind_gone",
    operation: `refresh ${definition.noun}`,
    resource: id,
    answer: `none of the ${gone} objects of this kind that were looked for exists any more`,
    hint: `The state is kept. Check SCW_API_URL and the credentials; if all of them were really deleted, run refresh again with ${ALLOW_EMPTY_VARIABLE}=1.`,
  });
}
