/**
 * The text of a bucket policy, in Scaleway's grammar, and what it says.
 * @module
 */

/** Whom a statement is about. */
export interface PolicyPrincipals {
  readonly everyone?: boolean;
  readonly userIds?: readonly string[];
  readonly applicationIds?: readonly string[];
  /** In version 2012-10-17 only. */
  readonly projectIds?: readonly string[];
}

/** By operator and key, values of which any one will do. */
export type PolicyConditions = Readonly<Record<string, Readonly<Record<string, PolicyValues>>>>;
type PolicyValues = string | readonly string[];

/** One statement. */
export interface PolicyStatement {
  readonly sid?: string;
  readonly effect?: "Allow" | "Deny";
  readonly principals: PolicyPrincipals;
  readonly actions: readonly string[];
  /** Absent: the bucket and everything in it. */
  readonly resources?: readonly string[];
  readonly conditions?: PolicyConditions;
}

/** A bucket's policy. */
export interface BucketPolicyContent {
  readonly version: string;
  readonly id?: string | undefined;
  readonly statements: readonly PolicyStatement[];
}

/** A policy as JSON holds it; whatever is not as expected is looked at as it is. */
type Wire = Readonly<Record<string, unknown>>;

const PREFIXES = {
  userIds: "user_id:",
  applicationIds: "application_id:",
  projectIds: "project_id:",
} as const;
const KINDS = Object.entries(PREFIXES) as [keyof typeof PREFIXES, string][];
const EVERYONE = "*";

/** The text that says this of a bucket. */
export function policyToText(bucket: string, policy: BucketPolicyContent): string {
  return JSON.stringify({
    Version: policy.version,
    Id: policy.id,
    Statement: policy.statements.map((statement) => statementToWire(bucket, statement)),
  });
}

function statementToWire(bucket: string, statement: PolicyStatement): Wire {
  const { sid, effect = "Allow", principals, actions, resources, conditions } = statement;
  return {
    Sid: sid,
    Effect: effect,
    Principal: principalsToWire(principals),
    Action: actions,
    Resource: resources ?? [bucket, `${bucket}/*`],
    Condition: conditions,
  };
}

function principalsToWire(principals: PolicyPrincipals): Wire | string {
  const named = KINDS.flatMap(([kind, prefix]) =>
    (principals[kind] ?? []).map((id) => `${prefix}${id}`),
  );
  if (named.length === 0 && principals.everyone) return EVERYONE;
  return { SCW: principals.everyone ? [EVERYONE, ...named] : named };
}

/**
 * What a text, or the object that it stands for, says.
 * @returns undefined where it is no policy at all; single parts that are not as they should be are left to the service
 */
export function policyOfText(text: unknown): BucketPolicyContent | undefined {
  const wire = typeof text === "string" ? parsed(text) : text;
  if (!isObject(wire)) return undefined;
  const statements = listOf(wire["Statement"]);
  if (!statements.every(isObject)) return undefined;
  return {
    version: stringOf(wire["Version"]),
    ...(wire["Id"] === undefined ? {} : { id: stringOf(wire["Id"]) }),
    statements: statements.map(statementOfWire),
  };
}

function statementOfWire(wire: Wire): PolicyStatement {
  const { Sid: sid, Effect: effect, Condition: conditions } = wire;
  return {
    ...(sid === undefined ? {} : { sid: stringOf(sid) }),
    ...(effect === undefined ? {} : { effect: effect as "Allow" | "Deny" }),
    principals: principalsOfWire(wire["Principal"]),
    actions: listOf(wire["Action"]).map(stringOf),
    resources: listOf(wire["Resource"]).map(stringOf),
    ...(isObject(conditions) ? { conditions: conditions as PolicyConditions } : {}),
  };
}

function principalsOfWire(wire: unknown): PolicyPrincipals {
  const names = listOf(isObject(wire) ? wire["SCW"] : wire).map(stringOf);
  const ids = KINDS.map(
    ([kind, prefix]) =>
      [
        kind,
        names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
      ] as const,
  );
  return {
    ...(names.includes(EVERYONE) ? { everyone: true } : {}),
    ...Object.fromEntries(ids.filter(([, found]) => found.length > 0)),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

const stringOf = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);

const isObject = (value: unknown): value is Wire =>
  typeof value === "object" && value !== null && !Array.isArray(value);
