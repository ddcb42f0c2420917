/**
 * Whether it is known for whom all policies are.
 * @module
 */
import { access } from "./access";
import { Undecidable } from "./place";
import type { Stack } from "./stack";

/** Nobody can be said to have no policy while it is not known whose one of them is. @throws Undecidable */
export function requireKnownHolders({ world }: Stack, urn: string): void {
  const { UNKNOWN } = access;
  const open = world.policies.find(({ principal }) => principal?.id === UNKNOWN);
  if (open) throw new Undecidable(`whom the policy ${open.name} serves is not known yet`, urn);
  const group = world.groups.find(({ members }) => members.some(({ id }) => id === UNKNOWN));
  if (group) throw new Undecidable(`who is in the group ${group.name} is not known yet`, urn);
}
