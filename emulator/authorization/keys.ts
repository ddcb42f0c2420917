/**
 * API keys as a request finds them: a new one, or one that was taken away, may not be known everywhere yet.
 * @module
 */
import type { Organization } from "../organization/organization";
import type { ApiKey } from "../organization/records";
import type { Asked, Propagation } from "./propagation";

/** Finds keys. What is found may still be unknown to the copy that answers. */
export class Keys {
  constructor(
    private readonly organization: Organization,
    private readonly propagation?: Propagation,
  ) {}

  /** The key with that access key. */
  byAccessKey(accessKey: string): ApiKey | undefined {
    return this.find(() => this.organization.apiKeys.find(accessKey));
  }

  /** The key with that secret. */
  bySecretKey(secretKey: string): ApiKey | undefined {
    return this.find(() => this.organization.apiKeys.by("secretKey", secretKey)[0]);
  }

  /** True when the copy that answers the request knows the key. */
  isKnown(key: Pick<ApiKey, "id">, asked: Asked): boolean {
    const isThere = (): boolean => this.organization.apiKeys.has(key.id);
    return this.propagation ? this.propagation.seenBy(asked, isThere) : isThere();
  }

  private find(lookUp: () => ApiKey | undefined): ApiKey | undefined {
    const lingering = (): ApiKey | undefined =>
      this.propagation?.revocationsSpread ? this.propagation.seenLast(lookUp) : undefined;
    return lookUp() ?? lingering();
  }
}
