/**
 * Before whoever deploys takes its own key, its own identity or its own right to manage IAM away: what cannot be mended by
 * another deployment is refused.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { PrincipalReference } from "../access";
import { signingPartsOf } from "../access/access-key";
import type { Context } from "../core/context";
import type { Field } from "../core/definition";
import { CloudError, isCloudError } from "../core/errors";
import { boolean } from "../core/rules";
import type { Properties } from "../core/sanitize";
import { inTurn } from "../core/turns";
import { rightsLists, rightsOf, rulesOf } from "./bearer-rights";
import type { Bearer } from "./clients/iam";
import { cloudFor } from "./cloud";
import { bearerId, deployerIfKnown } from "./deployer";
import { lossBetween, MANAGING, type Loss } from "./deployer-standing";
import { referenceOf } from "./live-words";
import { concerns, edited, recorded, type RightsEdit } from "./rights-edits";

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

/**
 * Writes a change of what gives rights, unless it takes from the deployer the right to go on. The check and the write are
 * one step: another change that concerns the deployer waits for it, and counts it.
 * @throws CloudError of kind `precondition`, code `locks_out`
 */
export async function keepingRights<T>(
  context: Context,
  edit: RightsEdit,
  attempted: Attempted,
  write: () => Promise<T>,
): Promise<T> {
  if (attempted.allowed === true) return recorded(context, edit, write);
  const bearer = await deployerIfKnown(context);
  if (!bearer) return write();
  const deployer = referenceOf(bearer);
  const isConcerned = await asFarAsReadable(context, () => concerns(context, deployer, edit));
  if (isConcerned !== true) return "policy" in edit ? recorded(context, edit, write) : write();
  return inTurn(context.settings, "rights of the deployer", async () => {
    await asFarAsReadable(context, () => requireRights(context, deployer, edit, attempted));
    return recorded(context, edit, write);
  });
}

/** Passes where the deployer can still do what it could, or give it to itself. */
async function requireRights(
  context: Context,
  deployer: PrincipalReference,
  edit: RightsEdit,
  attempted: Attempted,
): Promise<void> {
  const cloud = cloudFor(context);
  // The Organization's owner needs no policy.
  if (deployer.kind === "user" && (await cloud.iam.getUser(deployer.id))?.type === "owner") return;
  const becomes = "policy" in edit ? edit.becomes : undefined;
  const lists = await rightsLists(context, becomes && [becomes]);
  const read = rulesOf(context);
  const loss = lossBetween(context, deployer, {
    before: await rightsOf(deployer, lists, read),
    after: await rightsOf(deployer, edited(lists, edit), read),
    organizationId: await cloud.organizationId(),
    canRejoin: "groupId" in edit && !edit.goes,
  });
  const who = `whoever deploys (${deployer.kind} ${deployer.id})`;
  if (loss.lost.length > 0) throw takesRights(attempted, who, loss);
  for (const text of loss.open) {
    context.log.warn(
      `whether ${who} can go on after this cannot be decided from here, where its address on the internet is not known: ${text}`,
    );
  }
}

function takesRights(attempted: Attempted, who: string, { lost, because }: Loss): CloudError {
  const what = lost.includes(MANAGING)
    ? "manage IAM"
    : `do this, and get it back: ${lost.join(", ")}`;
  const why = because.length === 0 ? "" : `, and then it no longer would: ${because.join("; ")}`;
  return refusal(attempted, {
    answer: `it is all that lets ${who} ${what}${why}`,
    hint: "Give the deployer the right by another policy first, or deploy as somebody else.",
  });
}

/** A deployer that may change something, but not read what that means for itself, is not kept from it. */
async function asFarAsReadable<T>(
  context: Context,
  check: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await check();
  } catch (thrown) {
    if (!isCloudError(thrown, "denied")) throw thrown;
    context.log.warn(
      "whether this takes from the deployer its own rights cannot be read: not checked",
    );
    return undefined;
  }
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
