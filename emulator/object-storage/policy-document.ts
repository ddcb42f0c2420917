/**
 * The text of a bucket policy: what it may say, and the form in which it is given back.
 * @module
 */
import type { Switches } from "../switches";
import { S3Error } from "./errors";
import { actionIsKnown } from "./policy-actions";
import { verifyCondition } from "./policy-conditions";
import {
  malformedPolicy,
  POLICY_VERSIONS,
  type PolicyDocument,
  type PolicyStatement,
  type PolicyVersion,
  type Texts,
} from "./policy-grammar";
import { verifyPrincipal } from "./policy-principals";

const LONGEST_ID = 280;
const MEMBERS = ["Version", "Id", "Statement"];
const STATEMENT_MEMBERS = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];

type Json = Readonly<Record<string, unknown>>;

/** What a text is read for. */
export interface Reading {
  readonly bucketName: string;
  readonly switches: Switches;
}

/**
 * Reads a policy; members keep the order of the request.
 * @throws S3Error MalformedPolicy
 */
export function readPolicy(text: string, reading: Reading): PolicyDocument {
  const document = parsed(text);
  const { Version: version, Id: id, Statement: statements } = document;
  refuseOthers(document, MEMBERS);
  if (!isOneOf(POLICY_VERSIONS, version)) throw malformedPolicy("version");
  if (id !== undefined && (typeof id !== "string" || id.length > LONGEST_ID)) {
    throw malformedPolicy("id");
  }
  const list: unknown[] = Array.isArray(statements) ? statements : [statements];
  if (list.length === 0) throw malformedPolicy("statement");
  const read = list.map((statement) => readStatement(statement, version, reading));
  return { ...document, Version: version, Statement: read };
}

function parsed(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new S3Error("MalformedPolicy");
  }
  if (!isObject(value)) throw new S3Error("MalformedPolicy");
  return value;
}

function readStatement(value: unknown, version: PolicyVersion, reading: Reading): PolicyStatement {
  if (!isObject(value)) throw malformedPolicy("statement");
  refuseOthers(value, STATEMENT_MEMBERS);
  const { Sid: sid, Effect: effect, Principal: principal, Condition: condition } = value;
  if (sid !== undefined && typeof sid !== "string") throw malformedPolicy("sid");
  if (!isOneOf(["Allow", "Deny"] as const, effect)) throw malformedPolicy("effect");
  verifyPrincipal(principal, version);
  const actions = textsOf(value["Action"], "action");
  if (!actions.every((action) => actionIsKnown(action, reading.switches))) {
    throw malformedPolicy("action");
  }
  const resources = textsOf(value["Resource"], "resource");
  if (!resources.every((resource) => isResource(resource, reading))) {
    throw malformedPolicy("resource");
  }
  if (condition !== undefined) verifyCondition(condition);
  // Recorded: a list of one becomes a text, and actions are sorted.
  const normalized = { Action: single([...actions].sort()), Resource: single(resources) };
  return { ...(value as unknown as PolicyStatement), ...normalized };
}

/** The bucket itself or something below it, by its bare name: no ARN, and no other bucket. */
function isResource(resource: string, { bucketName, switches }: Reading): boolean {
  if (resource !== bucketName && !resource.startsWith(`${bucketName}/`)) return false;
  const withoutEnd = resource.endsWith("/*") ? resource.slice(0, -2) : resource;
  return switches.midWildcard === "matches" || !withoutEnd.includes("*");
}

function textsOf(value: unknown, what: string): readonly string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0 || !list.every((item) => typeof item === "string")) {
    throw malformedPolicy(what);
  }
  return list;
}

const single = (texts: readonly string[]): Texts =>
  texts.length === 1 && texts[0] !== undefined ? texts[0] : texts;

/** What is outside the grammar, such as NotPrincipal, is refused by its name. */
function refuseOthers(value: Json, known: readonly string[]): void {
  const other = Object.keys(value).find((name) => !known.includes(name));
  if (other !== undefined) throw malformedPolicy(`field ${other}`);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOneOf<Value extends string>(values: readonly Value[], value: unknown): value is Value {
  return values.some((candidate) => candidate === value);
}
