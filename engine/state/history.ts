/**
 * What was done to a stack, update by update, as Pulumi's local backend keeps it.
 * @module
 */
import path from "node:path";
import { hasCode, keepCopy, writeDurably } from "./files";
import type { StackFiles } from "./location";

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
 * The state's file is kept under further names, not copied: an update that changed nothing adds a few hundred bytes.
 */
export async function addToHistory(
  files: StackFiles,
  record: UpdateRecord,
  isStateChanged: boolean,
): Promise<void> {
  const stack = path.basename(files.stack, ".json");
  let stamp = BigInt(record.endTime.getTime()) * NANOSECONDS_A_MILLISECOND;
  for (;;) {
    const name = path.join(files.historyFolder, `${stack}-${stamp}`);
    try {
      await keepCopy(files.stack, `${name}.checkpoint.json`);
      await writeDurably(`${name}.history.json`, JSON.stringify(historyEntry(record)));
      break;
    } catch (error) {
      // Another update of the same millisecond.
      if (!hasCode(error, "EEXIST")) throw error;
      stamp += 1n;
    }
  }
  if (isStateChanged) {
    await keepCopy(files.stack, path.join(files.backupsFolder, `${stack}.${stamp}.json`));
  }
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
