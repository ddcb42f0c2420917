/**
 * What a proof counts, and the one line that it ends with.
 * @module
 */

/** Sums over all cases of a proof. */
export class Figures {
  cases = 0;
  kills = 0;
  faults = 0;
  staleReads = 0;
  foreignEdits = 0;
  /** Of these, the ones that came in the middle of a command. */
  editsMeanwhile = 0;
  spreading = 0;
  requests = 0;
  orphans = 0;
  duplicates = 0;
  tooSoon = 0;
  overwritten = 0;
  secrets = 0;
  longestConvergence = 0;
  private readonly start = performance.now();

  constructor(private readonly of: string) {}

  /** Prints the line: what was done to the commands, and what came of it. */
  print(): void {
    const seconds = ((performance.now() - this.start) / 1000).toFixed(0);
    const done =
      `${this.cases} cases, ${this.kills} kills, ${this.faults} faults, ${this.staleReads} stale reads, ` +
      `${this.foreignEdits} foreign edits (${this.editsMeanwhile} in the middle of a command), ${this.spreading} with rights that spread, ${this.requests} requests`;
    const came =
      `${this.orphans} orphans, ${this.duplicates} duplicates, at most ${this.longestConvergence} runs to converge, ` +
      `${this.tooSoon} requests sooner than Retry-After, ${this.overwritten} foreign edits overwritten, ` +
      `${this.secrets} secrets told`;
    process.stdout.write(`proof of ${this.of}: ${done}: ${came} (${seconds} s)\n`);
  }
}
