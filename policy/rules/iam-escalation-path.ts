import { textList } from "../config";
import { Escalation } from "../escalation";
import { ADMIN_SETS } from "../grants";
import { nameOf, rulesHeldBy } from "../rights";
import { stackRule } from "../rule";

/** Some rights lead to all others, in one step or in several. */
export const iamEscalationPath = stackRule({
  id: "iam-escalation-path",
  severity: "critical",
  description: "Nobody but administrators can come to administer, by whatever steps.",
  remediation:
    "Take IAMPolicyManager, IAMApplicationManager, IAMGroupManager or IAMUserManager away, or name the principal in `allowed`. Somebody who holds IAMManager or OrganizationManager is an administrator, whom rule iam-admin-set is about.",
  config: { allowed: textList("Ids, or names, of principals that may come to administer.") },
  subjects: function* (stack, { config }) {
    const allowed = config.texts("allowed");
    const escalation = new Escalation(stack);
    for (const principal of stack.world.principals) {
      const isAdministrator =
        principal.isOwner === true ||
        rulesHeldBy(stack.world, principal).some(({ rule }) =>
          rule.permissionSetNames.some((set) => ADMIN_SETS.includes(set)),
        );
      const isAllowed = [principal.id, principal.name].some((name) => allowed.includes(name));
      if (!isAdministrator && !isAllowed) yield { principal, escalation };
    }
  },
  check: ({ principal, escalation }, stack) => {
    const step = escalation.stepOf(principal);
    if (step === undefined) return undefined;
    return { urn: stack.byId(principal.id)?.urn, message: `${nameOf(stack, principal)} ${step}` };
  },
});
