/**
 * Answers that are the same for as long as their subject lives, such as whose a key is: asked for once.
 * @module
 */

/** Asks once per subject; whoever comes meanwhile shares the asking. A failure is not kept. */
export function oncePer<Answer>(): (
  subject: object,
  ask: () => Promise<Answer>,
) => Promise<Answer> {
  const asked = new WeakMap<object, Promise<Answer>>();
  return async (subject, ask) => {
    const asking = asked.get(subject) ?? ask();
    asked.set(subject, asking);
    try {
      return await asking;
    } catch (thrown) {
      if (asked.get(subject) === asking) asked.delete(subject);
      throw thrown;
    }
  };
}
