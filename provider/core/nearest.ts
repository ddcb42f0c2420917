/**
 * "Did you mean ...?": the known word that is closest to a misspelled one.
 * @module
 */

/** How many letters must be inserted, removed or exchanged to get from one word to the other. */
function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const exchanged = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      const removed = (previous[column] ?? 0) + 1;
      const inserted = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(exchanged, removed, inserted));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}

/** The closest of the known words, letter case apart; undefined where none is at all like it. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, cost: distance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((left, right) => left.cost - right.cost);
  const best = ranked[0];
  return best && best.cost <= Math.max(2, best.name.length / 2) ? best.name : undefined;
}
