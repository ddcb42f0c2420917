/**
 * Whom a policy is for: one of four members of its body.
 * @module
 */
import { invalidArgument, notFound } from "../gateway/errors";
import type { Organization } from "../organization/organization";
import type { Policy, Principal } from "../organization/records";

/** The members of which a new policy has exactly one. */
export interface PrincipalFields {
  user_id?: string;
  group_id?: string;
  application_id?: string;
  no_principal?: boolean;
}

const MEMBERS = ["user_id", "group_id", "application_id", "no_principal"] as const;

/** Those of the four that the body has. */
export function principalMembers(fields: PrincipalFields): (keyof PrincipalFields)[] {
  return MEMBERS.filter((member) => fields[member] !== undefined);
}

/**
 * The principal that a body names.
 * @throws ApiError 400 unless it is exactly one, 404 when it does not exist
 */
export function principalFrom(
  fields: PrincipalFields,
  organization: Organization,
): Pick<Policy, "principal" | "noPrincipal"> {
  const [member, ...others] = principalMembers(fields);
  if (member === undefined || others.length > 0) {
    const help = `exactly one of ${MEMBERS.join(", ")} is needed`;
    throw invalidArgument(others[0] ?? "no_principal", member ? "constraint" : "required", help);
  }
  if (member === "no_principal") {
    if (fields.no_principal) return { principal: undefined, noPrincipal: true };
    throw invalidArgument(member, "constraint", "must be set to true when used");
  }
  const kind = member.slice(0, -"_id".length) as Principal["kind"];
  const principal = { kind, id: (fields[member] ?? "").toLowerCase() };
  if (!exists(principal, organization)) throw notFound(kind, principal.id);
  return { principal, noPrincipal: false };
}

function exists({ kind, id }: Principal, organization: Organization): boolean {
  return kind === "group" ? organization.groups.has(id) : organization.exists({ kind, id });
}
