/**
 * The statements of bucket policies, whichever way the program writes them: as `statements`, or as the vendor's `document`.
 * @module
 */
import { bucketPolicyGrammar, s3Operations } from "pulumi-storage-access-catalog";
import { access } from "./access";
import type { Declared } from "./declared";
import type { Place } from "./place";
import { isRecord } from "./place";

/** The version that counts where none is given. */
export const CURRENT_VERSION = "2023-04-17";

const EVERYTHING = ["*", "s3:*"];
const ATTRIBUTES = ["s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"];

/** The names of all actions, the two that mean everything apart. */
export const actionNames: readonly string[] = [...bucketPolicyGrammar.actions, ...ATTRIBUTES];

const lowerNames = new Set([...actionNames, ...EVERYTHING].map((name) => name.toLowerCase()));

/** True for an action that bucket policies may name; letter case means nothing. */
export const isAction = (name: string): boolean => lowerNames.has(name.toLowerCase());

/** True for the two names of all actions. */
export const isEverything = (action: string): boolean => EVERYTHING.includes(action.toLowerCase());

/** What an action allows, by its name in lower case. */
const meanings = new Map<string, { readonly changes: boolean; readonly on: Set<string> }>();
for (const row of s3Operations) {
  const { iamPermission, resource } = row;
  for (const name of [row.bucketPolicyAction, row.bucketPolicyActionWithVersionId]) {
    if (!name) continue;
    const known = meanings.get(name.toLowerCase()) ?? { changes: false, on: new Set<string>() };
    const changes = known.changes || !/:(read|list)$/.test(iamPermission ?? "");
    meanings.set(name.toLowerCase(), { changes, on: known.on.add(resource) });
  }
}

/** True where an action writes, deletes or changes anything. */
export const isChange = (action: string): boolean =>
  isEverything(action) || (meanings.get(action.toLowerCase())?.changes ?? false);

/** True where an action reads or lists something. */
export const isRead = (action: string): boolean => isEverything(action) || !isChange(action);

/** What an action is about: `bucket`, `object`, or both; empty for an unknown one, and for all at once. */
export const subjectsOf = (action: string): ReadonlySet<string> =>
  meanings.get(action.toLowerCase())?.on ?? new Set();

/** The version of a policy's grammar. @throws Undecidable where it is not known yet */
export function versionOf(policy: Declared): string {
  const given = policy.at("version").text();
  return given ?? documentOf(policy)?.at("Version").text() ?? CURRENT_VERSION;
}

/** The statements of a policy, all written in the same way. @throws Undecidable where the whole is not known yet */
export function statementsOf(policy: Declared): Place[] {
  const document = documentOf(policy);
  if (!document) return policy.at("statements").items();
  const list = document.at("Statement");
  if (isRecord(list.known())) return [statementOf(list)];
  return list.items().map(statementOf);
}

/** What keeps a policy from being understood; undefined where nothing does. @throws Undecidable */
export function malformationOf(policy: Declared): string | undefined {
  const given = policy.at("document");
  if (!given.isGiven) return malformedStatements(policy.at("statements"));
  const document = documentOf(policy);
  if (!document) return "document is neither JSON nor an object";
  const list = document.at("Statement");
  if (!list.isGiven) return "document has no Statement";
  if (!isRecord(list.known()) && !Array.isArray(list.known())) {
    return "document.Statement is no list";
  }
  const statements = Array.isArray(list.known()) ? list.items() : [list];
  for (const statement of statements) {
    if (!isRecord(statement.known())) return `${statement.path} is no statement`;
    const [strange] = statement.members().filter(([name]) => !WIRE_NAMES.includes(name));
    if (strange) return `${strange[1].path} is no part of a statement`;
    const missing = WIRE_NEEDS.find((name) => !statement.at(name).isGiven);
    if (missing !== undefined) return `${statement.path} has no ${missing}`;
  }
  return undefined;
}

const WIRE_NEEDS = ["Effect", "Principal", "Action", "Resource"];
const WIRE_NAMES = [...WIRE_NEEDS, "Sid", "Condition"];

function malformedStatements(list: Place): string | undefined {
  if (!list.isGiven) return "there are neither statements nor a document";
  if (!Array.isArray(list.known())) return "statements is no list";
  for (const statement of list.items()) {
    if (!isRecord(statement.known())) return `${statement.path} is no statement`;
    const missing = ["principals", "actions"].find((name) => !statement.at(name).isGiven);
    if (missing !== undefined) return `${statement.path} has no ${missing}`;
  }
  return undefined;
}

/** The vendor's document as an object; undefined where there is none, or none that can be read. */
function documentOf(policy: Declared): Place | undefined {
  const place = policy.at("document");
  const given = place.isGiven ? place.known() : undefined;
  const content = typeof given === "string" ? parsed(given) : given;
  return isRecord(content) ? place.with(content) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A statement of a document, in the words of `statements`. */
function statementOf(wire: Place): Place {
  if (wire.isUnknown) return wire;
  const content = wire.known();
  if (!isRecord(content)) return wire.with({});
  return wire.with({
    effect: content["Effect"],
    principals: principalsOf(content["Principal"]),
    actions: listOf(content["Action"]),
    resources: listOf(content["Resource"]),
    sid: content["Sid"],
    conditions: content["Condition"],
  });
}

const KINDS = { userIds: "user_id:", applicationIds: "application_id:", projectIds: "project_id:" };

function principalsOf(wire: unknown): unknown {
  const names = listOf(isRecord(wire) ? wire["SCW"] : wire);
  if (!Array.isArray(names)) return names;
  const isOpen = names.includes(access.UNKNOWN);
  return {
    everyone: names.includes("*") || (isOpen ? access.UNKNOWN : false),
    ...Object.fromEntries(
      Object.entries(KINDS).map(([kind, prefix]) => [
        kind,
        names.flatMap((name) =>
          typeof name === "string" && name.startsWith(prefix) ? name.slice(prefix.length) : [],
        ),
      ]),
    ),
  };
}

function listOf(wire: unknown): unknown {
  if (wire === undefined || wire === null) return [];
  return Array.isArray(wire) || wire === access.UNKNOWN ? wire : [wire];
}

/** True where a statement allows. @throws Undecidable */
export const allows = (statement: Place): boolean =>
  (statement.at("effect").text() ?? "Allow") === "Allow";

/** True where a statement is about everybody, also those without a key. @throws Undecidable */
export const isForEveryone = (statement: Place): boolean =>
  statement.at("principals").at("everyone").isTrue();

/** The first text of a list that fits. @throws Undecidable where none does and some are not known yet */
export function firstFitting(list: Place, fits: (text: string) => boolean): Place | undefined {
  const items = list.items();
  const found = items.find((item) => !item.isUnknown && fits(item.text() ?? ""));
  if (!found) items.forEach((item) => item.known());
  return found;
}

/** The values of a statement's conditions by operator and key, in lower case. @throws Undecidable */
export function conditionsOf(
  statement: Place,
): { readonly operator: string; readonly key: string; readonly values: readonly string[] }[] {
  return statement
    .at("conditions")
    .members()
    .flatMap(([operator, keys]) =>
      keys.members().map(([key, values]) => ({
        operator,
        key: key.toLowerCase(),
        values: Array.isArray(values.known()) ? values.texts() : [values.text() ?? ""],
      })),
    );
}
