/**
 * Grace periods: until when a member must replace a password that somebody else chose.
 * @module
 */
import type { FastifyInstance } from "fastify";
import { authorize, callerOf } from "../gateway/access";
import type { ApiContext } from "../gateway/context";
import { invalidArgument, notFound } from "../gateway/errors";
import { Query } from "../gateway/query";
import { formatTimestamp } from "../timestamps";

/** Adds `/iam/v1alpha1/grace-periods`: those of one user, by default of the caller. */
export function gracePeriods(server: FastifyInstance, context: ApiContext): void {
  const { organization } = context;
  server.get("/iam/v1alpha1/grace-periods", (request) => {
    const { bearer } = callerOf(request);
    const asked = new Query(request).uuid("user_id");
    const id = asked ?? (bearer.kind === "user" ? bearer.id : undefined);
    if (id === undefined) throw invalidArgument("user_id", "required", "");
    const user = organization.users.find(id);
    authorize(request, context, { object: { id, name: user?.username }, isOwn: bearer.id === id });
    if (!user) throw notFound("user", id);
    const { enforcePasswordRenewal, gracePeriodSeconds } = organization.profile.security;
    const since = user.passwordGivenAt;
    if (!enforcePasswordRenewal || since === undefined) return { grace_periods: [] };
    const expires_at = formatTimestamp(since + gracePeriodSeconds * 1_000_000);
    return {
      grace_periods: [{ type: "update_password", created_at: formatTimestamp(since), expires_at }],
    };
  });
}
