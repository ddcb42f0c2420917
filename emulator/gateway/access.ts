/**
 * Who calls, and may they: the checks that stand before every IAM and Account call.
 * @module
 */
import type { FastifyRequest } from "fastify";
import type { RequestFacts, ResourceFacts } from "../authorization/conditions";
import { rightOf, type Right } from "../authorization/rights";
import type { Bearer } from "../organization/records";
import type { Switches } from "../switches";
import type { ApiContext, Caller } from "./context";
import { deniedAuthentication, permissionsDenied, type PermissionDetail } from "./errors";

/** What a call is about, as far as it matters for its right. */
export interface Subject {
  /** The Organization that the caller names; another than ours is denied. */
  readonly organizationId?: string | undefined;
  /** For conditions on `resource`; absent for lists. */
  readonly object?: { readonly id: string; readonly name?: string | undefined } | undefined;
  /** The object is the caller itself, or a key of its own. */
  readonly isOwn?: boolean | undefined;
  /** The Project that holds the object, for kinds whose rights are given on Projects. */
  readonly projectId?: string | undefined;
  /** True where a right on oneself is not enough, such as to lock a user. */
  readonly isForOthersOnly?: boolean | undefined;
  /** Sets that do not count for this call, though they give its right. */
  readonly setsLeftOut?: readonly string[] | undefined;
  /** For keys: the kind of bearer. */
  readonly keysOf?: Bearer["kind"] | undefined;
}

/** IAM objects belong to no place. */
const IAM_LOCALITY = "global";

/** `POST /iam/v1alpha1/applications`, path parameters as `{id}`; undefined when there is no such call. */
export function callOf(request: FastifyRequest): string | undefined {
  const { url } = request.routeOptions;
  return url === undefined ? undefined : `${request.method} ${url.replace(/:\w+/g, "{id}")}`;
}

/**
 * The bearer of the key in `X-Auth-Token`, else whose console token is in `X-Session-Token`.
 * @throws ApiError 401 without a good key or token; for a locked member what the switch says
 */
export function authenticate(request: FastifyRequest, context: ApiContext): Caller {
  const token = request.headers["x-auth-token"];
  const session = request.headers["x-session-token"];
  if (session !== undefined && token === undefined) return signedIn(String(session), context);
  if (typeof token !== "string" || token === "") throw deniedAuthentication("invalid_argument");
  const key = context.keys.bySecretKey(token);
  const asked = { service: "iam", number: request.record?.number ?? 0 } as const;
  if (!key || !context.keys.isKnown(key, asked)) throw deniedAuthentication("not_found");
  if (context.organization.isExpired(key)) throw deniedAuthentication("expired");
  if (context.authorizer.isLocked(key.bearer)) {
    const { lockedUserAnswer } = context.switches();
    throw lockedUserAnswer === "permissionsDenied"
      ? permissionsDenied([])
      : deniedAuthentication("not_found");
  }
  return { bearer: key.bearer };
}

function signedIn(token: string, { organization, authorizer }: ApiContext): Caller {
  const [jwt] = organization.jwts.by("token", token);
  const bearer: Bearer = { kind: "user", id: jwt?.audienceId ?? "" };
  if (!jwt || authorizer.isLocked(bearer)) throw deniedAuthentication("not_found", "jwt");
  if (organization.isExpired(jwt)) throw deniedAuthentication("expired", "jwt");
  return { bearer, jwt };
}

/** The caller of a request that has passed authentication. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error("This request has not been authenticated.");
  return request.caller;
}

/** What conditions can ask about a request. */
export function factsOf(request: FastifyRequest, context: ApiContext): RequestFacts {
  return {
    ip: request.ip,
    userAgent: request.headers["user-agent"] ?? "",
    time: context.clock.now(),
    number: request.record?.number,
  };
}

/**
 * Lets the call pass or not. It stands before any look at what exists: who may not, learns nothing.
 * @throws ApiError 403 with every right of which any would have been enough
 */
export function authorize(
  request: FastifyRequest,
  context: ApiContext,
  subject: Subject = {},
): void {
  const right = rightOf(callOf(request) ?? "");
  const isOurs =
    subject.organizationId === undefined || subject.organizationId === context.organization.id;
  const isAllowed = context.authorizer.allowsCall({
    caller: callerOf(request).bearer,
    right,
    request: factsOf(request, context),
    resource: right.resource === "account_project" ? undefined : resourceFacts(subject),
    isOwn: subject.isOwn && !subject.isForOthersOnly,
    projectId: subject.projectId,
    keysOf: subject.keysOf,
    setsLeftOut: subject.setsLeftOut,
  });
  if (!isOurs || !isAllowed) throw denied(right, subject, context.switches());
}

function resourceFacts({ object }: Subject): ResourceFacts {
  if (!object) return {};
  const named = object.name === undefined ? {} : { name: object.name };
  return { id: object.id, locality: IAM_LOCALITY, ...named };
}

function denied(right: Right, subject: Subject, switches: Switches): Error {
  const action = right.action === "delete" ? switches.deleteActionName : right.action;
  const details: PermissionDetail[] = [{ action, resource: right.resource }];
  if (hasSelfForm(right, subject)) details.push({ action, resource: `self_${right.resource}` });
  return permissionsDenied(details);
}

/** As recorded: reading a key names `api_key` alone, changing one and everything on one user names both. */
function hasSelfForm({ resource, action }: Right, subject: Subject): boolean {
  const { object, isForOthersOnly = false } = subject;
  if (isForOthersOnly) return false;
  if (resource === "user") return object !== undefined;
  return resource === "api_key" && action !== "read";
}
