/**
 * The website that a bucket is: read, replaced, removed. `website-pages.ts` serves it.
 * @module
 */
import { NO_CONTENT, type BucketCall, type Handlers } from "./call";
import { invalidArgument, S3Error } from "./errors";
import { parseXml, S3_NAMESPACE, xmlDocument } from "./xml";

/** Which objects stand for folders, and which for what cannot be shown. */
export interface Website {
  /** The end of the key of every folder's page, such as `index.html`. */
  readonly index: string;
  /** Key of the page for errors. */
  readonly error?: string | undefined;
}

/** Handlers about the website of a bucket. */
export const websiteHandlers: Handlers<BucketCall> = {
  GetBucketWebsite: ({ bucket }) => {
    if (!bucket.website) {
      throw new S3Error("NoSuchWebsiteConfiguration", { details: { BucketName: bucket.name } });
    }
    const { index, error } = bucket.website;
    return {
      body: xmlDocument("WebsiteConfiguration", {
        ...S3_NAMESPACE,
        IndexDocument: { Suffix: index },
        ErrorDocument: error === undefined ? undefined : { Key: error },
      }),
    };
  },
  PutBucketWebsite: ({ bucket, body, state }) => {
    state.buckets.set(bucket.name, { ...bucket, website: websiteOf(body) });
    return {};
  },
  DeleteBucketWebsite: ({ bucket, state }) => {
    state.buckets.set(bucket.name, { ...bucket, website: undefined });
    return NO_CONTENT;
  },
};

/** The real service has neither routing rules nor redirects: what asks for them is refused rather than forgotten. */
function websiteOf(body: Buffer): Website {
  const root = parseXml(body, "WebsiteConfiguration");
  for (const name of ["RedirectAllRequestsTo", "RoutingRules"]) {
    if (root.children(name).length > 0) {
      throw new S3Error("NotImplemented", { message: `${name} is not implemented` });
    }
  }
  root.refuseOthers(["ErrorDocument", "IndexDocument"]);
  const [indexDocument] = root.children("IndexDocument");
  const [errorDocument] = root.children("ErrorDocument");
  const index = indexDocument?.text("Suffix");
  const error = errorDocument?.text("Key");
  if (index === undefined || (errorDocument && (error ?? "") === "")) {
    throw new S3Error("MalformedXML");
  }
  if (index === "" || index.includes("/")) {
    throw invalidArgument("IndexDocument", index, "The IndexDocument Suffix is not well formed");
  }
  return { index, ...(error === undefined ? {} : { error }) };
}
