/**
 * SSH keys, narrowed and ordered.
 * @module
 */
import type { SshKeySearch } from "../clients/iam";
import { anyText, flag, id, orders } from "./filters";
import { shownSshKey, type GetSshKeyResult } from "./get-ssh-key";
import { listLookup, type Listed } from "./list-lookup";
import type { LookupArgs } from "./lookup";

/** What to narrow the list to, and its order. */
export interface GetSshKeysArgs extends SshKeySearch, LookupArgs {}

/** The keys that fit. */
export type GetSshKeysResult = Listed<"sshKeys", GetSshKeyResult>;

const lookup = listLookup<GetSshKeysArgs, "sshKeys", GetSshKeyResult>({
  name: "getSshKeys",
  plural: "sshKeys",
  filters: {
    name: anyText,
    projectId: id("a Project"),
    disabled: flag,
    orderBy: orders("createdAt", "updatedAt", "name"),
  },
  async list({ iam }, { name, ...search }) {
    const keys = (await iam.listSshKeys(search)).map(shownSshKey);
    // The service compares with the mark in it, which a program does not see.
    return keys.filter((key) => name === undefined || key.name === name);
  },
});

/**
 * Every SSH key that fits. Callers whose rights end at a Project must name it. Asked once per program and arguments.
 *
 * ```ts
 * const { sshKeys } = await scaleway.getSshKeys({ disabled: false });
 * ```
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to read SSH keys
 */
export const getSshKeys = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * export const keysOfSecond = scaleway.getSshKeysOutput({ projectId: second.id }).sshKeys;
 * ```
 */
export const getSshKeysOutput = lookup.output;
