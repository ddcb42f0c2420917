import { addressesIn, conditionalRules, isPrivateAddress } from "../conditions";
import { POLICY } from "../kinds";
import { resourceRule } from "../rule";

/** The service sees public addresses only. */
export const iamConditionPrivateIp = resourceRule({
  id: "iam-condition-private-ip",
  severity: "medium",
  description: "Conditions name public addresses.",
  remediation: "Name the public address from which the calls leave your network.",
  types: [POLICY],
  subjects: conditionalRules,
  check: ({ condition }) => {
    const found = addressesIn(condition.text() ?? "").find(isPrivateAddress);
    if (found === undefined) return undefined;
    return `${condition.path} names ${found}, a private address, from which no call is seen to come`;
  },
});
