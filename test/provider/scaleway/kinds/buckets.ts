/**
 * Buckets, the objects in them, and how long these are kept.
 * @module
 */
import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketTaggingCommand,
  GetObjectLockConfigurationCommand,
  HeadObjectCommand,
  PutBucketTaggingCommand,
  PutObjectLockConfigurationCommand,
  type DefaultRetention,
} from "@aws-sdk/client-s3";
import type { Cloud } from "../../../../emulator";
import { UNKNOWN } from "../../../../provider/core/unknown";
import { bucketIn, bucketsWith, inOther, storage, type Elsewhere, type Kind } from "./shared";

const tagsOf = async (cloud: Cloud, id: string) =>
  (await storage(cloud).send(new GetBucketTaggingCommand({ Bucket: id }))).TagSet ?? [];

/** A bucket of the default Project, which notes the text in a tag. */
const tagged: Elsewhere = {
  note: (note) => ({ tags: { note } }),
  read: async (cloud, id) => JSON.stringify(await tagsOf(cloud, id)),
  edit: async (cloud, id, text) => {
    const others = (await tagsOf(cloud, id)).filter(({ Key }) => Key !== "note");
    const TagSet = [...others, { Key: "note", Value: text }];
    const change = new PutBucketTaggingCommand({ Bucket: id, Tagging: { TagSet } });
    await storage(cloud).send(change);
  },
  remove: async (cloud, id) => {
    await storage(cloud).send(new DeleteBucketCommand({ Bucket: id }));
  },
};

/** The default retention of a bucket, which notes a text by as many days as it has characters. */
const locked: Elsewhere = {
  note: (text) => ({ days: text === UNKNOWN ? text : text.length }),
  shown: (text) => String(text.length),
  read: async (cloud, id) => {
    const reading = new GetObjectLockConfigurationCommand({ Bucket: bucketIn(id) });
    const { ObjectLockConfiguration } = await storage(cloud).send(reading);
    return String(ObjectLockConfiguration?.Rule?.DefaultRetention?.Days);
  },
  edit: async (cloud, id, text) => {
    await setRetention(cloud, id, { Mode: "GOVERNANCE", Days: text.length });
  },
  remove: (cloud, id) => setRetention(cloud, id, undefined),
};

async function setRetention(
  cloud: Cloud,
  id: string,
  DefaultRetention: DefaultRetention | undefined,
): Promise<void> {
  const change = new PutObjectLockConfigurationCommand({
    Bucket: bucketIn(id),
    ObjectLockConfiguration: {
      ObjectLockEnabled: "Enabled",
      ...(DefaultRetention && { Rule: { DefaultRetention } }),
    },
  });
  await storage(cloud).send(change);
}

/** Bucket and key in the id of an object. */
const objectIn = (id: string) => ({ Bucket: bucketIn(id), Key: id.split("/").slice(3).join("/") });

/** An object, which notes a text in its metadata. */
const written: Elsewhere = {
  note: (note) => ({ metadata: { note } }),
  read: async (cloud, id) => {
    const { Metadata } = await storage(cloud).send(new HeadObjectCommand(objectIn(id)));
    return JSON.stringify(Metadata);
  },
  edit: async (cloud, id, note) => {
    const { Bucket, Key } = objectIn(id);
    const copy = {
      Bucket,
      Key,
      CopySource: `${Bucket}/${Key}`,
      MetadataDirective: "REPLACE",
    } as const;
    await storage(cloud).send(new CopyObjectCommand({ ...copy, Metadata: { note } }));
  },
  remove: async (cloud, id) => {
    await storage(cloud).send(new DeleteObjectCommand(objectIn(id)));
  },
};

/** The rows of these kinds. */
export const bucketKinds: readonly Kind[] = [
  {
    token: "scaleway:Bucket",
    triedElsewhere: {
      forceDestroy: "bucket.test.ts",
      forceDestroyOnReplace: "bucket.test.ts",
    },
    keepsId: true,
    elsewhere: tagged,
    needs: async (declare) => ({ another: (await declare("scaleway:Project", "another"))["id"] }),
    args: () => ({ region: "fr-par" }),
    changes: {
      tags: () => ({ tags: { one: "1" } }),
      versioning: () => ({ versioning: true }),
    },
    replacing: {
      name: () => ({ name: "another-name-0a1b2c3d" }),
      region: () => ({ region: "nl-ams" }),
      projectId: ({ another }) => ({ projectId: another }),
      objectLock: () => ({ objectLock: true }),
    },
  },
  {
    token: "scaleway:BucketObject",
    triedElsewhere: {
      forceDestroy: "bucket-object/others.test.ts",
      source: "bucket-object/content.test.ts",
    },
    keepsId: true,
    elsewhere: written,
    needs: (declare) => bucketsWith({ forceDestroy: true }, declare),
    args: ({ id }) => ({ bucket: id, key: "folder/page.html", content: "first" }),
    changes: {
      content: () => ({ content: "second" }),
      contentType: () => ({ contentType: "text/html" }),
      metadata: () => ({ metadata: { revision: "2" } }),
      tags: () => ({ tags: { team: "web" } }),
      storageClass: () => ({ storageClass: "ONEZONE_IA" }),
    },
    replacing: {
      bucket: inOther,
      key: () => ({ key: "folder/other.html" }),
    },
  },
  {
    token: "scaleway:BucketLock",
    keepsId: true,
    elsewhere: locked,
    needs: (declare) => bucketsWith({ objectLock: true }, declare),
    args: ({ id }) => ({ bucket: id, mode: "GOVERNANCE", days: 30 }),
    changes: {
      mode: () => ({ mode: "COMPLIANCE" }),
      years: () => ({ days: undefined, years: 1 }),
      days: () => ({ days: 31, years: undefined }),
    },
    replacing: { bucket: inOther },
  },
];
