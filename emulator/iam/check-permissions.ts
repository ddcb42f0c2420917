/**
 * "May I?": the caller asks about its own rights. Only the shape of the call is published, not the words in it: here they
 * are those of a 403, `iam` / `application` / `write`, and of the catalog, `object-storage` / `bucket` / `list`.
 * @module
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { s3Operations, type IamAction } from "pulumi-storage-access-catalog";
import { callerOf, factsOf } from "../gateway/access";
import { body, object, TEXT, UUID } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";

interface Permission {
  service: string;
  name: string;
  action: string;
  project_id?: string;
  organization_id?: string;
}
interface Check {
  Body: { permissions: Permission[] };
}

const PERMISSION = object(
  { service: TEXT, name: TEXT, action: TEXT, project_id: UUID, organization_id: UUID },
  ["service", "name", "action"],
);
const BODY = body({ permissions: { type: "array", items: PERMISSION } }, ["permissions"]);

/** Adds `/iam/v1alpha1/check-permissions`, which everybody may call. */
export function checkPermissions(server: FastifyInstance, context: ApiContext): void {
  server.post<Check>("/iam/v1alpha1/check-permissions", BODY, (request) => ({
    responses: request.body.permissions.map((permission) => ({
      decision: isAllowed(permission, request, context) ? "allow" : "deny",
    })),
  }));
}

function isAllowed(asked: Permission, request: FastifyRequest, context: ApiContext): boolean {
  const { organization, authorizer } = context;
  const caller = callerOf(request).bearer;
  const facts = factsOf(request, context);
  const organizationId = asked.organization_id?.toLowerCase();
  if (organizationId !== undefined && organizationId !== organization.id) return false;
  const projectId = asked.project_id?.toLowerCase() ?? organization.id;
  if (asked.service === "object-storage") {
    const operations = s3Operations.filter(
      ({ iamPermission }) => iamPermission === `${asked.name}:${asked.action}`,
    );
    return operations.some(({ operation }) =>
      authorizer.allowsStorage({ caller, projectId, operation, request: facts }),
    );
  }
  const right = { resource: asked.name, action: asked.action as IamAction };
  // Of IAM, SSH keys alone belong to Projects.
  const place = asked.name === "ssh_key" ? { projectId } : {};
  return authorizer.allowsCall({ caller, right, request: facts, ...place });
}
