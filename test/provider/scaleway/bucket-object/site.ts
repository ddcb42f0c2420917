/**
 * What the tests of objects share: a bucket with one object in it.
 * @module
 */
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cloud } from "../../../../emulator";
import type { Program, Values } from "../../../support/stack";
import { ownersStorage } from "../../../support/world";

export const NAME = "example-site-0a1b2c3d";
export const MEBIBYTE = 1024 * 1024;

/** Where the object is, as the SDK is told. */
export const address = { Bucket: NAME, Key: "page" };

/** A bucket and one object in it. */
export const site =
  (object?: Values, bucket: Values = {}): Program =>
  async (declare) => {
    const { id } = await declare("scaleway:Bucket", "bucket", { name: NAME, ...bucket });
    if (object)
      await declare("scaleway:BucketObject", "page", { bucket: id, key: "page", ...object });
  };

/** The content of the object. */
export async function bytesIn(cloud: Cloud): Promise<Buffer> {
  const { Body } = await ownersStorage(cloud).send(new GetObjectCommand(address));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** Writes a file into a folder that is there during each test of a file. */
export function filesInEachTest(): (name: string, content: string | Buffer) => string {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "objects-"))));
  afterEach(() => rmSync(folder, { recursive: true }));
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
}
