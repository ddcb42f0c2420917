/**
 * What create and update share once an object exists: it is handed over, brought to the wish, and what it supersedes goes.
 * @module
 */
import type { Identified } from "./bulk";
import type { Delivery } from "./definition";
import { toCloudError } from "./errors";
import {
  outputsOf,
  pending,
  supersededOf,
  withPartialFailure,
  type Keeping,
  type Operation,
} from "./operation";
import type { Properties } from "./sanitize";
import { sync } from "./sync";

/** What create answers. */
export interface Created {
  readonly id: string;
  readonly outs: Properties;
}

/** Hands over what a new object's answer told. Where that fails the object is of no use, and is removed again. */
export async function deliver(
  { definition, context }: Operation,
  made: Identified,
  delivery: Delivery,
): Promise<Identified> {
  if (!definition.deliver) return made;
  try {
    return await definition.deliver(context, made, delivery);
  } catch (thrown) {
    const error = toCloudError(thrown);
    const end = await definition
      .remove(context, made.id, { state: delivery.inputs, replacedBy: undefined })
      .then(
        () => `The new ${definition.noun} ${made.id} was removed again, and nothing else changed.`,
        () =>
          `The new ${definition.noun} ${made.id} could not be removed: the next run does it, once its successor exists.`,
      );
    context.bulk.remove(definition.token, made.id);
    throw error.with({ hint: [error.hint, end].filter(Boolean).join(" ") });
  }
}

/** The shared end of create and update: everything after the object is known to exist. */
export async function finish(
  operation: Operation,
  given: Keeping & { readonly id: string; readonly wish: Properties },
): Promise<Created> {
  const { definition, context } = operation;
  const { id, live, wish, ...keeping } = given;
  let current = live;
  let { state } = keeping;
  let superseded = supersededOf(state);
  const outputs = (): Properties => ({
    ...outputsOf(operation, { ...keeping, state, live: current }),
    ...pending(superseded),
  });
  return withPartialFailure(id, outputs, async () => {
    const saw = (seen: Identified): void => void (current = seen);
    saw(await sync(operation, { live, wish }, saw));
    await definition.succession?.settle(context, state, (seen) => void (state = seen));
    for (const useless of superseded) {
      context.log.info(`removes ${useless}, which an interrupted run left`);
      await definition.remove(context, useless, { state, replacedBy: keeping.declared });
      context.bulk.remove(definition.token, useless);
      superseded = superseded.filter((other) => other !== useless);
    }
    return { id, outs: outputs() };
  });
}
