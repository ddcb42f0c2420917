/**
 * Settings that a bucket does not have yet: what a fresh bucket answers when it is asked for them.
 * @module
 */
import type { BucketCall, Handler, Handlers } from "./call";
import { S3Error, type S3ErrorCode } from "./errors";
import { xmlDocument } from "./xml";

/** Handlers that read settings which cannot be given. */
export const unsetHandlers: Handlers<BucketCall> = {
  GetBucketCors: notSet("NoSuchCORSConfiguration"),
  GetBucketEncryption: () => ({ body: xmlDocument("ServerSideEncryptionConfiguration", "") }),
  GetBucketWebsite: notSet("NoSuchWebsiteConfiguration"),
};

function notSet(code: S3ErrorCode): Handler<BucketCall> {
  return () => {
    throw new S3Error(code);
  };
}
