/**
 * The last doubt before a refresh drops a resource from the state.
 * @module
 */
import { CloudError } from "./errors";
import type { Operation } from "./operation";
import type { Properties } from "./sanitize";

/** Lets a user confirm that everything is really gone. */
const ALLOW_EMPTY_VARIABLE = "STORAGE_ACCESS_ALLOW_EMPTY";

/**
 * Passes where the service still shows other objects of the kind: it is right about the one that is missed. Where it shows
 * none at all, the cause is more likely a wrong address or a service in trouble than a clean sweep; this is decided by what
 * the service showed, so in whatever order objects are read, and also for a single one.
 * @throws CloudError unless STORAGE_ACCESS_ALLOW_EMPTY is 1
 */
export async function confirmGone(
  operation: Operation,
  { id, state }: { readonly id: string; readonly state: Properties },
): Promise<void> {
  const { definition, process } = operation;
  if (process.machine.env()[ALLOW_EMPTY_VARIABLE] === "1") return;
  if (await isKnownAround(operation, state)) return;
  throw new CloudError({
    kind: "precondition",
    code: "whole_kind_gone",
    operation: `refresh ${definition.noun}`,
    resource: id,
    answer: "it is not there, nor is any other of its kind",
    hint: `The state is kept. Check SCW_API_URL and the credentials; if all of them were really deleted, run refresh again with ${ALLOW_EMPTY_VARIABLE}=1.`,
  });
}

/** A list that `read` has asked for already is what counts: what this process removed since was there. */
async function isKnownAround(
  { definition, context }: Operation,
  state: Properties,
): Promise<boolean> {
  const { token, list, isAlwaysThere, isKnownAround: isKnown } = definition;
  if (!list) return (await isKnown?.(context, state)) ?? true;
  for (const live of context.bulk.shown(token)) {
    if (!isAlwaysThere?.(live, context)) return true;
  }
  return false;
}
