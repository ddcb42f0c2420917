/**
 * Before whoever deploys takes its own key, its own identity or its own right to manage IAM away: what cannot be mended by
 * another deployment is refused.
 * @module
 */
import { iamSets } from "pulumi-storage-access-catalog";
import type * as pulumi from "@pulumi/pulumi";
import { signingPartsOf } from "../access/access-key";
import type { Context } from "../core/context";
import type { Field } from "../core/definition";
import { CloudError, isCloudError } from "../core/errors";
import { boolean } from "../core/rules";
import type { Properties } from "../core/sanitize";
import type { Bearer, Policy, Principal, RuleInput } from "./clients/iam";
import { cloudFor } from "./cloud";
import { bearerId, bearerName, deployerIfKnown } from "./deployer";
import { groupsInBulk, policiesInBulk } from "./iam-lists";

/** Arguments of what may take from the deployer what it deploys with. */
export interface LockOutArgs {
  /**
   * True: also where it takes from whoever deploys its key, its identity or its right to manage IAM, which is refused
   * otherwise. For a deletion it must have been deployed before. Default: false.
   */
  allowLockOut?: pulumi.Input<boolean> | undefined;
}

/** The field of these arguments. */
export const lockOutField = {
  allowLockOut: { rule: boolean(), absent: { default: false }, local: true },
} as const satisfies Record<string, Field>;

/** The property of a wish. */
export interface LockOutModel {
  readonly allowLockOut: boolean;
}

/** What is about to be done, on what, and whether the program allows it whatever it takes away. */
export interface Attempted {
  readonly operation: string;
  readonly resource: string;
  readonly allowed: unknown;
}

/** A removal, for these checks. */
export const removing = (noun: string, resource: string, state: Properties): Attempted => ({
  ...{ operation: `delete ${noun}`, resource, allowed: state["allowLockOut"] },
});

/** True for the key that this deployment signs with. */
export function isKeyInUse({ settings }: Context, accessKey: string): boolean {
  return signingPartsOf(settings.accessKey).accessKey === accessKey;
}

/** Refuses to end the key that deploys. Makes no call. */
export function requireOtherKey(context: Context, accessKey: string, attempted: Attempted): void {
  if (attempted.allowed === true || !isKeyInUse(context, accessKey)) return;
  throw refusal(attempted, {
    answer: "it is the key that this deployment signs with",
    hint: "Deploy with another key (the profile, or SCW_ACCESS_KEY and SCW_SECRET_KEY), such as its successor.",
  });
}

/** Refuses to end the application or user whose key deploys. */
export async function requireOtherBearer(
  context: Context,
  bearer: Bearer,
  attempted: Attempted,
): Promise<void> {
  if (attempted.allowed === true) return;
  const deployer = await deployerIfKnown(context);
  if (!deployer || bearerId(deployer) !== bearerId(bearer)) return;
  throw refusal(attempted, {
    answer: "it bears the key that this deployment signs with, which would no longer work",
    hint: "Deploy with a key of somebody else.",
  });
}

/** What of a policy is to change; absent: the policy goes. */
export interface PolicyChange {
  readonly id: string;
  /** Whom it serves now. */
  readonly principal: Principal | undefined;
  /** Whom it is to serve. */
  readonly toServe?: Principal;
  /** What it is to allow. */
  readonly toAllow?: readonly RuleInput[];
}

/** Refuses to take the right to manage IAM from the deployer by a change of a policy. */
export async function requireOtherPolicy(
  context: Context,
  change: PolicyChange,
  attempted: Attempted,
): Promise<void> {
  if (attempted.allowed === true) return;
  const deployer = await deployerIfKnown(context);
  if (!deployer) return;
  await asFarAsReadable(context, async () => {
    if (!(await serves(context, change.principal, deployer))) return;
    if (change.toAllow && manages(change.toAllow)) return;
    if (change.toServe && (await serves(context, change.toServe, deployer))) return;
    await requireRightsWithout(context, deployer, ({ id }) => id === change.id, attempted);
  });
}

/** Refuses to take the deployer out of a group whose policies give it the right to manage IAM. */
export async function requireOtherGroup(
  context: Context,
  groupId: string,
  leaving: (memberId: string) => boolean,
  attempted: Attempted,
): Promise<void> {
  if (attempted.allowed === true) return;
  const deployer = await deployerIfKnown(context);
  if (!deployer || !leaving(bearerId(deployer))) return;
  const isThroughIt = ({ principal }: Policy): boolean =>
    principal !== undefined && "groupId" in principal && principal.groupId === groupId;
  await asFarAsReadable(context, () =>
    requireRightsWithout(context, deployer, isThroughIt, attempted),
  );
}

/** A deployer that may change something, but not read what that means for itself, is not kept from it. */
async function asFarAsReadable(context: Context, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (thrown) {
    if (!isCloudError(thrown, "denied")) throw thrown;
    context.log.warn(
      "whether this takes from the deployer its own rights cannot be read: not checked",
    );
  }
}

/** Passes where the deployer manages IAM by nothing that is lost, or still by something else. */
async function requireRightsWithout(
  context: Context,
  deployer: Bearer,
  isLost: (policy: Policy) => boolean,
  attempted: Attempted,
): Promise<void> {
  const { iam } = cloudFor(context);
  const own: Policy[] = [];
  for (const policy of (await policiesInBulk(context)).values()) {
    if (await serves(context, policy.principal, deployer)) own.push(policy);
  }
  const gives = async (policies: readonly Policy[]): Promise<boolean> => {
    for (const { id } of policies) if (manages(await iam.listRules(id))) return true;
    return false;
  };
  if (!(await gives(own.filter(isLost)))) return;
  if (await gives(own.filter((policy) => !isLost(policy)))) return;
  // The Organization's owner needs no policy.
  const isOwner = "userId" in deployer && (await iam.getUser(deployer.userId))?.type === "owner";
  if (isOwner) return;
  throw refusal(attempted, {
    answer: `it is all that lets whoever deploys (${bearerName(deployer)}) manage IAM`,
    hint: "Give the deployer the right by another policy first, or deploy as somebody else.",
  });
}

/** True where a policy for that principal counts for the deployer, itself or through a group. */
async function serves(
  context: Context,
  principal: Principal | undefined,
  deployer: Bearer,
): Promise<boolean> {
  if (!principal || "noPrincipal" in principal) return false;
  if (!("groupId" in principal)) return bearerId(principal) === bearerId(deployer);
  const group = (await groupsInBulk(context)).get(principal.groupId);
  return [...(group?.applicationIds ?? []), ...(group?.userIds ?? [])].includes(bearerId(deployer));
}

const MANAGING = new Set(
  iamSets
    .filter(({ allows }) =>
      allows.some(({ resource, actions }) => resource === "policy" && actions.includes("write")),
    )
    .map(({ set }) => set),
);

/** True for rules that let their bearer write policies, be it under a condition: with that right it can give itself any. */
function manages(rules: readonly RuleInput[]): boolean {
  return rules.some(({ permissionSetNames }) =>
    permissionSetNames.some((name) => MANAGING.has(name)),
  );
}

function refusal(
  { operation, resource }: Attempted,
  { answer, hint }: { readonly answer: string; readonly hint: string },
): CloudError {
  const way = "Or set allowLockOut: true on the resource and deploy that first.";
  return new CloudError({
    ...{ kind: "precondition", code: "locks_out", operation, resource, answer },
    hint: `Nothing was changed. ${hint} ${way}`,
  });
}
