/**
 * The audit log of IAM, as it is read.
 * @module
 */
import type { FastifyInstance } from "fastify";
import { authorize } from "../gateway/access";
import type { ApiContext } from "../gateway/context";
import { IAM_PAGE_SIZE, isSame, list, type Listing } from "../gateway/lists";
import { locate, type Identified } from "../gateway/locate";
import { Query } from "../gateway/query";
import type { LogEntry } from "../organization/records";
import { formatTimestamp } from "../timestamps";

const PATH = "/iam/v1alpha1/logs";
const KIND = { resource: "log", argument: "log_id" };
const LISTING: Listing<LogEntry> = {
  orders: { created_at: (entry) => entry.createdAt },
  defaultOrder: "created_at_asc",
  defaultPageSize: IAM_PAGE_SIZE,
};

/** Adds `/iam/v1alpha1/logs`. */
export function logs(server: FastifyInstance, context: ApiContext): void {
  const { organization } = context;
  const view = (entry: LogEntry): object => ({
    id: entry.id,
    created_at: formatTimestamp(entry.createdAt),
    ip: entry.ip,
    user_agent: entry.userAgent,
    action: entry.action,
    bearer_id: entry.bearerId,
    organization_id: organization.id,
    resource_type: entry.resourceType,
    resource_id: entry.resourceId,
  });
  server.get(PATH, (request) => {
    const query = new Query(request);
    authorize(request, context, { organizationId: query.requiredUuid("organization_id") });
    const found = organization.logs.all().filter(logFilter(query));
    const { items, totalCount } = list(query, found, LISTING);
    return { logs: items.map(view), total_count: totalCount };
  });
  server.get<{ Params: Identified }>(`${PATH}/:id`, (request) =>
    view(locate(request, context, KIND, organization.logs)),
  );
}

/** `search` is the id of a bearer or of a resource; both moments are included. */
function logFilter(query: Query): (entry: LogEntry) => boolean {
  const after = query.moment("created_after") ?? Number.NEGATIVE_INFINITY;
  const before = query.moment("created_before") ?? Number.POSITIVE_INFINITY;
  const action = query.choice("action", ["created", "updated", "deleted"]);
  const type = query.choice("resource_type", ["api_key", "user", "application", "group", "policy"]);
  const search = query.text("search");
  return (entry) =>
    entry.createdAt >= after &&
    entry.createdAt <= before &&
    isSame(action, entry.action) &&
    isSame(type, entry.resourceType) &&
    (search === undefined || [entry.bearerId, entry.resourceId].includes(search));
}
