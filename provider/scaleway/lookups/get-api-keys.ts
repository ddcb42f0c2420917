/**
 * API keys, narrowed and ordered.
 * @module
 */
import type { ApiKeySearch } from "../clients/iam";
import { anyText, choice, flag, id, orders, words } from "./filters";
import { shownApiKey, type GetApiKeyResult } from "./get-api-key";
import { listLookup, type Listed } from "./list-lookup";
import type { LookupArgs } from "./lookup";

/** What to narrow the list to, and its order. */
export interface GetApiKeysArgs extends ApiKeySearch, LookupArgs {}

/** The keys that fit. */
export type GetApiKeysResult = Listed<"apiKeys", GetApiKeyResult>;

const lookup = listLookup<GetApiKeysArgs, "apiKeys", GetApiKeyResult>({
  name: "getApiKeys",
  plural: "apiKeys",
  filters: {
    editable: flag,
    expired: flag,
    accessKey: anyText,
    accessKeys: words,
    description: anyText,
    bearerId: id("a user or an application"),
    bearerType: choice("user", "application"),
    orderBy: orders("createdAt", "updatedAt", "expiresAt", "accessKey"),
  },
  async list({ iam }, { description, ...search }) {
    const keys = (await iam.listApiKeys(search)).map(shownApiKey);
    // The service compares with the mark in it, which a program does not see.
    return keys.filter((key) => description === undefined || key.description === description);
  },
});

/**
 * Every API key that fits, expired ones too, never a secret. Asked once per program and arguments.
 *
 * ```ts
 * const { apiKeys } = await scaleway.getApiKeys({ bearerType: "application", expired: true });
 * ```
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to read API keys
 */
export const getApiKeys = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * export const keysOfApp = scaleway.getApiKeysOutput({ bearerId: app.id }).apiKeys;
 * ```
 */
export const getApiKeysOutput = lookup.output;
