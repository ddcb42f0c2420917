/**
 * What a list is narrowed to and ordered by: in our words at the clients' door, in the service's beyond it.
 * @module
 */
import type { QueryValue } from "../../core/http";

/** What a list can be ordered by: `createdAtAsc`, `createdAtDesc`... */
export type Order<Name extends string> = `${Name}Asc` | `${Name}Desc`;

/** Our words for which the service has others than the same in its own spelling. */
export type Renamed = Readonly<Record<string, string>>;

/** `resourceType` -> `resource_type`. */
export function snakeCase(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `resource_type` -> `resourceType`. */
export function camelCase(word: string): string {
  return word.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The query parameters of a search; what is undefined in it has none. */
export function queryOf(search: object, renamed: Renamed = {}): Record<string, QueryValue> {
  const wire = (name: string): string => snakeCase(renamed[name] ?? name);
  const query: Record<string, QueryValue> = {};
  for (const [name, value] of Object.entries(search as Readonly<Record<string, QueryValue>>)) {
    if (value === undefined) continue;
    query[wire(name)] = name === "orderBy" ? wireOrder(String(value), wire) : value;
  }
  return query;
}

function wireOrder(order: string, wire: (name: string) => string): string {
  const [, what = "", direction = ""] = /^(.*)(Asc|Desc)$/.exec(order) ?? [];
  return `${wire(what)}_${direction.toLowerCase()}`;
}
