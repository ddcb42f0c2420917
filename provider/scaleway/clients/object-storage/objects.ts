/**
 * Objects: looked at, written whole, described anew, removed.
 * @module
 */
import type { ObjectContent } from "../../object-content";
import type { AclGrant } from "./acl";
import type { StorageConnection } from "./connection";
import { unlessCode } from "./missing";
import { grantHeaders } from "./object-acl";
import { uploadInParts } from "./parts";

/** Where an object is, within its Project and region. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** What is said about an object beside its content. */
export interface ObjectDescription {
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: StorageClass;
  readonly tags: Readonly<Record<string, string>>;
  readonly others?: OtherHeaders | undefined;
  /** Who is granted what; absent: nobody but the owner is granted anything. */
  readonly grants?: readonly AclGrant[] | undefined;
}

/** What else may be said, which no program of ours says and a new description leaves as it is. */
export interface OtherHeaders {
  readonly cacheControl?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentLanguage?: string | undefined;
  /** When caches forget it. */
  readonly expires?: Date | undefined;
}

/** What Scaleway has: in three zones, in one, or cold. */
export type StorageClass = "STANDARD" | "ONEZONE_IA" | "GLACIER";

/** What the service says of the content that was written. */
export interface Written {
  /** Without quotes. */
  readonly etag: string;
  /** Absent where the bucket has no versions. */
  readonly versionId: string | undefined;
}

/** An object as it is now. */
export interface FoundObject extends ObjectDescription, Written {
  readonly sizeBytes: number;
}

/** The latest version; undefined where there is none, or it is a delete marker. */
export async function headObject(
  connection: StorageConnection,
  { bucket, key }: ObjectAddress,
): Promise<FoundObject | undefined> {
  const looking = connection.call({
    sdkOperation: "HeadObject",
    operation: "look at object",
    resource: `${bucket}/${key}`,
    send: (client, sdk, options) =>
      client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }), options),
  });
  const found = await unlessCode(["NoSuchKey", "NotFound", "NoSuchBucket"], looking);
  if (!found) return undefined;
  return {
    ...writtenOf(found.ETag, found.VersionId),
    sizeBytes: found.ContentLength ?? 0,
    contentType: found.ContentType ?? "",
    others: {
      cacheControl: found.CacheControl,
      contentDisposition: found.ContentDisposition,
      contentEncoding: found.ContentEncoding,
      contentLanguage: found.ContentLanguage,
      expires: momentOf(found.ExpiresString),
    },
    metadata: found.Metadata ?? {},
    storageClass: (found.StorageClass ?? "STANDARD") as StorageClass,
    tags: (found.TagCount ?? 0) > 0 ? await getObjectTags(connection, { bucket, key }) : {},
  };
}

/** Writes an object: small content by one call, large content in parts. */
export async function putObject(
  connection: StorageConnection,
  address: ObjectAddress,
  content: ObjectContent,
  description: ObjectDescription,
): Promise<Written> {
  if (content.sizeBytes > content.partBytes) {
    return uploadInParts(connection, address, content, headersOf(description));
  }
  const { bucket, key } = address;
  const body = await content.read(0, content.sizeBytes);
  const { ETag, VersionId } = await connection.call({
    sdkOperation: "PutObject",
    operation: "write object",
    resource: `${bucket}/${key}`,
    send: (client, sdk, options) =>
      client.send(
        new sdk.PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ...headersOf(description),
        }),
        options,
      ),
  });
  return writtenOf(ETag, VersionId);
}

/** Says other things about an object whose content stays: a copy onto itself, made by the service. */
export async function describeObject(
  connection: StorageConnection,
  { bucket, key }: ObjectAddress,
  description: ObjectDescription,
): Promise<Written> {
  const { CopyObjectResult: copied, VersionId } = await connection.call({
    sdkOperation: "CopyObject",
    operation: "describe object",
    resource: `${bucket}/${key}`,
    send: (client, sdk, options) =>
      client.send(
        new sdk.CopyObjectCommand({
          Bucket: bucket,
          Key: key,
          CopySource: [bucket, ...key.split("/")].map(encodeURIComponent).join("/"),
          MetadataDirective: "REPLACE",
          TaggingDirective: "REPLACE",
          ...headersOf(description),
        }),
        options,
      ),
  });
  return writtenOf(copied?.ETag, VersionId);
}

/** Removes the latest version, or sets a marker where the bucket keeps versions. One that is gone already is fine. */
export async function deleteObject(
  connection: StorageConnection,
  { bucket, key }: ObjectAddress,
): Promise<void> {
  const deletion = connection.call({
    sdkOperation: "DeleteObject",
    operation: "delete object",
    resource: `${bucket}/${key}`,
    send: (client, sdk, options) =>
      client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key }), options),
  });
  await unlessCode(["NoSuchBucket", "NoSuchKey"], deletion);
}

/** Replaces all tags of the latest version. */
export async function setObjectTags(
  connection: StorageConnection,
  { bucket, key }: ObjectAddress,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await connection.call({
    sdkOperation: "PutObjectTagging",
    operation: "set the tags of object",
    resource: `${bucket}/${key}`,
    send: (client, sdk, options) =>
      client.send(
        new sdk.PutObjectTaggingCommand({ Bucket: bucket, Key: key, Tagging: { TagSet } }),
        options,
      ),
  });
}

async function getObjectTags(
  connection: StorageConnection,
  { bucket, key }: ObjectAddress,
): Promise<Record<string, string>> {
  const { TagSet = [] } = await connection.call({
    sdkOperation: "GetObjectTagging",
    operation: "read the tags of object",
    resource: `${bucket}/${key}`,
    send: (client, sdk, options) =>
      client.send(new sdk.GetObjectTaggingCommand({ Bucket: bucket, Key: key }), options),
  });
  return Object.fromEntries(TagSet.map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}

function headersOf(description: ObjectDescription) {
  const { contentType, metadata, storageClass, tags, others = {}, grants } = description;
  return {
    ...grantHeaders(grants),
    CacheControl: others.cacheControl,
    ContentDisposition: others.contentDisposition,
    ContentEncoding: others.contentEncoding,
    ContentLanguage: others.contentLanguage,
    Expires: others.expires,
    ContentType: contentType,
    Metadata: { ...metadata },
    StorageClass: storageClass,
    Tagging: new URLSearchParams(tags).toString(),
  };
}

/** A moment as headers write it; undefined for what is none, such as the 0 that some write for "at once". */
function momentOf(text = ""): Date | undefined {
  const moment = new Date(/^\w{3}, .* GMT$/.test(text) ? text : NaN);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** An entity tag without its quotes, and a version where there are any. */
export function writtenOf(etag: string | undefined, versionId: string | undefined): Written {
  return { etag: (etag ?? "").replaceAll('"', ""), versionId };
}
