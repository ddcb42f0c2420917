/**
 * The third opinion on statements of bucket policies, their principals apart.
 * @module
 */
/* eslint-disable complexity -- to be read beside the specification, rule by rule */
import type { S3Operation } from "../../catalog/index";
import type { Circumstances, Statement } from "../../provider/access";
import type { DrawnSwitches } from "./case";

/** What a statement is compared with. */
export interface Request {
  readonly entry: S3Operation;
  readonly bucket: string;
  readonly key: string | undefined;
  readonly told: Circumstances;
  readonly switches: DrawnSwitches;
}

const LISTS = ["ListObjects", "ListObjectsV2", "ListObjectVersions"];
const CREATIONS = ["PutObject", "PostObject", "CopyObject", "CompleteMultipartUpload"];
const WRITES = [...CREATIONS, "CreateMultipartUpload", "UploadPart", "UploadPartCopy"];

/** Section 5. */
export function statementFits(statement: Statement, request: Request): boolean {
  return (
    statement.actions.some((action) => actionFits(action.toLowerCase(), request)) &&
    statement.resources.some((resource) => resourceFits(resource, request)) &&
    Object.entries(statement.conditions ?? {}).every(([operator, byKey]) =>
      Object.entries(byKey).every(([key, values]) =>
        conditionFits(operator, factOf(key.toLowerCase(), request), values),
      ),
    )
  );
}

function actionFits(action: string, { entry, switches }: Request): boolean {
  if (action === "*" || action === "s3:*") return true;
  if (entry.bucketPolicyGate === "wildcard") return false;
  const isBatch =
    action === "s3:deleteobjects" &&
    entry.operation === "DeleteObjects" &&
    switches.acceptDeleteObjectsAction;
  return isBatch || action === entry.bucketPolicyAction?.toLowerCase();
}

function resourceFits(resource: string, { entry, bucket, key = "" }: Request): boolean {
  if (entry.resource === "bucket") return resource === bucket;
  return like(`${bucket}/${key}`, resource.split(""), false);
}

/** `*` is any text and, where so wished, `?` any character. */
function like(text: string, pattern: readonly string[], hasAny: boolean): boolean {
  const [sign, ...rest] = pattern;
  if (sign === undefined) return text === "";
  if (sign === "*") {
    for (let skipped = 0; skipped <= text.length; skipped += 1) {
      if (like(text.slice(skipped), rest, hasAny)) return true;
    }
    return false;
  }
  const isSame = text !== "" && (text.startsWith(sign) || (hasAny && sign === "?"));
  return isSame && like(text.slice(1), rest, hasAny);
}

function factOf(key: string, { entry: { operation }, told }: Request): string | undefined {
  const isWrite = WRITES.includes(operation);
  switch (key) {
    case "aws:sourceip":
      return told.ip;
    case "aws:referer":
      return told.referer ?? undefined;
    case "aws:currenttime":
      return told.time?.toISOString();
    case "aws:epochtime":
      return String(Math.floor(told.time!.getTime() / 1000));
    case "aws:securetransport":
      return String(told.isSecure);
    case "s3:prefix":
      return LISTS.includes(operation) ? (told.prefix ?? "") : undefined;
    case "s3:if-match":
      return isWrite ? (told.ifMatch ?? undefined) : undefined;
    case "s3:if-none-match":
      return isWrite ? (told.ifNoneMatch ?? undefined) : undefined;
    default:
      return isWrite ? String(CREATIONS.includes(operation)) : undefined;
  }
}

function conditionFits(
  operator: string,
  fact: string | undefined,
  values: readonly string[],
): boolean {
  if (operator === "Null") {
    return values.some((value) => (value.toLowerCase() === "true") === (fact === undefined));
  }
  const isNot = operator.includes("Not");
  if (fact === undefined) return isNot;
  return values.some((value) => matches(operator.replace("Not", ""), fact, value)) !== isNot;
}

function matches(operator: string, fact: string, value: string): boolean {
  switch (operator) {
    case "IpAddress":
      return isWithin(fact, value);
    case "StringEquals":
      return fact === value;
    case "StringLike":
      return like(fact, value.split(""), true);
    case "DateGreaterThan":
      return moment(fact) > moment(value);
    case "DateGreaterThanEquals":
      return moment(fact) >= moment(value);
    case "DateLessThan":
      return moment(fact) < moment(value);
    case "DateLessThanEquals":
      return moment(fact) <= moment(value);
    default:
      // StringEqualsIgnoreCase, Bool
      return fact.toLowerCase() === value.toLowerCase();
  }
}

const moment = (text: string): number =>
  /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);

/** Bit by bit. */
function isWithin(address: string, range: string): boolean {
  const [base = "", count] = range.split("/");
  const [left, right] = [bitsOf(address), bitsOf(base)];
  const bits = count === undefined ? right.length : Number(count);
  return left.length === right.length && left.slice(0, bits) === right.slice(0, bits);
}

function bitsOf(address: string): string {
  const binary = (text: string, radix: number, length: number): string =>
    parseInt(text, radix).toString(2).padStart(length, "0");
  if (!address.includes(":")) {
    return address
      .split(".")
      .map((part) => binary(part, 10, 8))
      .join("");
  }
  const [head = "", tail = ""] = address.split("::");
  const [before, after] = [head, tail].map((half) => half.split(":").filter(Boolean));
  const zeros = Array.from({ length: 8 - before!.length - after!.length }, () => "0");
  return [...before!, ...zeros, ...after!].map((part) => binary(part, 16, 16)).join("");
}
