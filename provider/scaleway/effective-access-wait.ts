/**
 * Waiting until a grant holds everywhere: it reaches one server after another, so that a key hears yes, no and yes again.
 * @module
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Context } from "../core/context";
import { CloudError, messageOf } from "../core/errors";
import { registerSecret } from "../core/redact";
import { credentialsIn } from "../core/sink";
import { waitFor, type Probe } from "../core/wait";
import { storageConnection } from "./clients/object-storage";
import { probe } from "./clients/object-storage/probes";
import { whyRefused } from "./refusal";

/** What is tried, as whom, and for how long. */
export interface Trial {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Undefined: the key's preferred Project. */
  readonly projectId: string | undefined;
  readonly region: string;
  readonly operation: string;
  readonly bucket: string;
  readonly cleanAnswers: number;
  readonly timeoutSeconds: number;
}

/**
 * Tries until so many answers in a row are clean.
 * @throws CloudError at the deadline: of kind `denied`, with what to grant, where the last answer was a refusal
 */
export async function untilEffective(base: Context, trial: Trial): Promise<void> {
  const { accessKey, secretKey, operation, bucket, cleanAnswers } = trial;
  registerSecret(secretKey);
  const end = base.clock.now().getTime() + trial.timeoutSeconds * 1000;
  const deadline = new Date(Math.min(end, base.deadline.getTime()));
  // Settings of its own: another key's S3 client must not be shared.
  const context = { ...base, deadline, settings: { ...base.settings, accessKey, secretKey } };
  const connection = storageConnection(context, trial.projectId, trial.region);
  const what = `${accessKey} to be allowed ${operation}${bucket === "" ? "" : ` on bucket ${bucket}`}`;
  let inARow = 0;
  let last: CloudError | undefined;
  const look = async (): Promise<Probe<true>> => {
    const refusal = await probe(connection, operation, bucket);
    inARow = refusal ? 0 : inARow + 1;
    last = refusal ?? last;
    if (inARow >= cleanAnswers) return { done: true, value: true };
    const count = `${String(inARow)} of ${String(cleanAnswers)} clean answers in a row`;
    const observed = refusal ? `${count}, the last was: ${refusal.answer}` : count;
    return { done: false, observed, retryAfterSeconds: refusal?.retryAfterSeconds };
  };
  try {
    await waitFor({ what, pacing: context, probe: look });
  } catch (thrown) {
    if (!(thrown instanceof CloudError) || thrown.code !== "deadline" || !last) throw thrown;
    const isRefused = last.kind === "denied";
    const why = isRefused ? await whyRefused(base, trial) : undefined;
    throw thrown.with({ kind: last.kind, hint: hintFor(why ?? last.hint, trial) });
  }
}

function hintFor(hint: string | undefined, { timeoutSeconds }: Trial): string {
  const time = `It was tried for ${String(timeoutSeconds)} s (timeoutSeconds).`;
  return [hint, time].filter(Boolean).join(" ");
}

/**
 * The secret in the file that `secretTo` of the key wrote.
 * @throws CloudError where it is not there, or belongs to another key
 */
export async function secretIn(file: string, accessKey: string): Promise<string> {
  let found: string;
  try {
    const held = credentialsIn(await readFile(resolve(file), "utf8"));
    if (held?.accessKey === accessKey) return held.secretKey;
    found = held ? `it holds the secret of ${held.accessKey}` : "it holds no access key and secret";
  } catch (thrown) {
    found = `it cannot be read: ${messageOf(thrown)}`;
  }
  throw new CloudError({
    kind: "precondition",
    code: "secret_missing",
    operation: "read the secret of",
    resource: accessKey,
    answer: `the file ${file} is of no use here: ${found}`,
    hint: "Name the file that secretTo of this very key writes.",
  });
}
