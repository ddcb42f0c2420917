/**
 * What all steps of one question share.
 * @module
 */
import type { S3Operation } from "pulumi-storage-access-catalog";
import type { Conditions } from "./conditions";
import type { Circumstances } from "./decision";
import type { GrantBook } from "./grants";
import type { Places } from "./places";
import type { AccessSwitches } from "./switches";
import type { BucketPolicy } from "./world";

/** A question that is being answered. */
export interface Inquiry {
  readonly places: Places;
  readonly grants: GrantBook;
  readonly switches: Readonly<AccessSwitches>;
  readonly conditions: Conditions;
  /** The sets that allow an operation. */
  readonly setsFor: (entry: S3Operation) => readonly string[];
  /** What makes a bucket's policy none at all; undefined where it is good. */
  readonly faultOf: (policy: BucketPolicy) => string | undefined;
  readonly given: Circumstances;
  /** True where the reasons are wanted as well. */
  readonly explains: boolean;
}

/** The circumstances of a question that says nothing of them: one object, so that what it leads to is judged once. */
export const NO_CIRCUMSTANCES: Circumstances = {};
