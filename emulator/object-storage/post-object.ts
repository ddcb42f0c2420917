/**
 * An object put by a form: the same as PutObject, said in fields and answered for a browser.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import { encodeStrictly, type Address } from "./addressing";
import type { Answer } from "./call";
import type { Form } from "./form";
import { TAG_LIMITS, tagsOfXml } from "./tags";
import { xmlDocument } from "./xml";

/** Fields that are meant as the headers of the same name. */
const CONTENT_FIELDS = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];
/** Headers of the request itself that conditions of a bucket's policy look at. */
const OWN_HEADERS = ["referer", "user-agent"];
const SIGNATURE_FIELDS = ["algorithm", "credential", "date", "signature", "security-token"].map(
  (name) => `x-amz-${name}`,
);
const STATUSES = [200, 201];

/**
 * The headers with which PutObject would say what the fields say.
 * @param own - of the request that brought the form
 * @throws S3Error MalformedXML or InvalidTag
 */
export function headersOfForm(
  { fields }: Form,
  own: Readonly<IncomingHttpHeaders>,
): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {};
  for (const name of OWN_HEADERS) headers[name] = own[name];
  for (const [name, value] of fields) {
    const isAmazons = name.startsWith("x-amz-") && !SIGNATURE_FIELDS.includes(name);
    if (isAmazons || CONTENT_FIELDS.includes(name)) headers[name] = asHeader(value);
  }
  const [acl, tagging] = [fields.get("acl"), fields.get("tagging")];
  if (acl !== undefined) headers["x-amz-acl"] = acl;
  if (tagging !== undefined) headers["x-amz-tagging"] = asPairs(tagging);
  return headers;
}

/**
 * What a browser is answered: where to go on, or what was made.
 * @param written - the answer to PutObject
 * @param host - to which the form was sent
 */
export function answerToForm(
  { fields }: Form,
  written: Answer,
  { address, host }: { readonly address: Address; readonly host: string | undefined },
): Answer {
  const { bucket = "", key = "" } = address;
  const etag = written.headers?.["etag"] ?? "";
  const redirect = fields.get("success_action_redirect") ?? fields.get("redirect") ?? "";
  const target = URL.canParse(redirect) ? new URL(redirect) : undefined;
  if (target) {
    for (const [name, value] of Object.entries({ bucket, key, etag })) {
      target.searchParams.append(name, value);
    }
    return { status: 303, headers: { ...written.headers, location: target.href } };
  }
  const path = `${address.canonicalPath.replace(/\/$/, "")}/${encodedKey(key)}`;
  const location = `http://${host ?? ""}${path}`;
  const headers = { ...written.headers, location };
  const asked = Number(fields.get("success_action_status"));
  const status = STATUSES.includes(asked) ? asked : 204;
  if (status !== 201) return { status, headers };
  const body = { Location: location, Bucket: bucket, Key: key, ETag: etag };
  return { status, headers, body: xmlDocument("PostResponse", body) };
}

function encodedKey(key: string): string {
  return key.split("/").map(encodeStrictly).join("/");
}

/** Headers hold a byte in each character. */
function asHeader(value: string): string {
  return Buffer.from(value, "utf8").toString("latin1");
}

/** The field holds a document, the header pairs as in a query. */
function asPairs(tagging: string): string {
  const tags = tagsOfXml(Buffer.from(tagging), TAG_LIMITS.object);
  const pairs = new URLSearchParams();
  for (const { key, value } of tags) pairs.append(key, value);
  return pairs.toString();
}
