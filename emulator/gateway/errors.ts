/**
 * The API's refusals: status and body as the real gateway answers them.
 * @module
 */

/** Why an argument was refused. */
export type ArgumentReason = "required" | "format" | "constraint" | "unknown";

/** One refused argument. */
export interface ArgumentDetail {
  readonly argument_name: string;
  readonly help_message: string;
  readonly reason: ArgumentReason;
}

/** One right of which any would have been enough. */
export interface PermissionDetail {
  readonly action: string;
  readonly resource: string;
}

/** A refusal that becomes the answer as it stands. */
export class ApiError extends Error {
  /**
   * @param status - HTTP status
   * @param body - JSON body; `message` and `type` are always there
   */
  constructor(
    readonly status: number,
    readonly body: { readonly message: string; readonly type: string } & Record<string, unknown>,
  ) {
    super(body.message);
  }
}

/** 400: the arguments are wrong in themselves. */
export function invalidArguments(...details: ArgumentDetail[]): ApiError {
  return new ApiError(400, { details, message: "invalid argument(s)", type: "invalid_arguments" });
}

/** 400 for one argument. */
export function invalidArgument(
  name: string,
  reason: ArgumentReason,
  helpMessage: string,
): ApiError {
  return invalidArguments({ argument_name: name, help_message: helpMessage, reason });
}

/** 401: no key, an unknown one or an expired one. */
export function deniedAuthentication(
  reason: "invalid_argument" | "not_found" | "expired",
  method: "api_key" | "jwt" = "api_key",
): ApiError {
  return new ApiError(401, {
    message: "authentication is denied",
    method,
    reason,
    type: "denied_authentication",
  });
}

/** 403: the caller is known and may not. */
export function permissionsDenied(details: readonly PermissionDetail[]): ApiError {
  return new ApiError(403, {
    details,
    message: "insufficient permissions",
    type: "permissions_denied",
  });
}

/** 403: as many exist as the Organization may have. */
export function quotaExceeded(resource: string, quota: number, current: number): ApiError {
  return new ApiError(403, {
    details: [{ current, quota, resource }],
    message: "quota(s) exceeded for this resource",
    type: "quotas_exceeded",
  });
}

/** 404. */
export function notFound(resource: string, id: string): ApiError {
  return new ApiError(404, {
    message: "resource is not found",
    resource,
    resource_id: id,
    type: "not_found",
  });
}

/** 409: the name is taken. The body's shape is another product's: IAM's own was never recorded. */
export function alreadyExists(resource: string, id: string, helpMessage: string): ApiError {
  return new ApiError(409, {
    help_message: helpMessage,
    message: "resource already exists",
    resource,
    resource_id: id,
    type: "already_exists",
  });
}

/** 409: the object is just being changed, and may be asked again soon. */
export function transientState(resource: string, id: string, currentState: string): ApiError {
  return new ApiError(409, {
    current_state: currentState,
    message: "resource is in a transient state",
    resource,
    resource_id: id,
    type: "transient_state",
  });
}

/** 412: what must hold first does not. */
export function preconditionFailed(
  precondition: "resource_still_in_use" | "resource_not_usable" | "protected_resource",
  helpMessage: string,
): ApiError {
  return new ApiError(412, {
    help_message: helpMessage,
    message: "precondition is not respected",
    precondition,
    type: "precondition_failed",
  });
}
