/**
 * Before an application or a group is deleted: the service would leave its policies without anybody, in silence.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../core/context";
import type { Field, Removal } from "../core/definition";
import { CloudError, isCloudError } from "../core/errors";
import { boolean } from "../core/rules";
import type { Policy, Principal } from "./clients/iam";
import { cloudFor } from "./cloud";
import { policiesInBulk } from "./iam-lists";

/** Arguments of what policies can be for. */
export interface OrphanArgs {
  /**
   * True: it is deleted even where policies are still for it, which then serve nobody. False: that is refused; policies
   * that name it by its `id` output are deleted before it anyway. For a deletion it must have been deployed before.
   * Default: false.
   */
  orphanPolicies?: pulumi.Input<boolean> | undefined;
}

/** The field of these arguments. */
export const orphanField = {
  orphanPolicies: { rule: boolean(), absent: { default: false }, local: true },
} as const satisfies Record<string, Field>;

/** The property of a wish. */
export interface OrphanModel {
  readonly orphanPolicies: boolean;
}

/**
 * Refuses to delete a principal that policies are still for. Those of the program are by then deleted, or moved to its
 * successor, unless the old half of a replacement is made to go first.
 * @param noun for the message, such as `application`
 */
export async function requireNoPolicies(
  context: Context,
  principal: Principal,
  { noun, removal }: { readonly noun: string; readonly removal: Removal },
): Promise<void> {
  if (removal.state["orphanPolicies"] === true) return;
  const left = await policiesOf(context, principal);
  if (left.length === 0) return;
  const names = left.map(({ id, name }) => `"${name}" (${id})`).join(", ");
  throw new CloudError({
    kind: "precondition",
    code: "has_policies",
    operation: `delete ${noun}`,
    resource: Object.values(principal).join(),
    answer: `policies are still for it, and would serve nobody: ${names}`,
    hint: `Nothing was deleted. Delete these policies or give them to somebody else first; where this deployment does, run it again. Or set orphanPolicies: true on the ${noun} and deploy that first.`,
  });
}

/** Policies for a principal: those of the one list that are so still. */
async function policiesOf(context: Context, principal: Principal): Promise<Policy[]> {
  const isFor = (policy: Policy | undefined): policy is Policy =>
    JSON.stringify(policy?.principal) === JSON.stringify(principal);
  try {
    const listed = [...(await policiesInBulk(context)).values()].filter(isFor);
    const { iam } = cloudFor(context);
    // The list may be older than what somebody has removed since.
    return (await Promise.all(listed.map(({ id }) => iam.getPolicy(id)))).filter(isFor);
  } catch (thrown) {
    if (!isCloudError(thrown, "denied")) throw thrown;
    context.log.warn("whether policies are left without anybody cannot be read: not checked");
    return [];
  }
}
