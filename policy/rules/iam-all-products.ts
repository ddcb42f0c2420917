import { grantedSets } from "../grants";
import { POLICY } from "../kinds";
import { resourceRule } from "../rule";

/** Every product, also those that come next year. */
export const iamAllProducts = resourceRule({
  id: "iam-all-products",
  severity: "high",
  description: "No policy gives every product at once.",
  remediation: "Give the sets of the products that are used, such as ObjectStorageObjectsRead.",
  types: [POLICY],
  subjects: grantedSets,
  check: ({ set }) =>
    set.text() === "AllProductsFullAccess"
      ? `${set.path} is AllProductsFullAccess: every product, also those to come`
      : undefined,
});
