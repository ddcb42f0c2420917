/**
 * API keys: of users for themselves, of applications.
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authorize, callerOf } from "../gateway/access";
import { body, DESCRIPTION, MOMENT, UUID } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { invalidArgument, notFound, permissionsDenied } from "../gateway/errors";
import { noContent } from "../gateway/gateway";
import { requireRoom } from "../gateway/limits";
import { IAM_PAGE_SIZE, list, type Listing, where } from "../gateway/lists";
import type { Identified } from "../gateway/locate";
import { Query } from "../gateway/query";
import type { Organization } from "../organization/organization";
import type { ApiKey, Bearer } from "../organization/records";
import { formatTimestamp } from "../timestamps";
import { apiKeysWanted, bearerFilter } from "./api-key-filters";
import { editedExpiry, firstExpiry } from "./expiry";

const PATH = "/iam/v1alpha1/api-keys";
const FIELDS = { description: DESCRIPTION, default_project_id: UUID, expires_at: MOMENT };

interface One {
  Params: Identified;
}
interface Fields {
  description?: string;
  default_project_id?: string;
  expires_at?: string;
}
interface Create {
  Body: Fields & { user_id?: string; application_id?: string };
}
interface Update extends One {
  Body: Fields;
}

const LISTING: Listing<ApiKey> = {
  orders: {
    created_at: (key) => key.createdAt,
    updated_at: (key) => key.updatedAt,
    expires_at: (key) => key.expiresAt,
    access_key: (key) => key.id,
  },
  defaultOrder: "created_at_asc",
  defaultPageSize: IAM_PAGE_SIZE,
};

/** Adds `/iam/v1alpha1/api-keys`. */
export function apiKeys(server: FastifyInstance, context: ApiContext): void {
  const calls = new ApiKeys(context);
  server.get(PATH, (request) => calls.list(request));
  server.post<Create>(PATH, body({ ...FIELDS, user_id: UUID, application_id: UUID }), (request) =>
    calls.create(request),
  );
  server.get<One>(`${PATH}/:id`, (request) => calls.get(request));
  server.patch<Update>(`${PATH}/:id`, body(FIELDS), (request) => calls.update(request));
  server.delete<One>(`${PATH}/:id`, (request, reply) => calls.delete(request, reply));
}

class ApiKeys {
  constructor(private readonly context: ApiContext) {}

  private get organization(): Organization {
    return this.context.organization;
  }

  list(request: FastifyRequest): object {
    const query = new Query(request);
    const bearer = bearerFilter(query, this.organization);
    authorize(request, this.context, {
      organizationId: query.requiredUuid("organization_id"),
      isOwn: bearer.id === callerOf(request).bearer.id,
      keysOf: bearer.kind,
    });
    const found = where(
      query,
      this.organization.apiKeys,
      apiKeysWanted(query, bearer, this.organization),
    );
    const { items, totalCount } = list(query, found, LISTING);
    return { api_keys: items.map((key) => this.view(key)), total_count: totalCount };
  }

  create(request: FastifyRequest<Create>): object {
    const { description = "", default_project_id, expires_at } = request.body;
    const bearer = bearerFrom(request.body);
    this.authorizeCreation(request, bearer);
    if (!this.organization.exists(bearer)) throw notFound(bearer.kind, bearer.id);
    const defaultProjectId = this.projectFrom(default_project_id) ?? this.organization.id;
    const expiresAt = firstExpiry(expires_at, this.context);
    requireRoom(this.context, "apiKeys", this.organization.apiKeys.size);
    const creationIp = request.ip;
    const key = this.organization.createKey({
      bearer,
      description,
      defaultProjectId,
      expiresAt,
      creationIp,
    });
    return { ...this.view(key), secret_key: key.secretKey };
  }

  get(request: FastifyRequest<One>): object {
    return this.view(this.locate(request));
  }

  update(request: FastifyRequest<Update>): object {
    const previous = this.locate(request);
    const { description = previous.description, expires_at } = request.body;
    const projectId = this.projectFrom(request.body.default_project_id);
    const expiresAt =
      expires_at === undefined
        ? previous.expiresAt
        : editedExpiry(previous, expires_at, this.context);
    const defaultProjectId = projectId ?? previous.defaultProjectId;
    const updatedAt = this.organization.stamps.next();
    const changed = { description, defaultProjectId, expiresAt, updatedAt };
    return this.view(this.organization.apiKeys.put({ ...previous, ...changed }));
  }

  delete(request: FastifyRequest<One>, reply: FastifyReply): FastifyReply {
    this.organization.apiKeys.remove(this.locate(request).id);
    return noContent(reply);
  }

  /** Nobody makes a key for another person, not even the Owner. */
  private authorizeCreation(request: FastifyRequest<Create>, bearer: Bearer): void {
    const caller = callerOf(request).bearer;
    const isOwn = caller.kind === bearer.kind && caller.id === bearer.id;
    authorize(request, this.context, { isOwn, keysOf: bearer.kind });
    if (bearer.kind === "user" && !isOwn) {
      throw permissionsDenied([{ action: "write", resource: "self_api_key" }]);
    }
  }

  private locate(request: FastifyRequest<One>): ApiKey {
    const { id } = request.params;
    const key = this.organization.apiKeys.find(id);
    const caller = callerOf(request).bearer;
    authorize(request, this.context, {
      object: { id },
      isOwn: key?.bearer.kind === caller.kind && key.bearer.id === caller.id,
      keysOf: key?.bearer.kind,
    });
    if (!key) throw notFound("access_key", id);
    return key;
  }

  private projectFrom(id: string | undefined): string | undefined {
    const projectId = id?.toLowerCase();
    if (projectId !== undefined && !this.organization.projects.has(projectId)) {
      throw notFound("project_id", projectId);
    }
    return projectId;
  }

  /** The secret is answered once, by the creation; later it is null. */
  private view(key: ApiKey): object {
    return {
      access_key: key.id,
      secret_key: null,
      description: key.description,
      created_at: formatTimestamp(key.createdAt),
      updated_at: formatTimestamp(key.updatedAt),
      expires_at: key.expiresAt === undefined ? null : formatTimestamp(key.expiresAt),
      default_project_id: key.defaultProjectId,
      editable: true,
      deletable: true,
      managed: false,
      creation_ip: key.creationIp,
      [`${key.bearer.kind}_id`]: key.bearer.id,
    };
  }
}

function bearerFrom({ user_id, application_id }: Create["Body"]): Bearer {
  if (user_id !== undefined && application_id === undefined) {
    return { kind: "user", id: user_id.toLowerCase() };
  }
  if (application_id !== undefined && user_id === undefined) {
    return { kind: "application", id: application_id.toLowerCase() };
  }
  const help = "exactly one of application_id, user_id is needed";
  const reason = user_id === undefined ? "required" : "constraint";
  throw invalidArgument("application_id", reason, help);
}
