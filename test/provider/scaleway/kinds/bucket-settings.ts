/**
 * The settings of a bucket in the table of kinds.
 * @module
 */
import {
  DeleteBucketCorsCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketWebsiteCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketWebsiteCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketWebsiteCommand,
} from "@aws-sdk/client-s3";
import type { Values } from "../../../support/stack";
import { bucketIn, inOther, storage, twoBuckets, type Elsewhere, type Kind } from "./shared";

const lifecycle = (id: string): Values => ({ rules: [{ id, expiration: { days: 7 } }] });

/** A bucket's lifecycle, which notes the text as the id of its rule. */
const aging: Elsewhere = {
  note: lifecycle,
  read: async (cloud, id) => {
    const reading = new GetBucketLifecycleConfigurationCommand({ Bucket: bucketIn(id) });
    return JSON.stringify((await storage(cloud).send(reading)).Rules);
  },
  edit: async (cloud, id, ID) => {
    const Rules = [
      { ID, Status: "Enabled" as const, Filter: { Prefix: "" }, Expiration: { Days: 7 } },
    ];
    await storage(cloud).send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: bucketIn(id),
        LifecycleConfiguration: { Rules },
      }),
    );
  },
  remove: async (cloud, id) => {
    await storage(cloud).send(new DeleteBucketLifecycleCommand({ Bucket: bucketIn(id) }));
  },
};

/** A bucket's rules for other origins, which note the text as the id of one. */
const shared: Elsewhere = {
  note: (id) => ({ rules: [{ id, allowedOrigins: ["*"], allowedMethods: ["GET"] }] }),
  read: async (cloud, id) => {
    const reading = new GetBucketCorsCommand({ Bucket: bucketIn(id) });
    return JSON.stringify((await storage(cloud).send(reading)).CORSRules);
  },
  edit: async (cloud, id, ID) => {
    const CORSRules = [{ ID, AllowedOrigins: ["*"], AllowedMethods: ["GET"] }];
    await storage(cloud).send(
      new PutBucketCorsCommand({ Bucket: bucketIn(id), CORSConfiguration: { CORSRules } }),
    );
  },
  remove: async (cloud, id) => {
    await storage(cloud).send(new DeleteBucketCorsCommand({ Bucket: bucketIn(id) }));
  },
};

/** A website, which notes the text as the key of its page for errors. */
const website: Elsewhere = {
  note: (error) => ({ error }),
  read: async (cloud, id) => {
    const reading = new GetBucketWebsiteCommand({ Bucket: bucketIn(id) });
    return String((await storage(cloud).send(reading)).ErrorDocument?.Key);
  },
  edit: async (cloud, id, Key) => {
    await storage(cloud).send(
      new PutBucketWebsiteCommand({
        Bucket: bucketIn(id),
        WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" }, ErrorDocument: { Key } },
      }),
    );
  },
  remove: async (cloud, id) => {
    await storage(cloud).send(new DeleteBucketWebsiteCommand({ Bucket: bucketIn(id) }));
  },
};

/** Arguments that name a key of Key Manager. */
function withKey(keyId: string): Values {
  return { algorithm: "aws:kms", keyId, bucketKeyEnabled: true };
}

/** A bucket's encryption, which notes the text as the key's id. */
const sealed: Elsewhere = {
  note: withKey,
  read: async (cloud, id) => {
    const reading = new GetBucketEncryptionCommand({ Bucket: bucketIn(id) });
    return JSON.stringify((await storage(cloud).send(reading)).ServerSideEncryptionConfiguration);
  },
  edit: async (cloud, id, KMSMasterKeyID) => {
    const byDefault = { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID };
    const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }];
    await storage(cloud).send(
      new PutBucketEncryptionCommand({
        Bucket: bucketIn(id),
        ServerSideEncryptionConfiguration: { Rules },
      }),
    );
  },
  remove: async (cloud, id) => {
    await storage(cloud).send(new DeleteBucketEncryptionCommand({ Bucket: bucketIn(id) }));
  },
};

/** The rows of these kinds. */
export const settingKinds: readonly Kind[] = [
  {
    token: "scaleway:BucketLifecycle",
    keepsId: true,
    elsewhere: aging,
    needs: twoBuckets,
    args: ({ id }) => ({ bucket: id, rules: [{ expiration: { days: 1 } }] }),
    changes: {
      rules: () => ({
        rules: [
          {
            id: "all of it",
            filter: { and: { prefix: "logs/", tags: [{ key: "a", value: "1" }] } },
            transitions: [
              { date: "2030-01-01", storageClass: "GLACIER" },
              { date: "2029-01-01T00:00:00Z", storageClass: "ONEZONE_IA" },
            ],
            expiration: { date: "2031-01-01" },
          },
          { status: "Disabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
          { filter: { prefix: "old/" }, noncurrentVersionExpiration: { noncurrentDays: 3 } },
        ],
      }),
    },
    replacing: { bucket: inOther },
  },
  {
    token: "scaleway:BucketCors",
    keepsId: true,
    elsewhere: shared,
    needs: twoBuckets,
    args: ({ id }) => ({
      bucket: id,
      rules: [{ allowedOrigins: ["https://example.com"], allowedMethods: ["GET", "PUT"] }],
    }),
    changes: {
      rules: () => ({
        rules: [
          {
            allowedOrigins: ["https://*.example.com"],
            allowedMethods: ["PUT"],
            allowedHeaders: ["x-*", "content-type"],
            exposeHeaders: ["ETag"],
            maxAgeSeconds: 60,
          },
          { allowedOrigins: ["*"], allowedMethods: ["GET"] },
        ],
      }),
    },
    replacing: { bucket: inOther },
  },
  {
    token: "scaleway:BucketWebsite",
    keepsId: true,
    elsewhere: website,
    needs: twoBuckets,
    args: ({ id }) => ({ bucket: id, index: "index.html" }),
    changes: {
      index: () => ({ index: "start.html" }),
      error: () => ({ error: "error.html" }),
    },
    replacing: { bucket: inOther },
  },
  {
    token: "scaleway:BucketEncryption",
    keepsId: true,
    elsewhere: sealed,
    needs: twoBuckets,
    args: ({ id }) => ({ bucket: id, bucketKeyEnabled: false }),
    beside: { algorithm: { bucketKeyEnabled: true }, keyId: withKey("") },
    changes: {
      algorithm: () => ({ algorithm: "aws:kms", bucketKeyEnabled: true }),
      keyId: () => withKey("a key"),
      bucketKeyEnabled: () => ({ bucketKeyEnabled: true }),
    },
    replacing: { bucket: inOther },
  },
];
