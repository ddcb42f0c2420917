/**
 * Where every state's provider text leads: `require("pulumi-storage-access/handlers")("scaleway:Application")`.
 * This path and the names of the kinds are permanent: states of every age hold them.
 * @module
 */
import { define, type Handlers } from "./core/define";
import { LINEAGE_TOKEN, lineageHandlers } from "./core/lineage";
import type { AnyDefinition } from "./core/definition";
import { ProviderProcess } from "./core/process";
import * as scaleway from "./scaleway";

const clouds: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { scaleway };

/** What all kinds in this process share. */
const process = new ProviderProcess();

/**
 * The handlers of a kind.
 * @param token such as `scaleway:Application`
 */
function handlersFor(token: string): Handlers {
  if (token === LINEAGE_TOKEN) return lineageHandlers(process);
  return define(handlersFor.definitionOf(token), process);
}

/** The definition behind a token. */
handlersFor.definitionOf = (token: string): AnyDefinition => {
  const [cloud = "", name = ""] = token.split(":");
  const resource = clouds[cloud]?.[name] as { definition?: AnyDefinition } | undefined;
  if (resource?.definition?.token === token) return resource.definition;
  throw new Error(
    `pulumi-storage-access knows no resource ${token}: the state was written by a newer version; install that one`,
  );
};

export = handlersFor;
