/**
 * What Scaleway's own error bodies mean: the kind, the service's word for the case, and what to do next.
 * @module
 */
import type { CloudErrorKind, ErrorDetail } from "../core/errors";
import type { Interpretation } from "../core/wire-errors";
import { missingRightHint } from "./hints";

/** Kinds of the body's `type`, where they say more than the status. */
const KIND_BY_TYPE: Readonly<Record<string, CloudErrorKind>> = {
  invalid_arguments: "invalid",
  denied_authentication: "denied",
  permissions_denied: "denied",
  quotas_exceeded: "quota",
  out_of_stock: "unavailable",
  not_found: "notFound",
  resource_expired: "notFound",
  expired: "notFound",
  transient_state: "conflict",
  already_exists: "conflict",
  conflict: "conflict",
  locked: "precondition",
  precondition_failed: "precondition",
  too_many_requests: "rateLimited",
};

/**
 * Reads an error body of the IAM and Account services.
 * @returns undefined where the body is not one of theirs
 */
export function interpretScalewayError(status: number, body: unknown): Interpretation | undefined {
  if (!isRecord(body) || typeof body["message"] !== "string") return undefined;
  const type = text(body["type"]);
  // A missing object is only believed when the service uses its own word for it.
  if ((status === 404 || status === 410) && KIND_BY_TYPE[type ?? ""] !== "notFound")
    return undefined;
  const kind = KIND_BY_TYPE[type ?? ""];
  const code = text(body["precondition"]) ?? text(body["reason"]) ?? type;
  const details = detailsOf(body["details"]);
  const hint = hintFor(type, body, details);
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(code === undefined ? {} : { code }),
    ...(hint === undefined ? {} : { hint }),
    ...(details.length === 0 ? {} : { details }),
    answer: answerText(status, body, details),
  };
}

function answerText(
  status: number,
  body: Record<string, unknown>,
  details: readonly ErrorDetail[],
): string {
  const type = text(body["type"]);
  const particulars = [
    describeObject(body),
    text(body["help_message"]),
    ...details.map(describeDetail),
  ].filter(Boolean);
  const extra = particulars.length === 0 ? "" : ` (${particulars.join("; ")})`;
  const word = type === undefined ? "" : ` ${type}`;
  return `the service answered ${String(status)}${word}: ${String(body["message"])}${extra}`;
}

/** Which object the service speaks of; it may be another than the one that is made. */
function describeObject(body: Record<string, unknown>): string | undefined {
  const words = [text(body["resource"])?.replace(/_id$/, ""), text(body["resource_id"])];
  return words.filter(Boolean).join(" ");
}

/** Such as `tags[0]: value does not match`, `write on api_key`, or `25 of 25 UsrProjectsWidth`. */
function describeDetail(detail: ErrorDetail): string {
  const { argument_name: argument, help_message: help, reason } = detail;
  const why = help === undefined || help === "" ? reason : help;
  if (argument !== undefined) return `${String(argument)}: ${String(why)}`;
  if (detail["action"] !== undefined) {
    return `needs ${String(detail["action"])} on ${String(detail["resource"])}`;
  }
  if (detail["quota"] !== undefined) {
    return `${String(detail["current"])} of ${String(detail["quota"])} ${String(detail["resource"])}`;
  }
  return JSON.stringify(detail);
}

function hintFor(
  type: string | undefined,
  body: Record<string, unknown>,
  details: readonly ErrorDetail[],
): string | undefined {
  switch (type) {
    case "permissions_denied":
      return missingRightHint(details);
    case "denied_authentication":
      return body["reason"] === "expired"
        ? "The API key has expired: use another one."
        : "Check the access key and the secret key, and that the key still exists.";
    case "quotas_exceeded":
      return "Remove what is no longer needed, or ask Scaleway for a higher quota.";
    case "invalid_arguments":
      return "Correct the argument named.";
    case "not_found":
      return "Check the ids that the program gives; one of an object that was deleted elsewhere needs a refresh.";
    case "already_exists":
      return 'Choose another name, or remove the existing object; adopt: "existing" (or adopt: { id }) takes it over as it is.';
    default:
      return undefined;
  }
}

function detailsOf(value: unknown): ErrorDetail[] {
  return Array.isArray(value) ? value.filter(isRecord).map(plainFields) : [];
}

function plainFields(value: Record<string, unknown>): ErrorDetail {
  const fields: Record<string, string | number | boolean> = {};
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === "string" || typeof field === "number" || typeof field === "boolean") {
      fields[name] = field;
    }
  }
  return fields;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
