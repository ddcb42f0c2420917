import { catalogDate } from "pulumi-storage-access-catalog";
import { grantedSets, scopeTypeOf, setNames } from "../grants";
import { POLICY } from "../kinds";
import { suggestion } from "../nearest";
import { resourceRule } from "../rule";

/** A misspelled set fails the deployment halfway. */
export const iamSetUnknown = resourceRule({
  id: "iam-set-unknown",
  severity: "medium",
  description: "Permission sets have names that the catalog knows.",
  remediation:
    "Correct the name; where the vendor has a new set, take a newer version of this package or waive the finding.",
  types: [POLICY],
  subjects: grantedSets,
  check: ({ set }) => {
    const name = set.text();
    if (name === undefined || scopeTypeOf(name) !== undefined) return undefined;
    return `${set.path}: the catalog of ${catalogDate} knows no set ${JSON.stringify(name)}${suggestion(name, setNames)}`;
  },
});
