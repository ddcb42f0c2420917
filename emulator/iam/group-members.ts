/**
 * Members of IAM groups: replaced whole, added, removed.
 * @module
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { body, UUID, UUIDS } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { invalidArgument, notFound, transientState } from "../gateway/errors";
import type { Identified } from "../gateway/locate";
import { principalKey } from "../organization/organization";
import type { Bearer, Group } from "../organization/records";
import { microsecondsNow } from "../timestamps";

interface Many {
  Params: Identified;
  Body: { user_ids?: string[]; application_ids?: string[] };
}
interface Single {
  Params: Identified;
  Body: { user_id?: string; application_id?: string };
}

/** What this file needs from the group's own endpoints. */
export interface GroupEndpoint {
  /** The path of one group, with its parameter `:id`. */
  readonly path: string;
  readonly locate: (request: FastifyRequest<{ Params: Identified }>) => Group;
  readonly view: (group: Group) => object;
}

const MANY = body({ user_ids: UUIDS, application_ids: UUIDS });
const SINGLE = body({ user_id: UUID, application_id: UUID });

/** Adds the membership calls. None of them moves the group's `updated_at`. */
export function groupMembers(
  server: FastifyInstance,
  context: ApiContext,
  { path, locate, view }: GroupEndpoint,
): void {
  const { organization, clock, durations } = context;
  const changeable = (request: FastifyRequest<{ Params: Identified }>): Group => {
    const group = locate(request);
    const { settledAt = 0 } = group;
    if (settledAt <= microsecondsNow(clock)) return group;
    throw transientState("group", group.id, "updating");
  };
  const put = (group: Group, members: readonly Bearer[]): object => {
    const takes = durations.membershipChangeSeconds * 1_000_000;
    const settled = takes > 0 ? { settledAt: microsecondsNow(clock) + takes } : {};
    return view(organization.groups.put({ ...group, members, ...settled }));
  };
  const joined = (bearers: readonly Bearer[]): Bearer[] => {
    for (const bearer of bearers) {
      if (!organization.exists(bearer)) throw notFound(bearer.kind, bearer.id);
    }
    return [...new Map(bearers.map((bearer) => [principalKey(bearer), bearer])).values()];
  };

  server.put<Many>(`${path}/members`, MANY, (request) => {
    const group = changeable(request);
    return put(group, joined(bearersOf(request.body)));
  });
  server.post<Many>(`${path}/add-members`, MANY, (request) => {
    const group = changeable(request);
    return put(group, joined([...group.members, ...bearersOf(request.body)]));
  });
  server.post<Single>(`${path}/add-member`, SINGLE, (request) => {
    const group = changeable(request);
    return put(group, joined([...group.members, bearerOf(request.body)]));
  });
  server.post<Single>(`${path}/remove-member`, SINGLE, (request) => {
    const group = changeable(request);
    const bearer = bearerOf(request.body);
    const left = group.members.filter((member) => principalKey(member) !== principalKey(bearer));
    // The empty resource is recorded: the service names the member's id and no kind.
    if (left.length === group.members.length) throw notFound("", bearer.id);
    return put(group, left);
  });
}

function bearersOf({ user_ids = [], application_ids = [] }: Many["Body"]): Bearer[] {
  return [
    ...user_ids.map((id) => ({ kind: "user" as const, id: id.toLowerCase() })),
    ...application_ids.map((id) => ({ kind: "application" as const, id: id.toLowerCase() })),
  ];
}

function bearerOf({ user_id, application_id }: Single["Body"]): Bearer {
  const bearers = bearersOf({
    user_ids: user_id === undefined ? [] : [user_id],
    application_ids: application_id === undefined ? [] : [application_id],
  });
  const [bearer] = bearers;
  if (bearer && bearers.length === 1) return bearer;
  throw invalidArgument(
    "user_id",
    "constraint",
    "exactly one of user_id, application_id is needed",
  );
}
