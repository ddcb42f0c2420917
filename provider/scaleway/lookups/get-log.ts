/**
 * One entry of the audit log, by its id.
 * @module
 */
import type { Log } from "../clients/iam";
import { id } from "./filters";
import { oneLookup, only } from "./one-lookup";
import type { LookupArgs } from "./lookup";

/** Which log entry. */
export interface GetLogArgs extends LookupArgs {
  /** The entry's id, a UUID. */
  readonly id: string;
}

/** The entry. */
export interface GetLogResult extends Log {}

const lookup = oneLookup<GetLogArgs, Log, GetLogResult>({
  name: "getLog",
  noun: "log entry",
  by: { id: only(id("a log entry"), async ({ iam }, value) => iam.getLog(value)) },
  show: (item) => item,
  identify: (item) => item.id,
});

/**
 * One entry of the audit log of IAM. Asked once per program and arguments.
 *
 * ```ts
 * const { logs } = await scaleway.getLogs({ orderBy: "createdAtDesc" });
 * const newest = logs[0] && (await scaleway.getLog({ id: logs[0].id }));
 * ```
 * @throws CloudError where none or several fit, without usable credentials, or without the right to read the log
 */
export const getLog = lookup.plain;

/** The same as an Output, for the arguments of resources. */
export const getLogOutput = lookup.output;
