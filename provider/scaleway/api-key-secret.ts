/**
 * The secret of an API key: told once, kept in the state, or handed to a sink and then known to nobody here.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../core/context";
import type { Delivery } from "../core/definition";
import { handOver, sinkName, sinkOf, type SecretSink } from "../core/sink";
import type { ApiKey } from "./clients/iam";
import { cloudFor } from "./cloud";

/** A key; its secret only where it was just made. */
export type LiveApiKey = ApiKey & {
  readonly secretKey?: string;
  /** When it ends by itself, where that is before `expiresAt`, which is then what the program says; see `api-key-life.ts`. */
  readonly endsAt?: string | undefined;
};

/** Hands the secret of a new key to its sink, if it has one, and goes on without it. */
export async function deliverSecret(
  context: Context,
  live: LiveApiKey,
  { inputs, own }: Delivery,
): Promise<LiveApiKey> {
  const sink = sinkOf(inputs["secretTo"]);
  const { secretKey, ...known } = live;
  if (!sink || secretKey === undefined) return live;
  const { iam } = cloudFor(context);
  // A key that no longer exists is of no use to anybody: its file may go.
  const mayReplace = async (accessKey: string): Promise<boolean> =>
    own.includes(accessKey) || (await iam.getApiKey(accessKey)) === undefined;
  await handOver(context, sink, { accessKey: live.accessKey, secretKey }, mayReplace);
  return known;
}

/** Makes reading the secret in the program an error that says where it is; at preview, too. */
export function forbidReading(
  resource: object,
  name: string,
  secretTo: pulumi.Input<SecretSink>,
): void {
  const place = isPlain(secretTo) ? sinkName(secretTo) : "what secretTo names";
  Object.defineProperty(resource, "secretKey", {
    // Not enumerable: to export the whole key is no reading of its secret.
    enumerable: false,
    get: () => {
      throw new Error(
        `The secretKey of API key "${name}" is not known to the program: secretTo hands it to ${place}. Read it there.`,
      );
    },
  });
}

function isPlain(secretTo: pulumi.Input<SecretSink>): secretTo is SecretSink {
  const { file, command } = secretTo as SecretSink;
  return typeof file === "string" || (Array.isArray(command) && typeof command[0] === "string");
}
