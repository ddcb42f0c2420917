/**
 * Which Organization the caller belongs to: configured, or asked of the service once.
 * @module
 */
import { CloudError, isCloudError } from "../core/errors";
import type { Settings } from "../core/settings";
import type { AccountClient } from "./clients/account";
import type { IamClient } from "./clients/iam";

const asked = new WeakMap<Settings, Promise<string>>();

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
  if (settings.organizationId !== undefined) return settings.organizationId;
  const asking = asked.get(settings) ?? search(source);
  asked.set(settings, asking);
  try {
    return await asking;
  } catch (thrown) {
    if (asked.get(settings) === asking) asked.delete(settings);
    throw thrown;
  }
}

async function search(source: OrganizationSource): Promise<string> {
  const found = (await ofBearer(source)) ?? (await ofDefaultProject(source));
  if (found !== undefined) return found;
  throw new CloudError({
    kind: "denied",
    operation: "find the Organization of the access key",
    resource: source.settings.accessKey,
    answer: "the caller may read neither its own key and bearer nor its default Project",
    hint: "Set SCW_DEFAULT_ORGANIZATION_ID, or default_organization_id in the profile file.",
  });
}

async function ofBearer({ settings, iam }: OrganizationSource): Promise<string | undefined> {
  const key = await undefinedIfDenied(iam.getApiKey(settings.accessKey));
  if (key === undefined) return undefined;
  const reading =
    "applicationId" in key.bearer
      ? iam.getApplication(key.bearer.applicationId)
      : iam.getUser(key.bearer.userId);
  return (await undefinedIfDenied<{ readonly organizationId: string } | undefined>(reading))
    ?.organizationId;
}

async function ofDefaultProject({
  settings,
  account,
}: OrganizationSource): Promise<string | undefined> {
  if (settings.defaultProjectId === undefined) return undefined;
  return (await undefinedIfDenied(account.getProject(settings.defaultProjectId)))?.organizationId;
}

/** A missing right only ends one way of finding out; a key that is not accepted at all ends the search. */
async function undefinedIfDenied<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (thrown) {
    if (isCloudError(thrown, "denied") && thrown.status === 403) return undefined;
    throw thrown;
  }
}
