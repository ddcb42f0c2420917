/**
 * Which Organization the caller belongs to: configured, or asked of the service once.
 * @module
 */
import { CloudError, isCloudError } from "../core/errors";
import { oncePer } from "../core/once";
import type { Settings } from "../core/settings";
import type { AccountClient } from "./clients/account";
import type { IamClient } from "./clients/iam";
import { missingRightHint } from "./hints";

const once = oncePer<string>();

/** The clients that the search needs. */
export interface OrganizationSource {
  readonly settings: Settings;
  readonly iam: Pick<IamClient, "getApiKey" | "getApplication" | "getUser">;
  readonly account: Pick<AccountClient, "getProject">;
}

/**
 * The caller's Organization. Where no setting gives it: that of the key's bearer, else that of the default Project. Asked
 * once per settings; a failure is not kept.
 * @throws CloudError of kind `denied` where the caller may read neither
 */
export async function callerOrganizationId(source: OrganizationSource): Promise<string> {
  const { settings } = source;
  return settings.organizationId ?? once(settings, () => search(source));
}

async function search(source: OrganizationSource): Promise<string> {
  const refusals: CloudError[] = [];
  const found = (await ofBearer(source, refusals)) ?? (await ofDefaultProject(source, refusals));
  if (found !== undefined) return found;
  const rights = missingRightHint(refusals.flatMap(({ details = [] }) => details));
  throw new CloudError({
    kind: "denied",
    operation: "find the Organization of the access key",
    resource: source.settings.accessKey,
    answer: "the caller may read neither its own key and bearer nor its default Project",
    hint: `Set SCW_DEFAULT_ORGANIZATION_ID, or default_organization_id in the profile file. Or: ${rights}`,
  });
}

async function ofBearer(
  { settings, iam }: OrganizationSource,
  refusals: CloudError[],
): Promise<string | undefined> {
  const key = await undefinedIfDenied(iam.getApiKey(settings.accessKey), refusals);
  if (key === undefined) return undefined;
  const reading =
    "applicationId" in key.bearer
      ? iam.getApplication(key.bearer.applicationId)
      : iam.getUser(key.bearer.userId);
  const bearer = await undefinedIfDenied<{ readonly organizationId: string } | undefined>(
    reading,
    refusals,
  );
  return bearer?.organizationId;
}

async function ofDefaultProject(
  { settings, account }: OrganizationSource,
  refusals: CloudError[],
): Promise<string | undefined> {
  if (settings.defaultProjectId === undefined) return undefined;
  const reading = account.getProject(settings.defaultProjectId);
  return (await undefinedIfDenied(reading, refusals))?.organizationId;
}

/** A missing right only ends one way of finding out; a key that is not accepted at all ends the search. */
async function undefinedIfDenied<T>(
  reading: Promise<T>,
  refusals: CloudError[],
): Promise<T | undefined> {
  try {
    return await reading;
  } catch (thrown) {
    if (!isCloudError(thrown, "denied") || thrown.status !== 403) throw thrown;
    refusals.push(thrown);
    return undefined;
  }
}
