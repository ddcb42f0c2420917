/**
 * The rules of a bucket's lifecycle, read from XML and written as the real service writes them.
 * @module
 */
import { invalidArgument, S3Error } from "./errors";
import type { Tag } from "./state";
import { numberOf, parseXml, xmlDocument, type XmlContent, type XmlElement } from "./xml";

/** When something is due: so many days after a beginning, or from a day on. Exactly one is there. */
export interface When {
  readonly days?: number | undefined;
  readonly dateMilliseconds?: number | undefined;
}

/** When current versions expire. */
export interface Expiration extends When {
  /** True: a delete marker goes once it is the only version of its key. */
  readonly expiredObjectDeleteMarker?: boolean | undefined;
}

/** When current versions change their storage class. */
export interface Transition extends When {
  readonly storageClass: string;
}

/** When versions that are no longer current expire. */
export interface NoncurrentExpiration {
  readonly days: number;
  /** That many of the newest are kept whatever their age. */
  readonly newerVersions?: number | undefined;
}

/** When versions that are no longer current change their storage class. */
export interface NoncurrentTransition extends NoncurrentExpiration {
  readonly storageClass: string;
}

/** Which objects a rule is about: those for which everything that is given holds. */
export interface LifecycleFilter {
  /** How it was written: below the rule itself, as one condition, or as several. */
  readonly form: "Prefix" | "Filter" | "And";
  readonly prefix?: string | undefined;
  readonly tags: readonly Tag[];
  readonly sizeGreaterThan?: number | undefined;
  readonly sizeLessThan?: number | undefined;
}

/** One rule. */
export interface LifecycleRule {
  readonly id: string;
  readonly enabled: boolean;
  readonly filter: LifecycleFilter;
  readonly expiration?: Expiration | undefined;
  readonly transitions: readonly Transition[];
  readonly noncurrentExpiration?: NoncurrentExpiration | undefined;
  readonly noncurrentTransitions: readonly NoncurrentTransition[];
  readonly abortUploadsAfterDays?: number | undefined;
}

/** All rules of a bucket. */
export interface Lifecycle {
  readonly rules: readonly LifecycleRule[];
  /** Nothing is due earlier. */
  readonly setAtMilliseconds: number;
}

const RULE_CHILDREN = [
  ...[
    "AbortIncompleteMultipartUpload",
    "Expiration",
    "Filter",
    "ID",
    "NoncurrentVersionExpiration",
  ],
  ...["NoncurrentVersionTransition", "Prefix", "Status", "Transition"],
];
const CONDITIONS = ["ObjectSizeGreaterThan", "ObjectSizeLessThan", "Prefix", "Tag"];

/**
 * Reads the rules of a request.
 * @param newId - for a rule that has none
 * @throws S3Error MalformedXML or InvalidArgument
 */
export function lifecycleRulesOf(body: Buffer, newId: () => string): LifecycleRule[] {
  const malformed = (message: string): S3Error => new S3Error("MalformedXML", { message });
  const rules = parseXml(body, "LifecycleConfiguration").children("Rule");
  if (rules.length === 0) throw malformed("Lifecycle configuration cannot be empty");
  return rules.map((rule) => {
    rule.refuseOthers(RULE_CHILDREN);
    const status = rule.text("Status");
    if (status !== "Enabled" && status !== "Disabled") throw new S3Error("MalformedXML");
    const [expiration] = rule.children("Expiration");
    if (expiration?.isEmpty) throw malformed("Expiration action cannot be empty");
    const [noncurrent] = rule.children("NoncurrentVersionExpiration");
    const [abort] = rule.children("AbortIncompleteMultipartUpload");
    const givenId = rule.text("ID") ?? "";
    return {
      id: givenId === "" ? newId() : givenId,
      enabled: status === "Enabled",
      filter: filterOf(rule),
      expiration: expiration && expirationOf(expiration),
      transitions: rule.children("Transition").map(transitionOf),
      noncurrentExpiration: noncurrent && noncurrentOf(noncurrent),
      noncurrentTransitions: rule.children("NoncurrentVersionTransition").map((element) => ({
        ...noncurrentOf(element),
        storageClass: storageClassOf(element),
      })),
      abortUploadsAfterDays: abort && required(numberOf(abort, "DaysAfterInitiation")),
    };
  });
}

/** The document that lists rules: its root is another than that of the request, and children are in alphabetical order. */
export function lifecycleRulesToXml(rules: readonly LifecycleRule[]): string {
  return xmlDocument("Configuration", { Rule: rules.map(ruleToXml) });
}

function ruleToXml(rule: LifecycleRule): XmlContent {
  const { abortUploadsAfterDays: abortDays, expiration, noncurrentExpiration, filter } = rule;
  return {
    AbortIncompleteMultipartUpload:
      abortDays === undefined ? undefined : { DaysAfterInitiation: abortDays },
    Expiration: expiration && {
      ...whenToXml(expiration),
      ExpiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker,
    },
    Filter: filter.form === "Prefix" ? undefined : filterToXml(filter),
    ID: rule.id,
    NoncurrentVersionExpiration: noncurrentExpiration && noncurrentToXml(noncurrentExpiration),
    NoncurrentVersionTransition: rule.noncurrentTransitions.map((transition) => ({
      ...noncurrentToXml(transition),
      StorageClass: transition.storageClass,
    })),
    Prefix: filter.form === "Prefix" ? filter.prefix : undefined,
    Status: rule.enabled ? "Enabled" : "Disabled",
    Transition: rule.transitions.map((transition) => ({
      ...whenToXml(transition),
      StorageClass: transition.storageClass,
    })),
  };
}

function filterOf(rule: XmlElement): LifecycleFilter {
  const [filter, another] = rule.children("Filter");
  const prefix = rule.text("Prefix");
  if (another || (filter === undefined) === (prefix === undefined))
    throw new S3Error("MalformedXML");
  if (!filter) return { form: "Prefix", prefix, tags: [] };
  filter.refuseOthers(["And", ...CONDITIONS]);
  const [and] = filter.children("And");
  const isMixed = filter.count > 1;
  if (isMixed || (and?.isEmpty ?? false)) throw new S3Error("MalformedXML");
  and?.refuseOthers(CONDITIONS);
  return { form: and ? "And" : "Filter", ...conditionsOf(and ?? filter) };
}

function conditionsOf(element: XmlElement): Omit<LifecycleFilter, "form"> {
  return {
    prefix: element.text("Prefix"),
    tags: element.children("Tag").map((tag) => ({
      key: required(tag.text("Key")),
      value: required(tag.text("Value")),
    })),
    sizeGreaterThan: numberOf(element, "ObjectSizeGreaterThan"),
    sizeLessThan: numberOf(element, "ObjectSizeLessThan"),
  };
}

function filterToXml({
  form,
  prefix,
  tags,
  sizeGreaterThan,
  sizeLessThan,
}: LifecycleFilter): XmlContent {
  const conditions = {
    ObjectSizeGreaterThan: sizeGreaterThan,
    ObjectSizeLessThan: sizeLessThan,
    Prefix: prefix,
    Tag: tags.map(({ key, value }) => ({ Key: key, Value: value })),
  };
  return form === "And" ? { And: conditions } : conditions;
}

function expirationOf(element: XmlElement): Expiration {
  element.refuseOthers(["Date", "Days", "ExpiredObjectDeleteMarker"]);
  const marker = element.text("ExpiredObjectDeleteMarker");
  if (marker !== undefined && marker !== "true" && marker !== "false") {
    throw new S3Error("MalformedXML");
  }
  const when = whenOf(element);
  const isDated = when.days !== undefined || when.dateMilliseconds !== undefined;
  if (isDated && marker === "true") throw new S3Error("MalformedXML");
  return {
    ...when,
    expiredObjectDeleteMarker: marker === undefined ? undefined : marker === "true",
  };
}

function transitionOf(element: XmlElement): Transition {
  element.refuseOthers(["Date", "Days", "StorageClass"]);
  const when = whenOf(element);
  if (when.days === undefined) required(when.dateMilliseconds);
  return { ...when, storageClass: storageClassOf(element) };
}

function whenOf(element: XmlElement): When {
  const date = element.text("Date");
  const days = numberOf(element, "Days");
  if (date !== undefined && days !== undefined) throw new S3Error("MalformedXML");
  return { days, dateMilliseconds: date === undefined ? undefined : midnightOf(date) };
}

function whenToXml({ days, dateMilliseconds: date }: When): Record<string, XmlContent> {
  return { Date: date === undefined ? undefined : new Date(date).toISOString(), Days: days };
}

function noncurrentOf(element: XmlElement): NoncurrentExpiration {
  element.refuseOthers(["NewerNoncurrentVersions", "NoncurrentDays", "StorageClass"]);
  return {
    days: required(numberOf(element, "NoncurrentDays")),
    newerVersions: numberOf(element, "NewerNoncurrentVersions"),
  };
}

function noncurrentToXml({
  days,
  newerVersions,
}: NoncurrentExpiration): Record<string, XmlContent> {
  return { NewerNoncurrentVersions: newerVersions, NoncurrentDays: days };
}

function storageClassOf(element: XmlElement): string {
  return required(element.text("StorageClass"));
}

function midnightOf(text: string): number {
  const milliseconds = /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new S3Error("MalformedXML");
  if (milliseconds % 86_400_000 === 0) return milliseconds;
  throw invalidArgument("Date", text, "'Date' must be at midnight GMT");
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new S3Error("MalformedXML");
  return value;
}
