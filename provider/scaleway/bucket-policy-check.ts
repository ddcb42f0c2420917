/**
 * What is wrong with the arguments of a bucket policy as a whole, before any call.
 * @module
 */
import { quote, type Report, type Rule } from "../core/fields";
import { set } from "../core/rules";
import type { Properties } from "../core/sanitize";
import { containsUnknown, isUnknown } from "../core/unknown";
import { policyStatement, POLICY_VERSIONS } from "./bucket-policy-rules";
import { policyOfText } from "./clients/object-storage/policy-text";
import { requireOneOf } from "./one-of";

const statements = set(policyStatement);

/** A policy in the vendor's own grammar: JSON as text, or the object that it stands for. */
export const policyDocument: Rule = {
  shape: { type: "text", limits: { minimum: 2, maximum: 20_480 } },
  check: (value, path, report) => {
    if (containsUnknown(value)) return;
    const policy = policyOfText(value);
    if (!policy) {
      report(path, `${quote(value)} is no bucket policy: it must be one as JSON, or the object`);
      return;
    }
    statements.check(policy.statements, `${path}.Statement`, report);
  },
  canonical: (value) => {
    const policy = policyOfText(value);
    if (!policy || containsUnknown(value)) return value ?? null;
    return { ...policy, statements: statements.canonical(policy.statements) };
  },
};

/** Reports what is wrong with properties that each are right. */
export function checkBucketPolicy(inputs: Properties, report: Report): void {
  requireOneOf(["statements", "document"], inputs, report);
  const { bucket, document } = inputs;
  const given = listOf(inputs["statements"]);
  const policy = containsUnknown(document) ? undefined : policyOfText(document);
  // Of what is adopted, the version is the document's own where the program gives none.
  const version = inputs["version"] ?? policy?.version ?? POLICY_VERSIONS[0];
  if (policy && policy.version !== version && !isUnknown(version)) {
    const known = POLICY_VERSIONS.some((candidate) => candidate === policy.version);
    const way = known ? `give version: ${quote(policy.version)} as well` : "there is no such one";
    report("document", `its version is ${quote(policy.version)}, not ${quote(version)}: ${way}`);
  }
  const all = policy ? (policy.statements as readonly unknown[]) : given;
  all.forEach((statement, index) => {
    if (typeof statement !== "object" || statement === null) return;
    const path = policy ? `document.Statement[${index}]` : `statements[${index}]`;
    checkPrincipals(statement as Properties, { path, version, report });
    if (!isUnknown(bucket)) checkResources(statement as Properties, { path, bucket, report });
  });
}

function checkPrincipals(
  { principals }: Properties,
  { path, version, report }: { path: string; version: unknown; report: Report },
): void {
  const named = (name: string): boolean => listOf(membersOf(principals)[name]).length > 0;
  if (version === "2012-10-17" && named("applicationIds")) {
    report(
      `${path}.principals.applicationIds`,
      'applications cannot be named in version "2012-10-17": use version "2023-04-17"',
    );
  }
  if (version === "2023-04-17" && named("projectIds")) {
    report(
      `${path}.principals.projectIds`,
      'Projects can be named in version "2012-10-17" only: name users and applications',
    );
  }
}

function checkResources(
  { resources }: Properties,
  { path, bucket, report }: { path: string; bucket: unknown; report: Report },
): void {
  listOf(resources).forEach((resource, index) => {
    if (typeof resource !== "string" || containsUnknown(resource)) return;
    if (resource === bucket || resource.startsWith(`${String(bucket)}/`)) return;
    if (resource.startsWith("arn:")) return;
    report(
      `${path}.resources[${index}]`,
      `${quote(resource)} is not in this bucket: it must be ${quote(bucket)}, or begin with ${quote(`${String(bucket)}/`)}`,
    );
  });
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const membersOf = (value: unknown): Properties =>
  typeof value === "object" && value !== null ? (value as Properties) : {};
