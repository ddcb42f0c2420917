/**
 * IAM applications: identities for programs.
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authorize } from "../gateway/access";
import { body, DESCRIPTION, NAME, TAGS, UUID } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { noContent } from "../gateway/gateway";
import { requireFreeName, requireRoom } from "../gateway/limits";
import { IAM_PAGE_SIZE, isAmong, isSame, list, only, type Listing, where } from "../gateway/lists";
import { locate, type Identified } from "../gateway/locate";
import { Query } from "../gateway/query";
import type { Organization } from "../organization/organization";
import type { Application, Labeled } from "../organization/records";
import { formatTimestamp } from "../timestamps";

const PATH = "/iam/v1alpha1/applications";
const KIND = { resource: "application", argument: "application_id" };
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

const LISTING: Listing<Application> = {
  orders: {
    created_at: (application) => application.createdAt,
    updated_at: (application) => application.updatedAt,
    name: (application) => application.name,
  },
  defaultOrder: "created_at_asc",
  defaultPageSize: IAM_PAGE_SIZE,
};

/** Adds `/iam/v1alpha1/applications`. */
export function applications(server: FastifyInstance, context: ApiContext): void {
  const calls = new Applications(context);
  server.get(PATH, (request) => calls.list(request));
  server.post<Create>(
    PATH,
    body({ ...LABELS, organization_id: UUID }, ["name", "organization_id"]),
    (request) => calls.create(request),
  );
  server.get<One>(`${PATH}/:id`, (request) => calls.get(request));
  server.patch<Update>(`${PATH}/:id`, body(LABELS), (request) => calls.update(request));
  server.delete<One>(`${PATH}/:id`, (request, reply) => calls.delete(request, reply));
}

class Applications {
  constructor(private readonly context: ApiContext) {}

  private get applications(): Organization["applications"] {
    return this.context.organization.applications;
  }

  list(request: FastifyRequest): object {
    const query = new Query(request);
    authorize(request, this.context, { organizationId: query.requiredUuid("organization_id") });
    const name = query.text("name");
    const tag = query.text("tag");
    const ids = query.uuids("application_ids");
    const isEditable = query.flag("editable");
    const found = where(query, this.applications, {
      demanded: { id: ids, name: only(name), tag: only(tag) },
      isWanted: (application) =>
        isSame(name, application.name) &&
        isAmong(ids, application.id) &&
        (tag === undefined || application.tags.includes(tag)) &&
        isSame(isEditable, true),
    });
    const { items, totalCount } = list(query, found, LISTING);
    return { applications: items.map((item) => this.view(item)), total_count: totalCount };
  }

  create(request: FastifyRequest<Create>): object {
    const { organization } = this.context;
    const { name, organization_id, description = "", tags = [] } = request.body;
    authorize(request, this.context, { organizationId: organization_id });
    requireRoom(this.context, "applications", this.applications.size);
    requireFreeName(this.context, "application", this.applications.by("name", name));
    const stamp = organization.stamps.next();
    const entity = { id: organization.random.uuid(), createdAt: stamp, updatedAt: stamp };
    return this.view(this.applications.put({ ...entity, name, description, tags }));
  }

  get(request: FastifyRequest<One>): object {
    return this.view(this.locate(request));
  }

  update(request: FastifyRequest<Update>): object {
    const previous = this.locate(request);
    const { name = previous.name, description = previous.description } = request.body;
    const { tags = previous.tags } = request.body;
    requireFreeName(this.context, "application", this.applications.by("name", name), previous.id);
    const updatedAt = this.context.organization.stamps.next();
    return this.view(this.applications.put({ ...previous, name, description, tags, updatedAt }));
  }

  delete(request: FastifyRequest<One>, reply: FastifyReply): FastifyReply {
    const { id } = this.locate(request);
    this.context.organization.removeBearer({ kind: "application", id });
    return noContent(reply);
  }

  private locate(request: FastifyRequest<One>): Application {
    return locate(request, this.context, KIND, this.applications);
  }

  private view(application: Application): object {
    const { id, name, description, tags } = application;
    const { organization } = this.context;
    return {
      id,
      name,
      description,
      created_at: formatTimestamp(application.createdAt),
      updated_at: formatTimestamp(application.updatedAt),
      organization_id: organization.id,
      editable: true,
      deletable: true,
      managed: false,
      nb_api_keys: organization.apiKeys.count("bearer", `application:${id}`),
      tags,
    };
  }
}
