/**
 * `diff`: what changes, by meaning: order in sets, the wording of moments and left-out defaults make no difference.
 * @module
 */
import { isUnmanaged, wishOf, withDefaults } from "./assembly";
import { recordedFields } from "./common";
import type { AnyDefinition } from "./definition";
import { means } from "./fields";
import { supersededOf } from "./operation";
import type { Properties } from "./sanitize";

/** What the engine is told. */
export interface DiffAnswer {
  readonly changes: boolean;
  readonly replaces: string[];
  readonly deleteBeforeReplace: boolean;
}

/**
 * Compares the state's outputs with checked inputs. A value that is not known yet counts as changed, and so does what time
 * alone makes due: a preview shows it.
 */
export function diffInputs(
  definition: AnyDefinition,
  { state, news, now }: { state: Properties; news: Properties; now: Date },
): DiffAnswer {
  const wish = { ...news, ...wishOf(definition, news, state) };
  // A state of an older version lacks what is new: that is no change.
  const before = withDefaults(definition, state);
  const fields = Object.entries({ ...definition.fields, ...recordedFields });
  const changed = fields.filter(
    ([name, field]) =>
      !isUnmanaged(field, wish[name]) && !means(field.rule, before[name], wish[name]),
  );
  const names = changed.map(([name]) => name);
  const always = changed.filter(([, field]) => field.replaces).map(([name]) => name);
  const replaces = [...new Set([...always, ...(definition.replaces?.(names, news) ?? [])])];
  const isDue = supersededOf(state).length > 0 || (definition.due?.(state, news, now) ?? false);
  return {
    changes: names.length > 0 || isDue,
    replaces,
    deleteBeforeReplace:
      replaces.length > 0 && (definition.deleteBeforeReplace?.(news, state) ?? false),
  };
}
