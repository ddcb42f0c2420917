/**
 * One SSH key, by its id or its exact name.
 * @module
 */
import { hideMark } from "../../core/mark";
import type { SshKey } from "../clients/iam";
import { anyText, id } from "./filters";
import { oneLookup, only } from "./one-lookup";
import type { LookupArgs } from "./lookup";

/** Which key: exactly one of id and name. */
export interface GetSshKeyArgs extends LookupArgs {
  /** The key's id, a UUID. */
  readonly id?: string | undefined;
  /** The exact name; several keys may have the same. */
  readonly name?: string | undefined;
  /** Where to look for the name: needed by callers whose rights end at a Project. */
  readonly projectId?: string | undefined;
}

/** A key as it is. */
export interface GetSshKeyResult extends SshKey {}

/** A key as programs see it. */
export const shownSshKey = (key: SshKey): GetSshKeyResult => hideMark("scaleway:SshKey", key);

const lookup = oneLookup<GetSshKeyArgs, SshKey, GetSshKeyResult>({
  name: "getSshKey",
  noun: "SSH key",
  by: {
    id: only(id("an SSH key"), async ({ iam }, value) => iam.getSshKey(value)),
    name: {
      rule: anyText,
      // Not by the service's own filter: it compares with the mark in the name, which a program does not see.
      find: async ({ iam }, wanted, { projectId }) =>
        (await iam.listSshKeys({ projectId })).filter((key) => shownSshKey(key).name === wanted),
    },
  },
  beside: { projectId: id("a Project") },
  show: shownSshKey,
  identify: (key) => key.id,
});

/**
 * One SSH key that exists already. Such as `scaleway.getSshKey({ name: "laptop", projectId })`. Asked once per program
 * and arguments.
 * @throws CloudError where none or several fit, without usable credentials, or without the right to read SSH keys
 */
export const getSshKey = lookup.plain;

/** The same as an Output, for the arguments of resources. */
export const getSshKeyOutput = lookup.output;
