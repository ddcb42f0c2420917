/**
 * Stacks in a bucket of any S3 service, under the keys that the Pulumi CLI gives them.
 * @module
 */
import type * as S3 from "@aws-sdk/client-s3";
import { posix } from "node:path";
import type { Backend } from "./backend";
import { bucketName, type BucketAddress } from "./bucket-url";

const CONNECTION_TIMEOUT_MILLISECONDS = 10_000;
const REQUEST_TIMEOUT_MILLISECONDS = 60_000;
const ATTEMPTS = 5;
/** How many objects of a folder are removed at once. */
const REMOVALS_AT_ONCE = 10;

type Sdk = typeof S3;

/** What is known of a file: the version that was read or written last, or that there was none. */
type Version = { etag: string } | "absent";

/** A bucket, or a folder in it, as a backend. */
export class BucketBackend implements Backend {
  readonly name: string;
  readonly #address: BucketAddress;
  readonly #sdk: Sdk;
  readonly #client: S3.S3Client;
  readonly #versions = new Map<string, Version>();
  /** False when the service turned out to know no conditional writes. */
  #hasConditions = true;

  private constructor(sdk: Sdk, address: BucketAddress) {
    this.name = bucketName(address);
    this.#address = address;
    this.#sdk = sdk;
    this.#client = clientOf(sdk, address);
  }

  /** Makes no call. The S3 client is loaded only where a bucket is used. */
  static async open(address: BucketAddress): Promise<BucketBackend> {
    // Which versions of Node are supported is this package's to say.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
    return new BucketBackend(await import("@aws-sdk/client-s3"), address);
  }

  place(file: string): string {
    return `${this.name}/${file}`;
  }

  async read(file: string): Promise<string | undefined> {
    const found = await this.#get(file);
    this.#versions.set(file, found?.version ?? "absent");
    return found?.text;
  }

  async #get(file: string): Promise<{ text: string; version: Version } | undefined> {
    try {
      const { Body, ETag = "" } = await this.#client.send(
        new this.#sdk.GetObjectCommand(this.#object(file)),
      );
      const text = (await Body?.transformToString("utf8")) ?? "";
      return { text, version: { etag: ETag } };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw this.#failure(`read ${this.place(file)}`, error);
    }
  }

  async write(file: string, text: string, isGuarded = false): Promise<void> {
    const condition = isGuarded && this.#hasConditions ? this.#conditionOf(file) : {};
    try {
      await this.#put(file, text, condition);
    } catch (error) {
      if (Object.keys(condition).length > 0 && hasStatus(error, 501)) {
        this.#hasConditions = false;
        return this.write(file, text);
      }
      if (!hasStatus(error, 412, 409)) throw this.#failure(`write ${this.place(file)}`, error);
      // An answer that was lost: the write was carried out, and its repetition found what it wrote itself.
      const found = await this.#get(file);
      if (found?.text === text) {
        this.#versions.set(file, found.version);
        return;
      }
      throw new Error(
        `${this.place(file)} was not written: somebody else wrote it in the meantime, although this stack was locked. ` +
          "Nothing of theirs was overwritten. Find out who gave up the lock, then run again.",
        { cause: error },
      );
    }
  }

  async #put(
    file: string,
    text: string,
    condition: { IfMatch?: string; IfNoneMatch?: string },
  ): Promise<void> {
    const { ETag } = await this.#client.send(
      new this.#sdk.PutObjectCommand({
        ...this.#object(file),
        ...this.#encryption(),
        ...condition,
        Body: text,
        ContentType: "application/json",
      }),
    );
    if (ETag !== undefined) this.#versions.set(file, { etag: ETag });
  }

  #conditionOf(file: string): { IfMatch?: string; IfNoneMatch?: string } {
    const version = this.#versions.get(file);
    if (version === undefined) return {};
    return version === "absent" ? { IfNoneMatch: "*" } : { IfMatch: version.etag };
  }

  async keepCopy(file: string, copy: string): Promise<boolean> {
    try {
      await this.#client.send(new this.#sdk.HeadObjectCommand(this.#object(copy)));
      return false;
    } catch (error) {
      if (!isMissing(error)) throw this.#failure(`look for ${this.place(copy)}`, error);
    }
    await this.#copy(file, copy);
    return true;
  }

  async keepBackup(file: string): Promise<void> {
    if (this.#versions.get(file) === "absent") return;
    await this.#copy(file, `${file}.bak`);
  }

  async #copy(file: string, copy: string): Promise<void> {
    const { Bucket, Key } = this.#object(file);
    const source = `${Bucket}/${Key}`.split("/").map(encodeURIComponent).join("/");
    const input = { ...this.#object(copy), ...this.#encryption(), CopySource: source };
    try {
      await this.#client.send(new this.#sdk.CopyObjectCommand(input));
    } catch (error) {
      throw this.#failure(`copy ${this.place(file)} to ${this.place(copy)}`, error);
    }
  }

  async remove(file: string): Promise<void> {
    try {
      await this.#client.send(new this.#sdk.DeleteObjectCommand(this.#object(file)));
      this.#versions.set(file, "absent");
    } catch (error) {
      if (!isMissing(error)) throw this.#failure(`remove ${this.place(file)}`, error);
    }
  }

  async list(folder: string): Promise<string[]> {
    const keys = await this.#keysBelow(folder, "/");
    return keys.map((key) => posix.basename(key)).sort();
  }

  async removeFolder(folder: string): Promise<void> {
    const keys = await this.#keysBelow(folder);
    const files = keys.map((key) => key.slice(this.#address.prefix.length));
    while (files.length > 0) {
      await Promise.all(files.splice(0, REMOVALS_AT_ONCE).map((file) => this.remove(file)));
    }
  }

  async #keysBelow(folder: string, delimiter?: "/"): Promise<string[]> {
    const { Bucket, Key } = this.#object(`${folder}/`);
    const keys: string[] = [];
    try {
      const pages = this.#sdk.paginateListObjectsV2(
        { client: this.#client },
        { Bucket, Prefix: Key, ...(delimiter && { Delimiter: delimiter }) },
      );
      for await (const { Contents = [] } of pages) {
        keys.push(...Contents.flatMap(({ Key: key }) => key ?? []));
      }
    } catch (error) {
      throw this.#failure(`list ${this.place(folder)}`, error);
    }
    return keys;
  }

  #object(file: string): { Bucket: string; Key: string } {
    return { Bucket: this.#address.bucket, Key: this.#address.prefix + file };
  }

  #encryption(): Pick<S3.PutObjectCommandInput, "ServerSideEncryption" | "SSEKMSKeyId"> {
    const { encryption, encryptionKey } = this.#address;
    return {
      ...(encryption !== undefined && { ServerSideEncryption: encryption }),
      ...(encryptionKey !== undefined && { SSEKMSKeyId: encryptionKey }),
    };
  }

  #failure(tried: string, error: unknown): Error {
    const { endpoint = "AWS" } = this.#address;
    const answer = isAnswer(error)
      ? `${error.name} (HTTP ${error.$metadata.httpStatusCode ?? "?"}): ${error.message}`
      : wordsOf(error);
    return new Error(`Tried to ${tried} at ${endpoint}: ${answer}. ${hintOf(error)}`, {
      cause: error,
    });
  }
}

function clientOf(sdk: Sdk, address: BucketAddress): S3.S3Client {
  const { endpoint, region, profile, requestChecksums, responseChecksums } = address;
  return new sdk.S3Client({
    forcePathStyle: address.isPathStyle,
    useAccelerateEndpoint: address.isAccelerated,
    useDualstackEndpoint: address.isDualStack,
    useFipsEndpoint: address.isFips,
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MILLISECONDS,
      requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    },
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(requestChecksums !== undefined && { requestChecksumCalculation: requestChecksums }),
    ...(responseChecksums !== undefined && { responseChecksumValidation: responseChecksums }),
  });
}

/** What the service answered, as opposed to what went wrong on the way. */
function isAnswer(error: unknown): error is S3.S3ServiceException {
  return error instanceof Error && "$metadata" in error && "$fault" in error;
}

function hasStatus(error: unknown, ...statuses: number[]): boolean {
  return isAnswer(error) && statuses.includes(error.$metadata.httpStatusCode ?? 0);
}

/** An object that is not there; a bucket that is not there is another matter. */
function isMissing(error: unknown): boolean {
  return hasStatus(error, 404) && (error as S3.S3ServiceException).name !== "NoSuchBucket";
}

/** A connection that is refused at every address of a name is an error without words. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}

function hintOf(error: unknown): string {
  if (!isAnswer(error)) {
    const name = error instanceof Error ? error.name : "";
    if (name === "CredentialsProviderError") {
      return (
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as for the Pulumi CLI; a Scaleway API key does: its access key and " +
        "its secret key."
      );
    }
    return "Check the endpoint and the region of the backend URL.";
  }
  if (error.name === "NoSuchBucket") {
    return "Make the bucket first, or correct the backend URL.";
  }
  return hasStatus(error, 401, 403)
    ? "Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, whether that key may read, write, list and delete there, and the region."
    : "Try again; if it stays, check the endpoint and the region of the backend URL.";
}
