/**
 * All labeled programs.
 * @module
 */
import type { LabeledProgram } from "../../support/labeled-programs";
import { agreedPrograms } from "./agreed";
import { bucketPolicyPrograms } from "./bucket-policies";
import { bucketPrograms } from "./buckets";
import { keyPrograms } from "./keys";
import { policyPrograms } from "./policies";
import { reachPrograms } from "./reach";
import { rightsPrograms } from "./rights";

/** Every labeled program. */
export const programs: readonly LabeledProgram[] = [
  ...keyPrograms,
  ...policyPrograms,
  ...bucketPrograms,
  ...bucketPolicyPrograms,
  ...rightsPrograms,
  ...reachPrograms,
  ...agreedPrograms,
];
