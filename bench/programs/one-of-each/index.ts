/**
 * One resource of each kind that KIND names, and EDIT changes what can be changed in place.
 * @module
 */
import * as scaleway from "pulumi-storage-access/scaleway";

const kind = process.env["KIND"] ?? "";
const description = process.env["EDIT"] === undefined ? "first" : "edited";
const PUBLIC_KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${"A".repeat(43)}`;
const project = scaleway.getDefaultProjectOutput();

const makers: Record<string, () => unknown> = {
  Application: () => new scaleway.Application("it", { description }),
  Group: () => new scaleway.Group("it", { description, applicationIds: [] }),
  GroupMembership: () => {
    const { id: groupId } = new scaleway.Group("group");
    const applicationIds =
      process.env["EDIT"] === undefined ? [] : [process.env["APPLICATION"] ?? ""];
    return new scaleway.GroupMembership("it", { groupId, applicationIds });
  },
  OrganizationSecuritySettings: () => {
    const loginAttemptsBeforeLocked = process.env["EDIT"] === undefined ? 5 : 6;
    return new scaleway.OrganizationSecuritySettings("it", { loginAttemptsBeforeLocked });
  },
  Policy: () =>
    new scaleway.Policy("it", {
      description,
      noPrincipal: true,
      rules: [{ projectIds: [project.id], permissionSetNames: ["ObjectStorageReadOnly"] }],
    }),
  ApiKey: () =>
    new scaleway.ApiKey("it", { description, applicationId: process.env["APPLICATION"] ?? "" }),
  Project: () => new scaleway.Project("it", { description }),
  SshKey: () => new scaleway.SshKey("it", { name: description, publicKey: PUBLIC_KEY }),
  User: () =>
    new scaleway.User("it", { email: "a@example.com", username: "it", firstName: description }),
  Bucket: () => new scaleway.Bucket("it", { tags: { description } }),
  BucketObject: () =>
    new scaleway.BucketObject("it", {
      bucket: new scaleway.Bucket("needed"),
      key: "it.txt",
      content: description,
    }),
  BucketLifecycle: () =>
    new scaleway.BucketLifecycle("it", {
      bucket: new scaleway.Bucket("needed"),
      rules: [{ id: description, expiration: { days: 7 } }],
    }),
  BucketCors: () =>
    new scaleway.BucketCors("it", {
      bucket: new scaleway.Bucket("needed"),
      rules: [{ id: description, allowedOrigins: ["*"], allowedMethods: ["GET"] }],
    }),
  BucketWebsite: () =>
    new scaleway.BucketWebsite("it", {
      bucket: new scaleway.Bucket("needed"),
      index: "index.html",
      error: description,
    }),
  BucketEncryption: () =>
    new scaleway.BucketEncryption("it", {
      bucket: new scaleway.Bucket("needed"),
      algorithm: "aws:kms",
      keyId: description,
    }),
  BucketLock: () =>
    new scaleway.BucketLock("it", {
      bucket: new scaleway.Bucket("needed", { objectLock: true }),
      mode: "GOVERNANCE",
      days: description.length,
    }),
};
makers[kind]?.();
