/**
 * Quotas: how many of each kind the Organization may have.
 * @module
 */
import type { FastifyInstance } from "fastify";
import { authorize } from "../gateway/access";
import type { ApiContext } from "../gateway/context";
import { notFound } from "../gateway/errors";
import { quotaOf, QUOTA_NAMES, type Quotum } from "../gateway/limits";
import { IAM_PAGE_SIZE, isAmong, list, type Listing } from "../gateway/lists";
import { Query } from "../gateway/query";

const PATH = "/iam/v1alpha1/quota";
const LISTING: Listing<Quotum> = {
  orders: { name: (quotum) => quotum.name },
  defaultOrder: "name_asc",
  defaultPageSize: IAM_PAGE_SIZE,
};

/** Adds `/iam/v1alpha1/quota`. No answer was ever recorded: names beside the two in refusals are made after their like. */
export function quota(server: FastifyInstance, context: ApiContext): void {
  const all = QUOTA_NAMES.map((name) => quotaOf(context, name));
  server.get(PATH, (request) => {
    const query = new Query(request);
    authorize(request, context, { organizationId: query.requiredUuid("organization_id") });
    const names = query.texts("quotum_names");
    const found = all.filter(({ name }) => isAmong(names, name));
    const { items, totalCount } = list(query, found, LISTING);
    return { quota: items.map(view), total_count: totalCount };
  });
  server.get<{ Params: { id: string } }>(`${PATH}/:id`, (request) => {
    const organizationId = new Query(request).requiredUuid("organization_id");
    authorize(request, context, { organizationId });
    const found = all.find(({ name }) => name === request.params.id);
    if (!found) throw notFound("quotum", request.params.id);
    return view(found);
  });
}

function view({ name, limit, prettyName, description }: Quotum): object {
  const value = limit === undefined ? { unlimited: true } : { limit };
  return {
    name,
    ...value,
    pretty_name: prettyName,
    unit: "",
    description,
    locality_type: "global",
    limits: [{ global: true, ...value }],
  };
}
