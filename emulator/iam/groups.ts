/**
 * IAM groups: users and applications that share policies.
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authorize } from "../gateway/access";
import { body, DESCRIPTION, NAME, TAGS, UUID } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { preconditionFailed } from "../gateway/errors";
import { noContent } from "../gateway/gateway";
import { requireFreeName, requireRoom } from "../gateway/limits";
import { IAM_PAGE_SIZE, isAmong, isSame, list, type Listing, where, only } from "../gateway/lists";
import { locate, type Identified } from "../gateway/locate";
import { Query } from "../gateway/query";
import { principalKey, type Organization } from "../organization/organization";
import type { Bearer, Group, Labeled } from "../organization/records";
import { formatTimestamp } from "../timestamps";
import { groupMembers } from "./group-members";

const PATH = "/iam/v1alpha1/groups";
const KIND = { resource: "group", argument: "group_id" };
const LABELS = { name: NAME, description: DESCRIPTION, tags: TAGS };

interface One {
  Params: Identified;
}
interface Create {
  Body: { name: string; organization_id: string } & Partial<Labeled>;
}
interface Update extends One {
  Body: Partial<Labeled>;
}

const LISTING: Listing<Group> = {
  orders: {
    created_at: (group) => group.createdAt,
    updated_at: (group) => group.updatedAt,
    name: (group) => group.name,
  },
  defaultOrder: "created_at_asc",
  defaultPageSize: IAM_PAGE_SIZE,
};

/** Adds `/iam/v1alpha1/groups`, members included. */
export function groups(server: FastifyInstance, context: ApiContext): void {
  const calls = new Groups(context);
  server.get(PATH, (request) => calls.list(request));
  server.post<Create>(
    PATH,
    body({ ...LABELS, organization_id: UUID }, ["name", "organization_id"]),
    (request) => calls.create(request),
  );
  server.get<One>(`${PATH}/:id`, (request) => calls.get(request));
  server.patch<Update>(`${PATH}/:id`, body(LABELS), (request) => calls.update(request));
  server.delete<One>(`${PATH}/:id`, (request, reply) => calls.delete(request, reply));
  groupMembers(server, context, {
    path: `${PATH}/:id`,
    locate: (request) => calls.locateEditable(request),
    view: (group) => calls.view(group, "given"),
  });
}

class Groups {
  constructor(private readonly context: ApiContext) {}

  private get groups(): Organization["groups"] {
    return this.context.organization.groups;
  }

  list(request: FastifyRequest): object {
    const query = new Query(request);
    authorize(request, this.context, { organizationId: query.requiredUuid("organization_id") });
    const name = query.text("name");
    const tag = query.text("tag");
    const ids = query.uuids("group_ids");
    const userIds = query.uuids("user_ids");
    const applicationIds = query.uuids("application_ids");
    const found = where(query, this.groups, {
      demanded: {
        id: ids,
        name: only(name),
        tag: only(tag),
        member: (userIds ?? applicationIds)?.map((id) =>
          principalKey({ kind: userIds ? "user" : "application", id }),
        ),
      },
      isWanted: (group) =>
        isSame(name, group.name) &&
        isAmong(ids, group.id) &&
        (tag === undefined || group.tags.includes(tag)) &&
        holdsAny(group, "user", userIds) &&
        holdsAny(group, "application", applicationIds),
    });
    const { items, totalCount } = list(query, found, LISTING);
    return { groups: items.map((item) => this.view(item)), total_count: totalCount };
  }

  create(request: FastifyRequest<Create>): object {
    const { organization } = this.context;
    const { name, organization_id, description = "", tags = [] } = request.body;
    authorize(request, this.context, { organizationId: organization_id });
    requireRoom(this.context, "groups", this.groups.size);
    requireFreeName(this.context, "group", this.groups.by("name", name));
    const stamp = organization.stamps.next();
    const entity = { id: organization.random.uuid(), createdAt: stamp, updatedAt: stamp };
    return this.view(this.groups.put({ ...entity, name, description, tags, members: [] }));
  }

  get(request: FastifyRequest<One>): object {
    return this.view(locate(request, this.context, KIND, this.groups));
  }

  update(request: FastifyRequest<Update>): object {
    const previous = this.locateEditable(request);
    const { name = previous.name, description = previous.description } = request.body;
    const { tags = previous.tags } = request.body;
    requireFreeName(this.context, "group", this.groups.by("name", name), previous.id);
    const updatedAt = this.context.organization.stamps.next();
    return this.view(this.groups.put({ ...previous, name, description, tags, updatedAt }));
  }

  delete(request: FastifyRequest<One>, reply: FastifyReply): FastifyReply {
    this.context.organization.removeGroup(this.locateEditable(request).id);
    return noContent(reply);
  }

  /** The group, unless it is one of the two that the service itself keeps. */
  locateEditable(request: FastifyRequest<One>): Group {
    const group = locate(request, this.context, KIND, this.groups);
    if (!group.everyone) return group;
    throw preconditionFailed("protected_resource", "a managed group cannot be changed or deleted");
  }

  /** @param order - members sorted by id, as a GET has them, or in the order in which they were given */
  view(group: Group, order: "sorted" | "given" = "sorted"): object {
    const isManaged = group.everyone !== undefined;
    const ids = (kind: Bearer["kind"]): string[] => {
      const given = group.members.filter((member) => member.kind === kind).map(({ id }) => id);
      return order === "given" ? given : given.sort();
    };
    return {
      id: group.id,
      created_at: formatTimestamp(group.createdAt),
      updated_at: formatTimestamp(group.updatedAt),
      organization_id: this.context.organization.id,
      name: group.name,
      description: group.description,
      user_ids: ids("user"),
      application_ids: ids("application"),
      tags: group.tags,
      editable: !isManaged,
      deletable: !isManaged,
      managed: isManaged,
    };
  }
}

function holdsAny(group: Group, kind: Bearer["kind"], ids: readonly string[] | undefined): boolean {
  if (ids === undefined) return true;
  return group.members.some((member) => member.kind === kind && ids.includes(member.id));
}
