import { textList } from "../config";
import { nameOf, rulesHeldBy } from "../rights";
import { stackRule } from "../rule";
import { isAllowed } from "../stack";

/** Rules are replaced as a whole: who deploys can take the right to deploy away from itself. */
export const iamSelfLockout = stackRule({
  id: "iam-self-lockout",
  severity: "critical",
  description: "Whoever deploys the stack can manage policies after it as well.",
  remediation:
    "Keep a rule with IAMManager or IAMPolicyManager for whoever deploys. The provider refuses the change as well.",
  config: {
    deployers: textList(
      "Ids, or names in the program, of the applications and users that deploy the stack. Only those are looked at for which the program has policies.",
    ),
  },
  subjects: (stack, { config }) => {
    const deployers = config.texts("deployers");
    return stack.world.principals.filter(
      (principal) =>
        [principal.id, principal.name, stack.byId(principal.id)?.name].some(
          (name) => name !== undefined && deployers.includes(name),
        ) && rulesHeldBy(stack.world, principal).length > 0,
    );
  },
  check: (principal, stack) => {
    const urn = stack.byId(principal.id)?.urn;
    const question = {
      asker: principal,
      action: "policy:write",
      target: { organization: true as const },
    };
    if (isAllowed(stack.access, question, urn)) return undefined;
    return {
      urn,
      message: `${nameOf(stack, principal)} deploys this stack, and could not change policies any more after it`,
    };
  },
});
