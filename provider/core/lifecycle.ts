/**
 * The four operations that make calls, the same for every kind.
 * @module
 */
import { findAdoptee, isAdopted, keepingAbsent, withItsOwnMark } from "./adopt";
import { chosenOf, pick, wishOf } from "./assembly";
import type { Identified } from "./bulk";
import { ensure, newIncarnation, requireHold } from "./ensure";
import { CloudError } from "./errors";
import { carrierOf, generatedName, markDigest, resourceName } from "./mark";
import {
  begin,
  inputsOf,
  outputsOf,
  withPartialFailure,
  type Beginning,
  type Keeping,
  type Operation,
} from "./operation";
import type { Properties } from "./sanitize";
import { refuseForeignChanges, sync } from "./sync";
import { confirmGone } from "./gone";

/** What create answers. */
export interface Created {
  readonly id: string;
  readonly outs: Properties;
}

/** Observe, ensure, sync: one object afterwards, whatever an earlier run left behind. */
export async function create(beginning: Beginning, inputs: Properties): Promise<Created> {
  const operation = await begin(beginning, "create", inputs);
  const adoptee = await findAdoptee(operation, inputs);
  if (adoptee) return adopt(operation, inputs, adoptee);
  const { definition, context } = operation;
  const digest = markDigest(definition, inputs);
  const name = resourceName(inputs);
  const given = wishOf(definition, inputs, {});
  const naming = { name: generatedName.bind(undefined, name, digest) };
  const chosen = (await definition.choose?.(context, given, naming)) ?? {};
  const wish = { ...given, ...chosen };
  const wanted = { mark: inputs["mark"], name, wish, digest };
  const { live, incarnation, superseded } = await ensure(operation, wanted);
  const marked = carrierOf(definition).put(wish, { digest, incarnation });
  const state = pending(superseded.map(({ id: useless }) => useless));
  const keeping = { declared: inputs, incarnation, chosen, state, adopted: false };
  return finish(operation, { ...keeping, live, wish: marked });
}

/** Takes an object over as it is, and brings it to what the program gives. */
async function adopt(base: Operation, inputs: Properties, live: Identified): Promise<Created> {
  const operation = { ...base, definition: keepingAbsent(base.definition) };
  const { definition, context } = operation;
  requireHold(operation, { mark: inputs["mark"], name: resourceName(inputs) }, live.id);
  context.log.info(`adopts ${live.id}`);
  const unknown = (definition.secrets ?? []).join(" and ");
  if (unknown !== "") context.log.warn(`${unknown} of ${live.id} is not known, and stays empty`);
  const mark = carrierOf(definition).read(definition.model(live));
  const keeping = { declared: inputs, incarnation: mark?.incarnation ?? "", chosen: {}, state: {} };
  const wish = withItsOwnMark(definition, wishOf(definition, inputs, {}), live);
  return finish(operation, { ...keeping, live, wish, adopted: true });
}

/** Compares the live object with the state first: what somebody changed elsewhere is not overwritten in silence. */
export async function update(
  beginning: Beginning,
  { id, state, news }: { id: string; state: Properties; news: Properties },
): Promise<{ outs: Properties }> {
  const { organizationId } = state;
  const begun = await begin(beginning, "update", { ...news, organizationId });
  const adopted = isAdopted(state, news);
  const operation = adopted ? { ...begun, definition: keepingAbsent(begun.definition) } : begun;
  const { definition, context } = operation;
  const live = await definition.get(context, id, state);
  if (!live) throw goneElsewhere(operation, id);
  const wish = wishOf(definition, news, state);
  if (news["onForeignChange"] !== "overwrite") {
    refuseForeignChanges(definition, { name: `${resourceName(news)} (${id})`, live, state, wish });
  }
  const incarnation = incarnationOf(state) ?? (adopted ? "" : newIncarnation(context.random));
  const mark = { digest: markDigest(definition, news), incarnation };
  const chosen = pick(
    chosenOf(state),
    Object.keys(chosenOf(state)).filter((name) => !(name in news)),
  );
  const marked = adopted
    ? withItsOwnMark(definition, wish, live)
    : carrierOf(definition).put(wish, mark);
  const keeping = { declared: news, incarnation, chosen, state, adopted };
  const { outs } = await finish(operation, { ...keeping, live, wish: marked });
  return { outs };
}

/** What the state says of an object now; without an id where it is gone. */
export async function read(
  beginning: Beginning,
  { id, state }: { id: string; state: Properties },
): Promise<{ id?: string; props?: Properties; inputs?: Properties }> {
  const begun = await begin(beginning, "read", state);
  const adopted = isAdopted(state, state);
  const operation = adopted ? { ...begun, definition: keepingAbsent(begun.definition) } : begun;
  const { process, definition } = operation;
  const live = await observe(operation, id, state);
  process.sightings.sawRead(definition.token, live !== undefined);
  if (!live) {
    await confirmGone(operation, id);
    return {};
  }
  const incarnation = incarnationOf(state) ?? "";
  const keeping = { incarnation, chosen: chosenOf(state), state, adopted };
  const props = {
    ...outputsOf(operation, { ...keeping, declared: state, live }),
    ...pending(supersededOf(state)),
  };
  return { id, props, inputs: inputsOf(definition, props) };
}

/** Removes an object that is still the one of this state. One that is gone already counts as removed. */
export async function remove(
  beginning: Beginning,
  { id, state }: { id: string; state: Properties },
): Promise<void> {
  const operation = await begin(beginning, "delete", state);
  const { definition, context, process } = operation;
  const removal = { state, replacedBy: process.sightings.wishOf(state["mark"]) };
  for (const superseded of supersededOf(state)) {
    await definition.remove(context, superseded, removal);
  }
  if (await isTakenOver(operation, id, state)) return;
  await definition.remove(context, id, removal);
  context.bulk.remove(definition.token, id);
}

/** The shared end of create and update: everything after the object is known to exist. */
async function finish(
  operation: Operation,
  given: Keeping & { readonly wish: Properties },
): Promise<Created> {
  const { definition, context } = operation;
  const { live, wish, ...keeping } = given;
  let current = live;
  let superseded = supersededOf(keeping.state);
  const outputs = (): Properties => ({
    ...outputsOf(operation, { ...keeping, live: current }),
    ...pending(superseded),
  });
  return withPartialFailure(live.id, outputs, async () => {
    const saw = (seen: Identified): void => void (current = seen);
    saw(await sync(operation, { live, wish }, saw));
    for (const id of superseded) {
      context.log.info(`removes ${id}, which an interrupted run left`);
      await definition.remove(context, id, { state: keeping.state, replacedBy: keeping.declared });
      context.bulk.remove(definition.token, id);
      superseded = superseded.filter((other) => other !== id);
    }
    return { id: live.id, outs: outputs() };
  });
}

/** Ids of useless objects that are still to be removed, as the outputs keep them after a failure. */
const pending = (superseded: readonly string[]): Properties =>
  superseded.length === 0 ? {} : { superseded };

const supersededOf = (state: Properties): readonly string[] =>
  (state["superseded"] ?? []) as readonly string[];

const incarnationOf = (state: Properties): string | undefined =>
  typeof state["incarnation"] === "string" && state["incarnation"] !== ""
    ? state["incarnation"]
    : undefined;

/** The live object, from the one list of its kind where there is one. */
async function observe(
  { definition, context }: Operation,
  id: string,
  state: Properties,
): Promise<Identified | undefined> {
  const { list, complete } = definition;
  const all = list && (await context.bulk.list(definition.token, () => list(context)));
  const listed = all?.get(id);
  if (listed) return complete ? complete(context, listed) : listed;
  // A list may be older than the object: the service's own "there is none" decides.
  return definition.get(context, id, state);
}

/** True where a newer create has made this object its own. */
async function isTakenOver(operation: Operation, id: string, state: Properties): Promise<boolean> {
  const { definition, context } = operation;
  const { list } = definition;
  const live = list
    ? (await context.bulk.list(definition.token, () => list(context))).get(id)
    : await definition.get(context, id, state);
  const mark = live && carrierOf(definition).read(definition.model(live));
  const known = incarnationOf(state);
  if (!mark || known === undefined || mark.incarnation === known) return false;
  if (mark.digest !== markDigest(definition, inputsOf(definition, state))) return false;
  context.log.warn(`${id} is left as it is: a newer resource has taken it over`);
  return true;
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
