/**
 * Bucket policies in Scaleway's own grammar, and what the grammar does not allow.
 * @module
 */
import { bucketPolicyGrammar } from "pulumi-storage-access-catalog";
import { conditionFault } from "../statement-conditions";
import { UNKNOWN, type BucketPolicy, type Statement } from "../world";

type Json = Readonly<Record<string, unknown>>;

const VERSIONS = ["2023-04-17", "2012-10-17"] as const;
const MEMBERS = ["Version", "Id", "Statement"];
const STATEMENT_MEMBERS = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
const EVERYONE = "*";
const PREFIXES = {
  userIds: "user_id:",
  applicationIds: "application_id:",
  projectIds: "project_id:",
} as const;
/** Whether the service takes these is a switch. */
const DISPUTED = ["s3:DeleteObjects", "s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"];
const ACTIONS = new Set(
  [EVERYONE, "s3:*", ...bucketPolicyGrammar.actions, ...DISPUTED].map((name) => name.toLowerCase()),
);

/** A policy as JSON, or as the object that JSON stands for; `malformed` where the grammar does not allow it. */
export function policyOfDocument(document: unknown, bucket: string): BucketPolicy {
  try {
    const wire = asObject(typeof document === "string" ? parsed(document) : document, "document");
    refuseOthers(wire, MEMBERS);
    const version = VERSIONS.find((known) => known === wire["Version"]);
    if (!version) throw new Malformed(`there is no version ${shown(wire["Version"])}`);
    const id = wire["Id"];
    if (id !== undefined && (typeof id !== "string" || id.length > 280)) {
      throw new Malformed("its Id is no text of at most 280 characters");
    }
    const statements = listOf(wire["Statement"]).map(statementOf);
    if (statements.length === 0) throw new Malformed("it has no statement");
    const fault = statements.map((one) => statementFault(one, bucket, version)).find(Boolean);
    if (fault !== undefined) throw new Malformed(fault);
    return { version, statements };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { version: VERSIONS[0], statements: [], malformed: error.message };
  }
}

/** What the grammar does not allow in a statement, as a sentence; undefined where it is good. */
export function statementFault(
  { actions, resources, principals, conditions = {} }: Statement,
  bucket: string,
  version: BucketPolicy["version"],
): string | undefined {
  const action = actions.find((name) => name !== UNKNOWN && !ACTIONS.has(name.toLowerCase()));
  if (action !== undefined) return `there is no action ${action}`;
  const isOfBucket = (text: string): boolean =>
    text === UNKNOWN || text === bucket || text.startsWith(`${bucket}/`);
  const resource = bucket.startsWith("urn:")
    ? undefined
    : resources.find((text) => !isOfBucket(text));
  if (resource !== undefined) return `the resource ${resource} is not of bucket ${bucket}`;
  if (actions.length === 0) return "a statement has no action";
  if (resources.length === 0) return "a statement has no resource";
  if (version === "2012-10-17" && (principals.applicationIds ?? []).length > 0) {
    return "applications can be named in version 2023-04-17 only";
  }
  if (version === "2023-04-17" && (principals.projectIds ?? []).length > 0) {
    return "Projects can be named in version 2012-10-17 only";
  }
  return Object.entries(conditions)
    .flatMap(([operator, byKey]) =>
      Object.entries(byKey).map(([key, values]) => conditionFault(operator, key, values)),
    )
    .find((fault) => fault !== undefined);
}

class Malformed extends Error {}

function statementOf(value: unknown): Statement {
  const wire = asObject(value, "Statement");
  refuseOthers(wire, STATEMENT_MEMBERS);
  const { Sid: sid, Effect: effect, Condition: condition } = wire;
  if (sid !== undefined && typeof sid !== "string") throw new Malformed("a Sid is no text");
  if (effect !== "Allow" && effect !== "Deny")
    throw new Malformed(`there is no Effect ${shown(effect)}`);
  return {
    ...(sid === undefined ? {} : { sid }),
    effect,
    principals: principalsOf(wire["Principal"]),
    actions: textsOf(wire["Action"], "Action"),
    resources: textsOf(wire["Resource"], "Resource"),
    conditions: condition === undefined ? {} : conditionsOf(condition),
  };
}

function principalsOf(value: unknown): Statement["principals"] {
  const names =
    value === EVERYONE ? [EVERYONE] : textsOf(asObject(value, "Principal")["SCW"], "Principal");
  const ids: Record<keyof typeof PREFIXES, string[]> = {
    userIds: [],
    applicationIds: [],
    projectIds: [],
  };
  for (const name of names) {
    if (name === EVERYONE) continue;
    const [kind, prefix] =
      Object.entries(PREFIXES).find(([, start]) => name.startsWith(start)) ?? [];
    if (name === UNKNOWN) {
      ids.userIds.push(UNKNOWN);
      ids.applicationIds.push(UNKNOWN);
    } else if (kind === undefined || prefix === undefined) {
      throw new Malformed(`there is no principal ${name}`);
    } else ids[kind as keyof typeof PREFIXES].push(name.slice(prefix.length));
  }
  return { everyone: names.includes(EVERYONE), ...ids };
}

function conditionsOf(value: unknown): Record<string, Record<string, string[]>> {
  return Object.fromEntries(
    Object.entries(asObject(value, "Condition")).map(([operator, byKey]) => [
      operator,
      Object.fromEntries(
        Object.entries(asObject(byKey, "Condition")).map(([key, values]) => [
          key,
          listOf(values).map((item) => (typeof item === "string" ? item : shown(item))),
        ]),
      ),
    ]),
  );
}

function textsOf(value: unknown, what: string): string[] {
  const list = listOf(value);
  const texts = list.filter((item) => typeof item === "string");
  if (list.length === 0 || texts.length < list.length) {
    throw new Malformed(`${what} is no text and no list of texts`);
  }
  return texts;
}

/** What is outside the grammar, such as NotPrincipal, is named. */
function refuseOthers(wire: Json, known: readonly string[]): void {
  const other = Object.keys(wire).find((name) => !known.includes(name));
  if (other !== undefined) throw new Malformed(`there is no member ${other}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed("it is no JSON");
  }
}

function asObject(value: unknown, what: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw new Malformed(`${what} is no object`);
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

const shown = (value: unknown): string => JSON.stringify(value ?? null);
