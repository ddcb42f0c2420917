/**
 * What the tests of rotations share: a program with a key that is rotated, what is in the state and in the cloud of it.
 * @module
 */
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import type { Cloud, CloudOptions } from "../../../../emulator";
import { asOwner } from "../../../support/owner";
import { simulatedClock } from "../../../support/simulated-clock";
import { SimulatedStack, type Program, type Values } from "../../../support/stack";
import { startWorld, type World } from "../../../support/world";

export const DAY = 24 * 3600 * 1000;
export const ROTATION = { everyDays: 90, overlapDays: 7 };

/** An application with a right and a key that is rotated. */
export const withKey =
  (args: Values = {}): Program =>
  async (declare, projectId) => {
    const { id: applicationId } = await declare("scaleway:Application", "app");
    const rules = [{ projectIds: [projectId], permissionSetNames: ["ObjectStorageReadOnly"] }];
    await declare("scaleway:Policy", "policy", { applicationId, rules });
    await declare("scaleway:ApiKey", "key", { applicationId, rotation: ROTATION, ...args });
  };

/** What the state has of the key. */
export interface KeyOutputs {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly createdAt: string;
  readonly previousKeys: readonly { readonly accessKey: string; readonly revokeAt: string }[];
}

export const keyOf = (stack: SimulatedStack): KeyOutputs =>
  structuredClone(stack.outputsOf("key")) as unknown as KeyOutputs;

/** Every access key of a state, sorted. */
export function accessKeysOf(stack: SimulatedStack): string[] {
  const { accessKey, previousKeys } = keyOf(stack);
  return [accessKey, ...previousKeys.map((previous) => previous.accessKey)].sort();
}

/** The access keys in the cloud, its Owner's apart. */
export const keysIn = async ({ ids }: World): Promise<string[]> =>
  (await ids())["scaleway:ApiKey"] ?? [];

/** True where Object Storage takes the key for a good one with the right to list. */
export async function works(
  { description }: Cloud,
  { accessKey, secretKey }: Pick<KeyOutputs, "accessKey" | "secretKey">,
): Promise<boolean> {
  const client = new S3Client({
    endpoint: description.scaleway.s3Endpoint,
    region: "fr-par",
    forcePathStyle: true,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
  });
  return client.send(new ListBucketsCommand({})).then(
    () => true,
    () => false,
  );
}

/** The key as the service has it. */
export const inCloud = (cloud: Cloud, accessKey: string) =>
  asOwner(cloud, "GET", `/iam/v1alpha1/api-keys/${accessKey}`);

/** A world with a stack that has just made its key. */
export async function deployed(
  faults?: CloudOptions["faults"],
): Promise<{ world: World; stack: SimulatedStack }> {
  const clock = simulatedClock(new Date().toISOString());
  const world = await startWorld({ seed: "rotation", clock, ...(faults && { faults }) });
  const stack = new SimulatedStack({ cloud: world.cloud, clock });
  await stack.up(withKey());
  return { world, stack };
}

/** The first up on the day of the rotation; answers the outputs before it. */
export async function rotated(stack: SimulatedStack, args: Values = {}): Promise<KeyOutputs> {
  const before = keyOf(stack);
  stack.clock.advance(90 * DAY);
  expect(await stack.up(withKey(args))).toMatchObject({ update: 1, replace: 0 });
  return before;
}
