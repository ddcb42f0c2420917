/**
 * What the typed clients share: the calls of one operation, whole lists, and waits for objects that are busy.
 * @module
 */
import type { Context } from "../../core/context";
import type { Http, QueryValue } from "../../core/http";
import { retry } from "../../core/retry";
import { wireObject, type WireObject } from "./wire";

/** What one client is made of. */
export interface Service {
  readonly http: Http;
  readonly context: Context;
  /** The caller's Organization. */
  readonly organizationId: () => Promise<string>;
}

/** The largest page that the services give. */
const PAGE_SIZE = 100;
/** How often a list is read again when it changed while it was read. */
const LIST_ATTEMPTS = 5;

/** A whole list. */
export interface ListRequest<T> {
  readonly path: string;
  /** The name of the list in the answer, such as `applications`. */
  readonly field: string;
  readonly query: Readonly<Record<string, QueryValue>>;
  /** What is listed, such as `applications`; for messages. */
  readonly what: string;
  readonly decode: (object: WireObject) => T;
  readonly identify: (item: T) => string;
}

interface Pass<T> {
  readonly items: Map<string, T>;
  /** True where the pages fit together: one total, and as many different items. */
  readonly isWhole: boolean;
}

/**
 * All items over all pages, each once. Where objects come and go while the pages are read, an item could fall between two
 * pages: the list is then read again, and what any of the readings showed is kept.
 */
export async function listAll<T>(service: Service, request: ListRequest<T>): Promise<T[]> {
  const seen = new Map<string, T>();
  for (let attempt = 1; attempt <= LIST_ATTEMPTS; attempt += 1) {
    const pass = await readPages(service, request);
    if (pass.isWhole) return [...pass.items.values()];
    for (const [id, item] of pass.items) seen.set(id, item);
  }
  return [...seen.values()];
}

async function readPages<T>(service: Service, request: ListRequest<T>): Promise<Pass<T>> {
  const items = new Map<string, T>();
  const totals = new Set<number>();
  let read = 0;
  for (let page = 1; ; page += 1) {
    const { total, objects } = await readPage(service, request, page);
    totals.add(total);
    read += objects.length;
    for (const object of objects) {
      const item = request.decode(object);
      items.set(request.identify(item), item);
    }
    if (read >= total || objects.length === 0) {
      return { items, isWhole: totals.size === 1 && items.size === total };
    }
  }
}

async function readPage<T>(
  { http }: Service,
  request: ListRequest<T>,
  page: number,
): Promise<{ total: number; objects: WireObject[] }> {
  const attempted = { operation: `list ${request.what}`, resource: "" };
  const query = { ...request.query, page, page_size: PAGE_SIZE };
  const body = await http.request({ method: "GET", path: request.path, query, ...attempted });
  const answer = wireObject(body, attempted);
  return { total: answer.count("total_count"), objects: answer.objects(request.field) };
}

/** Repeats a call that the service refuses because the object is just being changed, until the deadline. */
export function whenSettled<T>(service: Service, what: string, call: () => Promise<T>): Promise<T> {
  const policy = {
    pacing: service.context,
    what: `${what} to settle`,
    attempts: Number.POSITIVE_INFINITY,
    maximumMilliseconds: 5_000,
    isRetryable: (error: { readonly code?: string | undefined }) =>
      error.code === "transient_state",
  };
  return retry(policy, call);
}
