import { Undecidable } from "../place";
import { stackRule } from "../rule";

/** Such a policy does nothing until somebody joins, and then more than anybody remembers. */
export const iamEmptyGroup = stackRule({
  id: "iam-empty-group",
  severity: "low",
  description: "A group that has a policy has members.",
  remediation: "Put somebody into the group, or take its policy out.",
  subjects: ({ world }) =>
    world.policies.flatMap((policy) =>
      policy.principal?.kind === "group" ? [{ policy, groupId: policy.principal.id }] : [],
    ),
  check: ({ policy, groupId }, stack) => {
    const urn = stack.byId(policy.id)?.urn;
    const group = stack.world.groups.find(({ id }) => id === groupId);
    if (!group || group.members.length > 0 || group.everyone) return undefined;
    if (group.hasUnknownMembers) {
      throw new Undecidable(`others than this program may fill the group ${group.name}`, urn);
    }
    return { urn, message: `the policy serves the group ${group.name}, which nobody is in` };
  },
});
