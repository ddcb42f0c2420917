/**
 * `sync`: brings a live object to the wish, aspect by aspect. Create and update both end with it.
 * @module
 */
import { cloudFields, differences, isUnmanaged, visible } from "./assembly";
import type { Identified } from "./bulk";
import type { AnyDefinition } from "./definition";
import { CloudError } from "./errors";
import { means, type Rule } from "./fields";
import type { Operation } from "./operation";
import type { Properties } from "./sanitize";
import { quoteOf } from "./secret-inputs";

/**
 * Writes each aspect that differs.
 * @param saw is told the object after each write, so that a later failure loses nothing
 */
export async function sync(
  { definition, context }: Operation,
  { live, wish }: { live: Identified; wish: Properties },
  saw: (live: Identified) => void,
): Promise<Identified> {
  let current = live;
  for (const aspect of definition.aspects) {
    const all = differences(definition, definition.model(current), wish);
    const changes = Object.fromEntries(
      Object.entries(all).filter(([name]) => aspect.fields.includes(name)),
    );
    if (Object.keys(changes).length === 0) continue;
    current = await aspect.write(context, current, wish, changes);
    context.bulk.put(definition.token, current);
    saw(current);
  }
  return current;
}

/** One object and the values it is compared with. */
export interface Comparison {
  readonly name: string;
  readonly live: Identified;
  readonly state: Properties;
  readonly wish: Properties;
  /** Fields whose change is of no concern. */
  readonly except: readonly string[];
  /** Fields of whose values no message may tell anything. */
  readonly secret: ReadonlySet<string>;
}

/**
 * True for a value that is neither as before nor as wished. In a set this is asked of each member: an update that was
 * interrupted may have changed some of them.
 */
function isForeign(
  rule: Rule,
  { now, before, wished }: { now: unknown; before: unknown; wished: unknown },
): boolean {
  if (means(rule, now, before) || means(rule, now, wished)) return false;
  if (rule.shape.type !== "set") return true;
  const membersOf = (value: unknown): Set<string> => {
    const members = rule.canonical(value);
    return new Set(Array.isArray(members) ? members.map((member) => JSON.stringify(member)) : []);
  };
  const [here, then, asked] = [membersOf(now), membersOf(before), membersOf(wished)];
  return [...new Set([...here, ...then])].some(
    (member) => here.has(member) !== then.has(member) && here.has(member) !== asked.has(member),
  );
}

/**
 * Fails where somebody changed a value elsewhere since the state was written: it is neither what the state says nor what
 * the program wishes for.
 */
export function refuseForeignChanges(definition: AnyDefinition, comparison: Comparison): void {
  const { live, state, wish, except, secret } = comparison;
  const now = visible(definition, live);
  const foreign = cloudFields(definition).filter(
    ([name, field]) =>
      !except.includes(name) &&
      !isUnmanaged(field, state[name]) &&
      !isUnmanaged(field, wish[name]) &&
      isForeign(field.rule, { now: now[name], before: state[name], wished: wish[name] }),
  );
  if (foreign.length === 0) return;
  const list = foreign.map(([field]) => {
    const [here, then] = [now[field], state[field]].map((value) => quoteOf(secret, field, value));
    return `${field} is ${here} and was ${then} at the last run`;
  });
  throw new CloudError({
    kind: "conflict",
    code: "foreign_change",
    operation: `update ${definition.noun}`,
    resource: comparison.name,
    answer: `it was changed elsewhere: ${list.join("; ")}`,
    hint: 'Nothing was written. Run refresh to take the change into the state: after it the program wins. onForeignChange: "overwrite" writes without asking.',
  });
}
