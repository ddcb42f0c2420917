/**
 * What was done to a stack, update by update, as Pulumi's local backend keeps it.
 * @module
 */
import { posix } from "node:path";
import { filesOf, type StackLocation } from "./location";

/** What the history says of one update. */
export interface UpdateRecord {
  kind: "update" | "refresh" | "destroy";
  /** Sealed configuration of the update, as the stack's configuration file has it. */
  config: Record<string, unknown>;
  startTime: Date;
  endTime: Date;
  result: "succeeded" | "failed";
  /** How many resources went through each operation. */
  resourceChanges: Record<string, number>;
}

const NANOSECONDS_A_MILLISECOND = 1_000_000n;

/**
 * Adds an update to the history, with the state that it led to; where the state changed, with a backup of it too.
 * Where it can, the backend keeps the state's file under further names instead of copying it.
 */
export async function addToHistory(
  location: StackLocation,
  record: UpdateRecord,
  isStateChanged: boolean,
): Promise<void> {
  const { backend, stack } = location;
  const files = filesOf(location);
  const nameAt = (stamp: bigint): string =>
    posix.join(files.historyFolder, `${stack}-${stamp}.checkpoint.json`);
  let stamp = BigInt(record.endTime.getTime()) * NANOSECONDS_A_MILLISECOND;
  // A name that is taken is another update of the same millisecond.
  while (!(await backend.keepCopy(files.stack, nameAt(stamp)))) stamp += 1n;
  await backend.write(
    posix.join(files.historyFolder, `${stack}-${stamp}.history.json`),
    JSON.stringify(historyEntry(record)),
  );
  if (!isStateChanged) return;
  const backup = posix.join(files.backupsFolder, `${stack}.${stamp}.json`);
  await backend.keepCopy(files.stack, backup);
}

function historyEntry(record: UpdateRecord): Record<string, unknown> {
  const seconds = (time: Date): number => Math.floor(time.getTime() / 1000);
  return {
    version: 0,
    kind: record.kind,
    startTime: seconds(record.startTime),
    message: "",
    environment: {},
    config: record.config,
    result: record.result,
    endTime: seconds(record.endTime),
    resourceChanges: record.resourceChanges,
  };
}
