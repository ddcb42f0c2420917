/**
 * Requests to Object Storage byte by byte: whatever no SDK would send.
 * @module
 */
import { SignatureV4 } from "@smithy/signature-v4";
import { createHash, createHmac } from "node:crypto";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { ACCESS_KEY, SECRET_KEY, type Storage } from "./support";

/** What to send. */
export interface RawRequest {
  readonly method?: string;
  /** Path and query, sent as it is. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What came back. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Text of the element `Code` of an error. */
  readonly code: string | undefined;
}

/** Where requests go to. */
export type Server = Pick<Storage, "port">;
/** Where they go to, and what time it is there. */
export type SigningServer = Server & { readonly world: Pick<Storage["world"], "now"> };

/** Sends a request as it is. */
export function send(storage: Server, request: RawRequest): Promise<RawAnswer> {
  const { method = "GET", path = "/", headers = {}, body = "" } = request;
  return new Promise((resolve, reject) => {
    // Node adds no length where it expects no body, as for DELETE; the server would take the body for a request.
    const isMeasured = body.length > 0 && headers["transfer-encoding"] === undefined;
    const length = isMeasured ? { "content-length": String(Buffer.byteLength(body)) } : {};
    const options = { host: "127.0.0.1", port: storage.port, method, path };
    const outgoing = httpRequest(
      { ...options, headers: { ...headers, ...length }, agent: false },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.once("end", () => {
          const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1];
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: text,
            code,
          });
        });
      },
    );
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

/** A hash, or with a secret its HMAC, as the signing library wants it. */
class Sha256 {
  private readonly hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash =
      secret === undefined
        ? createHash("sha256")
        : createHmac("sha256", typeof secret === "string" ? secret : Buffer.from(secret as Buffer));
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  reset(): void {
    throw new Error("used once");
  }
}

/** How a request is signed. */
export interface Signing {
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly region?: string;
  readonly service?: string;
  /** Default: the clock of the Object Storage. */
  readonly date?: Date;
}

/** Adds the headers of a signature made by the library that AWS clients use. */
export async function signed(
  storage: SigningServer,
  request: RawRequest,
  signing: Signing = {},
): Promise<RawRequest> {
  const { headers = {}, body = "" } = request;
  const digest = createHash("sha256").update(body).digest("hex");
  const result = await signerFor(signing).sign(
    unsigned(storage, { ...request, headers: { "x-amz-content-sha256": digest, ...headers } }),
    { signingDate: signing.date ?? storage.world.now },
  );
  return { ...request, headers: result.headers };
}

/** Signs and sends. */
export async function sendSigned(
  storage: SigningServer,
  request: RawRequest,
  signing: Signing = {},
): Promise<RawAnswer> {
  return send(storage, await signed(storage, request, signing));
}

/** The path and query of a presigned URL, which reads unless told otherwise; headers go into the query. */
export async function presigned(
  storage: Storage,
  path: string,
  expiresIn: number,
  { method = "GET", headers = {} }: Pick<RawRequest, "method" | "headers"> = {},
): Promise<string> {
  const request = unsigned(storage, { method, path, headers });
  const { query } = await signerFor({}).presign(
    { ...request, headers: { ...request.headers, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } },
    {
      expiresIn,
      signingDate: storage.world.now,
      unhoistableHeaders: new Set(["x-amz-content-sha256"]),
      unsignableHeaders: new Set(["x-amz-content-sha256"]),
    },
  );
  return `${path}?${new URLSearchParams(query as Record<string, string>).toString()}`;
}

function signerFor(signing: Signing): SignatureV4 {
  const { accessKey = ACCESS_KEY, secretKey = SECRET_KEY, region = "fr-par" } = signing;
  return new SignatureV4({
    service: signing.service ?? "s3",
    region,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    sha256: Sha256,
    uriEscapePath: false,
  });
}

function unsigned(storage: Server, { method = "GET", path = "/", headers = {} }: RawRequest) {
  const [pathname = "/", query = ""] = path.split("?");
  return {
    method,
    protocol: "http:",
    hostname: "127.0.0.1",
    path: pathname,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: { host: `127.0.0.1:${storage.port}`, ...headers },
  };
}
