/**
 * Lists: filters, order and pages.
 * @module
 */
import type { Query } from "./query";

/** What records can be ordered by, under the names of `order_by` without `_asc` and `_desc`. */
export type Orders<Value> = Readonly<Record<string, (value: Value) => string | number | undefined>>;

/** How one kind is listed. */
export interface Listing<Value> {
  readonly orders: Orders<Value>;
  /** Such as `created_at_asc`. */
  readonly defaultOrder: string;
  readonly defaultPageSize: number;
}

/** IAM's page size when none is asked for. */
export const IAM_PAGE_SIZE = 20;

/** One page, and how many there are over all pages. */
export interface Listed<Value> {
  readonly items: Value[];
  readonly totalCount: number;
}

/**
 * Orders the records and cuts the page that the query asks for; a page past the end is empty.
 * @throws ApiError 400 for an order, page or page size that does not exist
 */
export function list<Value>(
  query: Query,
  values: readonly Value[],
  { orders, defaultOrder, defaultPageSize }: Listing<Value>,
): Listed<Value> {
  const names = Object.keys(orders).flatMap((name) => [`${name}_asc`, `${name}_desc`]);
  const asked = names.length > 0 ? query.choice("order_by", names) : undefined;
  const order = asked ?? defaultOrder;
  const { page, pageSize } = query.page(defaultPageSize);
  const keyOf = orders[order.replace(/_(asc|desc)$/, "")] ?? (() => undefined);
  const direction = order.endsWith("_desc") ? -1 : 1;
  const sorted = [...values].sort((a, b) => direction * compare(keyOf(a), keyOf(b)));
  const start = (page - 1) * pageSize;
  return { items: sorted.slice(start, start + pageSize), totalCount: values.length };
}

/** True when there is no such filter or the value is among what it asks for. */
export function isAmong(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  return wanted === undefined || (value !== undefined && wanted.includes(value));
}

/** True when there is no such filter or the value is what it asks for. */
export function isSame<Value>(wanted: Value | undefined, value: Value): boolean {
  return wanted === undefined || wanted === value;
}

/** Absent values stand last. */
function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -1 : 1;
}
