/**
 * All labeled programs.
 * @module
 */
import type { LabeledProgram } from "../../support/labeled-programs";
import { agreedPrograms } from "./agreed";
import { bucketPolicyPrograms } from "./bucket-policies";
import { bucketPrograms } from "./buckets";
import { dangerousRightsPrograms } from "./dangerous-rights";
import { keyPrograms } from "./keys";
import { needlessRightsPrograms } from "./needless-rights";
import { policyPrograms } from "./policies";
import { reachPrograms } from "./reach";
import { rightsOfKeysPrograms } from "./rights-of-keys";

/** Every labeled program. */
export const programs: readonly LabeledProgram[] = [
  ...keyPrograms,
  ...policyPrograms,
  ...bucketPrograms,
  ...bucketPolicyPrograms,
  ...rightsOfKeysPrograms,
  ...needlessRightsPrograms,
  ...dangerousRightsPrograms,
  ...reachPrograms,
  ...agreedPrograms,
];
