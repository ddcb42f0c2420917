/**
 * Requests signed before they are measured, so that what is measured is the answer.
 * @module
 */
import { S3Client } from "@aws-sdk/client-s3";
import { Readable } from "node:stream";

/** Where a service of S3 is, and the key to sign with. */
export interface S3Access {
  readonly s3Endpoint: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: Buffer;
}

interface Captured {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string | string[]>;
  readonly headers: Record<string, string>;
  readonly body?: Buffer;
}

/** A client for it. */
export function s3ClientOf(
  { s3Endpoint, region, accessKey, secretKey }: S3Access,
  more: Partial<ConstructorParameters<typeof S3Client>[0]> = {},
): S3Client {
  return new S3Client({
    endpoint: s3Endpoint,
    region,
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    ...more,
  });
}

/** Any command of the client. */
type AnyCommand = Parameters<S3Client["send"]>[0];

/** Signs commands with the real SDK and sends none of them. */
export async function signAll(
  access: S3Access,
  commands: readonly object[],
): Promise<WireRequest[]> {
  const captured: Captured[] = [];
  const client = s3ClientOf(access, {
    requestHandler: {
      handle: (request: Captured) => {
        captured.push(request);
        const body = Readable.from(["<Answer/>"]);
        return Promise.resolve({ response: { statusCode: 200, headers: {}, body } });
      },
    },
  });
  for (const command of commands) await client.send(command as AnyCommand).catch(() => undefined);
  return captured.map(({ method, path, query, headers, body }) => ({
    url: `${access.s3Endpoint}${path}${queryText(query)}`,
    method,
    headers,
    ...(body && { body }),
  }));
}

function queryText(query: Captured["query"]): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
