/**
 * What a bearer has been given, by policies of its own and of its groups, once that has taken effect.
 * @module
 */
import { principalKey, type Organization } from "../organization/organization";
import type { Bearer, Grant } from "../organization/records";
import type { Asked, Propagation } from "./propagation";

/** Collects grants; a new one may take effect bit by bit; a revocation does at once, unless it spreads, too. */
export class Grants {
  constructor(
    private readonly organization: Organization,
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
    const { groups, policies } = this.organization;
    const key = principalKey(bearer);
    const its = [...groups.by("member", key), ...groups.by("everyone", bearer.kind)];
    const principals = [key, ...its.map(({ id }) => principalKey({ kind: "group", id }))];
    return principals
      .flatMap((principal) => policies.by("principal", principal))
      .flatMap((policy) => policy.grants);
  }
}

function grantKey({ permissionSet, scope, scopeId, condition }: Grant): string {
  return `${permissionSet}\n${scope}\n${scopeId}\n${condition}`;
}
