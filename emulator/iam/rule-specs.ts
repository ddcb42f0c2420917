/**
 * Rules of policies: what a request may say, what is kept, what is answered.
 * @module
 */
import { permissionSets, type ScopeType } from "pulumi-storage-access-catalog";
import { conditionSyntaxError } from "../authorization/conditions";
import { object, UUID, UUIDS } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { invalidArgument, notFound, permissionsDenied } from "../gateway/errors";
import type { Organization } from "../organization/organization";
import type { Grant, Rule, RuleScope } from "../organization/records";

/** A rule as a request has it. */
export interface RuleSpec {
  permission_set_names?: string[];
  condition?: string;
  project_ids?: string[];
  organization_id?: string;
}

const scopeTypes = new Map<string, ScopeType>(
  permissionSets.map((set) => [set.name, set.scope_type]),
);

/** Schema of a list of rules. */
export const RULES = {
  type: "array",
  items: object({
    permission_set_names: { type: "array", items: { type: "string" } },
    condition: { type: "string", maxLength: 2048 },
    project_ids: UUIDS,
    organization_id: UUID,
  }),
};

/**
 * Makes rules of what a request has, with new ids.
 * @throws ApiError 400 for the first rule that is wrong, 404 for a Project that does not exist
 */
export function rulesFrom(specs: readonly RuleSpec[], context: ApiContext): Rule[] {
  return specs.map((spec, index) => {
    const argument = `rules[${index}]`;
    const permissionSetNames = [...new Set(spec.permission_set_names ?? [])].sort();
    const scope = scopeOf(spec, argument, context);
    requireFittingSets(permissionSetNames, { argument, scope, context });
    const { condition = "" } = spec;
    const problem = condition === "" ? undefined : conditionSyntaxError(condition);
    if (problem !== undefined) {
      throw invalidArgument(`${argument}.condition`, "constraint", problem);
    }
    return { id: context.organization.random.uuid(), permissionSetNames, condition, scope };
  });
}

/** What the rules give. */
export function grantsOf(rules: readonly Rule[]): Grant[] {
  return rules
    .flatMap((rule) => scopesOf(rule.scope).map((scope) => ({ ...scope, rule })))
    .flatMap(({ rule, scope, scopeId }) =>
      rule.permissionSetNames.map((permissionSet) => ({
        permissionSet,
        scope,
        scopeId,
        condition: rule.condition,
      })),
    );
}

/** The Projects of a rule that still exist. */
export function liveProjectIds(scope: RuleScope, organization: Organization): string[] {
  if (scope.kind === "organization") return [];
  return scope.projectIds.filter((id) => organization.projects.has(id));
}

/** A rule as it is answered. One whose Projects are all gone has neither scope nor type of scope. */
export function ruleView(rule: Rule, organization: Organization): object {
  const { id, permissionSetNames, condition, scope } = rule;
  const projectIds = liveProjectIds(scope, organization);
  const isScopeless = scope.kind === "projects" && projectIds.length === 0;
  const scopeType = scopeTypes.get(permissionSetNames[0] ?? "") ?? "unknown_scope_type";
  return {
    id,
    permission_set_names: permissionSetNames,
    permission_sets_scope_type: isScopeless ? "unknown_scope_type" : scopeType,
    condition,
    ...(scope.kind === "organization" && { organization_id: scope.organizationId }),
    ...(projectIds.length > 0 && { project_ids: projectIds }),
  };
}

function scopeOf(spec: RuleSpec, argument: string, { organization }: ApiContext): RuleScope {
  const projectIds = (spec.project_ids ?? []).map((id) => id.toLowerCase());
  if ((spec.organization_id === undefined) === (projectIds.length === 0)) {
    const help = "embedded message failed validation: exactly one scope is required";
    throw invalidArgument(argument, "format", help);
  }
  if (spec.organization_id !== undefined) {
    if (spec.organization_id !== organization.id) throw permissionsDenied([]);
    return { kind: "organization", organizationId: organization.id };
  }
  const missing = projectIds.find((id) => !organization.projects.has(id));
  if (missing !== undefined) throw notFound("project_id", missing);
  return { kind: "projects", projectIds: [...new Set(projectIds)] };
}

function requireFittingSets(
  names: readonly string[],
  { argument, scope, context }: { argument: string; scope: RuleScope; context: ApiContext },
): void {
  const { unknownPermissionSet, orgSetOnProjects } = context.switches();
  const field = `${argument}.permission_set_names`;
  if (names.length === 0) throw invalidArgument(field, "required", "");
  const unknown = names.find((name) => !scopeTypes.has(name));
  if (unknown !== undefined && unknownPermissionSet === "refuse") {
    throw invalidArgument(field, "constraint", `permission set ${unknown} does not exist`);
  }
  const types = new Set(names.flatMap((name) => scopeTypes.get(name) ?? []));
  if (types.size > 1) {
    throw invalidArgument(field, "constraint", "permission sets must be of the same scope type");
  }
  const isMisplaced = scope.kind === "projects" && types.has("organization");
  if (isMisplaced && orgSetOnProjects === "refuse") {
    const help = "permission sets of scope type organization need organization_id";
    throw invalidArgument(`${argument}.project_ids`, "constraint", help);
  }
}

function scopesOf(scope: RuleScope): Pick<Grant, "scope" | "scopeId">[] {
  return scope.kind === "organization"
    ? [{ scope: "organization", scopeId: scope.organizationId }]
    : scope.projectIds.map((scopeId) => ({ scope: "project", scopeId }));
}
