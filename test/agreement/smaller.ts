/**
 * Makes a case smaller that shows something: fast-check makes what it drew simpler, this takes away what is not needed.
 * @module
 */
import type { Case } from "./case";

/** Members that a world need not have. */
const OPTIONAL = ["policy", "grants", "conditions", "condition", "expiresAt", "isLocked"];

/** @param shows - true where a case still shows it; a case that it throws at is none */
export async function smallest(
  asked: Case,
  shows: (candidate: Case) => Promise<boolean>,
): Promise<Case> {
  for (const world of lessThan(asked.world) as Iterable<Case["world"]>) {
    const candidate = { ...asked, world };
    if (await shows(candidate).catch(() => false)) return smallest(candidate, shows);
  }
  return asked;
}

/** Everything that is the same but for one element or member that it lacks; the large parts first. */
function* lessThan(value: unknown): Generator {
  if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.toSpliced(index, 1);
    for (const [index, element] of value.entries()) {
      for (const less of lessThan(element)) yield value.with(index, less);
    }
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const name of Object.keys(value)) {
    if (!OPTIONAL.includes(name)) continue;
    yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
  }
  for (const [name, member] of Object.entries(value)) {
    for (const less of lessThan(member)) yield { ...value, [name]: less };
  }
}
