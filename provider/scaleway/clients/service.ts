/**
 * What the typed clients share: the calls of one operation, whole lists, and waits for objects that are busy.
 * @module
 */
import type { Context } from "../../core/context";
import { CloudError } from "../../core/errors";
import type { Http, QueryValue } from "../../core/http";
import { retry, STALENESS_SECONDS } from "../../core/retry";
import { createPause } from "../../core/wait";
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
/** Between two readings of a list that shows less than it counts. */
const RECOUNT_MILLISECONDS = 1_000;

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

/** One reading of all pages. */
interface Pass<T> {
  readonly items: Map<string, T>;
  /** How many there are by the service's count, as the last page says it. */
  readonly total: number;
  /** True where the pages fit together: one count, and nothing twice. */
  readonly isSteady: boolean;
}

/**
 * All items over all pages, each once. The pages are read to their end, whatever the service counts. Where objects come and
 * go meanwhile, an item could fall between two pages: the list is then read again, and what any of the readings showed is
 * kept. One that shows less than it counts is read again for as long as the service may be stale.
 * @throws CloudError where it still shows less than it counts: nothing is to be decided on a part of a list
 */
export async function listAll<T>(service: Service, request: ListRequest<T>): Promise<T[]> {
  const { context } = service;
  const pause = createPause(`the list of ${request.what} to show all that it counts`, context);
  const settledAt = context.clock.now().getTime() + STALENESS_SECONDS * 1000;
  const seen = new Map<string, T>();
  for (let attempt = 1; ; attempt += 1) {
    const begunAt = context.clock.now().getTime();
    const { items, total, isSteady } = await readPages(service, request);
    if (isSteady && items.size >= total) {
      if (items.size > total) context.log.warn(miscounted(request, items.size, total));
      return [...items.values()];
    }
    for (const [id, item] of items) seen.set(id, item);
    if (seen.size < total) {
      if (begunAt > settledAt) throw incomplete(request, seen.size, total);
      await pause(RECOUNT_MILLISECONDS, `${String(seen.size)} of ${String(total)}`);
    } else if (attempt >= LIST_ATTEMPTS) {
      return [...seen.values()];
    }
  }
}

const miscounted = <T>({ what }: ListRequest<T>, shown: number, total: number): string =>
  `the service counts ${String(total)} ${what} and lists ${String(shown)}: all that it lists are taken`;

function incomplete<T>({ what }: ListRequest<T>, shown: number, total: number): CloudError {
  return new CloudError({
    kind: "unavailable",
    code: "incomplete_list",
    operation: `list ${what}`,
    resource: "",
    answer: `the service counts ${String(total)} and lists ${String(shown)}, and went on doing so for more than ${String(STALENESS_SECONDS)} s`,
    hint: "Nothing is decided on a part of a list. Run it again later; if that does not help, the caller may not see all of them.",
  });
}

/** A page that is full may have one after it, and so may a short one where more is counted; one that brings nothing new ends it. */
async function readPages<T>(service: Service, request: ListRequest<T>): Promise<Pass<T>> {
  const items = new Map<string, T>();
  const totals = new Set<number>();
  let read = 0;
  for (let page = 1; ; page += 1) {
    const { total, objects } = await readPage(service, request, page);
    const before = items.size;
    totals.add(total);
    for (const object of objects) {
      const item = request.decode(object);
      items.set(request.identify(item), item);
    }
    const bringsMore = items.size > before;
    if (bringsMore) read += objects.length;
    const isLast = objects.length < PAGE_SIZE && read >= total;
    if (isLast || !bringsMore) {
      return { items, total, isSteady: totals.size === 1 && items.size === read };
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
