/**
 * Which bucket and key a request is about: by its path, or by the first label of its host.
 * @module
 */
import { S3Error } from "./errors";
import { REGIONS } from "./regions";

/** Where a request points to. */
export interface Address {
  /** Absent: the service itself. */
  readonly bucket?: string;
  /** Decoded. Absent: the bucket itself. */
  readonly key?: string;
  /** Decoded; a parameter without a value has an empty one. */
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** True where the host is that of the bucket's website. */
  readonly isWebsite?: boolean;
  /** The path, encoded as a signature's canonical request demands. */
  readonly canonicalPath: string;
}

/** Hosts below which every name is a bucket; longest first. Any other host, such as an IP address, has buckets in its path. */
const BASE_HOSTS = [
  ...REGIONS.flatMap((region) => [`s3.${region}.scw.cloud`, `s3.${region}.localhost`]),
  "localhost",
];

/** Hosts below which every name is a website. */
const WEBSITE_HOSTS = REGIONS.flatMap((region) => [
  `s3-website.${region}.scw.cloud`,
  `s3-website.${region}.localhost`,
]);

/**
 * Reads the address of a request.
 * @param host - the Host header
 * @param url - the request target: path and query, as sent
 * @throws S3Error InvalidURI when a percent sign escapes nothing readable
 */
export function addressOf(host: string | undefined, url: string): Address {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, "");
  const mark = target.indexOf("?");
  const path = decoded(mark === -1 ? target : target.slice(0, mark));
  const query = queryOf(mark === -1 ? "" : target.slice(mark + 1));
  const canonicalPath = path.split("/").map(encodeStrictly).join("/") || "/";
  const rest = path.startsWith("/") ? path.slice(1) : path;
  const website = bucketOfHost(host, WEBSITE_HOSTS);
  if (website !== undefined) {
    return { bucket: website, key: rest, query, canonicalPath, isWebsite: true };
  }
  const hosted = bucketOfHost(host, BASE_HOSTS);
  if (hosted !== undefined) {
    return { bucket: hosted, ...(rest === "" ? {} : { key: rest }), query, canonicalPath };
  }
  if (rest === "") return { query, canonicalPath };
  const slash = rest.indexOf("/");
  const bucket = slash === -1 ? rest : rest.slice(0, slash);
  const key = slash === -1 ? "" : rest.slice(slash + 1);
  return { bucket, ...(key === "" ? {} : { key }), query, canonicalPath };
}

/** Percent-encodes everything but the unreserved characters of RFC 3986. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function bucketOfHost(host: string | undefined, bases: readonly string[]): string | undefined {
  const name = (host ?? "").replace(/:\d*$/, "").toLowerCase();
  for (const base of bases) {
    if (name === base) return undefined;
    if (name.endsWith(`.${base}`)) return name.slice(0, -base.length - 1);
  }
  return undefined;
}

function queryOf(text: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decoded((equals === -1 ? pair : pair.slice(0, equals)).replaceAll("+", " "));
    const value = equals === -1 ? "" : decoded(pair.slice(equals + 1).replaceAll("+", " "));
    const values = query.get(name);
    if (values) values.push(value);
    else query.set(name, [value]);
  }
  return query;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error("InvalidURI");
  }
}
