/**
 * The kinds of rules: what a value must look like, and when two values mean the same.
 * @module
 */
import {
  checkMembers,
  quote,
  type Member,
  type Report,
  type Rule,
  type TextLimits,
} from "./fields";
import type { Properties } from "./sanitize";
import { isUnknown } from "./unknown";

const refusal = (value: unknown, allowed: string): string =>
  `${quote(value)} is not allowed: it must be ${allowed}`;

const rangeOf = (minimum: number, maximum: number): string =>
  minimum === maximum ? String(minimum) : `${minimum} to ${maximum}`;

/** Text of a limited length and alphabet. */
export function text(limits: TextLimits): Rule {
  const { minimum, maximum, pattern, alphabet, refuse } = limits;
  const length = minimum === 0 ? `at most ${maximum}` : rangeOf(minimum, maximum);
  const allowed = `a text of ${length} characters${alphabet === undefined ? "" : `, of ${alphabet}`}`;
  return {
    shape: { type: "text", limits },
    check: (value, path, report) => {
      if (isUnknown(value)) return;
      if (typeof value !== "string") {
        report(path, refusal(value, allowed));
        return;
      }
      const count = Array.from(value).length;
      const fits = count >= minimum && count <= maximum && (pattern?.test(value) ?? true);
      if (!fits) {
        report(path, refusal(value, allowed));
        return;
      }
      const reason = refuse?.(value);
      if (reason !== undefined) report(path, `${quote(value)} is not allowed: ${reason}`);
    },
    canonical: (value) => value ?? null,
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The id of an object: a UUID. Such leaves are where references to other resources are looked for. */
export function uuid(of: string): Rule {
  return {
    shape: { type: "uuid" },
    check: (value, path, report) => {
      if (isUnknown(value) || (typeof value === "string" && UUID.test(value))) return;
      report(path, refusal(value, `the id of ${of}, a UUID`));
    },
    canonical: (value) => (typeof value === "string" ? value.toLowerCase() : (value ?? null)),
  };
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Microseconds after the epoch, or undefined for a text that is no instant. */
export function microseconds(value: string): bigint | undefined {
  const match = INSTANT.exec(value);
  const milliseconds = Date.parse(value.replace(/\.\d+/, ""));
  if (!match || Number.isNaN(milliseconds)) return undefined;
  const fraction = (match[1] ?? ".").slice(1, 7).padEnd(6, "0");
  return BigInt(milliseconds) * 1000n + BigInt(fraction);
}

/** A moment in time, as RFC 3339 writes it. */
export function instant(): Rule {
  const allowed = 'a moment in time as RFC 3339 writes it, such as "2027-06-01T00:00:00Z"';
  return {
    shape: { type: "instant" },
    check: (value, path, report) => {
      if (isUnknown(value)) return;
      const isInstant = typeof value === "string" && microseconds(value) !== undefined;
      if (!isInstant) report(path, refusal(value, allowed));
    },
    canonical: (value) => {
      const parsed = typeof value === "string" ? microseconds(value) : undefined;
      return parsed === undefined ? (value ?? null) : parsed.toString();
    },
  };
}

/** True or false. */
export function boolean(): Rule {
  return {
    shape: { type: "boolean" },
    check: (value, path, report) => {
      if (isUnknown(value) || typeof value === "boolean") return;
      report(path, refusal(value, "true or false"));
    },
    canonical: (value) => value ?? null,
  };
}

/** A number between two bounds, both included. */
export function number(minimum: number, maximum: number): Rule {
  return {
    shape: { type: "number", minimum, maximum },
    check: (value, path, report) => {
      if (isUnknown(value)) return;
      const fits = typeof value === "number" && value >= minimum && value <= maximum;
      if (!fits) report(path, refusal(value, `a number from ${minimum} to ${maximum}`));
    },
    canonical: (value) => value ?? null,
  };
}

/** A whole number between two bounds, both included. */
export function integer(minimum: number, maximum: number): Rule {
  const { shape, canonical } = number(minimum, maximum);
  return {
    shape,
    check: (value, path, report) => {
      if (isUnknown(value)) return;
      const fits = Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
      if (!fits) report(path, refusal(value, `a whole number from ${minimum} to ${maximum}`));
    },
    canonical,
  };
}

/** One of a few words. */
export function oneOf(...values: readonly string[]): Rule {
  return {
    shape: { type: "oneOf", values },
    check: (value, path, report) => {
      if (isUnknown(value) || (typeof value === "string" && values.includes(value))) return;
      report(path, refusal(value, `one of ${values.map(quote).join(", ")}`));
    },
    canonical: (value) => value ?? null,
  };
}

/** A list in which neither order nor repetition means anything. */
export function set(of: Rule, maximum = Number.MAX_SAFE_INTEGER): Rule {
  return {
    shape: { type: "set", of, maximum },
    check: (value, path, report) => {
      if (isUnknown(value)) return;
      if (!Array.isArray(value)) {
        report(path, refusal(value, "a list"));
        return;
      }
      if (value.length > maximum) {
        report(path, `${value.length} entries are too many: there may be at most ${maximum}`);
      }
      value.forEach((item, index) => of.check(item, `${path}[${index}]`, report));
    },
    canonical: (value) => {
      if (!Array.isArray(value)) return value ?? null;
      const items = value.map((item) => JSON.stringify(of.canonical(item)));
      return [...new Set(items)].sort().map((item) => JSON.parse(item) as unknown);
    },
  };
}

/** A list in which order means something. */
export function list(of: Rule, minimum = 0, maximum = Number.MAX_SAFE_INTEGER): Rule {
  return {
    shape: { type: "list", of, minimum, maximum },
    check: (value, path, report) => {
      if (isUnknown(value)) return;
      if (!Array.isArray(value) || value.length < minimum || value.length > maximum) {
        report(path, refusal(value, `a list of ${rangeOf(minimum, maximum)} entries`));
        return;
      }
      value.forEach((item, index) => of.check(item, `${path}[${index}]`, report));
    },
    canonical: (value) =>
      Array.isArray(value) ? value.map((item) => of.canonical(item)) : (value ?? null),
  };
}

const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Names with values, all of one kind. */
export function map(names: Rule, values: Rule): Rule {
  return {
    shape: { type: "map", names, values },
    check: (value, path, report) => {
      if (isUnknown(value)) return;
      if (!isObject(value)) {
        report(path, refusal(value, "an object of names and values"));
        return;
      }
      for (const [name, member] of Object.entries(value)) {
        names.check(name, `${path}.${name}`, report);
        values.check(member, `${path}.${name}`, report);
      }
    },
    canonical: (value) => (isObject(value) ? sorted(value, () => values) : (value ?? null)),
  };
}

/** A word, or an object with known members. */
export function wordOr(word: Rule, members: Rule): Rule {
  const fitting = (value: unknown): Rule => (isObject(value) ? members : word);
  return {
    shape: { type: "either", of: [word, members] },
    check: (value, path, report) => fitting(value).check(value, path, report),
    canonical: (value) => fitting(value).canonical(value),
  };
}

/** An object with known members. */
export function record(
  members: Readonly<Record<string, Member>>,
  refuse?: (value: Properties, path: string, report: Report) => void,
): Rule {
  const known = Object.keys(members);
  return {
    shape: { type: "record", members },
    check: (value, path, report) => {
      if (isUnknown(value)) return;
      if (!isObject(value)) {
        report(path, refusal(value, `an object of ${known.join(", ")}`));
        return;
      }
      checkMembers(value, members, { path: `${path}.`, report });
      refuse?.(value, path, report);
    },
    canonical: (value) =>
      isObject(value) ? sorted(value, (name) => members[name]?.rule) : (value ?? null),
  };
}

function sorted(value: Properties, ruleOf: (name: string) => Rule | undefined): Properties {
  const entries = Object.keys(value)
    .sort()
    .map((name) => [name, ruleOf(name)?.canonical(value[name]) ?? null] as const);
  return Object.fromEntries(entries.filter(([, member]) => member !== null));
}
