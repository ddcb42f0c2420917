/**
 * A bucket and one part of it, such as rules or a list: what the tests of such parts deploy.
 * @module
 */
import type { Program, Values } from "./stack";

/** The bucket's name. */
export const BUCKET = "photos";

/** A program with the bucket, and with the part where arguments of it are given. */
export const bucketWith =
  (token: string, name: string, args?: Values): Program =>
  async (declare) => {
    await declare("scaleway:Bucket", "bucket", { name: BUCKET });
    if (args) await declare(token, name, { bucket: BUCKET, ...args });
  };
