/**
 * Bounds how much runs at once.
 * @module
 */

/** Runs at most so many tasks at once, the others in order of arrival. */
export class Limiter {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  #first = 0;

  constructor(limit: number) {
    this.#free = Math.max(1, limit);
  }

  /** Runs a task as soon as there is room. */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      this.#release();
    }
  }

  #release(): void {
    const next = this.#waiting[this.#first];
    if (next === undefined) {
      this.#waiting.length = 0;
      this.#first = 0;
      this.#free++;
    } else {
      this.#first++;
      next();
    }
  }
}
