/**
 * IAM policies and their rules: what a principal may do, and where.
 * @module
 */
import { collection, commonFields, type Described, type Owned } from "../collection";
import type { Order } from "../search";
import { listAll, whenSettled, type Service } from "../service";
import { wireObject, type WireObject } from "../wire";

/** Whom a policy serves. */
export type Principal =
  | { readonly applicationId: string }
  | { readonly userId: string }
  | { readonly groupId: string }
  | { readonly noPrincipal: true };

/** A principal with the rules that say what it may do. */
export interface Policy extends Owned, Described {
  /** A UUID. */
  readonly id: string;
  /** Undefined where the principal was deleted. */
  readonly principal: Principal | undefined;
  /** Zero in the answer to a creation, whatever the rules. */
  readonly ruleCount: number;
}

/** One rule, as it is wanted: sets and where they hold; exactly one scope. */
export interface RuleInput {
  readonly permissionSetNames: readonly string[];
  readonly projectIds?: readonly string[] | undefined;
  readonly organizationId?: string | undefined;
  /** An expression in CEL; empty: the rule always holds. */
  readonly condition?: string | undefined;
}

/** One rule, as it is. */
export interface Rule {
  /** New at each replacement of the rules. */
  readonly id: string;
  /** Sorted by the service. */
  readonly permissionSetNames: readonly string[];
  /** An expression in CEL; empty: the rule always holds. */
  readonly condition: string;
  /** Both scopes are undefined where the only Project of a rule was deleted. */
  readonly projectIds: readonly string[] | undefined;
  /** The Organization in which it holds; undefined where it holds in Projects. */
  readonly organizationId: string | undefined;
}

/** What the caller decides about a new policy. */
export interface PolicyInput extends Described {
  readonly principal: Principal;
  readonly rules: readonly RuleInput[];
}

/** Which policies to list; all of the Organization where nothing is given. */
export interface PolicySearch {
  /** The exact name. */
  readonly name?: string | undefined;
  /** True: those that can be changed; false: those that cannot. */
  readonly editable?: boolean | undefined;
  /** Those of one of these users. */
  readonly userIds?: readonly string[] | undefined;
  /** Those of one of these groups. */
  readonly groupIds?: readonly string[] | undefined;
  /** Those of one of these applications. */
  readonly applicationIds?: readonly string[] | undefined;
  /** True: those without a principal. */
  readonly noPrincipal?: boolean | undefined;
  /** Those of these ids. */
  readonly policyIds?: readonly string[] | undefined;
  /** Those that have this tag. */
  readonly tag?: string | undefined;
  /** Default `createdAtAsc`. */
  readonly orderBy?: Order<"createdAt" | "name"> | undefined;
}

/** Calls on policies and rules. */
export interface PolicyCalls {
  /** Oldest first, unless another order is asked for. */
  listPolicies(search?: PolicySearch): Promise<Policy[]>;
  /** Undefined where there is none with that id. */
  getPolicy(id: string): Promise<Policy | undefined>;
  /** Makes the policy and its rules in one call, sent once: a lost answer is the caller's to look into. */
  createPolicy(wanted: PolicyInput): Promise<Policy>;
  /** Fields that are not given stay as they are. */
  updatePolicy(
    id: string,
    patch: Partial<Described & { readonly principal: Principal }>,
  ): Promise<Policy>;
  /** All rules of a policy, over all pages, in the service's order. */
  listRules(policyId: string): Promise<Rule[]>;
  /** Replaces all rules of a policy; each gets a new id. */
  setRules(policyId: string, rules: readonly RuleInput[]): Promise<Rule[]>;
  /** One that is gone already is fine. */
  deletePolicy(id: string): Promise<void>;
}

const RULES = "/iam/v1alpha1/rules";

/** The calls on policies and rules. */
export function policyCalls(service: Service): PolicyCalls {
  const policies = collection<Policy>(service, {
    path: "/iam/v1alpha1/policies",
    field: "policies",
    nouns: ["policy", "policies"],
    orderBy: "created_at_asc",
    renamed: { name: "policyName" },
    decode: (object) => ({
      ...commonFields(object),
      id: object.text("id"),
      principal: principalOf(object),
      ruleCount: object.count("nb_rules"),
    }),
    identify: ({ id }) => id,
  });
  return {
    listPolicies: policies.list,
    getPolicy: policies.get,
    createPolicy: ({ name, description, tags, principal, rules }) =>
      policies.create(name, {
        name,
        description,
        tags,
        ...principalFields(principal),
        rules: rules.map(ruleFields),
      }),
    updatePolicy: (id, { name, description, tags, principal }) =>
      policies.update(id, { name, description, tags, ...principalFields(principal) }),
    listRules: (policyId) => listRules(service, policyId),
    setRules: (policyId, rules) => setRules(service, policyId, rules),
    deletePolicy: policies.remove,
  };
}

function listRules(service: Service, policyId: string): Promise<Rule[]> {
  return listAll(service, {
    path: RULES,
    field: "rules",
    query: { policy_id: policyId },
    what: `rules of policy ${policyId}`,
    decode: ruleOf,
    identify: ({ id }) => id,
  });
}

function setRules(
  service: Service,
  policyId: string,
  rules: readonly RuleInput[],
): Promise<Rule[]> {
  const attempted = { operation: "set the rules of policy", resource: policyId };
  const body = { policy_id: policyId, rules: rules.map(ruleFields) };
  return whenSettled(service, `policy ${policyId}`, async () => {
    const answer = await service.http.request({ method: "PUT", path: RULES, body, ...attempted });
    return wireObject(answer, attempted).objects("rules").map(ruleOf);
  });
}

function principalFields(principal: Principal | undefined): Record<string, unknown> {
  if (principal === undefined) return {};
  if ("applicationId" in principal) return { application_id: principal.applicationId };
  if ("userId" in principal) return { user_id: principal.userId };
  if ("groupId" in principal) return { group_id: principal.groupId };
  return { no_principal: true };
}

function principalOf(object: WireObject): Principal | undefined {
  const applicationId = object.optionalText("application_id");
  if (applicationId !== undefined) return { applicationId };
  const userId = object.optionalText("user_id");
  if (userId !== undefined) return { userId };
  const groupId = object.optionalText("group_id");
  if (groupId !== undefined) return { groupId };
  return object.flag("no_principal") ? { noPrincipal: true } : undefined;
}

function ruleFields(rule: RuleInput): Record<string, unknown> {
  return {
    permission_set_names: rule.permissionSetNames,
    condition: rule.condition ?? "",
    project_ids: rule.projectIds,
    organization_id: rule.organizationId,
  };
}

function ruleOf(object: WireObject): Rule {
  return {
    id: object.text("id"),
    permissionSetNames: object.texts("permission_set_names"),
    condition: object.optionalText("condition") ?? "",
    projectIds: object.has("project_ids") ? object.texts("project_ids") : undefined,
    organizationId: object.optionalText("organization_id"),
  };
}
