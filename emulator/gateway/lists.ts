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

/** Records that can be listed without a look at each. */
interface ListedCollection<Value, Demand> {
  all(): readonly Value[];
  among(demanded: Demand): readonly Value[] | undefined;
}

/** What a list asks for. */
interface Wanted<Value, Demand> {
  /** False for what the query's filters leave out. */
  readonly isWanted: (value: Value) => boolean;
  /** What the indexes know of that. */
  readonly demanded?: Demand;
  /** False where the filters may leave out other records a moment later, though none has changed. Default true. */
  readonly isSteady?: boolean;
}

/** What was left of an array by filters, for as long as there is the array. */
const narrowed = new WeakMap<readonly unknown[], Map<string, readonly unknown[]>>();
const NARROWED_LIMIT = 100;

/**
 * The records that a list asks for, without a walk over everything: all of them are the very array, which may be in
 * order already; few come from an index; many are looked for once, as long as nothing changes.
 */
export function where<Value, Demand extends object>(
  query: Query,
  records: ListedCollection<Value, Demand>,
  { isWanted, demanded, isSteady = true }: Wanted<Value, Demand>,
): readonly Value[] {
  const { narrowing } = query;
  if (narrowing === "") return records.all();
  const few = demanded && records.among(demanded);
  if (few) return few.filter(isWanted);
  const all = records.all();
  if (!isSteady) return all.filter(isWanted);
  const known = narrowed.get(all) ?? new Map<string, readonly unknown[]>();
  narrowed.set(all, known);
  const kept = known.get(narrowing) as readonly Value[] | undefined;
  if (kept) return kept;
  if (known.size >= NARROWED_LIMIT) known.clear();
  const found = all.filter(isWanted);
  known.set(narrowing, found);
  return found;
}

/** A demand of one key, or none. */
export function only(key: string | undefined): readonly string[] | undefined {
  return key === undefined ? undefined : [key];
}

/** Arrays in every order that was asked of them, for as long as there is the array. */
const inOrder = new WeakMap<readonly unknown[], Map<string, readonly unknown[]>>();

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
  const sorted = ordered(values, order, orders);
  const start = (page - 1) * pageSize;
  return { items: sorted.slice(start, start + pageSize), totalCount: values.length };
}

/** An array is put in an order once: a list of everything costs a page, however much there is. */
function ordered<Value>(
  values: readonly Value[],
  order: string,
  orders: Orders<Value>,
): readonly Value[] {
  const known = inOrder.get(values) ?? new Map<string, readonly unknown[]>();
  inOrder.set(values, known);
  const kept = known.get(order) as readonly Value[] | undefined;
  if (kept) return kept;
  const keyOf = orders[order.replace(/_(asc|desc)$/, "")] ?? (() => undefined);
  const direction = order.endsWith("_desc") ? -1 : 1;
  const sorted = [...values].sort((a, b) => direction * compare(keyOf(a), keyOf(b)));
  known.set(order, sorted);
  return sorted;
}

/** True when there is no such filter or the value is among what it asks for. */
export function isAmong(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  return wanted === undefined || (value !== undefined && wanted.includes(value));
}

/** True when there is no such filter or the value is what it asks for. */
export function isSame<Value>(wanted: Value | undefined, value: Value): boolean {
  return wanted === undefined || wanted === value;
}

/** Absent values stand last; texts are ordered whatever their case: recorded. */
function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -1 : 1;
}

function compareTexts(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
