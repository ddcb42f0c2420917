/**
 * How changes of rights spread: several copies of them answer, each behind the truth by its own time, so that one
 * caller hears yes, no and yes again until the last copy knows.
 * @module
 */
import { createHash } from "node:crypto";
import { LONGEST_LAG_SECONDS, type HistoryStore } from "../history";
import type { ServiceName } from "../requests";

/** How long a new key, rule, policy or membership takes to be known everywhere. */
export interface PropagationOptions {
  /** Nobody knows of a change before. Default 0. */
  readonly delaySeconds?: number;
  /** After the delay: some requests know, others do not. Delay and flicker are 300 seconds together at most. Default 0. */
  readonly flickerSeconds?: number;
  /** Decides, with its number, which copy answers a request. Default: the cloud's seed. */
  readonly seed?: string;
  /** IAM and Account calls, too; Object Storage always. Default false. */
  readonly iam?: boolean;
  /** What is taken away goes on for a while, too. Default false: it ends at once. */
  readonly revocations?: boolean;
}

/** A request, as far as it decides which copy answers it. */
export interface Asked {
  readonly service: ServiceName;
  /** The request's number in the log. */
  readonly number: number;
}

/** As many moments there are between "nobody knows" and "all know". */
const COPIES = 5;

/** @throws Error when the times are out of range */
export function checkPropagation({
  delaySeconds = 0,
  flickerSeconds = 0,
}: PropagationOptions): void {
  const isInRange = delaySeconds >= 0 && flickerSeconds >= 0;
  if (isInRange && delaySeconds + flickerSeconds <= LONGEST_LAG_SECONDS) return;
  throw new Error(
    `Propagation takes 0 to ${LONGEST_LAG_SECONDS} seconds, delay and flicker together, ` +
      `not ${delaySeconds} and ${flickerSeconds}.`,
  );
}

/** Which copy answers a request, and what that copy knows. */
export class Propagation {
  /** The longest that any copy is behind. */
  private readonly longestSeconds: number;

  constructor(
    private readonly history: HistoryStore,
    private readonly options: PropagationOptions & { readonly seed: string },
  ) {
    const { delaySeconds = 0, flickerSeconds = 0 } = options;
    this.longestSeconds = delaySeconds + flickerSeconds;
  }

  /** True when what was taken away may still hold. */
  get revocationsSpread(): boolean {
    return this.options.revocations ?? false;
  }

  /** Reads as the copy that answers the request. */
  seenBy<Result>(asked: Asked, read: () => Result): Result {
    return this.history.ago(this.lagSeconds(asked) * 1000, read);
  }

  /** Reads as the copy that is furthest behind. */
  seenLast<Result>(read: () => Result): Result {
    return this.history.ago(this.longestSeconds * 1000, read);
  }

  private lagSeconds({ service, number }: Asked): number {
    if (service !== "s3" && !this.options.iam) return 0;
    const { delaySeconds = 0, flickerSeconds = 0, seed } = this.options;
    const digest = createHash("sha256").update(`${seed}\n${number}`).digest();
    const copy = digest.readUInt32BE(0) % COPIES;
    return delaySeconds + (flickerSeconds * copy) / (COPIES - 1);
  }
}
