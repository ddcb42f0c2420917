/**
 * One after the other: work on the same thing, within this process.
 * @module
 */

const queues = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Runs the work once all that was asked for before it, of the same owner and name, is over, however that ended.
 * @param owner whose queues these are, such as one set of settings
 */
export async function inTurn<T>(owner: object, name: string, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(owner) ?? new Map<string, Promise<unknown>>();
  queues.set(owner, queue);
  const before = queue.get(name) ?? Promise.resolve();
  const turn = before.then(work, work);
  queue.set(name, turn);
  try {
    return await turn;
  } finally {
    if (queue.get(name) === turn) queue.delete(name);
  }
}
