/**
 * Encryption of buckets: what goes together, also where it was set without the program.
 * @module
 */
import { GetBucketEncryptionCommand, PutBucketEncryptionCommand } from "@aws-sdk/client-s3";
import { BUCKET, bucketWith } from "../../support/bucket-with";
import { freshStack } from "../../support/fresh-stack";
import { CheckFailed, type SimulatedStack, type Values } from "../../support/stack";
import { ownersStorage, type World } from "../../support/world";

jest.setTimeout(30_000);

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await freshStack("bucket encryption")));
afterEach(() => world.stop());

const encrypted = (args?: Values) => bucketWith("scaleway:BucketEncryption", "encryption", args);
const storage = () => ownersStorage(world.cloud);
const rule = async (): Promise<unknown> => {
  const answer = await storage().send(new GetBucketEncryptionCommand({ Bucket: BUCKET }));
  return answer.ServerSideEncryptionConfiguration?.Rules?.[0];
};
const withKey = {
  ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "a key" },
  BucketKeyEnabled: true,
} as const;

describe("the encryption of a bucket", () => {
  it("is with the service's own keys, unless the program names another", async () => {
    await stack.up(encrypted({}));
    expect(await rule()).toMatchObject({
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" },
    });
    await stack.up(encrypted({ algorithm: "aws:kms", keyId: "a key" }));
    expect(await rule()).toEqual(withKey);
    expect(await stack.up(encrypted({ algorithm: "aws:kms", keyId: "a key" }))).toMatchObject({
      same: 2,
    });
  });

  describe("that somebody else set with a key", () => {
    beforeEach(async () => {
      await stack.up(encrypted());
      const ServerSideEncryptionConfiguration = { Rules: [withKey] };
      await storage().send(
        new PutBucketEncryptionCommand({ Bucket: BUCKET, ServerSideEncryptionConfiguration }),
      );
    });

    it("is adopted as it is: no default takes the key away", async () => {
      await stack.up(encrypted({ adopt: "existing" }));
      expect(await rule()).toEqual(withKey);
      const outputs = { algorithm: "aws:kms", keyId: "a key", bucketKeyEnabled: true };
      expect(stack.outputsOf("encryption")).toMatchObject(outputs);
    });

    it("is adopted with another key, which is all that changes", async () => {
      await stack.up(encrypted({ adopt: "existing", keyId: "another" }));
      expect(await rule()).toMatchObject({
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "another" },
        BucketKeyEnabled: true,
      });
    });

    it("loses its key where it is adopted with the service's own keys", async () => {
      const own = encrypted({ adopt: "existing", algorithm: "AES256" });
      await stack.up(own);
      expect(await rule()).toEqual({
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" },
        BucketKeyEnabled: true,
      });
      expect(stack.outputsOf("encryption")).not.toHaveProperty("keyId");
      expect(await stack.refresh()).toEqual([]);
      expect(await stack.up(own)).toMatchObject({ update: 0 });
    });
  });

  it.each([
    ['it is for algorithm "aws:kms" only', { algorithm: "AES256", keyId: "a key" }],
    ["demands a bucket key", { algorithm: "aws:kms", bucketKeyEnabled: false }],
    ['one of "AES256", "aws:kms"', { algorithm: "DES" }],
  ])("is refused before any call: %s", async (reason, args) => {
    const failure = stack.up(encrypted(args));
    await expect(failure).rejects.toThrow(CheckFailed);
    await expect(failure).rejects.toThrow(reason);
  });
});
