/**
 * What a bearer has been given, by policies of its own and of its groups, once that has taken effect.
 * @module
 */
import type { Clock } from "../clock";
import { principalKey, type Organization } from "../organization/organization";
import type { Bearer, Grant, Policy } from "../organization/records";
import { microsecondsNow, type Microseconds } from "../timestamps";
import type { Asked, Propagation } from "./propagation";

/** A policy that speaks for a bearer, and since when. */
interface Source {
  readonly policy: Policy;
  readonly since: Microseconds;
}

/** Collects grants; a new one takes effect after a delay, or bit by bit; a revocation at once, unless it spreads, too. */
export class Grants {
  constructor(
    private readonly organization: Organization,
    private readonly clock: Clock,
    private readonly delaySeconds: number,
    private readonly propagation?: Propagation,
  ) {}

  /** Every grant of the bearer that is in effect for that request, conditions not looked at. */
  of(bearer: Bearer, asked: Asked): Grant[] {
    if (!this.propagation) return this.given(bearer);
    const known = this.propagation.seenBy(asked, () => this.given(bearer));
    if (this.propagation.revocationsSpread) return known;
    const keys = new Set(known.map(grantKey));
    return this.given(bearer).filter((grant) => keys.has(grantKey(grant)));
  }

  private given(bearer: Bearer): Grant[] {
    const newest = microsecondsNow(this.clock) - this.delaySeconds * 1_000_000;
    const isInEffect = (since: Microseconds): boolean => this.delaySeconds === 0 || since <= newest;
    return this.sourcesOf(bearer)
      .filter((source) => isInEffect(source.since))
      .flatMap((source) => source.policy.grants.filter((grant) => isInEffect(grant.since)));
  }

  private sourcesOf(bearer: Bearer): Source[] {
    const { groups } = this.organization;
    const key = principalKey(bearer);
    const memberships = groups.by("member", key).map((group) => {
      const member = group.members.find((candidate) => principalKey(candidate) === key);
      return { group, since: member?.since ?? group.createdAt };
    });
    const everyone = groups.by("everyone", bearer.kind).map((group) => ({ group, since: 0 }));
    return [
      ...this.policiesOf(key, 0),
      ...[...memberships, ...everyone].flatMap(({ group, since }) =>
        this.policiesOf(principalKey({ kind: "group", id: group.id }), since),
      ),
    ];
  }

  private policiesOf(key: string, memberSince: Microseconds): Source[] {
    const policies = this.organization.policies.by("principal", key);
    return policies.map((policy) => ({
      policy,
      since: Math.max(policy.principalSince, memberSince),
    }));
  }
}

function grantKey({ permissionSet, scope, scopeId, condition }: Grant): string {
  return `${permissionSet}\n${scope}\n${scopeId}\n${condition}`;
}
