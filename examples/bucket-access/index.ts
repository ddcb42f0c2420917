/**
 * Access of two programs to one bucket: one that writes reports and one that reads them.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import * as scaleway from "pulumi-storage-access/scaleway";

// A grant reaches every bucket of a Project: reports have a Project of their own.
const project = new scaleway.Project("reports", { name: "reports" });

const writer = new scaleway.BucketAccess("report-writer", {
  access: "readWrite",
  bucket: { projectId: project.id, region: "fr-par", forceDestroy: true },
  rotation: { everyDays: 90, overlapDays: 7 },
});

// The reader's secret is in no state: it goes to a file for its owner alone.
const reader = new scaleway.BucketAccess("report-reader", {
  access: "read",
  bucket: writer.bucket,
  secretTo: { file: new pulumi.Config().get("readerFile") ?? "report-reader.json" },
});

export const bucketName = writer.bucket.name;
export const endpoint = writer.bucket.apiEndpoint;

export const writerAccessKey = writer.accessKey;
export const writerSecretKey = writer.secretKey;
/** For ~/.aws/config, rclone.conf and a shell. */
export const writerProfile = writer.awsProfile;
export const writerRemote = writer.rcloneRemote;
export const writerAlias = writer.minioAlias;

export const readerAccessKey = reader.accessKey;
/** Says where the secret is, instead of it. */
export const readerProfile = reader.awsProfile;
