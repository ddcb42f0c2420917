/**
 * Yes, no or open, with what it rests on. Where nobody asks why, nothing is written down, and nothing is allocated.
 * @module
 */
import type { Reason, Remedy } from "./decision";

/** Whether something holds; open where that depends on what is not known. */
export type Truth = "yes" | "no" | "open";

/** A truth with the steps that lead to it, and what would turn a no into a yes. */
export interface Proof {
  readonly truth: Truth;
  readonly reasons: readonly Reason[];
  readonly remedies: readonly Remedy[];
}

const NOTHING: readonly never[] = [];
const bare = (truth: Truth): Proof => ({ truth, reasons: NOTHING, remedies: NOTHING });

/** A truth without reasons. */
export const BARE: Readonly<Record<Truth, Proof>> = {
  yes: bare("yes"),
  no: bare("no"),
  open: bare("open"),
};

/** What a proof says; made only where somebody asks why. */
export interface Said {
  readonly reasons: readonly Reason[];
  readonly remedies?: readonly Remedy[] | undefined;
}

/** A truth with its reasons where `explains`, else without. */
export function proof(explains: boolean, truth: Truth, say: () => Said): Proof {
  if (!explains) return BARE[truth];
  const { reasons, remedies = NOTHING } = say();
  return { truth, reasons, remedies };
}

/** Both must hold. The second is looked at only where the first is no no. */
export function both(first: Proof, second: () => Proof): Proof {
  if (first.truth === "no") return first;
  const then = second();
  // A no settles it, whatever the first depends on.
  if (then.truth === "no" && first.truth === "open") return then;
  const truth = then.truth === "yes" ? first.truth : then.truth;
  if (isBare(first) && isBare(then)) return BARE[truth];
  const remedies = truth === "no" ? then.remedies : [...first.remedies, ...then.remedies];
  return joined(truth, [...first.reasons, ...then.reasons], remedies);
}

/** One is enough. The second is looked at only where the first is no yes. */
export function either(first: Proof, second: () => Proof): Proof {
  if (first.truth === "yes") return first;
  const then = second();
  if (then.truth === "yes") return then;
  if (isBare(first) && isBare(then)) return first.truth === "open" ? first : then;
  const remedies = [...first.remedies, ...then.remedies];
  // What stays open is what counts; a no beside it says only what would help as well.
  if (first.truth !== then.truth) {
    return joined("open", (first.truth === "open" ? first : then).reasons, remedies);
  }
  return joined(first.truth, [...first.reasons, ...then.reasons], remedies);
}

const isBare = ({ reasons, remedies }: Proof): boolean =>
  reasons === NOTHING && remedies === NOTHING;

function joined(truth: Truth, reasons: readonly Reason[], remedies: readonly Remedy[]): Proof {
  return { truth, reasons, remedies };
}

/** Holds where all of them do. */
export function allOf(truths: Iterable<Truth>): Truth {
  let result: Truth = "yes";
  for (const truth of truths) {
    if (truth === "no") return "no";
    if (truth === "open") result = "open";
  }
  return result;
}

/** Holds where one of them does. */
export function anyOf(truths: Iterable<Truth>): Truth {
  let result: Truth = "no";
  for (const truth of truths) {
    if (truth === "yes") return "yes";
    if (truth === "open") result = "open";
  }
  return result;
}

/** Yes or no. */
export const truthOf = (holds: boolean): Truth => (holds ? "yes" : "no");

/** Yes for no, and no for yes. */
export const opposite = (truth: Truth): Truth =>
  truth === "open" ? "open" : truthOf(truth === "no");
