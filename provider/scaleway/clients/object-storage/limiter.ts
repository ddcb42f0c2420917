/**
 * Work of which only so much is under way at a time.
 * @module
 */

/** Work under way. */
export interface Limiter {
  /** Starts the work as soon as fewer than the limit are under way; fails with an earlier failure. */
  add(work: () => Promise<void>): Promise<void>;
  /** Waits for all; fails with the first failure. */
  finish(): Promise<void>;
}

/** A limiter for that many pieces of work at a time. */
export function createLimiter(limit: number): Limiter {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const failFirst = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    async add(work) {
      if (underWay.size >= limit) await Promise.race(underWay);
      failFirst();
      const task: Promise<void> = work()
        .catch((thrown: unknown) => void failures.push(thrown))
        .finally(() => underWay.delete(task));
      underWay.add(task);
    },
    async finish() {
      await Promise.all(underWay);
      failFirst();
    },
  };
}
