/**
 * Request bodies: the schemas that endpoints are built from, and the 400 that a broken one is answered.
 * @module
 */
import type { FastifySchemaValidationError } from "fastify";
import { invalidArguments, type ApiError, type ArgumentDetail } from "./errors";

type Schema = Readonly<Record<string, unknown>>;

const TAG_PATTERN = "^[a-zA-Z0-9._\\-/=+@ ]+$";

/** Name of an application, group or policy. */
export const NAME: Schema = {
  type: "string",
  maxLength: 64,
  pattern: "^[\\w().\\-]+( +[\\w().\\-]+)*$",
};
export const PROJECT_NAME: Schema = {
  type: "string",
  maxLength: 64,
  pattern: "^[a-zA-Z0-9._\\- ]+$",
};
export const DESCRIPTION: Schema = { type: "string", maxLength: 200 };
export const TAGS: Schema = {
  type: "array",
  maxItems: 10,
  items: { type: "string", pattern: TAG_PATTERN },
};
export const UUID: Schema = { type: "string", format: "uuid" };
export const UUIDS: Schema = { type: "array", items: UUID };
export const MOMENT: Schema = { type: "string", format: "date-time" };
export const FLAG: Schema = { type: "boolean" };
export const TEXT: Schema = { type: "string" };

/** A JSON object with these members; others are ignored, as the gateway does. */
export function object(properties: Record<string, Schema>, required: string[] = []): Schema {
  return { type: "object", properties, required };
}

/** The route option for a body of these members. */
export function body(
  properties: Record<string, Schema>,
  required: string[] = [],
): { schema: { body: Schema } } {
  return { schema: { body: object(properties, required) } };
}

/** Without its null members: to the gateway, null is the same as not given. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

/** The 400 for what the schema refused: one detail an argument. */
export function schemaRefusal(errors: readonly FastifySchemaValidationError[]): ApiError {
  return invalidArguments(...errors.map(toDetail));
}

function toDetail(error: FastifySchemaValidationError): ArgumentDetail {
  const path = error.instancePath
    .replace(/\/(\d+)(?=\/|$)/g, "[$1]")
    .replace(/\//g, ".")
    .replace(/^\./, "");
  const missing = error.params["missingProperty"];
  if (typeof missing === "string") {
    const name = path === "" ? missing : `${path}.${missing}`;
    return { argument_name: name, help_message: "", reason: "required" };
  }
  const [reason, help_message] = explain(error);
  return { argument_name: path, help_message, reason };
}

function explain({
  keyword,
  params,
  message = "",
}: FastifySchemaValidationError): [ArgumentDetail["reason"], string] {
  if (keyword === "pattern") {
    return ["constraint", `value does not match regex pattern "${String(params["pattern"])}"`];
  }
  if (keyword === "format" && params["format"] === "uuid") {
    return ["format", "value must be a valid UUID"];
  }
  const isFormat = keyword === "format" || keyword === "type";
  return [isFormat ? "format" : "constraint", `value ${message}`];
}
