/**
 * Permission sets: the catalog's, under ids of our own making; the real ids were never recorded.
 * @module
 */
import type { FastifyInstance } from "fastify";
import { permissionSets as catalog, type PermissionSet } from "pulumi-storage-access-catalog";
import { authorize } from "../gateway/access";
import type { ApiContext } from "../gateway/context";
import { IAM_PAGE_SIZE, list, type Listing } from "../gateway/lists";
import { Query } from "../gateway/query";
import { uuidOfName } from "../random";

const PATH = "/iam/v1alpha1/permission-sets";
const LISTING: Listing<PermissionSet> = {
  orders: { name: (set) => set.name, created_at: () => 0 },
  defaultOrder: "name_asc",
  defaultPageSize: IAM_PAGE_SIZE,
};

/** Adds `/iam/v1alpha1/permission-sets`. */
export function permissionSets(server: FastifyInstance, context: ApiContext): void {
  server.get(PATH, (request) => {
    const query = new Query(request);
    authorize(request, context, { organizationId: query.requiredUuid("organization_id") });
    const { items, totalCount } = list(query, catalog, LISTING);
    const sets = items.map(({ name, scope_type, description }) => {
      const id = uuidOfName(`permission set ${name}`);
      return { id, name, scope_type, description, categories: null };
    });
    return { permission_sets: sets, total_count: totalCount };
  });
}
