/**
 * A form that puts an object into a bucket, as browsers send it: fields, then one file.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import { invalidArgument, S3Error } from "./errors";

/** A form, read. What came after the file is left out. */
export interface Form {
  /** By name in lowercase; `${filename}` in a value is the file's name. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Buffer;
}

/** A part in which the sender's program named the file, or not. */
interface Upload {
  readonly name: string;
  readonly chunks: Buffer[];
}

interface Parts {
  readonly fields: ReadonlyMap<string, string>;
  readonly upload: Upload | undefined;
}

const FILE = "file";
/** Of all fields before the file together. */
const PREFACE_LIMIT_BYTES = 20_000;

/**
 * Reads a form.
 * @throws S3Error PreconditionFailed where it is none, MalformedPOSTRequest, MaxPostPreDataLengthExceeded or InvalidArgument
 */
export async function readForm(headers: IncomingHttpHeaders, body: Buffer): Promise<Form> {
  const contentType = headers["content-type"] ?? "";
  if (!/^multipart\/form-data\b/i.test(contentType)) {
    const Condition = "Bucket POST must be of the enclosure-type multipart/form-data";
    throw new S3Error("PreconditionFailed", { details: { Condition } });
  }
  const { fields, upload } = await partsOf(contentType, body);
  if (sizeOf(fields) > PREFACE_LIMIT_BYTES) throw new S3Error("MaxPostPreDataLengthExceeded");
  if (!upload) {
    throw invalidArgument(FILE, "0", "POST requires exactly one file upload per request.");
  }
  const filled = [...fields].map(
    ([name, value]) => [name, value.replaceAll("${filename}", () => upload.name)] as const,
  );
  return { fields: new Map(filled), file: Buffer.concat(upload.chunks) };
}

/** A field that a form must have. */
export function requiredField({ fields }: Form, name: string): string {
  const value = fields.get(name.toLowerCase());
  if (value !== undefined) return value;
  throw invalidArgument(
    name,
    "",
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
  );
}

function partsOf(contentType: string, body: Buffer): Promise<Parts> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    let upload: Upload | undefined;
    const refuse = (): void => reject(new S3Error("MalformedPOSTRequest"));
    const parser = parserOf(contentType);
    if (!parser) {
      refuse();
      return;
    }
    parser.on("field", (name: string | undefined, value) => {
      if (!upload) fields.set((name ?? "").toLowerCase(), value);
    });
    parser.on("file", (_field, stream, name: string | undefined) => {
      const chunks: Buffer[] = [];
      upload = { name: name ?? "", chunks };
      stream.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", refuse);
    });
    parser.on("error", refuse).on("finish", () => resolve({ fields, upload }));
    parser.end(body);
  });
}

/** A field called `file` is the file, whether or not its part names one; no other part is. */
function parserOf(contentType: string): BusboyInstance | undefined {
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      isPartAFile: (field) => field?.toLowerCase() === FILE,
      // One more than may be: a field that is cut is over the limit of all.
      limits: { files: 1, fieldSize: PREFACE_LIMIT_BYTES + 1 },
    });
  } catch {
    // There is no boundary in the type.
    return undefined;
  }
}

function sizeOf(fields: ReadonlyMap<string, string>): number {
  return [...fields].reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
}
