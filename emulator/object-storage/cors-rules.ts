/**
 * The rules by which a bucket lets pages of other origins use it: read from XML, written, matched.
 * @module
 */
import { S3Error } from "./errors";
import { numberOf, parseXml, xmlDocument } from "./xml";

/** One rule. */
export interface CorsRule {
  readonly id?: string | undefined;
  /** With at most one `*` each, as the headers. */
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly maxAgeSeconds?: number | undefined;
}

/** What a page wants to do. */
export interface CorsQuestion {
  readonly origin: string;
  readonly method: string;
  /** Headers that the page adds, lowercase. */
  readonly headers: readonly string[];
}

const METHODS: readonly string[] = ["GET", "PUT", "POST", "DELETE", "HEAD"];
const RULE_LIMIT = 100;
const ID_LIMIT = 255;
const RULE_CHILDREN = [
  ...["AllowedHeader", "AllowedMethod", "AllowedOrigin", "ExposeHeader", "ID", "MaxAgeSeconds"],
];

/**
 * Reads the rules of a request.
 * @throws S3Error MalformedXML or InvalidRequest
 */
export function corsRulesOf(body: Buffer): CorsRule[] {
  const rules = parseXml(body, "CORSConfiguration").children("CORSRule");
  if (rules.length === 0 || rules.length > RULE_LIMIT) throw new S3Error("MalformedXML");
  return rules.map((element) => {
    element.refuseOthers(RULE_CHILDREN);
    const all = (name: string): string[] => element.children(name).map((child) => child.ownText);
    const rule: CorsRule = {
      id: element.text("ID"),
      origins: all("AllowedOrigin"),
      methods: all("AllowedMethod"),
      headers: all("AllowedHeader"),
      exposedHeaders: all("ExposeHeader"),
      maxAgeSeconds: numberOf(element, "MaxAgeSeconds"),
    };
    verify(rule);
    return rule;
  });
}

/** The document that lists rules. */
export function corsRulesToXml(rules: readonly CorsRule[]): string {
  return xmlDocument("CORSConfiguration", {
    CORSRule: rules.map((rule) => ({
      AllowedHeader: rule.headers,
      AllowedMethod: rule.methods,
      AllowedOrigin: rule.origins,
      ExposeHeader: rule.exposedHeaders,
      ID: rule.id,
      MaxAgeSeconds: rule.maxAgeSeconds,
    })),
  });
}

/** The first rule that lets a page do what it wants. */
export function corsRuleFor(
  rules: readonly CorsRule[],
  { origin, method, headers }: CorsQuestion,
): CorsRule | undefined {
  return rules.find(
    (rule) =>
      rule.origins.some((allowed) => isLike(allowed, origin)) &&
      rule.methods.includes(method) &&
      headers.every((name) => rule.headers.some((allowed) => isLike(allowed.toLowerCase(), name))),
  );
}

/** `*` stands for any characters. */
function isLike(pattern: string, text: string): boolean {
  const star = pattern.indexOf("*");
  if (star === -1) return pattern === text;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}

function verify({
  id = "",
  origins,
  methods,
  headers,
  exposedHeaders,
  maxAgeSeconds,
}: CorsRule): void {
  const isComplete = origins.length > 0 && methods.length > 0;
  if (!isComplete || id.length > ID_LIMIT || (maxAgeSeconds ?? 0) < 0) {
    throw new S3Error("MalformedXML");
  }
  const method = methods.find((name) => !METHODS.includes(name));
  if (method !== undefined) {
    refuse(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
  }
  verifyWildcards("AllowedOrigin", origins);
  verifyWildcards("AllowedHeader", headers);
  const exposed = exposedHeaders.find((name) => name.includes("*"));
  if (exposed !== undefined) {
    refuse(
      `ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
    );
  }
}

function verifyWildcards(element: string, values: readonly string[]): void {
  const value = values.find((text) => text.split("*").length > 2);
  if (value !== undefined) refuse(`${element} "${value}" can not have more than one wildcard.`);
}

function refuse(message: string): never {
  throw new S3Error("InvalidRequest", { message });
}
