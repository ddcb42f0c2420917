/**
 * The rules of what a list can be narrowed to and ordered by.
 * @module
 */
import type { Rule } from "../../core/fields";
import { boolean, instant, oneOf, set, text, uuid } from "../../core/rules";

/** As many ids as fit into the address of one call. */
const MAXIMUM_IDS = 100;

/** Any text that is one. */
export const anyText: Rule = text({ minimum: 1, maximum: 1_000 });

/** True or false. */
export const flag: Rule = boolean();

/** A moment, RFC 3339. */
export const moment: Rule = instant();

/** One id. */
export const id = uuid;

/** Several ids, of which any will do. */
export const ids = (of: string): Rule => set(uuid(of), MAXIMUM_IDS);

/** Several words, of which any will do. */
export const words: Rule = set(anyText, MAXIMUM_IDS);

/** An order by one of these, upwards or downwards. */
export const orders = (...names: readonly string[]): Rule =>
  oneOf(...names.flatMap((name) => [`${name}Asc`, `${name}Desc`]));

/** One of a few words. */
export const choice = oneOf;
