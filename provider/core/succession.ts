/**
 * Succession: a new object takes the place of the current one while the resource stays, such as a key by rotation. The
 * resource keeps its id; which object is the current one, and which earlier ones are still there, is in the state.
 *
 * Every object of a succession carries the same mark, incarnation included. One that the state does not know of is a stray:
 * an interrupted run made it, and the answer that would have made it useful was never recorded.
 * @module
 */
import type { Identified } from "./bulk";
import type { Context } from "./context";
import type { AnyDefinition } from "./definition";
import { carrierOf, markDigest } from "./mark";
import { inputsOf, pending, supersededOf, type Operation } from "./operation";
import type { Properties } from "./sanitize";

/** How objects of a kind follow one another. Nothing here but `settle` makes a call. */
export interface Succession<Live> {
  /** The property by which a program asks for it. */
  readonly field: string;
  /** Ids of the objects that the state knows of, the current one first. */
  readonly ids: (id: string, state: Properties) => readonly [string, ...string[]];
  /** True where the current object is to get a successor. */
  readonly isDue: (state: Properties, news: Properties, now: Date) => boolean;
  /** The state once the current object has a successor: it is an earlier one now. */
  readonly retire: (retired: Retired<Live>) => Properties;
  /** The fields that an earlier run may have written on the current object because it has a successor. */
  readonly written: readonly string[];
  /** The state without an earlier object that is gone. */
  readonly forget: (state: Properties, id: string) => Properties;
  /** Does to the earlier objects what the state says of them, and tells each state that comes of it. */
  readonly settle: (
    context: Context,
    state: Properties,
    saw: (state: Properties) => void,
  ) => Promise<void>;
}

/** An object that has got a successor. */
export interface Retired<Live> {
  readonly live: Live;
  readonly state: Properties;
  readonly news: Properties;
  readonly now: Date;
}

/** The id under which the service knows the current object of a resource. */
export function currentId(definition: AnyDefinition, id: string, state: Properties): string {
  return idsOf(definition, id, state)[0];
}

/** The ids of all objects that the state knows of, the current one first. */
export function idsOf(
  { succession }: AnyDefinition,
  id: string,
  state: Properties,
): readonly [string, ...string[]] {
  return succession?.ids(id, state) ?? [id];
}

/** The objects of a resource that an interrupted succession left. None where the resource never had one. */
export async function straysOf(
  operation: Operation,
  id: string,
  state: Properties,
  news: Properties = state,
): Promise<Identified[]> {
  const { definition, context } = operation;
  const { succession, list } = definition;
  const isAsked = ({ [succession?.field ?? ""]: asked }: Properties): boolean =>
    asked !== undefined && asked !== null;
  if (!succession || !list || !(isAsked(state) || isAsked(news))) return [];
  const all = await context.bulk.list(definition.token, () => list(context));
  const known = new Set(idsOf(definition, id, state));
  const digest = markDigest(definition, inputsOf(definition, state));
  return [...all.values()].filter((live) => {
    if (known.has(live.id)) return false;
    const mark = carrierOf(definition).read(definition.model(live));
    return mark?.digest === digest && mark.incarnation === state["incarnation"];
  });
}

/** A state that also knows of useless objects. */
export function superseding(state: Properties, useless: readonly Identified[]): Properties {
  const ids = [...supersededOf(state), ...useless.map(({ id }) => id)];
  return { ...state, ...pending([...new Set(ids)]) };
}
