/**
 * SSH keys of Projects. Rights on them are given on Projects, not on the Organization alone.
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authorize } from "../gateway/access";
import { body, FLAG, UUID } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { notFound } from "../gateway/errors";
import { noContent } from "../gateway/gateway";
import { requireRoom } from "../gateway/limits";
import { IAM_PAGE_SIZE, isSame, list, type Listing, where, only } from "../gateway/lists";
import type { Identified } from "../gateway/locate";
import { Query, requireUuid } from "../gateway/query";
import type { Organization } from "../organization/organization";
import type { SshKey } from "../organization/records";
import { formatTimestamp } from "../timestamps";
import { publicKeyFrom } from "./public-keys";

const PATH = "/iam/v1alpha1/ssh-keys";
const NAME = { type: "string", maxLength: 1000 };
const PUBLIC_KEY = { type: "string", minLength: 1, maxLength: 65_000 };

interface One {
  Params: Identified;
}
interface Create {
  Body: { name?: string; public_key: string; project_id: string };
}
interface Update extends One {
  Body: { name?: string; disabled?: boolean };
}

const LISTING: Listing<SshKey> = {
  orders: {
    created_at: (key) => key.createdAt,
    updated_at: (key) => key.updatedAt,
    name: (key) => key.name,
  },
  defaultOrder: "created_at_asc",
  defaultPageSize: IAM_PAGE_SIZE,
};

/** Adds `/iam/v1alpha1/ssh-keys`. */
export function sshKeys(server: FastifyInstance, context: ApiContext): void {
  const calls = new SshKeys(context);
  server.get(PATH, (request) => calls.list(request));
  server.post<Create>(
    PATH,
    body({ name: NAME, public_key: PUBLIC_KEY, project_id: UUID }, ["public_key", "project_id"]),
    (request) => calls.create(request),
  );
  server.get<One>(`${PATH}/:id`, (request) => calls.get(request));
  server.patch<Update>(`${PATH}/:id`, body({ name: NAME, disabled: FLAG }), (request) =>
    calls.update(request),
  );
  server.delete<One>(`${PATH}/:id`, (request, reply) => calls.delete(request, reply));
}

class SshKeys {
  constructor(private readonly context: ApiContext) {}

  private get sshKeys(): Organization["sshKeys"] {
    return this.context.organization.sshKeys;
  }

  /** Without a Project, only who may see those of the whole Organization gets a list. */
  list(request: FastifyRequest): object {
    const query = new Query(request);
    const projectId = query.uuid("project_id");
    const organizationId = query.uuid("organization_id");
    authorize(request, this.context, { organizationId, projectId });
    const name = query.text("name");
    const isDisabled = query.flag("disabled");
    const found = where(query, this.sshKeys, {
      demanded: { project: only(projectId), name: only(name) },
      isWanted: (key) =>
        isSame(projectId, key.projectId) &&
        isSame(name, key.name) &&
        isSame(isDisabled, key.disabled),
    });
    const { items, totalCount } = list(query, found, LISTING);
    return { ssh_keys: items.map((key) => this.view(key)), total_count: totalCount };
  }

  /** The same name, and even the same key, may be there any number of times. It is never made disabled. */
  create(request: FastifyRequest<Create>): object {
    const { organization } = this.context;
    const { name = "", public_key, project_id } = request.body;
    const projectId = project_id.toLowerCase();
    authorize(request, this.context, { projectId });
    if (!organization.projects.has(projectId)) throw notFound("project_id", projectId);
    const { text, fingerprint } = publicKeyFrom(public_key);
    requireRoom(this.context, "sshKeys", this.sshKeys.size);
    const stamp = organization.stamps.next();
    const entity = { id: organization.random.uuid(), createdAt: stamp, updatedAt: stamp };
    const key = { ...entity, name, projectId, publicKey: text, fingerprint, disabled: false };
    organization.projectContentChanged(projectId);
    return this.view(this.sshKeys.put(key));
  }

  get(request: FastifyRequest<One>): object {
    return this.view(this.locate(request));
  }

  update(request: FastifyRequest<Update>): object {
    const previous = this.locate(request);
    const { name = previous.name, disabled = previous.disabled } = request.body;
    const updatedAt = this.context.organization.stamps.next();
    return this.view(this.sshKeys.put({ ...previous, name, disabled, updatedAt }));
  }

  delete(request: FastifyRequest<One>, reply: FastifyReply): FastifyReply {
    const { id, projectId } = this.locate(request);
    this.sshKeys.remove(id);
    this.context.organization.projectContentChanged(projectId);
    return noContent(reply);
  }

  private locate(request: FastifyRequest<One>): SshKey {
    const id = requireUuid("ssh_key_id", request.params.id);
    const key = this.sshKeys.find(id);
    authorize(request, this.context, {
      object: { id, name: key?.name },
      projectId: key?.projectId,
    });
    if (!key) throw notFound("ssh_key", id);
    return key;
  }

  private view(key: SshKey): object {
    return {
      id: key.id,
      name: key.name,
      public_key: key.publicKey,
      fingerprint: key.fingerprint,
      created_at: formatTimestamp(key.createdAt),
      updated_at: formatTimestamp(key.updatedAt),
      organization_id: this.context.organization.id,
      project_id: key.projectId,
      disabled: key.disabled,
    };
  }
}
