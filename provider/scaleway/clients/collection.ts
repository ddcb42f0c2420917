/**
 * The calls that every kind of object has: list, read, create, update, delete.
 * @module
 */
import { isCloudError } from "../../core/errors";
import { segment, type HttpRequest } from "../../core/http";
import { queryOf, type Renamed } from "./search";
import { listAll, whenSettled, type Service } from "./service";
import { wireObject, type WireObject } from "./wire";

/** One kind of object of a service. */
export interface CollectionOptions<T> {
  readonly path: string;
  /** The name of the list in answers, such as `applications`. */
  readonly field: string;
  /** For messages: one such object, and several. */
  readonly nouns: readonly [singular: string, plural: string];
  /** The order of lists: one that does not move objects between pages. */
  readonly orderBy: string;
  /** Our words for filters and orders that the service calls otherwise. */
  readonly renamed?: Renamed;
  readonly decode: (object: WireObject) => T;
  readonly identify: (item: T) => string;
}

/** Calls on one kind of object. Every method fails with a CloudError. */
export interface Collection<T> {
  /** All of the Organization that the search asks for, over all pages. */
  readonly list: (search?: object) => Promise<T[]>;
  /** Undefined where the service says that there is none with that id. */
  readonly get: (id: string) => Promise<T | undefined>;
  /** The same by a path and a query of its own. */
  readonly find: (id: string, at: Pick<HttpRequest, "path" | "query">) => Promise<T | undefined>;
  /** Sent once: a lost answer is the caller's to look into. The Organization is added to the body. */
  readonly create: (name: string, body: Readonly<Record<string, unknown>>) => Promise<T>;
  /** Fields that are undefined stay as they are. */
  readonly update: (id: string, body: Readonly<Record<string, unknown>>) => Promise<T>;
  /** A call on one object that answers with the object. */
  readonly send: (id: string, request: Omit<HttpRequest, "resource">) => Promise<T>;
  /** One that is gone already is fine. */
  readonly remove: (id: string) => Promise<void>;
}

/** The usual calls on one kind of object. */
export function collection<T>(service: Service, options: CollectionOptions<T>): Collection<T> {
  const { http } = service;
  const { path, field, decode, identify, orderBy, renamed } = options;
  const [noun, what] = options.nouns;
  const at = (id: string): string => `${path}/${segment(id)}`;
  const read = async (request: HttpRequest): Promise<T> =>
    decode(wireObject(await http.request(request), request));
  const find: Collection<T>["find"] = (id, request) =>
    undefinedIfGone(read({ method: "GET", operation: `read ${noun}`, resource: id, ...request }));
  const settled = <R>(id: string, call: () => Promise<R>): Promise<R> =>
    whenSettled(service, `${noun} ${id}`, call);
  const send = (id: string, request: Omit<HttpRequest, "resource">): Promise<T> =>
    settled(id, () => read({ ...request, resource: id }));
  return {
    async list(search = {}) {
      const wanted = queryOf(search, renamed);
      const organization_id = await service.organizationId();
      const query = { organization_id, ...wanted, order_by: wanted["order_by"] ?? orderBy };
      return listAll(service, { path, field, query, what, decode, identify });
    },
    get: (id) => find(id, { path: at(id) }),
    find,
    async create(name, fields) {
      const body = { ...fields, organization_id: await service.organizationId() };
      const operation = `create ${noun}`;
      return settled(name, () => read({ method: "POST", path, body, operation, resource: name }));
    },
    send,
    update: (id, body) =>
      send(id, { method: "PATCH", path: at(id), body, operation: `update ${noun}` }),
    async remove(id) {
      const operation = `delete ${noun}`;
      await settled(id, () =>
        undefinedIfGone(http.request({ method: "DELETE", path: at(id), operation, resource: id })),
      );
    },
  };
}

async function undefinedIfGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (thrown) {
    if (isCloudError(thrown, "notFound")) return undefined;
    throw thrown;
  }
}

/** Fields that the service decides, alike for most kinds of IAM objects. */
export interface Owned {
  /** The Organization that it belongs to, a UUID. */
  readonly organizationId: string;
  /** As the service writes it, such as `2026-05-21T14:55:59.968247Z`. */
  readonly createdAt: string;
  /** When it was last changed, in the same form. */
  readonly updatedAt: string;
  /** False for what one of the service's products looks after. That the service then refuses a change is not observed. */
  readonly editable: boolean;
  /** False for what one of the service's products looks after. That the service then refuses a deletion is not observed. */
  readonly deletable: boolean;
  /** True where a Scaleway product made it and looks after it. */
  readonly managed: boolean;
}

/** What the caller decides about applications, groups and policies alike. */
export interface Described {
  /** What people call it, at most 64 characters. */
  readonly name: string;
  /** What people say about it; empty where nobody says anything. */
  readonly description: string;
  /** In the order in which they were given. */
  readonly tags: readonly string[];
}

/** Reads what applications, groups and policies have in common. */
export function commonFields(object: WireObject): Owned & Described {
  return {
    name: object.text("name"),
    description: object.text("description"),
    tags: object.texts("tags"),
    organizationId: object.text("organization_id"),
    createdAt: object.text("created_at"),
    updatedAt: object.text("updated_at"),
    editable: object.flag("editable"),
    deletable: object.flag("deletable"),
    managed: object.flag("managed"),
  };
}
