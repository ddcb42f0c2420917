/**
 * IAM users: the Owner and the members.
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authorize, callerOf, type Subject } from "../gateway/access";
import { body, TAGS, UUID } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { notFound, preconditionFailed } from "../gateway/errors";
import { noContent } from "../gateway/gateway";
import { requireFreeName, requireRoom } from "../gateway/limits";
import { IAM_PAGE_SIZE, isAmong, isSame, list, type Listing, where, only } from "../gateway/lists";
import type { Identified } from "../gateway/locate";
import { Query, requireUuid } from "../gateway/query";
import type { Organization } from "../organization/organization";
import type { User } from "../organization/records";
import { formatTimestamp } from "../timestamps";
import { localeFrom, MEMBER, PROFILE, requirePassword, type ProfileBody } from "./member-fields";
import { userActions } from "./user-actions";

const PATH = "/iam/v1alpha1/users";

interface One {
  Params: Identified;
}
interface Create {
  Body: {
    organization_id: string;
    tags?: string[];
    member: ProfileBody & { email: string; username: string; password?: string };
  };
}
interface Update extends One {
  Body: ProfileBody & { tags?: string[] };
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

/** Adds `/iam/v1alpha1/users`. */
export function users(server: FastifyInstance, context: ApiContext): void {
  const calls = new Users(context);
  server.get(PATH, (request) => calls.list(request));
  server.post<Create>(
    PATH,
    body({ organization_id: UUID, tags: TAGS, member: MEMBER }, ["organization_id", "member"]),
    (request) => calls.create(request),
  );
  server.get<One>(`${PATH}/:id`, (request) => calls.get(request));
  server.patch<Update>(`${PATH}/:id`, body({ ...PROFILE, tags: TAGS }), (request) =>
    calls.update(request),
  );
  server.delete<One>(`${PATH}/:id`, (request, reply) => calls.delete(request, reply));
  userActions(server, context, {
    path: `${PATH}/:id`,
    locate: (request, more) => calls.locate(request, more),
    view: (user) => calls.view(user),
  });
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
    const found = where(query, this.organization.users, {
      demanded: { id: ids, tag: only(tag) },
      isWanted: (user) =>
        isAmong(ids, user.id) &&
        isSame(type, user.type) &&
        isSame(hasMfa, false) &&
        (tag === undefined || user.tags.includes(tag)),
    });
    const { items, totalCount } = list(query, found, LISTING);
    return { users: items.map((user) => this.view(user)), total_count: totalCount };
  }

  create(request: FastifyRequest<Create>): object {
    const { organization_id, tags = [], member } = request.body;
    authorize(request, this.context, { organizationId: organization_id });
    const { users: all, random, stamps } = this.organization;
    requirePassword("member.password", member.password ?? "");
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
      locale: localeFrom(member.locale),
      tags,
      locked: false,
      passwordGivenAt: (member.password ?? "") === "" ? undefined : stamp,
    };
    return this.view(all.put(user));
  }

  get(request: FastifyRequest<One>): object {
    return this.view(this.locate(request));
  }

  /** Recorded: the answer has the date from before; later reads have the new one. */
  update(request: FastifyRequest<Update>): object {
    const previous = this.locate(request);
    const { email = previous.email, tags = previous.tags, locale = previous.locale } = request.body;
    const { first_name = previous.firstName, last_name = previous.lastName } = request.body;
    const { phone_number = previous.phoneNumber } = request.body;
    const { users: all, stamps } = this.organization;
    requireFreeName(this.context, "user", all.by("email", email), previous.id);
    const user = all.put({
      ...previous,
      email,
      firstName: first_name,
      lastName: last_name,
      phoneNumber: phone_number,
      locale: localeFrom(locale),
      tags,
      updatedAt: stamps.next(),
    });
    return this.view({ ...user, updatedAt: previous.updatedAt });
  }

  delete(request: FastifyRequest<One>, reply: FastifyReply): FastifyReply {
    const user = this.locate(request);
    if (user.type === "owner") {
      throw preconditionFailed("protected_resource", "the Owner cannot be deleted");
    }
    this.organization.removeBearer({ kind: "user", id: user.id });
    return noContent(reply);
  }

  /** @param more - what else counts for the caller's right to the call */
  locate(request: FastifyRequest<One>, more: Subject = {}): User {
    const id = requireUuid("user_id", request.params.id);
    const user = this.organization.users.find(id);
    const caller = callerOf(request).bearer;
    authorize(request, this.context, {
      object: { id, name: user?.username },
      isOwn: caller.kind === "user" && caller.id === id,
      ...more,
    });
    if (!user) throw notFound("user", id);
    return user;
  }

  view(user: User): object {
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
