/**
 * IAM users: the Owner and the members.
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authorize, callerOf } from "../gateway/access";
import { body, FLAG, object, TAGS, TEXT, UUID } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { notFound, preconditionFailed } from "../gateway/errors";
import { noContent } from "../gateway/gateway";
import { requireFreeName, requireRoom } from "../gateway/limits";
import { IAM_PAGE_SIZE, isAmong, isSame, list, type Listing } from "../gateway/lists";
import type { Identified } from "../gateway/locate";
import { Query, requireUuid } from "../gateway/query";
import type { Organization } from "../organization/organization";
import type { User } from "../organization/records";
import { formatTimestamp } from "../timestamps";

const PATH = "/iam/v1alpha1/users";
const DEFAULT_LOCALE = "en_US";
const MEMBER = object(
  {
    email: { type: "string", minLength: 3, maxLength: 255, pattern: "^[^@\\s]+@[^@\\s]+$" },
    username: { type: "string", minLength: 2, maxLength: 150, pattern: "^[a-zA-Z0-9@._-]+$" },
    first_name: { type: "string", maxLength: 64 },
    last_name: { type: "string", maxLength: 64 },
    password: { type: "string", maxLength: 72 },
    phone_number: TEXT,
    locale: TEXT,
    send_password_email: FLAG,
    send_welcome_email: FLAG,
  },
  ["email", "username"],
);

interface One {
  Params: Identified;
}
interface Create {
  Body: {
    organization_id: string;
    tags?: string[];
    member: {
      email: string;
      username: string;
      first_name?: string;
      last_name?: string;
      phone_number?: string;
      locale?: string;
    };
  };
}

const LISTING: Listing<User> = {
  orders: {
    created_at: (user) => user.createdAt,
    updated_at: (user) => user.updatedAt,
    email: (user) => user.email,
    username: (user) => user.username,
    last_login: () => undefined,
  },
  defaultOrder: "created_at_asc",
  defaultPageSize: IAM_PAGE_SIZE,
};

/** Adds `/iam/v1alpha1/users`: reading, members made, locked, unlocked and removed. */
export function users(server: FastifyInstance, context: ApiContext): void {
  const calls = new Users(context);
  server.get(PATH, (request) => calls.list(request));
  server.post<Create>(
    PATH,
    body({ organization_id: UUID, tags: TAGS, member: MEMBER }, ["organization_id", "member"]),
    (request) => calls.create(request),
  );
  server.get<One>(`${PATH}/:id`, (request) => calls.get(request));
  server.post<One>(`${PATH}/:id/lock`, (request) => calls.setLocked(request, true));
  server.post<One>(`${PATH}/:id/unlock`, (request) => calls.setLocked(request, false));
  server.delete<One>(`${PATH}/:id`, (request, reply) => calls.delete(request, reply));
}

class Users {
  constructor(private readonly context: ApiContext) {}

  private get organization(): Organization {
    return this.context.organization;
  }

  list(request: FastifyRequest): object {
    const query = new Query(request);
    authorize(request, this.context, { organizationId: query.requiredUuid("organization_id") });
    const ids = query.uuids("user_ids");
    const tag = query.text("tag");
    const hasMfa = query.flag("mfa");
    const type = query.choice("type", ["owner", "member"]);
    const found = this.organization.users
      .all()
      .filter(
        (user) =>
          isAmong(ids, user.id) &&
          isSame(type, user.type) &&
          isSame(hasMfa, false) &&
          (tag === undefined || user.tags.includes(tag)),
      );
    const { items, totalCount } = list(query, found, LISTING);
    return { users: items.map((user) => this.view(user)), total_count: totalCount };
  }

  create(request: FastifyRequest<Create>): object {
    const { organization_id, tags = [], member } = request.body;
    authorize(request, this.context, { organizationId: organization_id });
    const { users: all, random, stamps } = this.organization;
    requireRoom(this.context, "users", all.size);
    requireFreeName(this.context, "user", all.by("username", member.username));
    requireFreeName(this.context, "user", all.by("email", member.email));
    const stamp = stamps.next();
    const user: User = {
      id: random.uuid(),
      createdAt: stamp,
      updatedAt: stamp,
      type: "member",
      email: member.email,
      username: member.username,
      firstName: member.first_name ?? "",
      lastName: member.last_name ?? "",
      phoneNumber: member.phone_number ?? "",
      locale: member.locale === undefined || member.locale === "" ? DEFAULT_LOCALE : member.locale,
      tags,
      locked: false,
    };
    return this.view(all.put(user));
  }

  get(request: FastifyRequest<One>): object {
    return this.view(this.locate(request));
  }

  setLocked(request: FastifyRequest<One>, locked: boolean): object {
    const user = this.locateMember(request, "the Owner cannot be locked");
    const updatedAt = this.organization.stamps.next();
    return this.view(this.organization.users.put({ ...user, locked, updatedAt }));
  }

  delete(request: FastifyRequest<One>, reply: FastifyReply): FastifyReply {
    const { id } = this.locateMember(request, "the Owner cannot be deleted");
    this.organization.removeBearer({ kind: "user", id });
    return noContent(reply);
  }

  private locateMember(request: FastifyRequest<One>, refusal: string): User {
    const user = this.locate(request);
    if (user.type === "owner") throw preconditionFailed("protected_resource", refusal);
    return user;
  }

  private locate(request: FastifyRequest<One>): User {
    const id = requireUuid("user_id", request.params.id);
    const user = this.organization.users.find(id);
    const caller = callerOf(request).bearer;
    authorize(request, this.context, {
      object: { id, name: user?.username },
      isOwn: caller.kind === "user" && caller.id === id,
    });
    if (!user) throw notFound("user", id);
    return user;
  }

  private view(user: User): object {
    const isOwner = user.type === "owner";
    return {
      id: user.id,
      email: user.email,
      username: user.username,
      first_name: user.firstName,
      last_name: user.lastName,
      phone_number: user.phoneNumber,
      locale: user.locale,
      created_at: formatTimestamp(user.createdAt),
      updated_at: formatTimestamp(user.updatedAt),
      organization_id: this.organization.id,
      deletable: !isOwner,
      last_login_at: null,
      type: user.type,
      two_factor_enabled: false,
      status: "activated",
      mfa: false,
      account_root_user_id: isOwner ? user.id : "",
      tags: user.tags,
      locked: user.locked,
    };
  }
}
