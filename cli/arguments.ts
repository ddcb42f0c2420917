/**
 * The words of a command line in the order in which they are read.
 * @module
 */

/** Options that the Pulumi CLI takes in front of the command as well, and how many words follow each. */
const LEADING: Readonly<Record<string, number>> = {
  "-C": 1,
  "--cwd": 1,
  "-s": 1,
  "--stack": 1,
  "--non-interactive": 0,
};

/** The words with such options behind the command, where each command knows them. */
export function withLeadingOptionsBehind(words: readonly string[]): string[] {
  let count = 0;
  for (let word = words[0]; word !== undefined; word = words[count]) {
    const following = LEADING[word] ?? (/^--(cwd|stack)=/.test(word) ? 0 : undefined);
    if (following === undefined) break;
    count += 1 + following;
  }
  return [...words.slice(count), ...words.slice(0, count)];
}
