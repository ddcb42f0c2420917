/**
 * Steps by which somebody comes to have every right: the evaluator says who may take each step.
 * @module
 */
import type { access } from "./access";
import { Undecidable } from "./place";
import type { Stack } from "./stack";

const keyOf = ({ kind, id }: access.PrincipalReference): string => `${kind} ${id}`;

/** Who can come to administer, and by which step first. */
export class Escalation {
  private readonly steps = new Map<string, string>();

  constructor(private readonly stack: Stack) {
    const { principals } = stack.world;
    for (const principal of principals) {
      if (!this.may(principal, "policy:write")) continue;
      this.steps.set(keyOf(principal), "can write a policy that gives it every right");
    }
    // Each step may make another one possible, until nobody new comes to administer.
    let known = -1;
    while (known !== this.steps.size) {
      known = this.steps.size;
      for (const principal of principals) {
        const step = this.steps.has(keyOf(principal)) ? undefined : this.next(principal);
        if (step !== undefined) this.steps.set(keyOf(principal), step);
      }
    }
  }

  /** The step by which somebody comes to administer; undefined where there is none. @throws Undecidable */
  stepOf(principal: access.Principal): string | undefined {
    const found = this.steps.get(keyOf(principal));
    if (found !== undefined) return found;
    this.requireKnown(principal);
    return undefined;
  }

  private next(principal: access.Principal): string | undefined {
    const { principals, groups } = this.stack.world;
    const stronger = (kind: "application" | "user"): access.Principal | undefined =>
      principals.find(
        (other) => other.kind === kind && other.id !== principal.id && this.steps.has(keyOf(other)),
      );
    const application = stronger("application");
    if (application && this.may(principal, "api_key:write", application.id)) {
      return `can make itself a key of application ${application.name}, which can come to administer`;
    }
    const user = stronger("user");
    if (user && this.may(principal, "user:write", user.id)) {
      return `can take over user ${user.name}, who can come to administer`;
    }
    const group = this.may(principal, "group:write")
      ? groups.find(({ id }) => this.isStrong(id, principal))
      : undefined;
    return group && `can join group ${group.name}, whose members can write policies`;
  }

  /** True where somebody who joins a group could then write policies. */
  private isStrong(groupId: string, principal: access.Principal): boolean {
    const joined = this.stack.accessIn(`${keyOf(principal)} in ${groupId}`, (world) => ({
      ...world,
      groups: world.groups.map((group) =>
        group.id === groupId ? { ...group, members: [...group.members, principal] } : group,
      ),
    }));
    return joined.answer(this.question(principal, "policy:write")) === "allow";
  }

  private may(principal: access.Principal, action: string, id?: string): boolean {
    const { answer, reasons } = this.stack.access.can(this.question(principal, action, id));
    if (answer !== "undecided") return answer === "allow";
    return !reasons.some(({ code }) => code === "unknownValue");
  }

  /** @param id - of the object that it is about; for a new key, of whom it shall be */
  private question(asker: access.Principal, action: string, id?: string): access.Question {
    return { asker, action, target: { organization: true, id } };
  }

  private requireKnown(principal: access.Principal): void {
    const urn = this.stack.byId(principal.id)?.urn;
    for (const action of ["policy:write", "application:write", "group:write", "user:write"]) {
      const { answer, reasons } = this.stack.access.can(this.question(principal, action));
      const unknown = reasons.find(({ code }) => code === "unknownValue");
      if (answer === "undecided" && unknown) throw new Undecidable(unknown.text, urn);
    }
  }
}
