/**
 * What a bucket policy is made of.
 * @module
 */
import { S3Error } from "./errors";

/** The current version of the grammar, and the deprecated one. */
export const POLICY_VERSIONS = ["2023-04-17", "2012-10-17"] as const;
export type PolicyVersion = (typeof POLICY_VERSIONS)[number];

/** One text or several. */
export type Texts = string | readonly string[];

/** Everyone, or a list of `user_id:...`, `application_id:...`, `project_id:...`. */
export type PolicyPrincipal = "*" | { readonly SCW: Texts };

/** Operator, then key, then values of which any one will do. */
export type PolicyConditions = Readonly<Record<string, Readonly<Record<string, Texts>>>>;

/** One statement, as it is written. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: PolicyPrincipal;
  readonly Action: Texts;
  readonly Resource: Texts;
  readonly Condition?: PolicyConditions;
}

/** A bucket policy that was accepted. */
export interface PolicyDocument {
  readonly Version: PolicyVersion;
  readonly Id?: string;
  readonly Statement: readonly PolicyStatement[];
}

/** One text as a list of one. */
export function listOf(texts: Texts): readonly string[] {
  return typeof texts === "string" ? [texts] : texts;
}

/**
 * The refusal of a policy's text.
 * @param what - as in "Policy has invalid action"
 */
export function malformedPolicy(what: string): S3Error {
  return new S3Error("MalformedPolicy", { message: `Policy has invalid ${what}` });
}
