/**
 * Account Projects.
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authorize } from "../gateway/access";
import { body, DESCRIPTION, PROJECT_NAME, UUID } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { invalidArgument, preconditionFailed, transientState } from "../gateway/errors";
import { noContent } from "../gateway/gateway";
import { requireRoom } from "../gateway/limits";
import { isAmong, isSame, list, type Listing, where, only } from "../gateway/lists";
import { locate, type Identified } from "../gateway/locate";
import { Query } from "../gateway/query";
import type { Organization } from "../organization/organization";
import type { Project } from "../organization/records";
import { formatTimestamp, microsecondsNow } from "../timestamps";

const PATH = "/account/v3/projects";
const KIND = { resource: "project_id", argument: "project_id" };
const FIELDS = { name: PROJECT_NAME, description: DESCRIPTION };

interface One {
  Params: Identified;
}
interface Create {
  Body: { name: string; organization_id: string; description?: string };
}
interface Update extends One {
  Body: { name?: string; description?: string };
}

const LISTING: Listing<Project> = {
  orders: { created_at: (project) => project.createdAt, name: (project) => project.name },
  defaultOrder: "created_at_asc",
  // 58 of 58 came without a page size: Account's is larger than IAM's.
  defaultPageSize: 100,
};

/** Adds `/account/v3/projects`. */
export function projects(server: FastifyInstance, context: ApiContext): void {
  const calls = new Projects(context);
  server.get(PATH, (request) => calls.list(request));
  server.post<Create>(
    PATH,
    body({ ...FIELDS, organization_id: UUID }, ["name", "organization_id"]),
    (request) => calls.create(request),
  );
  server.get<One>(`${PATH}/:id`, (request) => calls.get(request));
  server.patch<Update>(`${PATH}/:id`, body(FIELDS), (request) => calls.update(request));
  server.post<One>(`${PATH}/:id/delete-with-resources`, (request) =>
    calls.deleteWithResources(request),
  );
  server.delete<One>(`${PATH}/:id`, (request, reply) => calls.delete(request, reply));
}

class Projects {
  constructor(private readonly context: ApiContext) {}

  private get projects(): Organization["projects"] {
    return this.context.organization.projects;
  }

  list(request: FastifyRequest): object {
    const query = new Query(request);
    authorize(request, this.context, { organizationId: query.requiredUuid("organization_id") });
    const name = query.text("name");
    const ids = query.uuids("project_ids");
    const found = where(query, this.projects, {
      demanded: { id: ids, name: only(name) },
      isWanted: (project) => isSame(name, project.name) && isAmong(ids, project.id),
    });
    const { items, totalCount } = list(query, found, LISTING);
    return { total_count: totalCount, projects: items.map((item) => this.view(item, "read")) };
  }

  create(request: FastifyRequest<Create>): object {
    const { organization } = this.context;
    const { name, organization_id, description = "" } = request.body;
    authorize(request, this.context, { organizationId: organization_id });
    requireRoom(this.context, "projects", this.projects.size);
    const stamp = organization.stamps.next();
    const entity = { id: organization.random.uuid(), createdAt: stamp, updatedAt: stamp };
    return this.view(this.projects.put({ ...entity, name, description }), "written");
  }

  get(request: FastifyRequest<One>): object {
    return this.view(this.locate(request), "read");
  }

  update(request: FastifyRequest<Update>): object {
    const previous = this.locate(request);
    const { name = previous.name, description = previous.description } = request.body;
    if (this.isDefault(previous) && name !== previous.name) {
      throw preconditionFailed("protected_resource", "the default Project cannot be renamed");
    }
    const updatedAt = this.context.organization.stamps.next();
    return this.view(this.projects.put({ ...previous, name, description, updatedAt }), "written");
  }

  delete(request: FastifyRequest<One>, reply: FastifyReply): FastifyReply {
    const project = this.locateDeletable(request);
    this.requireEmpty(project);
    this.context.organization.removeProject(project.id);
    return noContent(reply);
  }

  /** Buckets with everything in them and SSH keys go at once; the Project itself takes its time. */
  deleteWithResources(request: FastifyRequest<One>): object {
    const { organization, durations, clock, removeBuckets } = this.context;
    const project = this.locateDeletable(request);
    const name = new Query(request).text("project_name");
    if (name === undefined) throw invalidArgument("project_name", "required", "");
    if (name !== project.name) {
      const help = "value must be the name of the Project";
      throw invalidArgument("project_name", "constraint", help);
    }
    removeBuckets(project.id);
    for (const key of organization.sshKeys.by("project", project.id)) {
      organization.sshKeys.remove(key.id);
    }
    const goneAt = microsecondsNow(clock) + durations.projectDeletionSeconds * 1_000_000;
    const deleting = this.projects.put({ ...project, goneAt });
    organization.removeDeletedProjects();
    return this.view(deleting, "written");
  }

  private locateDeletable(request: FastifyRequest<One>): Project {
    const project = this.locate(request);
    if (this.isDefault(project)) {
      throw preconditionFailed("protected_resource", "the default Project cannot be deleted");
    }
    if (project.goneAt !== undefined) {
      throw transientState("project_id", project.id, "deleting");
    }
    return project;
  }

  /** The service counts what is left in a Project, and for a while after a change cannot. */
  private requireEmpty({ id, contentChangedAt }: Project): void {
    const { clock, durations, organization, switches, bucketCount } = this.context;
    const settles = durations.projectSettleSeconds * 1_000_000;
    if (contentChangedAt !== undefined && microsecondsNow(clock) < contentChangedAt + settles) {
      const help = `an unexpected error happened when checking if project "${id}" has resources, please retry later`;
      throw preconditionFailed("resource_not_usable", help);
    }
    const keys = switches().sshKeysKeepProject ? organization.sshKeys.count("project", id) : 0;
    if (bucketCount(id) + keys > 0) {
      throw preconditionFailed("resource_still_in_use", "all resources are not deleted");
    }
  }

  private isDefault(project: Project): boolean {
    return project.id === this.context.organization.id;
  }

  private locate(request: FastifyRequest<One>): Project {
    return locate(request, this.context, KIND, this.projects);
  }

  /** @param answer - to a POST or PATCH the qualification is null, even where a GET has one */
  private view(project: Project, answer: "read" | "written"): object {
    return {
      id: project.id,
      name: project.name,
      organization_id: this.context.organization.id,
      created_at: formatTimestamp(project.createdAt),
      updated_at: formatTimestamp(project.updatedAt),
      description: project.description,
      qualification: answer === "read" ? { architecture_type: "unknown_architecture_type" } : null,
      status: project.goneAt === undefined ? "active" : "deleting",
    };
  }
}
