/**
 * Types of configuration values that Pulumi.yaml declares, as the official engine understands them.
 * @module
 */

/** A type; an array has one for its items. */
export interface DeclaredType {
  name: string;
  items?: DeclaredType;
}

/** A type in the words of the file; nothing in it is taken on trust. */
export interface TypeWords {
  type?: unknown;
  items?: unknown;
}

/** Reads a type. */
export function declaredType({ type, items }: TypeWords): DeclaredType {
  return {
    name: String(type),
    ...(typeof items === "object" && items !== null && { items: declaredType(items) }),
  };
}

/** A type as people write it, such as `array<string>`. */
export function nameOfType({ name, items }: DeclaredType): string {
  return items === undefined ? name : `${name}<${nameOfType(items)}>`;
}

/** Whether a value is of a type. Numbers and truth values may be text, as bare values of a file are. */
export function isOfType(value: unknown, { name, items }: DeclaredType): boolean {
  switch (name) {
    case "string":
      return typeof value === "string";
    case "integer":
      return typeof value === "string" ? /^[-+]?\d+$/.test(value) : Number.isInteger(value);
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return (
        Array.isArray(value) && items !== undefined && value.every((one) => isOfType(one, items))
      );
  }
}
