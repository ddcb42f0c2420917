/**
 * Which keys a list asks for.
 * @module
 */
import { isAmong, isSame, only } from "../gateway/lists";
import type { Query } from "../gateway/query";
import { principalKey, type Organization } from "../organization/organization";
import type { ApiKey, Bearer } from "../organization/records";

/** Whose keys are asked for, as far as the query says. */
export type BearerFilter = Partial<Bearer>;

/** Reads `bearer_id`, `bearer_type` and the deprecated `application_id` and `user_id`. */
export function bearerFilter(query: Query, organization: Organization): BearerFilter {
  const applicationId = query.uuid("application_id");
  if (applicationId !== undefined) return { kind: "application", id: applicationId };
  const userId = query.uuid("user_id");
  if (userId !== undefined) return { kind: "user", id: userId };
  const id = query.uuid("bearer_id");
  const kind = query.choice("bearer_type", ["user", "application"]);
  const known = id === undefined ? kind : (kind ?? kindOf(id, organization));
  return { ...(id !== undefined && { id }), ...(known && { kind: known }) };
}

/** The keys that the query asks for. */
export function apiKeysWanted(query: Query, bearer: BearerFilter, organization: Organization) {
  const accessKey = query.text("access_key");
  const accessKeys = query.texts("access_keys");
  const description = query.text("description");
  const isExpired = query.flag("expired");
  const isEditable = query.flag("editable");
  const { kind, id } = bearer;
  return {
    demanded: {
      id: accessKeys ?? only(accessKey),
      description: only(description),
      bearer: id === undefined ? undefined : kind ? [principalKey({ kind, id })] : [],
      // None expires that was to live for ever.
      expiring: isExpired ? ["expiring"] : undefined,
    },
    isWanted: (key: ApiKey): boolean =>
      isSame(kind, key.bearer.kind) &&
      isSame(id, key.bearer.id) &&
      isSame(accessKey, key.id) &&
      isAmong(accessKeys, key.id) &&
      isSame(description, key.description) &&
      isSame(isExpired, organization.isExpired(key)) &&
      isSame(isEditable, true),
    isSteady: isExpired === undefined,
  };
}

function kindOf(id: string, organization: Organization): Bearer["kind"] | undefined {
  if (organization.users.has(id)) return "user";
  return organization.applications.has(id) ? "application" : undefined;
}
