/**
 * What a rule of a lifecycle must look like, and when two rules mean the same.
 * @module
 */
import { createHash } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";
import { quote, type Report, type Rule } from "../core/fields";
import { boolean, integer, oneOf, record, set, text } from "../core/rules";
import type { Properties } from "../core/sanitize";
import { isUnknown } from "../core/unknown";
import type { NestedShape } from "./clients/object-storage";
import { requireOneOf } from "./one-of";

/** One rule of a lifecycle. At least one action must be given. */
export interface LifecycleRuleArgs {
  /** 1 to 255 characters, unlike those of all other rules. Default: made from what the rule says. */
  id?: pulumi.Input<string> | undefined;
  /** `Disabled`: the rule is kept and does nothing. Default: `Enabled`. */
  status?: pulumi.Input<"Enabled" | "Disabled"> | undefined;
  /** Which objects it is about: one condition, or several in `and`. Default: all. */
  filter?: pulumi.Input<LifecycleFilterArgs> | undefined;
  /** When objects expire; where old versions are kept, a delete marker hides them then. Default: never. */
  expiration?: pulumi.Input<LifecycleExpirationArgs> | undefined;
  /** When objects move to another storage class. Default: never. */
  transitions?: pulumi.Input<pulumi.Input<LifecycleTransitionArgs>[]> | undefined;
  /** When versions go that are no longer current. Default: never. */
  noncurrentVersionExpiration?: pulumi.Input<NoncurrentVersionExpirationArgs> | undefined;
  /** When versions move to another storage class that are no longer current. Default: never. */
  noncurrentVersionTransitions?:
    pulumi.Input<pulumi.Input<NoncurrentVersionTransitionArgs>[]> | undefined;
  /** When uploads in parts are given up that were never completed. Default: never. */
  abortIncompleteMultipartUpload?: pulumi.Input<AbortIncompleteMultipartUploadArgs> | undefined;
}

/** A rule as it is known after a deployment. */
export type LifecycleRule = pulumi.Unwrap<LifecycleRuleArgs>;

/** A tag that objects must have. */
export interface LifecycleTagArgs {
  /** 1 to 128 characters. */
  key: pulumi.Input<string>;
  /** At most 256 characters. */
  value: pulumi.Input<string>;
}

/** Several conditions, all of which must hold. */
export interface LifecycleConditionsArgs {
  /** How keys begin, at most 1,024 characters. Default: any way. */
  prefix?: pulumi.Input<string> | undefined;
  /** Tags that objects must all have. Default: none. */
  tags?: pulumi.Input<pulumi.Input<LifecycleTagArgs>[]> | undefined;
  /** Only objects of more bytes than this. Default: of any size. */
  objectSizeGreaterThan?: pulumi.Input<number> | undefined;
  /** Only objects of fewer bytes than this. Default: of any size. */
  objectSizeLessThan?: pulumi.Input<number> | undefined;
}

/** At most one condition. */
export interface LifecycleFilterArgs extends Omit<LifecycleConditionsArgs, "tags"> {
  /** A tag that objects must have. Default: none. */
  tag?: pulumi.Input<LifecycleTagArgs> | undefined;
  /** Several conditions. Default: none. */
  and?: pulumi.Input<LifecycleConditionsArgs> | undefined;
}

/** Exactly one of `days`, `date` and `expiredObjectDeleteMarker`. */
export interface LifecycleExpirationArgs {
  /** Days after an object was written, 1 or more. */
  days?: pulumi.Input<number> | undefined;
  /** From this day (UTC) on, such as `2030-01-01`. */
  date?: pulumi.Input<string> | undefined;
  /** True: a delete marker goes once there is no version behind it. */
  expiredObjectDeleteMarker?: pulumi.Input<boolean> | undefined;
}

/** Exactly one of `days` and `date`. */
export interface LifecycleTransitionArgs {
  /** Days after an object was written, 0 or more. */
  days?: pulumi.Input<number> | undefined;
  /** From this day (UTC) on, such as `2030-01-01`. */
  date?: pulumi.Input<string> | undefined;
  /** The new one. There is no `GLACIER` in some regions. */
  storageClass: pulumi.Input<"STANDARD" | "ONEZONE_IA" | "GLACIER">;
}

/** When versions go that are no longer current. */
export interface NoncurrentVersionExpirationArgs {
  /** Days after a newer one came, 1 or more. */
  noncurrentDays: pulumi.Input<number>;
  /** So many of the newest stay whatever their age, 1 to 100. Default: none. */
  newerNoncurrentVersions?: pulumi.Input<number> | undefined;
}

/** When versions move that are no longer current. */
export interface NoncurrentVersionTransitionArgs {
  /** Days after a newer one came, 0 or more. */
  noncurrentDays: pulumi.Input<number>;
  /** So many of the newest stay where they are, 1 to 100. Default: none. */
  newerNoncurrentVersions?: pulumi.Input<number> | undefined;
  /** The new one. There is no `GLACIER` in some regions. */
  storageClass: pulumi.Input<"STANDARD" | "ONEZONE_IA" | "GLACIER">;
}

/** When uploads in parts are given up. */
export interface AbortIncompleteMultipartUploadArgs {
  /** Days after the upload began, 1 or more. */
  daysAfterInitiation: pulumi.Input<number>;
}

const MOST_DAYS = 2_147_483_647;
const MOST_RULES = 1_000;
const CONDITIONS = ["prefix", "tag", "objectSizeGreaterThan", "objectSizeLessThan", "and"];
const ACTIONS = [
  ...["expiration", "transitions", "noncurrentVersionExpiration", "noncurrentVersionTransitions"],
  "abortIncompleteMultipartUpload",
];

/** `Date` takes the 31st of February for the 3rd of March. */
const isDay = (written: string): boolean =>
  new Date(`${written}T00:00:00Z`).toISOString().startsWith(written);

/** A day, or its midnight (UTC) as RFC 3339 writes it. */
const day: Rule = {
  ...text({
    minimum: 10,
    maximum: 24,
    pattern: /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])(T00:00:00(\.0{1,3})?Z)?$/,
    alphabet: 'the form of a day, such as "2030-01-01", or of its midnight in UTC',
    refuse: (value) => (isDay(value.slice(0, 10)) ? undefined : "there is no such day"),
  }),
  canonical: (value) => (typeof value === "string" ? value.replace(/T.*$/, "") : (value ?? null)),
};

const storageClass = { rule: oneOf("STANDARD", "ONEZONE_IA", "GLACIER"), required: true };
const newerNoncurrentVersions = { rule: integer(1, 100) };
const sizes = {
  objectSizeGreaterThan: { rule: integer(0, Number.MAX_SAFE_INTEGER) },
  objectSizeLessThan: { rule: integer(1, Number.MAX_SAFE_INTEGER) },
};
const prefix = { rule: text({ minimum: 0, maximum: 1_024 }) };
const tag = record({
  key: { rule: text({ minimum: 1, maximum: 128 }), required: true },
  value: { rule: text({ minimum: 0, maximum: 256 }), required: true },
});

const filter: Rule = {
  ...record(
    {
      prefix,
      tag: { rule: tag },
      ...sizes,
      and: { rule: record({ prefix, tags: { rule: set(tag) }, ...sizes }) },
    },
    (value, path, report) => {
      // No condition at all means every object.
      if (!CONDITIONS.some((name) => isGiven(value[name]))) return;
      requireOneOf(CONDITIONS, value, report, `${path}.`);
    },
  ),
  canonical: canonicalFilter,
};

const expiration = record(
  {
    days: { rule: integer(1, MOST_DAYS) },
    date: { rule: day },
    expiredObjectDeleteMarker: { rule: boolean() },
  },
  (value, path, report) =>
    requireOneOf(["days", "date", "expiredObjectDeleteMarker"], value, report, `${path}.`),
);

const transition = record(
  { days: { rule: integer(0, MOST_DAYS) }, date: { rule: day }, storageClass },
  (value, path, report) => requireOneOf(["days", "date"], value, report, `${path}.`),
);

const lifecycleRecord = record(
  {
    id: { rule: text({ minimum: 1, maximum: 255 }) },
    status: { rule: oneOf("Enabled", "Disabled") },
    filter: { rule: filter },
    expiration: { rule: expiration },
    transitions: { rule: set(transition) },
    noncurrentVersionExpiration: {
      rule: record({
        noncurrentDays: { rule: integer(1, MOST_DAYS), required: true },
        newerNoncurrentVersions,
      }),
    },
    noncurrentVersionTransitions: {
      rule: set(
        record({
          noncurrentDays: { rule: integer(0, MOST_DAYS), required: true },
          newerNoncurrentVersions,
          storageClass,
        }),
      ),
    },
    abortIncompleteMultipartUpload: {
      rule: record({ daysAfterInitiation: { rule: integer(1, MOST_DAYS), required: true } }),
    },
  },
  (rule, path, report) => {
    reportUnfit(rule, path, report);
    if (ACTIONS.some((name) => isGiven(rule[name]))) return;
    report(path, `it does nothing: at least one is needed of ${ACTIONS.join(", ")}`);
  },
);

/** The service refuses what is about no single object in a rule whose filter looks at tags or sizes. */
function reportUnfit(rule: Properties, path: string, report: Report): void {
  const filtered = isShape(rule["filter"]) ? rule["filter"] : {};
  const inside = isShape(filtered["and"]) ? filtered["and"] : {};
  const conditions = { ...filtered, ...inside };
  const looksAt = ["tag", "tags", ...Object.keys(sizes)].find((name) => isGiven(conditions[name]));
  if (looksAt === undefined) return;
  const reason = `it is not possible in a rule whose filter has ${looksAt}`;
  if (isGiven(rule["abortIncompleteMultipartUpload"])) {
    report(`${path}.abortIncompleteMultipartUpload`, reason);
  }
  const expires = isShape(rule["expiration"]) ? rule["expiration"] : {};
  if (expires["expiredObjectDeleteMarker"] === true) {
    report(`${path}.expiration.expiredObjectDeleteMarker`, reason);
  }
}

/** One rule. */
const lifecycleRule: Rule = { ...lifecycleRecord, canonical: canonicalRule };

/** All rules; two of them cannot have one id. */
export const lifecycleRules: Rule = withUniqueIds(set(lifecycleRule, MOST_RULES));

/** The rules as the service is told: each with an id, a status and a filter. */
export function asWritten(rules: readonly NestedShape[]): NestedShape[] {
  const written = rules.map((rule) => ({
    ...rule,
    id: rule["id"] ?? generatedId(rule),
    status: rule["status"] ?? "Enabled",
    filter: Object.keys(rule["filter"] ?? {}).length > 0 ? rule["filter"] : ALL,
  }));
  return [...new Map(written.map((rule) => [rule.id, rule])).values()];
}

const ALL = { prefix: "" };

/** The same for rules that say the same: so it need not be remembered which id a rule was given. */
function generatedId(rule: NestedShape): string {
  const said = JSON.stringify(canonicalRule({ ...rule, id: undefined }));
  return `rule-${createHash("sha256").update(said).digest("hex").slice(0, 12)}`;
}

function canonicalRule(value: unknown): unknown {
  if (!isShape(value)) return value ?? null;
  const { id, status = "Enabled", expiration: expires, ...rest } = value;
  const meant = {
    ...rest,
    status: status ?? "Enabled",
    expiration: isShape(expires) ? withoutFalse(expires) : expires,
  };
  const said = lifecycleRecord.canonical(withoutEmpty(meant)) as Properties;
  const isGenerated =
    typeof id === "string" && /^rule-[0-9a-f]{12}$/.test(id) && id === generatedId(meant);
  return id === undefined || id === null || isGenerated ? said : { id, ...said };
}

/** Conditions mean the same alone and in `and`; an empty prefix is none. */
function canonicalFilter(value: unknown): unknown {
  if (!isShape(value)) return value ?? null;
  const { and, tag: one, ...alone } = value;
  const inside = isShape(and) ? and : {};
  const tags = inside["tags"] ?? (one === undefined || one === null ? [] : [one]);
  const conditions = { ...alone, ...inside, tags: set(tag).canonical(tags) };
  const given = withoutEmpty(conditions);
  if (isUnknown(and)) return { ...given, and };
  return Object.keys(given).length === 0 ? null : given;
}

const withoutFalse = (shape: Properties): Properties =>
  Object.fromEntries(Object.entries(shape).filter(([, member]) => member !== false));

/** Without what says nothing, and in alphabetical order. */
function withoutEmpty(shape: Properties): Properties {
  const saying = Object.entries(shape).filter(
    ([, member]) =>
      member !== undefined &&
      member !== null &&
      member !== "" &&
      !(Array.isArray(member) && member.length === 0),
  );
  return Object.fromEntries(saying.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const isShape = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

function withUniqueIds(rules: Rule): Rule {
  return {
    ...rules,
    check: (value, path, report) => {
      rules.check(value, path, report);
      if (Array.isArray(value)) reportSameIds(value, path, report);
      if (Array.isArray(value) && value.length === 0) {
        report(path, "[] is not allowed: at least one rule is needed");
      }
    },
  };
}

function reportSameIds(rules: readonly unknown[], path: string, report: Report): void {
  const seen = new Set<unknown>();
  rules.forEach((rule, index) => {
    const id = isShape(rule) ? rule["id"] : undefined;
    if (typeof id !== "string" || isUnknown(id)) return;
    if (seen.has(id)) report(`${path}[${index}].id`, `${quote(id)} is the id of another rule`);
    seen.add(id);
  });
}
