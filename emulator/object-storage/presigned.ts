/**
 * Presigned URLs: what their signer put into the query is meant as headers.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import type { Switches } from "../switches";
import type { Address } from "./addressing";

/** Parameters that make up the signature itself. */
const SIGNATURE = ["algorithm", "credential", "date", "expires", "signature", "signedheaders"];
const CHECKSUMS = ["x-amz-checksum-", "x-amz-sdk-checksum-"];

/** The headers of a request as its signer meant them: what the query says goes before what was sent beside. */
export function headersMeant(
  headers: IncomingHttpHeaders,
  query: Address["query"],
  { presignedChecksums }: Switches,
): IncomingHttpHeaders {
  if (!query.has("X-Amz-Algorithm")) return headers;
  const meant: IncomingHttpHeaders = { ...headers };
  for (const [parameter, [value]] of query) {
    const name = parameter.toLowerCase();
    const isHeader = name.startsWith("x-amz-") && !SIGNATURE.includes(name.slice("x-amz-".length));
    const isIgnored =
      presignedChecksums === "ignored" && CHECKSUMS.some((prefix) => name.startsWith(prefix));
    if (isHeader && !isIgnored) meant[name] = value;
  }
  return meant;
}
