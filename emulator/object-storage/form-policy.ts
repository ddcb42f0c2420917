/**
 * What the signer of a form lets its sender fill in: conditions on the fields and on the file, until a moment.
 * @module
 */
import { S3Error } from "./errors";
import type { Form } from "./form";

type Condition =
  | {
      readonly operator: "eq" | "starts-with";
      /** In lowercase, without `$`. */
      readonly field: string;
      readonly value: string;
    }
  | {
      readonly operator: "content-length-range";
      readonly minimum: number;
      readonly maximum: number;
    };

interface FormPolicy {
  readonly expiration: Date;
  readonly conditions: readonly Condition[];
}

/** Fields that need no condition. */
const FREE_FIELDS = ["x-amz-signature", "policy"];
const FREE_PREFIX = "x-ignore-";
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/** What a form is measured with. */
export interface FormFacts {
  /** The policy as signed, in base 64. */
  readonly policy: string;
  readonly bucketName: string;
  readonly now: Date;
}

/**
 * Verifies that a form is what the signer of its policy allowed.
 * @throws S3Error InvalidPolicyDocument, AccessDenied, EntityTooSmall or EntityTooLarge
 */
export function verifyFormPolicy(
  { fields, file }: Form,
  { policy, bucketName, now }: FormFacts,
): void {
  const { expiration, conditions } = policyOf(policy);
  if (expiration <= now) throw denied("Policy expired.");
  // The address says the bucket, whatever a field says.
  const all = new Map([...fields, ["bucket", bucketName]]);
  for (const condition of conditions) {
    if (condition.operator === "content-length-range") verifySize(condition, file.length);
    else verifyField(condition, all.get(condition.field) ?? "");
  }
  const covered = conditions.map((condition) => ("field" in condition ? condition.field : ""));
  const extra = [...all.keys()].filter(
    (name) =>
      !covered.includes(name) && !FREE_FIELDS.includes(name) && !name.startsWith(FREE_PREFIX),
  );
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(", ")}`);
}

function verifyField(condition: Exclude<Condition, { minimum: number }>, given: string): void {
  const { operator, field, value } = condition;
  // A list of types is as good as each of them.
  const texts = operator === "starts-with" && field === "content-type" ? given.split(",") : [given];
  const holds = texts.every((text) =>
    operator === "eq" ? text === value : text.startsWith(value),
  );
  if (!holds) {
    throw denied(`Policy Condition failed: ["${operator}", "$${field}", "${value}"]`);
  }
}

function verifySize(
  { minimum, maximum }: Extract<Condition, { minimum: number }>,
  sizeBytes: number,
): void {
  const ProposedSize = String(sizeBytes);
  if (sizeBytes > maximum) {
    throw new S3Error("EntityTooLarge", {
      details: { ProposedSize, MaxSizeAllowed: String(maximum) },
    });
  }
  if (sizeBytes < minimum) {
    throw new S3Error("EntityTooSmall", {
      details: { ProposedSize, MinSizeAllowed: String(minimum) },
    });
  }
}

function policyOf(text: string): FormPolicy {
  const { expiration, conditions } = documentOf(text);
  if (expiration === undefined) throw invalid("Policy missing expiration.");
  const moment = momentOf(expiration);
  if (!moment) throw invalid(`Invalid 'expiration' value: '${shown(expiration)}'`);
  if (conditions === undefined) throw invalid("Policy missing conditions.");
  if (!Array.isArray(conditions)) throw invalid("Invalid 'conditions' value: must be a List.");
  return { expiration: moment, conditions: conditions.map(conditionOf) };
}

function momentOf(expiration: unknown): Date | undefined {
  if (typeof expiration !== "string" || !MOMENT.test(expiration)) return undefined;
  const moment = new Date(expiration);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

function documentOf(text: string): { expiration?: unknown; conditions?: unknown } {
  try {
    const document: unknown = JSON.parse(Buffer.from(text, "base64").toString("utf8"));
    if (typeof document === "object" && document !== null) return document;
  } catch {
    // Refused below.
  }
  throw invalid("Invalid JSON.");
}

function conditionOf(condition: unknown): Condition {
  if (Array.isArray(condition)) return listed(condition);
  const pairs = typeof condition === "object" && condition ? Object.entries(condition) : [];
  const [[field, value] = ["", undefined]] = pairs;
  if (pairs.length === 1 && typeof value === "string") {
    return { operator: "eq", field: field.toLowerCase(), value };
  }
  throw invalid(
    "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
  );
}

function listed(condition: readonly unknown[]): Condition {
  const [first, second, third] = condition;
  const operator = typeof first === "string" ? first.toLowerCase() : "";
  if (condition.length === 3 && operator === "content-length-range") {
    const [minimum, maximum] = [Number(second), Number(third)];
    if (Number.isInteger(minimum) && Number.isInteger(maximum) && minimum >= 0 && maximum >= 0) {
      return { operator, minimum, maximum };
    }
  } else if (condition.length === 3 && (operator === "eq" || operator === "starts-with")) {
    const isField = typeof second === "string" && second.startsWith("$");
    if (isField && typeof third === "string") {
      return { operator, field: second.slice(1).toLowerCase(), value: third };
    }
  }
  throw invalid(`Invalid Condition: ${shown(condition)}`);
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function denied(reason: string): S3Error {
  return new S3Error("AccessDenied", { message: `Invalid according to Policy: ${reason}` });
}

function invalid(reason: string): S3Error {
  return new S3Error("InvalidPolicyDocument", { message: `Invalid Policy: ${reason}` });
}
