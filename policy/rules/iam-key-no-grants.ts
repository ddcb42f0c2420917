import { bearerOf } from "../bearers";
import { API_KEY } from "../kinds";
import { nameOf, requireDeclared, rulesHeldBy } from "../rights";
import { requireKnownHolders } from "../holders";
import { stackRule } from "../rule";

/** A key that opens nothing is either forgotten or waits for a policy that is. */
export const iamKeyNoGrants = stackRule({
  id: "iam-key-no-grants",
  severity: "medium",
  description: "Whoever has a key has some right.",
  remediation: "Give the bearer a policy, directly or by a group; or take the key out.",
  subjects: (stack) => stack.of(API_KEY),
  check: (key, stack) => {
    const bearer = bearerOf(stack, key);
    if (!bearer) return undefined;
    requireDeclared(stack, bearer, key.urn);
    if (rulesHeldBy(stack.world, bearer).length > 0) return undefined;
    requireKnownHolders(stack, key.urn);
    return {
      urn: key.urn,
      message: `${nameOf(stack, bearer)} has no rule at all: the key opens nothing`,
    };
  },
});
