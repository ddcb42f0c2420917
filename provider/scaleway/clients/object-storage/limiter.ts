/**
 * Work of which only so much is under way at a time.
 * @module
 */

/** Starts a piece of work as soon as fewer than the limit are under way; after a failure nothing more is started. */
export type Add = (work: () => Promise<void>) => Promise<void>;

/**
 * Runs what `produce` adds, that many pieces at a time. When it is over, nothing is under way any more, also where
 * `produce` or a piece failed: what is done about the failure meets no piece that is still being sent.
 * @throws the first failure
 */
export async function limited(limit: number, produce: (add: Add) => Promise<void>): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const failFirst = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  const add: Add = async (work) => {
    if (underWay.size >= limit) await Promise.race(underWay);
    failFirst();
    const task: Promise<void> = work()
      .catch((thrown: unknown) => void failures.push(thrown))
      .finally(() => underWay.delete(task));
    underWay.add(task);
  };
  try {
    await produce(add);
  } catch (thrown) {
    failures.push(thrown);
  }
  await Promise.all(underWay);
  failFirst();
}
