import { access } from "../access";
import { coversScope, coversSet, rulesHeldBy, type HeldRule } from "../rights";
import { stackRule } from "../rule";

interface Pair {
  readonly mine: HeldRule;
  readonly others: readonly HeldRule[];
}

/** Rules add up: what another one gives already need not be given again, and is forgotten when the other is taken away. */
export const iamRuleRedundant = stackRule<Pair>({
  id: "iam-rule-redundant",
  severity: "low",
  description: "A rule gives something that no other rule of the same principal gives already.",
  remediation: "Take the rule out.",
  subjects: ({ world }) =>
    world.policies.flatMap(({ id, principal, rules }) => {
      if (!principal || principal.id === access.UNKNOWN) return [];
      const held = rulesHeldBy(world, principal);
      return rules.flatMap((_, index) => {
        const mine = held.find((each) => each.policy.id === id && each.index === index);
        return mine ? [{ mine, others: held.filter((each) => each !== mine) }] : [];
      });
    }),
  check: ({ mine, others }, stack) => {
    const by = others.find(
      (other) => covers(other, mine) && !(covers(mine, other) && comesLater(other, mine)),
    );
    if (!by || mine.rule.permissionSetNames.length === 0) return undefined;
    return {
      urn: stack.byId(mine.policy.id)?.urn,
      message: `${access.ruleAt(mine.index)} gives nothing that ${access.ruleAt(by.index)} of policy ${by.policy.name} does not give`,
    };
  },
});

function covers({ rule: wide }: HeldRule, { rule: narrow }: HeldRule): boolean {
  const always = wide.condition === undefined || wide.condition === "";
  if (!always && (wide.condition !== narrow.condition || wide.condition === access.UNKNOWN))
    return false;
  return (
    coversScope(wide, narrow) &&
    narrow.permissionSetNames.every((set) =>
      wide.permissionSetNames.some((other) => coversSet(other, set)),
    )
  );
}

/** Of two equal rules the later one is the one too many. */
const comesLater = (one: HeldRule, other: HeldRule): boolean =>
  one.policy.id === other.policy.id
    ? one.index > other.index
    : one.policy.id.localeCompare(other.policy.id) > 0;
