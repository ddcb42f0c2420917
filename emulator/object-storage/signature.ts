/**
 * Signatures, version 4: recomputed with the stored secret and compared.
 * @module
 */
import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { getSigningKey, SignatureV4Base } from "@smithy/signature-v4";
import type { Address } from "./addressing";
import type { Credential } from "./credentials";
import { S3Error } from "./errors";
import { headerText } from "./header-text";

/** SHA-256, or its HMAC where a secret is given, in the shape that the signing library asks for. */
class Sha256 {
  private readonly hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytes(secret));
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  reset(): never {
    throw new Error("A SHA-256 of this server is used once.");
  }
}

/** A request as far as its signature covers it. */
export interface SignedRequest {
  readonly method: string;
  readonly address: Address;
  readonly headers: IncomingHttpHeaders;
}

/** Signs one link of a chain that began with the request's own signature, as chunked bodies do. */
export type ChainSigner = (kind: "PAYLOAD" | "TRAILER", ...lines: string[]) => string;

/** The library's canonical request and string to sign, of exactly what the sender says it signed. */
class Recomputation extends SignatureV4Base {
  constructor(
    private readonly credential: Credential,
    private readonly secretKey: string,
  ) {
    super({
      service: "s3",
      region: credential.region,
      credentials: { accessKeyId: credential.accessKey, secretAccessKey: secretKey },
      sha256: Sha256,
      uriEscapePath: false,
    });
  }

  async signature(request: SignedRequest): Promise<string> {
    const text = this.credential.policy ?? (await this.stringToSign(request));
    return hmacHex(await this.signingKey(), text);
  }

  private stringToSign({ method, address, headers }: SignedRequest): Promise<string> {
    const canonicalRequest = this.createCanonicalRequest(
      {
        method,
        path: address.canonicalPath,
        query: Object.fromEntries([...address.query].map(([name, values]) => [name, [...values]])),
        headers: {},
        protocol: "http:",
        hostname: "",
      },
      canonicalHeaders(this.credential, headers),
      payloadHash(this.credential, headers),
    );
    return this.createStringToSign(
      this.credential.longDate,
      this.scope,
      canonicalRequest,
      "AWS4-HMAC-SHA256",
    );
  }

  /** The chain starts with the request's signature; each link signs the one before. */
  async chain(): Promise<ChainSigner> {
    const key = await this.signingKey();
    let previous = this.credential.signature;
    return (kind, ...lines) => {
      const head = [`AWS4-HMAC-SHA256-${kind}`, this.credential.longDate, this.scope, previous];
      previous = hmacHex(key, [...head, ...lines].join("\n"));
      return previous;
    };
  }

  private get scope(): string {
    return `${this.credential.day}/${this.credential.region}/s3/aws4_request`;
  }

  private signingKey(): Promise<Uint8Array> {
    const { accessKey: accessKeyId, day, region } = this.credential;
    const credentials = { accessKeyId, secretAccessKey: this.secretKey };
    return getSigningKey(Sha256, credentials, day, region, "s3");
  }
}

/**
 * Verifies that a request was signed with that secret.
 * @returns a signer for the links of a chunked body
 * @throws S3Error SignatureDoesNotMatch
 */
export async function verifySignature(
  request: SignedRequest,
  credential: Credential,
  secretKey: string,
): Promise<ChainSigner> {
  const recomputation = new Recomputation(credential, secretKey);
  const matches =
    credential.longDate.startsWith(credential.day) &&
    (await recomputation.signature(request)) === credential.signature;
  if (!matches) throw new S3Error("SignatureDoesNotMatch");
  return recomputation.chain();
}

function canonicalHeaders(
  { signedHeaders }: Credential,
  headers: IncomingHttpHeaders,
): Record<string, string> {
  return Object.fromEntries(
    signedHeaders.map((name) => {
      const value = headers[name] ?? "";
      const text = Array.isArray(value) ? value.join(",") : value;
      return [name, headerText(text).trim().replace(/\s+/g, " ")];
    }),
  );
}

function payloadHash({ form }: Credential, headers: IncomingHttpHeaders): string {
  const declared = headers["x-amz-content-sha256"];
  if (typeof declared === "string") return declared;
  if (form === "query") return "UNSIGNED-PAYLOAD";
  throw new S3Error("InvalidRequest", {
    message: "Missing required header for this request: x-amz-content-sha256",
  });
}

function hmacHex(key: Uint8Array, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

function bytes(secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof secret === "string") return secret;
  if (secret instanceof ArrayBuffer) return new Uint8Array(secret);
  return new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength);
}
