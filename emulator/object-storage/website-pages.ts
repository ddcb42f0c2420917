/**
 * Websites as browsers see them: pages for folders, pages for errors, and only what anybody may read.
 * @module
 */
import { encodeStrictly } from "./addressing";
import { NO_CONTENT, type Answer, type ServiceCall } from "./call";
import { S3Error } from "./errors";
import { objectReadingHandlers } from "./object-reading";

/** What a visitor asks for. */
export interface Visit {
  /** As for a request that reads an object without a credential. */
  readonly call: ServiceCall;
  readonly method: string;
  readonly bucketName: string;
  /** Without the slash in front; empty: the whole site's index. */
  readonly path: string;
}

/** Refusals that are about a page, and are answered by one. */
const SHOWN_AS_PAGES: readonly string[] = ["AccessDenied", "MethodNotAllowed", "NoSuchKey"];

/** Answers a visitor, refusals included: a browser does not read XML. */
export function visit(visitor: Visit): Answer {
  const { call, method, bucketName, path } = visitor;
  const website = call.state.buckets.get(bucketName)?.website;
  try {
    if (!call.state.buckets.get(bucketName)) throw new S3Error("NoSuchBucket");
    if (!website) throw new S3Error("NoSuchWebsiteConfiguration");
    if (method !== "GET" && method !== "HEAD") throw new S3Error("MethodNotAllowed");
    const isFolder = path === "" || path.endsWith("/");
    return read(visitor, isFolder ? path + website.index : path);
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    if (!website || !SHOWN_AS_PAGES.includes(error.code)) return plainPage(error, method);
    const isFolder = !path.endsWith("/") && canRead(visitor, `${path}/${website.index}`);
    if (isFolder)
      return {
        status: 302,
        headers: { location: `/${path.split("/").map(encodeStrictly).join("/")}/` },
      };
    return errorPage(visitor, error, website.error);
  }
}

function read({ call, method, bucketName }: Visit, key: string): Answer {
  const operation = method === "HEAD" ? "HeadObject" : "GetObject";
  const bucket = call.admit({ operation: "GetObject", bucketName, key });
  return objectReadingHandlers[operation]?.({ ...call, operation, bucket, key }) ?? NO_CONTENT;
}

function canRead(visitor: Visit, key: string): boolean {
  try {
    read({ ...visitor, method: "HEAD" }, key);
    return true;
  } catch {
    return false;
  }
}

/** The website's own page for errors keeps the status of the error. */
function errorPage(visitor: Visit, error: S3Error, key: string | undefined): Answer {
  try {
    if (key !== undefined) return { ...read(visitor, key), status: error.status };
  } catch {
    // It is not there, or not for everybody: the plain page it is.
  }
  return plainPage(error, visitor.method);
}

function plainPage({ status, code, message, headers }: S3Error, method: string): Answer {
  const title = `${status} ${code}`;
  const page = `<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${message}</p></body></html>`;
  return {
    status,
    headers: { ...headers, "content-type": "text/html; charset=utf-8" },
    ...(method === "HEAD" ? {} : { body: Buffer.from(page) }),
  };
}
