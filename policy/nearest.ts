/**
 * "Did you mean ...?"
 * @module
 */

/** Pairs of neighboring letters, letter case apart. */
const pairs = (word: string): Set<string> => {
  const letters = word.toLowerCase();
  return new Set(Array.from({ length: letters.length - 1 }, (_, at) => letters.slice(at, at + 2)));
};

/** How much two words have in common, from 0 to 1. */
function likeness(left: string, right: string): number {
  const [ours, theirs] = [pairs(left), pairs(right)];
  const common = [...ours].filter((pair) => theirs.has(pair)).length;
  return ours.size + theirs.size === 0 ? 0 : (2 * common) / (ours.size + theirs.size);
}

/** The end of a sentence that suggests the known word closest to another; empty where none is at all like it. */
export function suggestion(word: string, known: readonly string[]): string {
  const [best] = known
    .map((name) => ({ name, likeness: likeness(word, name) }))
    .sort((left, right) => right.likeness - left.likeness);
  return best && best.likeness > 0.5 ? `; did you mean ${best.name}?` : "";
}
