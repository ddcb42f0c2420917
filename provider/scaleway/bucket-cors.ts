/**
 * Which pages of other origins may use a bucket.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { AnyDefinition } from "../core/definition";
import type { Rule } from "../core/fields";
import { integer, list, oneOf, record, set, text } from "../core/rules";
import { isInstanceOf, typeToken } from "../core/resource";
import { BucketChild, type BucketChildArgs } from "./bucket-child";
import { bucketSetting } from "./bucket-setting";
import type { NestedShape } from "./clients/object-storage";

/** Arguments of a {@link BucketCors}. */
export interface BucketCorsArgs extends BucketChildArgs {
  /** 1 to 100 rules: the first that fits a request counts. */
  rules: pulumi.Input<pulumi.Input<CorsRuleArgs>[]>;
}

/** One rule. */
export interface CorsRuleArgs {
  /** 1 to 255 characters. Default: none. */
  id?: pulumi.Input<string> | undefined;
  /** Where pages come from, such as `https://example.com`, with at most one `*` each. At least one. */
  allowedOrigins: pulumi.Input<pulumi.Input<string>[]>;
  /** What pages may do. At least one. */
  allowedMethods: pulumi.Input<pulumi.Input<"GET" | "PUT" | "POST" | "DELETE" | "HEAD">[]>;
  /** Headers that pages may send, with at most one `*` each. Default: none but those of every browser. */
  allowedHeaders?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Headers of answers that pages may read, without any `*`. Default: none but those of every browser. */
  exposeHeaders?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** How many seconds a browser may remember the rule, 0 or more. Default: the browser's. */
  maxAgeSeconds?: pulumi.Input<number> | undefined;
}

/** A rule as it is known after a deployment. */
export type CorsRule = pulumi.Unwrap<CorsRuleArgs>;

/**
 * Which pages of other origins may use a bucket from within a browser (CORS).
 *
 * It grants nothing: whoever asks needs the right to what it asks for, by a signature, or because anybody may. A bucket has
 * one list of rules: this resource owns all of it, and a bucket that has another already makes its creation fail, unless
 * `adopt: "existing"`. Not for clients other than browsers, which do not look at it.
 *
 * Minimal:
 * ```ts
 * new scaleway.BucketCors("pages", {
 *   bucket,
 *   rules: [{ allowedOrigins: ["https://example.com"], allowedMethods: ["GET"] }],
 * });
 * ```
 * Uploads by signed URLs from one's own pages, reading from anywhere:
 * ```ts
 * const uploads = new scaleway.Bucket("uploads");
 * new scaleway.BucketCors("uploads", {
 *   bucket: uploads,
 *   rules: [
 *     {
 *       allowedOrigins: ["https://*.example.com"],
 *       allowedMethods: ["PUT", "POST"],
 *       allowedHeaders: ["content-type", "x-amz-*"],
 *       exposeHeaders: ["ETag"],
 *       maxAgeSeconds: 3000,
 *     },
 *     { allowedOrigins: ["*"], allowedMethods: ["GET", "HEAD"] },
 *   ],
 * });
 * ```
 * In Scaleway's documentation: "Object Storage > Setting CORS rules on a bucket".
 */
export class BucketCors extends BucketChild {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:BucketCors");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return bucketCors;
  }

  /** True for CORS rules, also those made by another copy of this package. */
  static override isInstance(value: unknown): value is BucketCors {
    return isInstanceOf(value, BucketCors.__pulumiType);
  }

  /** The rules in the order given, which counts: the first that fits a request is taken. */
  declare readonly rules: pulumi.Output<CorsRule[]>;

  constructor(name: string, args: BucketCorsArgs, options?: pulumi.CustomResourceOptions) {
    super(bucketCors, { name, args, options });
  }
}

interface CorsModel {
  readonly rules: readonly NestedShape[];
}

const LONGEST_HEADER = 256;
const LONGEST_ORIGIN = 2_048;

/** A text with at most one `*`, which stands for any characters. */
function pattern(maximum: number): Rule {
  return text({
    minimum: 1,
    maximum,
    refuse: (value) =>
      value.split("*").length > 2 ? "there may be one * in it at most" : undefined,
  });
}

/** A list in which order means nothing; an empty one is none. */
function some(of: Rule): Rule {
  const rule = set(of);
  return {
    ...rule,
    canonical: (value) =>
      Array.isArray(value) && value.length === 0 ? null : rule.canonical(value),
  };
}

/** A list in which order means nothing, with at least one entry. */
function atLeastOne(of: Rule): Rule {
  const rule = set(of);
  return {
    ...rule,
    shape: list(of, 1).shape,
    check: (value, path, report) => {
      rule.check(value, path, report);
      if (Array.isArray(value) && value.length === 0) {
        report(path, "[] is not allowed: at least one is needed");
      }
    },
  };
}

const exposedHeader = text({
  minimum: 1,
  maximum: LONGEST_HEADER,
  refuse: (value) => (value.includes("*") ? "there may be no * in it" : undefined),
});

const corsRule = record({
  id: { rule: text({ minimum: 1, maximum: 255 }) },
  allowedOrigins: { rule: atLeastOne(pattern(LONGEST_ORIGIN)), required: true },
  allowedMethods: {
    rule: atLeastOne(oneOf("GET", "PUT", "POST", "DELETE", "HEAD")),
    required: true,
  },
  allowedHeaders: { rule: some(pattern(LONGEST_HEADER)) },
  exposeHeaders: { rule: some(exposedHeader) },
  maxAgeSeconds: { rule: integer(0, 2_147_483_647) },
});

const bucketCors = bucketSetting<CorsModel>({
  token: "scaleway:BucketCors",
  noun: "list of CORS rules",
  fields: { rules: { rule: list(corsRule, 1, 100), absent: "required" } },
  read: async (storage, bucket) => {
    const rules = await storage.getCors(bucket);
    return rules && { rules };
  },
  write: (storage, bucket, { rules = [] }) => storage.setCors(bucket, rules),
  remove: (storage, bucket) => storage.removeCors(bucket),
});
