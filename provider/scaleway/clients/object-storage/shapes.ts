/**
 * Nested shapes of the AWS SDK, as programs write them: the same names in camelCase, and moments as texts.
 * @module
 */

/** A shape, with names as programs write them. */
export type NestedShape = Readonly<Record<string, unknown>>;

/** From the SDK's names to those of programs; what is not there is left out. */
export function fromSdk(shape: object): NestedShape {
  return convert(shape, (name) => (name === "ID" ? "id" : lowerFirst(name))) as NestedShape;
}

/** From the names of programs to those of the SDK. */
export function toSdk(shape: object): object {
  return convert(shape, (name) => (name === "id" ? "ID" : upperFirst(name))) as object;
}

function convert(value: unknown, rename: (name: string) => string): unknown {
  if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
  if (Array.isArray(value)) return value.map((item) => convert(item, rename));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .map(([name, member]): [string, unknown] => [
      rename(name),
      name === "date" ? new Date(String(member)) : convert(member, rename),
    ]);
  return Object.fromEntries(members);
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
