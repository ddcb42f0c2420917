/**
 * The four operations that make calls, the same for every kind.
 * @module
 */
import { adoptOf, findAdoptee, isAdopted, keepingAbsent, withItsOwnMark } from "./adopt";
import { chosenOf, pick, wishOf } from "./assembly";
import type { Identified } from "./bulk";
import type { AnyDefinition, Removal } from "./definition";
import { ensure, newIncarnation, requireHold } from "./ensure";
import { carrierOf, generatedName, markDigest, resourceName } from "./mark";
import {
  begin,
  inputsOf,
  outputsOf,
  pending,
  supersededOf,
  type Beginning,
  type Operation,
} from "./operation";
import type { Properties } from "./sanitize";
import { confirmGone } from "./gone";
import { deliver, finish, type Created } from "./finish";
import { currentOrSuccessor } from "./succeed";
import { currentId, idsOf, straysOf, superseding } from "./succession";
import { secretNames } from "./secret-inputs";
import { sync } from "./sync";

/** Observe, ensure, sync: one object afterwards, whatever an earlier run left behind. */
export async function create(beginning: Beginning, inputs: Properties): Promise<Created> {
  const operation = await begin(beginning, "create", inputs);
  const adoptee = await findAdoptee(operation, inputs);
  if (adoptee) return adopt(operation, inputs, adoptee);
  const { definition, context, process } = operation;
  const digest = markDigest(definition, inputs);
  const name = resourceName(inputs);
  const given = wishOf(definition, inputs, {});
  const naming = { name: generatedName.bind(undefined, name, digest) };
  const chosen = (await definition.choose?.(context, given, naming)) ?? {};
  const wish = { ...given, ...chosen };
  const secret = secretNames(definition, inputs);
  const wanted = { mark: inputs["mark"], name, wish, secret, digest };
  const ensured = await ensure(operation, wanted);
  const { live: made, incarnation } = ensured;
  const superseded = ensured.superseded.map(({ id: useless }) => useless);
  const own = [...superseded, ...process.sightings.heldBy(definition.token, inputs["mark"])];
  const live = await deliver(operation, made, { inputs, own });
  const marked = carrierOf(definition).put(wish, { digest, incarnation });
  const state = pending(superseded);
  const keeping = { declared: inputs, incarnation, chosen, state, adopted: false };
  return finish(operation, { ...keeping, id: live.id, live, wish: marked });
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
  return finish(operation, { ...keeping, id: live.id, live, wish, adopted: true });
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
  const wish = wishOf(definition, news, state);
  const incarnation = incarnationOf(state) ?? (adopted ? "" : newIncarnation(context.random));
  const mark = { digest: markDigest(definition, news), incarnation };
  const now = await currentOrSuccessor(operation, { id, state, news, wish, mark });
  const chosen = pick(
    chosenOf(state),
    Object.keys(chosenOf(state)).filter((name) => !(name in news)),
  );
  const marked = adopted
    ? withItsOwnMark(definition, wish, now.live)
    : carrierOf(definition).put(wish, mark);
  const keeping = { ...now, declared: news, incarnation, chosen, adopted };
  const { outs } = await finish(operation, { ...keeping, id, wish: marked });
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
  const { definition } = operation;
  const live = await observe(operation, currentId(definition, id, state), state);
  const strays = await straysOf(operation, id, state);
  if (!live && strays.length === 0) {
    await confirmGone(operation, { id, state });
    return {};
  }
  const known = superseding(await withoutGone(operation, id, state), strays);
  const incarnation = incarnationOf(state) ?? "";
  const keeping = { incarnation, chosen: chosenOf(state), state: known, adopted };
  // Gone, but an interrupted run left what was to succeed it: the next update makes a usable one.
  const outputs = live ? outputsOf(operation, { ...keeping, declared: state, live }) : known;
  const props = { ...outputs, ...pending(supersededOf(known)) };
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
  if (isInPlace(definition, id, removal)) return becomeSuccessor(operation, id, removal);
  for (const superseded of supersededOf(state)) {
    await definition.remove(context, superseded, removal);
  }
  const [current, ...earlier] = idsOf(definition, id, state);
  if (await isTakenOver(operation, current, state)) return;
  const strays = await straysOf(operation, id, state);
  // The current one last: until then a run that is interrupted here finds what it needs.
  for (const own of [...strays.map((stray) => stray.id), ...earlier, current]) {
    await definition.remove(context, own, removal);
    context.bulk.remove(definition.token, own);
  }
}

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
  if (listed) return complete ? complete(context, listed, state) : listed;
  // A list may be older than the object: the service's own "there is none" decides.
  return definition.get(context, id, state);
}

/** The state without earlier objects that somebody removed. */
async function withoutGone(
  operation: Operation,
  id: string,
  state: Properties,
): Promise<Properties> {
  const { definition } = operation;
  let known = state;
  for (const earlier of idsOf(definition, id, state).slice(1)) {
    if (await observe(operation, earlier, state)) continue;
    known = definition.succession?.forget(known, earlier) ?? known;
  }
  return known;
}

/**
 * True for the old half of a forced replacement of what carries no mark: its successor is in the same place, where there is
 * only one, and removing the old half would remove it.
 */
function isInPlace(definition: AnyDefinition, id: string, { state, replacedBy }: Removal): boolean {
  const { place } = definition;
  if (!place || !replacedBy || carrierOf(definition).marks) return false;
  return place.nameOf(wishOf(definition, replacedBy, state)) === id;
}

/**
 * Brings the old half to what the program says, if its successor has not: so create finds it just as described, there is no
 * moment without any, and a run that is interrupted in between leaves nothing that is not wished for.
 */
async function becomeSuccessor(
  operation: Operation,
  id: string,
  { state, replacedBy = {} }: Removal,
): Promise<void> {
  const { definition, context } = operation;
  if (adoptOf(replacedBy) !== undefined) return;
  const live = await definition.get(context, id, state);
  if (!live) return;
  const wish = wishOf(definition, replacedBy, state);
  await sync(operation, { live, wish }, () => undefined);
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
