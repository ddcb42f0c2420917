/**
 * Answers that are the same for as long as their subject lives, such as whose a key is: asked for once.
 * @module
 */

/** Asks once per subject; whoever comes meanwhile shares the asking. A failure is not kept: the next one asks again. */
export type Once<Subject, Answer> = (
  subject: Subject,
  ask: () => Promise<Answer>,
) => Promise<Answer>;

/** Where askings are kept. */
interface Memory<Subject, Answer> {
  get(subject: Subject): Promise<Answer> | undefined;
  set(subject: Subject, asking: Promise<Answer>): unknown;
  delete(subject: Subject): unknown;
}

function onceIn<Subject, Answer>(asked: () => Memory<Subject, Answer>): Once<Subject, Answer> {
  return async (subject, ask) => {
    const memory = asked();
    const asking = memory.get(subject) ?? ask();
    memory.set(subject, asking);
    try {
      return await asking;
    } catch (thrown) {
      if (memory.get(subject) === asking) memory.delete(subject);
      throw thrown;
    }
  };
}

/** Subjects are objects; what is kept goes with them. */
export function oncePer<Answer>(): Once<object, Answer> {
  const asked = new WeakMap<object, Promise<Answer>>();
  return onceIn(() => asked);
}

/**
 * Subjects are names.
 * @param owner whose answers these are: what is kept goes with it. Default: one owner of all
 */
export function oncePerName<Answer>(owner?: () => object): Once<string, Answer> {
  const everybody = {};
  const asked = new WeakMap<object, Map<string, Promise<Answer>>>();
  return onceIn(() => {
    const of = owner?.() ?? everybody;
    const memory = asked.get(of) ?? new Map<string, Promise<Answer>>();
    asked.set(of, memory);
    return memory;
  });
}
