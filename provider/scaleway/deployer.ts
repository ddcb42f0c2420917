/**
 * Who deploys: the bearer of the key in use.
 * @module
 */
import { signingPartsOf } from "../access/access-key";
import type { Context } from "../core/context";
import { CloudError, isCloudError } from "../core/errors";
import { oncePer } from "../core/once";
import type { Bearer } from "./clients/iam";
import { cloudFor } from "./cloud";

const once = oncePer<Bearer>();

/**
 * The bearer of the key in use, asked once per settings; a failure is not kept.
 * @throws CloudError where the caller may not read its own key
 */
export function deployerOf(context: Context): Promise<Bearer> {
  return once(context.settings, () => ask(context));
}

/**
 * The same; undefined where the caller may not read its own key, or nobody knows that key: said once, because nothing then
 * keeps a deployment from locking itself out.
 */
export async function deployerIfKnown(context: Context): Promise<Bearer | undefined> {
  try {
    return await deployerOf(context);
  } catch (thrown) {
    if (!isCloudError(thrown, "denied", "notFound")) throw thrown;
    if (!unguarded.has(context.settings)) {
      unguarded.add(context.settings);
      context.log.warn(
        "whose the key in use is cannot be read, so nothing keeps this deployment from taking its own identity and rights away. To have that checked, give the deployer IAMReadOnly on the Organization.",
      );
    }
    return undefined;
  }
}

const unguarded = new WeakSet();

/** The id of a bearer, of whichever kind. */
export const bearerId = (bearer: Bearer): string =>
  "userId" in bearer ? bearer.userId : bearer.applicationId;

/** A bearer as messages call it. */
export const bearerName = (bearer: Bearer): string =>
  "userId" in bearer ? `user ${bearer.userId}` : `application ${bearer.applicationId}`;

async function ask(context: Context): Promise<Bearer> {
  const { accessKey } = signingPartsOf(context.settings.accessKey);
  const operation = "find out whose the access key in use is";
  try {
    const key = await cloudFor(context).iam.getApiKey(accessKey);
    if (key) return key.bearer;
  } catch (thrown) {
    if (!isCloudError(thrown, "denied")) throw thrown;
    throw thrown.with({
      hint: `${thrown.hint ?? ""} Or set keepDeployer: false, and name the deployer in the policy yourself.`.trim(),
    });
  }
  throw new CloudError({
    kind: "notFound",
    operation,
    resource: accessKey,
    answer: "there is no such key",
    hint: "Check the access key in use.",
  });
}
