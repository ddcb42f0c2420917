/**
 * Validation against the JSON schemas that policies give for their configuration, with the messages of the official CLI.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { isPropertyMap } from "../secrets/signature";
import type { PropertyMap, PropertyValue } from "../state/types";
import type { ConfigSchema } from "./policy-pack";
import { stringViolations } from "./string-schema";

/** What in a policy's configuration is not as its schema wants it, a line each. */
export function schemaViolations(
  { properties, required }: ConfigSchema,
  config: PropertyMap,
): string[] {
  return violations({ type: "object", properties, required }, config, []);
}

type Schema = PropertyMap;
type Path = readonly string[];

function violations(schema: PropertyValue, value: PropertyValue, path: Path): string[] {
  if (schema === false) return [told(path, "False always fails validation")];
  if (!isPropertyMap(schema)) return [];
  const mistype = wrongType(schema, value);
  if (mistype !== undefined) return [told(path, mistype)];
  return [
    ...wrongValue(schema, value, path).map((message) => told(path, message)),
    ...(isPropertyMap(value) ? objectViolations(schema, value, path) : []),
    ...(Array.isArray(value) ? arrayViolations(schema, value, path) : []),
  ];
}

function told(path: Path, message: string): string {
  return path.length === 0 ? message : `${path.join(".")}: ${message}`;
}

function wrongType({ type }: Schema, value: PropertyValue): string | undefined {
  const allowed = typeof type === "string" ? [type] : Array.isArray(type) ? type : [];
  const given = typeName(value);
  if (allowed.length === 0 || allowed.includes(given)) return undefined;
  if (given === "integer" && allowed.includes("number")) return undefined;
  const expected = allowed.map(String).join(",");
  return `Invalid type. Expected: ${allowed.length === 1 ? expected : `[${expected}]`}, given: ${given}`;
}

function typeName(value: PropertyValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function wrongValue(schema: Schema, value: PropertyValue, path: Path): string[] {
  const field = path.length === 0 ? "(root)" : path.join(".");
  const allowed = schema["enum"];
  const messages: string[] = [];
  if (Array.isArray(allowed) && !allowed.some((one) => isDeepStrictEqual(one, value))) {
    const choice = allowed.map((one) => JSON.stringify(one)).join(", ");
    messages.push(`${field} must be one of the following: ${choice}`);
  }
  if (schema["const"] !== undefined && !isDeepStrictEqual(schema["const"], value)) {
    messages.push(`${field} does not match: ${JSON.stringify(schema["const"])}`);
  }
  if (typeof value === "number") messages.push(...numberViolations(schema, value));
  if (typeof value === "string") messages.push(...stringViolations(schema, value));
  return messages;
}

function numberViolations(schema: Schema, value: number): string[] {
  const rules: [string, (limit: number) => boolean, string][] = [
    ["minimum", (limit) => value >= limit, "Must be greater than or equal to"],
    ["exclusiveMinimum", (limit) => value > limit, "Must be greater than"],
    ["maximum", (limit) => value <= limit, "Must be less than or equal to"],
    ["exclusiveMaximum", (limit) => value < limit, "Must be less than"],
    ["multipleOf", (limit) => Number.isInteger(value / limit), "Must be a multiple of"],
  ];
  return rules.flatMap(([rule, holds, message]) => {
    const limit = schema[rule];
    return typeof limit !== "number" || holds(limit) ? [] : [`${message} ${limit}`];
  });
}

function objectViolations(schema: Schema, value: PropertyMap, path: Path): string[] {
  const { required, minProperties, maxProperties, propertyNames } = schema;
  const names = Object.keys(value);
  const tell = (message: string): string => told(path, message);
  const missing = (Array.isArray(required) ? required.map(String) : [])
    .filter((name) => !names.includes(name))
    .map((name) => tell(`${name} is required`));
  const size = [
    ...(typeof minProperties === "number" && names.length < minProperties
      ? [tell(`Must have at least ${minProperties} properties`)]
      : []),
    ...(typeof maxProperties === "number" && names.length > maxProperties
      ? [tell(`Must have at most ${maxProperties} properties`)]
      : []),
  ];
  const misnamed = names.flatMap((name) => {
    const reasons = propertyNames === undefined ? [] : violations(propertyNames, name, path);
    return reasons.length === 0
      ? []
      : [tell(`Property name of "${name}" does not match`), ...reasons];
  });
  const wrong = Object.entries(value).flatMap(([name, one]) =>
    propertyViolations(schema, name, one, path),
  );
  return [...missing, ...size, ...misnamed, ...wrong, ...dependencyViolations(schema, value, path)];
}

function propertyViolations(
  schema: Schema,
  name: string,
  value: PropertyValue,
  path: Path,
): string[] {
  const declared = mapOf(schema["properties"])[name];
  const matching = Object.entries(mapOf(schema["patternProperties"]))
    .filter(([pattern]) => new RegExp(pattern, "u").test(name))
    .map(([, one]) => one);
  const schemas = declared === undefined ? matching : [declared, ...matching];
  const others = schema["additionalProperties"];
  if (schemas.length === 0 && others === false) {
    return [told(path, `Additional property ${name} is not allowed`)];
  }
  if (schemas.length === 0 && others !== undefined) schemas.push(others);
  return schemas.flatMap((one) => violations(one, value, [...path, name]));
}

function dependencyViolations(schema: Schema, value: PropertyMap, path: Path): string[] {
  return Object.entries(mapOf(schema["dependencies"])).flatMap(([name, needed]) => {
    if (!(name in value)) return [];
    if (!Array.isArray(needed)) return violations(needed, value, path);
    return needed
      .filter((one) => typeof one === "string")
      .filter((one) => !(one in value))
      .map((one) => told(path, `Has a dependency on ${one}`));
  });
}

function arrayViolations(schema: Schema, value: PropertyValue[], path: Path): string[] {
  const { items, additionalItems, minItems, maxItems, uniqueItems, contains } = schema;
  const messages: string[] = [];
  if (typeof minItems === "number" && value.length < minItems) {
    messages.push(`Array must have at least ${minItems} items`);
  }
  if (typeof maxItems === "number" && value.length > maxItems) {
    messages.push(`Array must have at most ${maxItems} items`);
  }
  if (uniqueItems === true) messages.push(...repetitions(value));
  const inner = contains === undefined ? [[]] : containment(contains, value, path);
  if (inner.length === 0 || inner[0]?.length !== 0) {
    messages.push("At least one of the items must match");
  }
  const wrong = value.flatMap((one, index) => {
    const own = Array.isArray(items) ? (items[index] ?? additionalItems) : items;
    return own === undefined ? [] : violations(own, one, [...path, String(index)]);
  });
  return [...messages.map((message) => told(path, message)), ...(inner[0] ?? []), ...wrong];
}

function repetitions(value: readonly PropertyValue[]): string[] {
  return value.flatMap((one, index) => {
    const before = value.slice(0, index).findLastIndex((other) => isDeepStrictEqual(one, other));
    return before < 0 ? [] : [`array items[${before},${index}] must be unique`];
  });
}

/** What every item lacks to be what the array must contain; the one that lacks least comes first. */
function containment(
  schema: PropertyValue,
  value: readonly PropertyValue[],
  path: Path,
): string[][] {
  return value
    .map((one, index) => violations(schema, one, [...path, String(index)]))
    .sort((one, other) => one.length - other.length);
}

function mapOf(value: PropertyValue | undefined): PropertyMap {
  return isPropertyMap(value) ? value : {};
}
