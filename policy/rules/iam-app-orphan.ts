import { APPLICATION } from "../kinds";
import { groupsOf } from "../rights";
import { requireKnownHolders } from "../holders";
import { stackRule } from "../rule";

/** What nothing uses is seldom missed, and one day used by somebody else. */
export const iamAppOrphan = stackRule({
  id: "iam-app-orphan",
  severity: "low",
  description: "An application has a key, a policy or a group.",
  remediation: "Take the application out, or give it what it is for.",
  subjects: (stack) => stack.of(APPLICATION),
  check: (application, stack) => {
    const { world } = stack;
    const me = { kind: "application" as const, id: stack.idOf(application) };
    const isMine = (other: { kind: string; id: string } | undefined): boolean =>
      other?.kind === me.kind && other.id === me.id;
    const isUsed =
      world.keys.some(({ bearer }) => isMine(bearer)) ||
      world.policies.some(({ principal }) => isMine(principal)) ||
      groupsOf(world, me).length > 0;
    if (isUsed) return undefined;
    requireKnownHolders(stack, application.urn);
    return { urn: application.urn, message: "it has neither a key nor a policy nor a group" };
  },
});
