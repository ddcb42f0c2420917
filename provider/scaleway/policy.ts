/**
 * Policies: who may do what, and where.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../core/common";
import { pick } from "../core/assembly";
import type { Context } from "../core/context";
import { kind, type AnyDefinition } from "../core/definition";
import { boolean, set, uuid } from "../core/rules";
import { DeclaredResource, isInstanceOf, typeToken } from "../core/resource";
import type { Described, Policy as ListedPolicy, Principal, Rule, RuleInput } from "./clients/iam";
import { cloudFor, organizationId } from "./cloud";
import {
  chooseIamName,
  DESCRIBED,
  described,
  describedFields,
  type DescribedArgs,
} from "./described";
import { listPolicies, policiesInBulk, type PolicyWithRules as LivePolicy } from "./iam-lists";
import {
  lockOutField,
  removing,
  keepingRights,
  type Attempted,
  type LockOutArgs,
  type LockOutModel,
} from "./lock-out";
import { requireOneOf } from "./one-of";
import { policyRule, warnOfRules } from "./policy-rules";
import type { PermissionSetName } from "./names";

/** One rule of a {@link Policy}: exactly one of `projectIds` and `organizationId`. */
export interface PolicyRuleArgs {
  /** Names of permission sets, such as `ObjectStorageFullAccess`, all of one scope type. Their order means nothing. */
  permissionSetNames: pulumi.Input<pulumi.Input<PermissionSetName>[]>;
  /** The Projects in which the rule holds. Their order means nothing. */
  projectIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** The Organization in which it holds: its own features, or all its Projects, current and future. */
  organizationId?: pulumi.Input<string> | undefined;
  /**
   * When it holds: an expression in CEL of at most 2,048 characters, over `request.ip`, `request.time`,
   * `request.user_agent` and `resource.*`. Default: always.
   */
  condition?: pulumi.Input<string> | undefined;
}

/** Arguments of a {@link Policy}: exactly one of `applicationId`, `userId`, `groupId` and `noPrincipal`. */
export interface PolicyArgs extends DescribedArgs, LockOutArgs, CommonArgs {
  /** The application that the policy serves. */
  applicationId?: pulumi.Input<string> | undefined;
  /** The user that it serves. */
  userId?: pulumi.Input<string> | undefined;
  /** The group that it serves. */
  groupId?: pulumi.Input<string> | undefined;
  /** True: it serves nobody, and has no effect for now. */
  noPrincipal?: pulumi.Input<boolean> | undefined;
  /** What it allows. The rules add up; their order means nothing. */
  rules: pulumi.Input<pulumi.Input<PolicyRuleArgs>[]>;
}

/**
 * A policy: what one application, user or group may do, and in which Projects. Rights only add up; nothing denies.
 *
 * Everything about it is changed in place, its principal too. Not for rights on single buckets: a rule reaches all buckets
 * of its Projects.
 *
 * Minimal:
 * ```ts
 * new scaleway.Policy("reads", {
 *   applicationId: app.id,
 *   rules: [{ projectIds: [project.id], permissionSetNames: ["ObjectStorageReadOnly"] }],
 * });
 * ```
 * By group, with a condition, and over the whole Organization:
 * ```ts
 * new scaleway.Policy("operations", {
 *   name: "operations",
 *   groupId: team.id,
 *   rules: [
 *     { projectIds: [first.id, second.id], permissionSetNames: ["ObjectStorageFullAccess"], condition: 'request.ip == "203.0.113.7"' },
 *     { organizationId: project.organizationId, permissionSetNames: ["ProjectReadOnly"] },
 *   ],
 * });
 * ```
 * In Scaleway's documentation: "IAM > Policies and permissions > Policies".
 */
export class Policy extends DeclaredResource {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:Policy");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return policy;
  }

  /** True for a policy, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is Policy {
    return isInstanceOf(value, Policy.__pulumiType);
  }

  /** As the service has it now: the name given, or the one chosen when it was made. */
  declare readonly name: pulumi.Output<string>;
  /** As the service has it now; empty where the program gives none. */
  declare readonly description: pulumi.Output<string>;
  /** In the order given, without the one by which the provider finds the object again; empty where none are given. */
  declare readonly tags: pulumi.Output<string[]>;
  /** The application that it serves; undefined where it serves somebody else, or nobody. */
  declare readonly applicationId: pulumi.Output<string | undefined>;
  /** The user that it serves; undefined where it serves somebody else, or nobody. */
  declare readonly userId: pulumi.Output<string | undefined>;
  /** The group that it serves; undefined where it serves somebody else, or nobody. */
  declare readonly groupId: pulumi.Output<string | undefined>;
  /** True: it serves nobody; undefined where it has a principal. */
  declare readonly noPrincipal: pulumi.Output<boolean | undefined>;
  /** What it allows, each rule with its sets and its scope. Their order means nothing. */
  declare readonly rules: pulumi.Output<pulumi.Unwrap<PolicyRuleArgs>[]>;
  /** The Organization that it belongs to. */
  declare readonly organizationId: pulumi.Output<string>;
  /** When it was made, as RFC 3339 writes it. */
  declare readonly createdAt: pulumi.Output<string>;

  constructor(name: string, args: PolicyArgs, options?: pulumi.CustomResourceOptions) {
    super(policy, { name, args, options });
  }
}

interface PolicyModel extends Described, LockOutModel {
  readonly applicationId: string;
  readonly userId: string;
  readonly groupId: string;
  readonly noPrincipal: true;
  readonly rules: readonly RuleInput[];
}

const PRINCIPALS = ["applicationId", "userId", "groupId", "noPrincipal"] as const;

const policy = kind<PolicyModel, LivePolicy>({
  token: "scaleway:Policy",
  noun: "policy",
  schema: 1,
  fields: {
    ...describedFields,
    applicationId: { rule: uuid("an application"), absent: "none" },
    userId: { rule: uuid("a user"), absent: "none" },
    groupId: { rule: uuid("a group"), absent: "none" },
    noPrincipal: {
      rule: { ...boolean(), canonical: (value) => (value === false ? null : (value ?? null)) },
      absent: "none",
    },
    rules: { rule: set(policyRule), absent: "required" },
    ...lockOutField,
  },
  produced: ["organizationId", "createdAt"],
  check: (inputs, { report, warn }) => {
    // False says no more than leaving it out.
    const isServed = inputs["noPrincipal"] === false;
    requireOneOf(PRINCIPALS, isServed ? { ...inputs, noPrincipal: undefined } : inputs, report);
    warnOfRules(inputs["rules"], warn);
  },
  organization: organizationId,
  choose: chooseIamName,
  list: listPolicies,
  complete: (context, listed) => withRules(context, listed),
  get: async (context, id) => {
    const found = await cloudFor(context).iam.getPolicy(id);
    return found && withRules(context, found);
  },
  make: async (context, wish) => {
    const { rules = [] } = wish;
    const wanted = { ...described(wish), principal: principalOf(wish), rules };
    return { ...(await cloudFor(context).iam.createPolicy(wanted)), rules };
  },
  aspects: [
    {
      fields: [...DESCRIBED, ...PRINCIPALS],
      write: async (context, live, wish, changes) => {
        const { id, rules } = live;
        const { iam } = cloudFor(context);
        const described = pick(changes, DESCRIBED);
        const isMoved = PRINCIPALS.some((principal) => principal in changes);
        if (!isMoved) return { ...(await iam.updatePolicy(id, described)), rules };
        const principal = principalOf(wish);
        const edit = { policy: live, becomes: { ...live, principal } };
        const patch = { ...described, principal };
        const updated = await keepingRights(context, edit, updating(id, wish), () =>
          iam.updatePolicy(id, patch),
        );
        return { ...updated, rules };
      },
    },
    {
      fields: ["rules"],
      write: async (context, live, { rules = [], ...wish }) => {
        const { id } = live;
        const edit = { policy: live, becomes: { ...live, rules } };
        const written = await keepingRights(context, edit, updating(id, wish), () =>
          cloudFor(context).iam.setRules(id, rules),
        );
        return { ...live, rules: written.map(ruleOf) };
      },
    },
  ],
  remove: async (context, id, { state }) => {
    const { iam } = cloudFor(context);
    const listed = (await policiesInBulk(context)).get(id) ?? (await iam.getPolicy(id));
    if (!listed) return;
    const edit = { policy: { rules: [], ...listed }, becomes: undefined };
    await keepingRights(context, edit, removing("policy", id, state), () => iam.deletePolicy(id));
  },
  model: (live) => ({ ...described(live), ...live.principal, rules: live.rules }),
  produce: ({ createdAt }) => ({ createdAt }),
});

const updating = (id: string, { allowLockOut }: Partial<PolicyModel>): Attempted => ({
  ...{ operation: "update policy", resource: id, allowed: allowLockOut },
});

async function withRules(context: Context, listed: ListedPolicy): Promise<LivePolicy> {
  const rules = await cloudFor(context).iam.listRules(listed.id);
  return { ...listed, rules: rules.map(ruleOf) };
}

/** A rule as a program would write it: no id, and nothing that is empty. */
function ruleOf({
  permissionSetNames,
  projectIds,
  organizationId: whole,
  condition,
}: Rule): RuleInput {
  return {
    permissionSetNames,
    ...(projectIds === undefined ? {} : { projectIds }),
    ...(whole === undefined ? {} : { organizationId: whole }),
    ...(condition === "" ? {} : { condition }),
  };
}

function principalOf({ applicationId, userId, groupId }: Partial<PolicyModel>): Principal {
  if (applicationId !== undefined) return { applicationId };
  if (userId !== undefined) return { userId };
  if (groupId !== undefined) return { groupId };
  return { noPrincipal: true };
}
