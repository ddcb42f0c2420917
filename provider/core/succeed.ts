/**
 * What an update writes to: the current object, or its successor where one is due.
 * @module
 */
import type { Identified } from "./bulk";
import { makeUsable } from "./ensure";
import { CloudError } from "./errors";
import { deliver } from "./finish";
import { resourceName, type Mark } from "./mark";
import { supersededOf, type Operation } from "./operation";
import type { Properties } from "./sanitize";
import { serviceTime } from "./service-time";
import { currentId, idsOf, straysOf, superseding } from "./succession";
import { secretNames } from "./secret-inputs";
import { refuseForeignChanges } from "./sync";

/** An update that is about to be made. */
export interface Updating {
  readonly id: string;
  readonly state: Properties;
  readonly news: Properties;
  readonly wish: Properties;
  readonly mark: Mark;
}

/** An object, and the state that goes with it. */
export interface Present {
  readonly live: Identified;
  readonly state: Properties;
}

/**
 * Looks at the current object, and makes its successor where one is due.
 * @throws CloudError where it is gone, or was changed elsewhere since the state was written
 */
export async function currentOrSuccessor(
  operation: Operation,
  updating: Updating,
): Promise<Present> {
  const { definition, context } = operation;
  const { id, state, news, wish } = updating;
  const { succession } = definition;
  const live = await definition.get(context, currentId(definition, id, state), state, wish);
  const strays = await straysOf(operation, id, state, news);
  if (!live && strays.length === 0) throw goneElsewhere(operation, id);
  // A stray shows that a succession was begun: it is gone through with, whatever the program says now.
  const isDue = strays.length > 0 || succession?.isDue(state, news, serviceTime(context)) === true;
  if (live && news["onForeignChange"] !== "overwrite") {
    const name = `${resourceName(news)} (${live.id})`;
    const except = isDue ? (succession?.written ?? []) : [];
    const secret = secretNames(definition, news, state);
    refuseForeignChanges(definition, { name, live, state, wish, except, secret });
  }
  if (live && !isDue) return { live, state };
  return succeed(operation, updating, { live, strays });
}

/** Makes the successor of the current object, which may be gone. */
async function succeed(
  operation: Operation,
  { id, state, news, wish, mark }: Updating,
  { live, strays }: { live: Identified | undefined; strays: readonly Identified[] },
): Promise<Present> {
  const { definition, context } = operation;
  const known = [...idsOf(definition, id, state), ...supersededOf(state)];
  const named = { mark: news["mark"], name: resourceName(news) };
  const wanted = { ...named, wish, secret: secretNames(definition, news), digest: mark.digest };
  const made = await makeUsable(operation, wanted, {
    superseded: strays,
    known,
    incarnation: () => mark.incarnation,
  });
  const own = [...known, ...made.superseded.map((useless) => useless.id)];
  const successor = await deliver(operation, made.live, { inputs: news, own });
  context.log.info(`${made.live.id} is the new ${definition.noun}, after ${known[0] ?? id}`);
  const now = serviceTime(context);
  const retired = live && definition.succession?.retire({ live, state, news, now });
  return { live: successor, state: superseding(retired ?? state, made.superseded) };
}

function goneElsewhere({ definition }: Operation, id: string): CloudError {
  return new CloudError({
    kind: "notFound",
    operation: `update ${definition.noun}`,
    resource: id,
    answer: "it no longer exists: it was deleted elsewhere",
    hint: "Run refresh, then the deployment again: it makes a new one.",
  });
}
