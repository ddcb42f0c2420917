/**
 * Tokens of people who are signed in to the console. API keys see nothing of them, as reported of the real service.
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { callerOf } from "../gateway/access";
import { body, TEXT, UUID } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { notFound, permissionsDenied } from "../gateway/errors";
import { noContent } from "../gateway/gateway";
import { IAM_PAGE_SIZE, isSame, list, type Listing } from "../gateway/lists";
import type { Identified } from "../gateway/locate";
import { Query, requireUuid } from "../gateway/query";
import type { IamAction } from "pulumi-storage-access-catalog";
import type { Organization } from "../organization/organization";
import type { Jwt } from "../organization/records";
import { formatTimestamp } from "../timestamps";

const PATH = "/iam/v1alpha1/jwts";

interface One {
  Params: Identified;
}
interface Create {
  Body: { user_id: string; referrer: string };
}

const LISTING: Listing<Jwt> = {
  orders: { created_at: (jwt) => jwt.createdAt, updated_at: (jwt) => jwt.updatedAt },
  defaultOrder: "created_at_asc",
  defaultPageSize: IAM_PAGE_SIZE,
};

/** Adds `/iam/v1alpha1/jwts`. */
export function jwts(server: FastifyInstance, context: ApiContext): void {
  const calls = new Jwts(context);
  server.get(PATH, (request) => calls.list(request));
  server.post<Create>(PATH, body({ user_id: UUID, referrer: TEXT }, ["user_id"]), (request) =>
    calls.create(request),
  );
  server.get<One>(`${PATH}/:id`, (request) => calls.get(request));
  server.delete<One>(`${PATH}/:id`, (request, reply) => calls.delete(request, reply));
}

class Jwts {
  constructor(private readonly context: ApiContext) {}

  private get organization(): Organization {
    return this.context.organization;
  }

  /** Without `audience_id`, the caller's own. */
  list(request: FastifyRequest): object {
    const query = new Query(request);
    const audienceId = query.uuid("audience_id") ?? callerOf(request).bearer.id;
    this.requireOwn(request, "read", audienceId);
    const isExpired = query.flag("expired");
    const found = this.organization.jwts
      .by("audience", audienceId)
      .filter((jwt) => isSame(isExpired, this.organization.isExpired(jwt)));
    const { items, totalCount } = list(query, found, LISTING);
    return { jwts: items.map((jwt) => this.view(jwt)), total_count: totalCount };
  }

  create(request: FastifyRequest<Create>): object {
    const userId = request.body.user_id.toLowerCase();
    this.requireOwn(request, "write", userId);
    const userAgent = request.headers["user-agent"] ?? "";
    const jwt = this.organization.createJwt(userId, { ip: request.ip, userAgent });
    return { jwt: this.view(jwt), token: jwt.token, renew_token: jwt.renewToken };
  }

  get(request: FastifyRequest<One>): object {
    return this.view(this.locate(request, "read"));
  }

  delete(request: FastifyRequest<One>, reply: FastifyReply): FastifyReply {
    this.organization.jwts.remove(this.locate(request, "delete").id);
    return noContent(reply);
  }

  private locate(request: FastifyRequest<One>, action: IamAction): Jwt {
    const id = requireUuid("jti", request.params.id);
    const jwt = this.organization.jwts.find(id);
    this.requireOwn(request, action, jwt?.audienceId ?? callerOf(request).bearer.id);
    if (!jwt) throw notFound("jwt", id);
    return jwt;
  }

  /** Each person has only its own, and only when signed in: not even the Owner's API key will do. */
  private requireOwn(request: FastifyRequest, action: IamAction, userId: string): void {
    const { bearer, jwt } = callerOf(request);
    const isSignedIn = jwt !== undefined || this.context.switches().apiKeysReachTokens;
    if (isSignedIn && bearer.kind === "user" && bearer.id === userId) return;
    const word = action === "delete" ? this.context.switches().deleteActionName : action;
    throw permissionsDenied([{ action: word, resource: "self_jwt" }]);
  }

  private view(jwt: Jwt): object {
    return {
      jti: jwt.id,
      issuer_id: jwt.issuerId,
      audience_id: jwt.audienceId,
      created_at: formatTimestamp(jwt.createdAt),
      updated_at: formatTimestamp(jwt.updatedAt),
      expires_at: formatTimestamp(jwt.expiresAt),
      ip: jwt.ip,
      user_agent: jwt.userAgent,
    };
  }
}
