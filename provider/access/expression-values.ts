/**
 * Comparisons and moments in CEL, where the library and the language's definition differ.
 * @module
 */

/** How values are compared. */
export interface Comparing {
  /** Texts compared with moments are read as moments. */
  readonly coercesTimes: boolean;
  /** The library, for values of one kind. */
  readonly compute: (text: string, context: Readonly<Record<string, unknown>>) => unknown;
}

const COMPARISONS: readonly string[] = ["==", "!=", "<", "<=", ">", ">=", "in"];
const GETTERS: Readonly<Record<string, (moment: Date) => number>> = {
  getFullYear: (moment) => moment.getUTCFullYear(),
  getMonth: (moment) => moment.getUTCMonth(),
  getDate: (moment) => moment.getUTCDate(),
  getDayOfMonth: (moment) => moment.getUTCDate() - 1,
  getDayOfYear: (moment) =>
    Math.floor((moment.getTime() - Date.UTC(moment.getUTCFullYear(), 0, 1)) / 86_400_000),
  getDayOfWeek: (moment) => moment.getUTCDay(),
  getHours: (moment) => moment.getUTCHours(),
  getMinutes: (moment) => moment.getUTCMinutes(),
  getSeconds: (moment) => moment.getUTCSeconds(),
  getMilliseconds: (moment) => moment.getUTCMilliseconds(),
};

/** The names of the parts of a moment, as methods. */
export const TIMESTAMP_GETTERS: readonly string[] = Object.keys(GETTERS);

/**
 * An operator or function, applied.
 * @returns undefined where that is an error
 */
export function apply(name: string, values: readonly unknown[], comparing: Comparing): unknown {
  const [left, right] = values;
  if (COMPARISONS.includes(name)) return compare(name, [left, right], comparing);
  if (Object.hasOwn(GETTERS, name)) {
    return values.length > 2 ? undefined : readTimestamp(name, left, right);
  }
  return corrected(name, values) ?? computed(name, values, comparing);
}

/** What the library counts otherwise than the language's definition; undefined where they agree. */
function corrected(name: string, [first, second, ...rest]: readonly unknown[]): unknown {
  if (rest.length > 0) return undefined;
  if (name === "matches" && typeof first === "string" && typeof second === "string") {
    return foundIn(first, second);
  }
  if (second !== undefined) return undefined;
  if (name === "size" && typeof first === "string") return BigInt(Array.from(first).length);
  if (name === "int" && first instanceof Date) return BigInt(Math.floor(first.getTime() / 1000));
  return undefined;
}

function computed(name: string, values: readonly unknown[], { compute }: Comparing): unknown {
  const [a, b] = values;
  const isOperator = /^\W$/.test(name);
  const text = isOperator ? `a ${name} b` : values.length === 1 ? `${name}(a)` : `a.${name}(b)`;
  try {
    return compute(text, { a, b });
  } catch {
    return undefined;
  }
}

/** By whole characters, where the pattern can be read so. */
function foundIn(text: string, pattern: string): boolean | undefined {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return undefined;
  }
}

/**
 * A part of a moment as a wall clock in that zone shows it, UTC without one.
 * @param zone - a name such as `Europe/Paris`, or an offset such as `+02:00`
 * @returns undefined where that is an error
 */
function readTimestamp(name: string, moment: unknown, zone: unknown): unknown {
  const get = GETTERS[name];
  if (!get || !(moment instanceof Date)) return undefined;
  if (zone === undefined) return BigInt(get(moment));
  if (typeof zone !== "string") return undefined;
  const shown = shownIn(moment, zone);
  return shown && BigInt(get(shown));
}

/** A moment whose UTC parts are those of the wall clock. */
function shownIn(moment: Date, zone: string): Date | undefined {
  const [, sign, hours, minutes] = /^([+-]?)(\d\d):(\d\d)$/.exec(zone) ?? [];
  if (hours !== undefined) {
    const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
    return new Date(moment.getTime() + offset * 60_000);
  }
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      ...{ timeZone: zone, hourCycle: "h23", era: "short" },
      ...{ year: "numeric", month: "numeric", day: "numeric" },
      ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    });
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
    const day = [part("year"), part("month") - 1, part("day")] as const;
    const milliseconds = moment.getUTCMilliseconds();
    return new Date(Date.UTC(...day, part("hour"), part("minute"), part("second"), milliseconds));
  } catch {
    return undefined;
  }
}

/**
 * Compares two values: numbers of different kinds by their value, all else that differs in kind is unequal and has no order.
 * @returns undefined where that is an error
 */
function compare(
  operator: string,
  [left, right]: readonly [unknown, unknown],
  comparing: Comparing,
): boolean | undefined {
  if (operator === "==") return isEqual(left, right, comparing);
  if (operator === "!=") return !isEqual(left, right, comparing);
  if (operator === "in") return isIn(left, right, comparing);
  const [one, other] = comparing.coercesTimes ? asMoments(left, right, comparing) : [left, right];
  if (kindOf(one) !== kindOf(other)) return undefined;
  return truthful(() => comparing.compute(`a ${operator} b`, { a: one, b: other }));
}

function isEqual(left: unknown, right: unknown, comparing: Comparing): boolean {
  if (kindOf(left) !== kindOf(right)) return false;
  return truthful(() => comparing.compute("a == b", { a: left, b: right })) ?? false;
}

function isIn(left: unknown, right: unknown, comparing: Comparing): boolean | undefined {
  if (Array.isArray(right)) return right.some((item) => isEqual(left, item, comparing));
  return truthful(() => comparing.compute("a in b", { a: left, b: right }));
}

/** A text beside a moment is read as one. */
function asMoments(left: unknown, right: unknown, { compute }: Comparing): [unknown, unknown] {
  const read = (text: string): unknown => {
    try {
      return compute("timestamp(a)", { a: text });
    } catch {
      return text;
    }
  };
  if (left instanceof Date && typeof right === "string") return [left, read(right)];
  if (typeof left === "string" && right instanceof Date) return [read(left), right];
  return [left, right];
}

function truthful(compute: () => unknown): boolean | undefined {
  try {
    const value = compute();
    return typeof value === "boolean" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Numbers of all kinds are one kind. */
function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "bigint" || typeof value === "number") return "number";
  if (typeof value !== "object") return typeof value;
  const { name } = value.constructor;
  return name === "UnsignedInt" || name === "UnsignedInteger" ? "number" : name;
}
