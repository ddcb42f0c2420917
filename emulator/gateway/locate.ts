/**
 * The object that a path names: right first, then existence.
 * @module
 */
import type { FastifyRequest } from "fastify";
import { authorize } from "./access";
import type { ApiContext } from "./context";
import { notFound } from "./errors";
import { requireUuid } from "./query";

/** Path parameters of `/things/{id}`. */
export interface Identified {
  id: string;
}

interface Findable<Value> {
  find(id: string): Value | undefined;
}

/** The kind of object behind a path, in the words of errors. */
export interface Kind {
  /** `resource` of a 404, such as `application`. */
  readonly resource: string;
  /** `argument_name` of a 400, such as `application_id`. */
  readonly argument: string;
}

/**
 * Finds the object after the caller's right to the call has been checked.
 * @throws ApiError 400 for an id that is no UUID, 403, 404
 */
export function locate<Value extends { readonly id: string; readonly name?: string }>(
  request: FastifyRequest<{ Params: Identified }>,
  context: ApiContext,
  kind: Kind,
  collection: Findable<Value>,
): Value {
  const id = requireUuid(kind.argument, request.params.id);
  const object = collection.find(id);
  authorize(request, context, { object: { id, name: object?.name } });
  if (!object) throw notFound(kind.resource, id);
  return object;
}
