/**
 * The audit log's pen: one entry for each call that made, changed or deleted a user, application, group, policy or key.
 * What such a call takes along (the keys of a deleted application) has no entry of its own.
 * @module
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { callOf, callerOf } from "../gateway/access";
import type { ApiContext } from "../gateway/context";
import type { LogAction, LogEntry } from "../organization/records";

type Resource = LogEntry["resourceType"];

const PREFIX = "/iam/v1alpha1/";
const RESOURCES: Readonly<Record<string, Resource>> = {
  "api-keys": "api_key",
  applications: "application",
  groups: "group",
  policies: "policy",
  users: "user",
};

/** What the call does to which kind; undefined for one that changes nothing that is logged. */
function changeOf(call: string): { action: LogAction; resource: Resource } | undefined {
  const [method = "", path = ""] = call.split(" ");
  if (method === "GET" || !path.startsWith(PREFIX)) return undefined;
  const [collection = "", id, verb] = path.slice(PREFIX.length).split("/");
  if (collection === "rules") return { action: "updated", resource: "policy" };
  const resource = RESOURCES[collection];
  if (resource === undefined) return undefined;
  if (id === undefined || verb === "clone") return { action: "created", resource };
  return { action: method === "DELETE" && verb === undefined ? "deleted" : "updated", resource };
}

/**
 * Logs every such call that succeeds, before its answer is on the way.
 * @param server - before anything else is added to it: the entry is kept together with what the call did
 */
export function audit(server: FastifyInstance, { organization }: ApiContext): void {
  server.addHook("onSend", (request, reply, payload, done) => {
    const change = reply.statusCode < 300 ? changeOf(callOf(request) ?? "") : undefined;
    if (change) {
      organization.log({
        action: change.action,
        resourceType: change.resource,
        resourceId: idOf(request, change.action, payload),
        bearerId: callerOf(request).bearer.id,
        ip: request.ip,
        userAgent: request.headers["user-agent"] ?? "",
      });
    }
    done(null, payload);
  });
}

/** The path names the object, the body its policy; only a new one is named by the answer alone. */
function idOf(request: FastifyRequest, action: LogAction, payload: unknown): string {
  if (action === "created") {
    const made = JSON.parse(String(payload)) as { id?: string; access_key?: string };
    return made.id ?? made.access_key ?? "";
  }
  const { id } = request.params as { id?: string };
  if (id !== undefined) return request.url.includes("/api-keys/") ? id : id.toLowerCase();
  return (request.body as { policy_id: string }).policy_id.toLowerCase();
}
