/**
 * A bucket as a website.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { AnyDefinition } from "../core/definition";
import { text } from "../core/rules";
import { isInstanceOf, typeToken } from "../core/resource";
import { s3EndpointOf, type Settings } from "../core/settings";
import { BucketChild, type BucketChildArgs } from "./bucket-child";
import { bucketSetting } from "./bucket-setting";

/** Arguments of a {@link BucketWebsite}. */
export interface BucketWebsiteArgs extends BucketChildArgs {
  /** The end of the key of every folder's page, such as `index.html`; 1 to 1,024 characters, without a slash. */
  index: pulumi.Input<string>;
  /** Key of the page for errors, such as `error.html`; 1 to 1,024 characters. Default: a plain page of the service's. */
  error?: pulumi.Input<string> | undefined;
}

/**
 * A bucket as a website: folders show their index, and what cannot be shown is answered by a page.
 *
 * It opens nothing: visitors see what anybody may read, so the pages must be public, by their ACLs or by a `BucketPolicy`.
 * A bucket that is a website already, with other pages, makes its creation fail, unless `adopt: "existing"`. Destroying it
 * leaves the objects. Not for redirects and routing rules: the service has none.
 *
 * Minimal:
 * ```ts
 * new scaleway.BucketWebsite("site", { bucket, index: "index.html" });
 * ```
 * With a page for errors, and its address handed out:
 * ```ts
 * const pages = new scaleway.Bucket("pages");
 * const site = new scaleway.BucketWebsite("pages", {
 *   bucket: pages,
 *   index: "index.html",
 *   error: "error.html",
 * });
 * export const address = site.websiteEndpoint;
 * ```
 * In Scaleway's documentation: "Object Storage > Bucket website".
 */
export class BucketWebsite extends BucketChild {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:BucketWebsite");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return bucketWebsite;
  }

  /** True for a website, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is BucketWebsite {
    return isInstanceOf(value, BucketWebsite.__pulumiType);
  }

  /** The end of the key of every folder's page, such as `index.html`. */
  declare readonly index: pulumi.Output<string>;
  /** Key of the page for errors; undefined: the service answers with a plain page of its own. */
  declare readonly error: pulumi.Output<string | undefined>;
  /** The website's address. */
  declare readonly websiteEndpoint: pulumi.Output<string>;
  /** The host below which the region's websites are, to point one's own domain at. */
  declare readonly websiteDomain: pulumi.Output<string>;

  constructor(name: string, args: BucketWebsiteArgs, options?: pulumi.CustomResourceOptions) {
    super(bucketWebsite, { name, args, options });
  }
}

interface WebsiteModel {
  readonly index: string;
  readonly error: string;
}

const index = text({
  minimum: 1,
  maximum: 1_024,
  pattern: /^[^/]+$/,
  alphabet: "anything but a slash",
});

const bucketWebsite = bucketSetting<WebsiteModel>({
  token: "scaleway:BucketWebsite",
  noun: "website",
  fields: {
    index: { rule: index, absent: "required" },
    error: { rule: text({ minimum: 1, maximum: 1_024 }), absent: "none" },
  },
  produced: ["websiteEndpoint", "websiteDomain"],
  read: (storage, bucket) =>
    storage.getWebsite(bucket) as Promise<Partial<WebsiteModel> | undefined>,
  write: (storage, bucket, website) => storage.setWebsite(bucket, website),
  remove: (storage, bucket) => storage.removeWebsite(bucket),
  produce: ({ bucket, region }, { settings }) => {
    const { protocol, host } = websitesOf(settings, region);
    return { websiteEndpoint: `${protocol}//${bucket}.${host}`, websiteDomain: host };
  },
});

/** The real ones, or the local cloud's: those of a configured address are on its port, below a name that is this machine's. */
function websitesOf(settings: Settings, region: string): URL {
  if (settings.sources.s3Endpoint === "default") {
    return new URL(`https://s3-website.${region}.scw.cloud`);
  }
  const address = new URL(s3EndpointOf(settings, region));
  address.hostname = `s3-website.${region}.localhost`;
  return address;
}
