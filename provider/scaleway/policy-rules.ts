/**
 * What a rule of a policy must look like, and what the catalog of permission sets says of it.
 * @module
 */
import { catalogDate, permissionSets } from "pulumi-storage-access-catalog";
import { quote, type Report, type Rule } from "../core/fields";
import { record, set, text, uuid } from "../core/rules";
import { nearest } from "../core/nearest";
import type { Properties } from "../core/sanitize";
import { containsUnknown } from "../core/unknown";
import { requireOneOf } from "./one-of";

const scopeTypes = new Map(permissionSets.map(({ name, scope_type }) => [name, scope_type]));

const condition: Rule = {
  ...text({ minimum: 0, maximum: 2_048 }),
  // Without a condition a rule always holds; the service writes that as an empty text.
  canonical: (value) => (value === "" ? null : (value ?? null)),
};

/** One rule: permission sets of one scope type, and exactly one scope. */
export const policyRule: Rule = record(
  {
    permissionSetNames: {
      rule: set(
        text({ minimum: 1, maximum: 200, pattern: /^\w+$/, alphabet: "letters and digits" }),
      ),
      required: true,
    },
    projectIds: { rule: set(uuid("a Project")) },
    organizationId: { rule: uuid("an Organization") },
    condition: { rule: condition },
  },
  (rule, path, report) => {
    requireOneOf(["projectIds", "organizationId"], rule, report, `${path}.`);
    requireSome(rule, "projectIds", { path, report });
    requireSome(rule, "permissionSetNames", { path, report });
    requireOneScopeType(rule["permissionSetNames"], path, report);
  },
);

function requireSome(
  rule: Properties,
  name: string,
  { path, report }: { path: string; report: Report },
): void {
  const value = rule[name];
  if (Array.isArray(value) && value.length === 0) {
    report(`${path}.${name}`, "[] is not allowed: at least one is needed");
  }
}

const knownNames = (names: unknown): string[] =>
  Array.isArray(names)
    ? names.filter((name): name is string => typeof name === "string" && !containsUnknown(name))
    : [];

function requireOneScopeType(names: unknown, path: string, report: Report): void {
  const ofType = (type: string): string[] =>
    knownNames(names).filter((name) => scopeTypes.get(name) === type);
  const [forProjects, forOrganizations] = [ofType("projects"), ofType("organization")];
  if (forProjects.length === 0 || forOrganizations.length === 0) return;
  report(
    `${path}.permissionSetNames`,
    `the sets of one rule must be of one scope type: write two rules, one for Projects (${forProjects.map(quote).join(", ")}) ` +
      `and one for the Organization (${forOrganizations.map(quote).join(", ")})`,
  );
}

/** Warns of permission sets that the catalog does not know, or that do not fit the rule's scope: the service decides. */
export function warnOfRules(rules: unknown, warn: (line: string) => void): void {
  if (!Array.isArray(rules)) return;
  for (const rule of rules as (Properties | null)[]) {
    for (const name of knownNames(rule?.["permissionSetNames"])) {
      if (!scopeTypes.has(name)) warn(unknownSet(name));
      else if (scopeTypes.get(name) === "organization" && rule?.["projectIds"] !== undefined) {
        warn(`${quote(name)} is a set for the Organization: on Projects it may be refused`);
      }
    }
  }
}

function unknownSet(name: string): string {
  const guess = nearest(name, [...scopeTypes.keys()]);
  const end = guess === undefined ? "." : `; did you mean "${guess}"?`;
  return `${quote(name)} is no permission set of the catalog of ${catalogDate}${end} The service decides.`;
}
