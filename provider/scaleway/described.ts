/**
 * Name, description and tags, as applications, groups and policies have them.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../core/context";
import type { Field, Naming } from "../core/definition";
import { quote, type Rule } from "../core/fields";
import { set, text } from "../core/rules";
import { MARK_TAG, MAXIMUM_TAGS } from "../core/mark";
import type { Described } from "./clients/iam";

/** Name, description and tags. */
export interface DescribedArgs {
  /**
   * 1 to 64 letters, digits, `_ ( ) . -`, with blanks inside.
   * Default: the resource's name and seven hexadecimal digits, chosen once and kept.
   */
  name?: pulumi.Input<string> | undefined;
  /** At most 200 characters. Default: empty. */
  description?: pulumi.Input<string> | undefined;
  /**
   * At most 9 texts of letters, digits, blanks and `. _ - / = + @`, without order; the service's tenth is needed to find
   * the object again after a crash. Default: none.
   */
  tags?: pulumi.Input<pulumi.Input<string>[]> | undefined;
}

const iamName = text({
  minimum: 1,
  maximum: 64,
  pattern: /^[\w().-]+( +[\w().-]+)*$/,
  alphabet: "letters, digits and _ ( ) . -, with blanks inside",
});

/** A description of at most that many characters. */
export const descriptionRule = (maximum: number): Rule => text({ minimum: 0, maximum });

const LONGEST_TAG = 1_000;

const iamTag = text({
  minimum: 1,
  maximum: LONGEST_TAG,
  pattern: /^[a-zA-Z0-9._\-/=+@ ]+$/,
  alphabet: "letters, digits, blanks and . _ - / = + @ (no colon)",
  refuse: (tag) =>
    tag.startsWith(`${MARK_TAG}=`)
      ? `tags that begin with ${quote(`${MARK_TAG}=`)} are this provider's own`
      : undefined,
});

/** The tags of an IAM object: without order, one fewer than the service allows. */
export const iamTags: Rule = set(iamTag, MAXIMUM_TAGS);

/** The rules of name, description and tags. */
export const describedFields = {
  name: { rule: iamName, absent: "chosen" },
  description: { rule: descriptionRule(200), absent: { default: "" } },
  tags: { rule: iamTags, absent: { default: [] } },
} as const satisfies Record<keyof Described, Field>;

/** The names of these fields. */
export const DESCRIBED = ["name", "description", "tags"] as const;

/** Chooses a name where the program gives none. */
export function chooseIamName(
  _context: Context,
  given: Partial<Described>,
  naming: Naming,
): Promise<Partial<Described>> {
  if (given.name !== undefined) return Promise.resolve({});
  return Promise.resolve({ name: naming.name({ maximum: 64, forbidden: /[^\w().-]/g }) });
}

/** Name, description and tags of a wish that has them all. */
export function described({
  name = "",
  description = "",
  tags = [],
}: Partial<Described>): Described {
  return { name, description, tags };
}
