/**
 * Whether a bucket has object lock, and what it keeps new objects by.
 * @module
 */
import type { StorageConnection } from "./connection";
import { requirePart, unlessCode } from "./missing";

/** How long the versions of new objects are kept: days or years. */
export interface DefaultRetention {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly days?: number | undefined;
  readonly years?: number | undefined;
}

/** The lock of a bucket. Once on it cannot be switched off. */
export interface ObjectLock {
  readonly isEnabled: boolean;
  readonly defaultRetention?: DefaultRetention | undefined;
}

/** As it is now. */
export async function getObjectLock(
  connection: StorageConnection,
  name: string,
): Promise<ObjectLock> {
  const asked = { operation: "read the object lock of bucket", resource: name };
  const reading = connection.call({
    sdkOperation: "GetObjectLockConfiguration",
    ...asked,
    send: (client, sdk, options) =>
      client.send(new sdk.GetObjectLockConfigurationCommand({ Bucket: name }), options),
  });
  const found = await unlessCode(["ObjectLockConfigurationNotFoundError"], reading);
  if (!found) return { isEnabled: false };
  const { ObjectLockEnabled: status, Rule: rule } = found.ObjectLockConfiguration ?? {};
  // Its only value is "Enabled".
  requirePart(status, asked);
  const { Mode: mode, Days: days, Years: years } = rule?.DefaultRetention ?? {};
  return { isEnabled: true, ...(mode && { defaultRetention: { mode, days, years } }) };
}

/** Sets the default retention, or drops it. */
export async function setDefaultRetention(
  connection: StorageConnection,
  name: string,
  retention: DefaultRetention | undefined,
): Promise<void> {
  await connection.call({
    sdkOperation: "PutObjectLockConfiguration",
    operation: "set the default retention of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(
        new sdk.PutObjectLockConfigurationCommand({
          Bucket: name,
          ObjectLockConfiguration: {
            ObjectLockEnabled: "Enabled",
            ...(retention && {
              Rule: {
                DefaultRetention: {
                  Mode: retention.mode,
                  Days: retention.days,
                  Years: retention.years,
                },
              },
            }),
          },
        }),
        options,
      ),
  });
}
