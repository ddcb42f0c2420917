/**
 * IAM policies: rules for one principal.
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authorize } from "../gateway/access";
import { body, DESCRIPTION, FLAG, NAME, TAGS, UUID } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { noContent } from "../gateway/gateway";
import { requireFreeName, requireRoom } from "../gateway/limits";
import { IAM_PAGE_SIZE, isAmong, isSame, list, type Listing, where, only } from "../gateway/lists";
import { locate, type Identified } from "../gateway/locate";
import { Query } from "../gateway/query";
import { principalKey, type Organization } from "../organization/organization";
import type { Labeled, Policy } from "../organization/records";
import { formatTimestamp } from "../timestamps";
import { principalFrom, principalMembers, type PrincipalFields } from "./principals";
import { grantsOf, liveProjectIds, RULES, rulesFrom, type RuleSpec } from "./rule-specs";

const PATH = "/iam/v1alpha1/policies";
/** How policies are named in errors. */
export const POLICY_KIND = { resource: "policy", argument: "policy_id" };
const FIELDS = {
  name: NAME,
  description: DESCRIPTION,
  tags: TAGS,
  user_id: UUID,
  group_id: UUID,
  application_id: UUID,
  no_principal: FLAG,
};

interface One {
  Params: Identified;
}
interface Create {
  Body: { name: string; organization_id: string; rules?: RuleSpec[] } & Partial<Labeled> &
    PrincipalFields;
}
interface Update extends One {
  Body: Partial<Labeled> & PrincipalFields;
}

const LISTING: Listing<Policy> = {
  orders: { policy_name: (policy) => policy.name, created_at: (policy) => policy.createdAt },
  defaultOrder: "policy_name_asc",
  defaultPageSize: IAM_PAGE_SIZE,
};

/** Adds `/iam/v1alpha1/policies`. */
export function policies(server: FastifyInstance, context: ApiContext): void {
  const calls = new Policies(context);
  server.get(PATH, (request) => calls.list(request));
  server.post<Create>(
    PATH,
    body({ ...FIELDS, organization_id: UUID, rules: RULES }, ["name", "organization_id"]),
    (request) => calls.create(request),
  );
  server.get<One>(`${PATH}/:id`, (request) => calls.get(request));
  server.patch<Update>(`${PATH}/:id`, body(FIELDS), (request) => calls.update(request));
  server.delete<One>(`${PATH}/:id`, (request, reply) => calls.delete(request, reply));
  server.post<One>(`${PATH}/:id/clone`, (request) => calls.clone(request));
}

class Policies {
  constructor(private readonly context: ApiContext) {}

  private get policies(): Organization["policies"] {
    return this.context.organization.policies;
  }

  list(request: FastifyRequest): object {
    const query = new Query(request);
    authorize(request, this.context, { organizationId: query.requiredUuid("organization_id") });
    const found = where(query, this.policies, policiesWanted(query));
    const { items, totalCount } = list(query, found, LISTING);
    return { policies: items.map((item) => this.view(item)), total_count: totalCount };
  }

  create(request: FastifyRequest<Create>): object {
    const { name, organization_id, description = "", tags = [], rules: specs = [] } = request.body;
    authorize(request, this.context, { organizationId: organization_id });
    const principal = principalFrom(request.body, this.context.organization);
    const rules = rulesFrom(specs, this.context);
    const policy = this.add({ name, description, tags, rules, grants: [], ...principal });
    // Recorded: the answer to a POST counts nothing yet.
    return { ...this.view(policy), nb_rules: 0, nb_scopes: 0, nb_permission_sets: 0 };
  }

  get(request: FastifyRequest<One>): object {
    return this.view(this.locate(request));
  }

  update(request: FastifyRequest<Update>): object {
    const { stamps } = this.context.organization;
    const previous = this.locate(request);
    const { name = previous.name, description = previous.description } = request.body;
    const { tags = previous.tags } = request.body;
    requireFreeName(this.context, "policy", this.policies.by("name", name), previous.id);
    const changed = this.changedPrincipal(request.body);
    // Recorded: new tags or another principal do not move the date.
    const isMoved = name !== previous.name || description !== previous.description;
    const updatedAt = isMoved ? stamps.next() : previous.updatedAt;
    return this.view(
      this.policies.put({ ...previous, name, description, tags, updatedAt, ...changed }),
    );
  }

  delete(request: FastifyRequest<One>, reply: FastifyReply): FastifyReply {
    this.policies.remove(this.locate(request).id);
    return noContent(reply);
  }

  clone(request: FastifyRequest<One>): object {
    const original = this.locate(request);
    const rules = original.rules.map((rule) => ({
      ...rule,
      id: this.context.organization.random.uuid(),
    }));
    const name = `Copy of ${original.name}`;
    const { description } = original;
    const nobody = { principal: undefined, noPrincipal: true };
    return this.view(this.add({ name, description, tags: [], rules, grants: [], ...nobody }));
  }

  private add(fields: Omit<Policy, "id" | "createdAt" | "updatedAt">): Policy {
    const { stamps, random } = this.context.organization;
    requireRoom(this.context, "policies", this.policies.size);
    requireFreeName(this.context, "policy", this.policies.by("name", fields.name));
    const stamp = stamps.next();
    const entity = { id: random.uuid(), createdAt: stamp, updatedAt: stamp };
    return this.policies.put({ ...entity, ...fields, grants: grantsOf(fields.rules) });
  }

  private changedPrincipal(fields: PrincipalFields): Partial<Policy> {
    if (principalMembers(fields).length === 0) return {};
    return principalFrom(fields, this.context.organization);
  }

  private locate(request: FastifyRequest<One>): Policy {
    return locate(request, this.context, POLICY_KIND, this.policies);
  }

  private view(policy: Policy): object {
    const { organization } = this.context;
    const { principal, rules } = policy;
    const scopes = rules.flatMap(({ scope }) =>
      scope.kind === "organization" ? [scope.kind] : liveProjectIds(scope, organization),
    );
    return {
      id: policy.id,
      name: policy.name,
      description: policy.description,
      organization_id: organization.id,
      created_at: formatTimestamp(policy.createdAt),
      updated_at: formatTimestamp(policy.updatedAt),
      editable: true,
      deletable: true,
      managed: false,
      nb_rules: rules.length,
      nb_scopes: new Set(scopes).size,
      nb_permission_sets: rules.reduce((sum, rule) => sum + rule.permissionSetNames.length, 0),
      tags: policy.tags,
      ...(principal && { [`${principal.kind}_id`]: principal.id }),
      ...(policy.noPrincipal && { no_principal: true }),
    };
  }
}

/** All filters must hold; `no_principal=true` finds those that lost their principal, too. */
function policiesWanted(query: Query) {
  const name = query.text("policy_name");
  const tag = query.text("tag");
  const ids = query.uuids("policy_ids");
  const isEditable = query.flag("editable");
  const hasNoPrincipal = query.flag("no_principal");
  const idsByKind = (["user", "group", "application"] as const).map(
    (kind) => [kind, query.uuids(`${kind}_ids`)] as const,
  );
  const principals = idsByKind.flatMap(
    ([kind, wanted]) => wanted?.map((one) => principalKey({ kind, id: one })) ?? [],
  );
  return {
    demanded: {
      id: ids,
      name: only(name),
      tag: only(tag),
      principal: principals.length > 0 ? principals : undefined,
    },
    isWanted: ({ id, name: ownName, tags, principal }: Policy): boolean =>
      isSame(name, ownName) &&
      isAmong(ids, id) &&
      isSame(isEditable, true) &&
      (tag === undefined || tags.includes(tag)) &&
      isSame(hasNoPrincipal, principal === undefined) &&
      idsByKind.every(([kind, wanted]) =>
        isAmong(wanted, principal?.kind === kind ? principal.id : undefined),
      ),
  };
}
