/**
 * Forms that put objects, as a browser sends them, and what their signer allowed.
 * @module
 */
import { createHmac } from "node:crypto";
import { send, type RawAnswer } from "./raw";
import { ACCESS_KEY, SECRET_KEY, type Storage } from "./support";

const BOUNDARY = "----form-boundary";

/** A part of a form beside the fields. */
export interface FormFile {
  readonly content: string | Buffer;
  /** Absent: the part names no file. */
  readonly name?: string;
}

/** What is put where it does not matter what. */
export const FILE: FormFile = { content: "hello", name: "photo.png" };

/** The body of a form: the fields in their order, then the file. */
export function formBody(fields: Readonly<Record<string, string>>, file?: FormFile): Buffer {
  const part = (head: string, content: string | Buffer): Buffer[] => [
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from("\r\n"),
  ];
  const filename = file?.name === undefined ? "" : `; filename="${file.name}"`;
  return Buffer.concat([
    ...Object.entries(fields).flatMap(([name, value]) => part(`name="${name}"`, value)),
    ...(file ? part(`name="file"${filename}\r\nContent-Type: image/png`, file.content) : []),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);
}

/** Sends a body as a form. */
export function post(
  storage: Storage,
  path: string,
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const type = { "content-type": `multipart/form-data; boundary=${BOUNDARY}` };
  return send(storage, { method: "POST", path, headers: { ...type, ...headers }, body });
}

/** Who signs a form, and until when it holds. */
export interface FormSigning {
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** Default: ten minutes from now. */
  readonly expiration?: string;
}

/** The fields of a form whose signer allows those fields as they are, and what the conditions say beside. */
export function signedForm(
  storage: Storage,
  fields: Readonly<Record<string, string>>,
  conditions: readonly unknown[] = [],
  { accessKey = ACCESS_KEY, secretKey = SECRET_KEY, expiration }: FormSigning = {},
): Record<string, string> {
  const { now } = storage.world;
  const date = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const signature = {
    "x-amz-algorithm": "AWS4-HMAC-SHA256",
    "x-amz-credential": `${accessKey}/${date.slice(0, 8)}/fr-par/s3/aws4_request`,
    "x-amz-date": date,
  };
  const all = { ...fields, ...signature };
  const conditioned = conditions.map((condition) => JSON.stringify(condition));
  const exact = Object.entries({ bucket: "bucket", ...all })
    .filter(([name]) => !conditioned.some((text) => text.includes(`"$${name}"`)))
    .map(([name, value]) => ({ [name]: value }));
  const end = expiration ?? new Date(now.getTime() + 600_000).toISOString();
  const document = { expiration: end, conditions: [...exact, ...conditions] };
  return { ...all, ...signedPolicy(JSON.stringify(document), { date, secretKey }) };
}

/** Sends a form with those fields, signed for exactly them and what the conditions say. */
export function upload(
  storage: Storage,
  fields: Readonly<Record<string, string>>,
  conditions: readonly unknown[] = [],
  file: FormFile = FILE,
): Promise<RawAnswer> {
  return post(storage, "/bucket", formBody(signedForm(storage, fields, conditions), file));
}

/** The two fields that a policy and its signature make. */
export function signedPolicy(
  text: string,
  { date, secretKey = SECRET_KEY }: { readonly date: string; readonly secretKey?: string },
): Record<string, string> {
  const policy = Buffer.from(text).toString("base64");
  const steps = [date.slice(0, 8), "fr-par", "s3", "aws4_request", policy];
  const signature = steps.reduce<Buffer>(
    (key, step) => createHmac("sha256", key).update(step).digest(),
    Buffer.from(`AWS4${secretKey}`),
  );
  return { policy, "x-amz-signature": signature.toString("hex") };
}

/** What a refusal says. */
export function message({ body }: RawAnswer): string | undefined {
  const text = /<Message>([^<]*)<\/Message>/.exec(body)?.[1];
  return text?.replaceAll("&#34;", '"').replaceAll("&#39;", "'");
}
