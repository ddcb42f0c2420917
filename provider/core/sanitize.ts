/**
 * What handlers return is converted by the engine's SDK, which throws on some values *after* the object was made, and
 * turns others into nothing. So everything passes here first.
 * @module
 */

/** Plain properties, as the engine passes them and as handlers return them. */
export type Properties = Record<string, unknown>;

/** The same data as text, numbers, booleans, null, lists and objects: undefined members are left out. */
export function sanitize(properties: Properties): Properties {
  return plainObject(properties);
}

function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (value instanceof Set) return [...(value as Set<unknown>)].map(plain);
  if (value instanceof Map) return plainObject(Object.fromEntries([...value].map(named)));
  if (Array.isArray(value)) return value.map(plain);
  return plainObject(value as Properties);
}

/** A member of a Map: a key that is no text becomes one, without asking an object for its own `toString`. */
function named([key, member]: [unknown, unknown]): [string, unknown] {
  const name = plain(key);
  return [typeof name === "string" ? name : JSON.stringify(name), member];
}

function plainObject(value: Properties): Properties {
  const isKept = ([, member]: [string, unknown]): boolean =>
    !["undefined", "function", "symbol"].includes(typeof member);
  return Object.fromEntries(
    Object.entries(value)
      .filter(isKept)
      .map(([name, member]) => [name, plain(member)]),
  );
}
