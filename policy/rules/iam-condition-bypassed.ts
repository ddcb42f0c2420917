import { coversSet, nameOf, rulesHeldBy, scopesMeet, type HeldRule } from "../rights";
import { access } from "../access";
import { stackRule } from "../rule";

interface Pair {
  readonly mine: HeldRule;
  readonly others: readonly HeldRule[];
}

/** Rights add up: a condition is worth nothing where the same is given without it. */
export const iamConditionBypassed = stackRule<Pair>({
  id: "iam-condition-bypassed",
  severity: "high",
  description: "What a rule gives under a condition, no other rule gives without it.",
  remediation: "Put the condition on the other rule too, or take that rule out.",
  subjects: (stack) =>
    stack.world.principals.flatMap((principal) => {
      const held = rulesHeldBy(stack.world, principal);
      return held
        .filter(({ rule }) => rule.condition !== undefined && rule.condition !== "")
        .map((mine) => ({ mine, others: held.filter(({ rule }) => !rule.condition) }));
    }),
  check: ({ mine, others }, stack) => {
    const by = others.find(({ rule }) => scopesMeet(rule, mine.rule) && givesSame(rule, mine.rule));
    if (!by) return undefined;
    const { policy, index } = mine;
    const holder = policy.principal ? nameOf(stack, policy.principal) : "nobody";
    return {
      urn: stack.byId(policy.id)?.urn,
      message: `the condition of ${access.ruleAt(index)} for ${holder} is worth nothing: ${access.ruleAt(by.index)} of policy ${by.policy.name} gives the same without it`,
    };
  },
});

const givesSame = (free: access.Rule, bound: access.Rule): boolean =>
  bound.permissionSetNames.some((set) =>
    free.permissionSetNames.some((other) => coversSet(other, set)),
  );
