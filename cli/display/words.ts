/**
 * How steps are called.
 * @module
 */
import type { StepOp } from "pulumi-storage-access-engine";

/** The words of one kind of step. */
interface Words {
  symbol: string;
  /** What happens: of a preview, and of a step that failed. */
  verb: string;
  /** What has happened. */
  done: string;
}

const WORDS: Record<StepOp, Words> = {
  same: { symbol: " ", verb: "leave", done: "unchanged" },
  create: { symbol: "+", verb: "create", done: "created" },
  update: { symbol: "~", verb: "update", done: "updated" },
  delete: { symbol: "-", verb: "delete", done: "deleted" },
  replace: { symbol: "+-", verb: "replace", done: "replaced" },
  "create-replacement": { symbol: "++", verb: "create replacement", done: "created replacement" },
  "delete-replaced": { symbol: "--", verb: "delete original", done: "deleted original" },
  "remove-pending-replace": {
    symbol: "~",
    verb: "complete replacement",
    done: "replacement completed",
  },
  read: { symbol: ">", verb: "read", done: "read" },
  "read-replacement": { symbol: ">>", verb: "read for replacement", done: "read for replacement" },
  discard: { symbol: "<", verb: "discard", done: "discarded" },
  "discard-replaced": { symbol: "<<", verb: "discard original", done: "discarded original" },
  refresh: { symbol: "~", verb: "refresh", done: "refreshed" },
};

/** The words of a step. */
export function wordsOf(op: StepOp): Words {
  return WORDS[op];
}

/** The words of a count in a summary, such as `+ 3 created`; of one that the table does not have, the name itself. */
export function countText(op: string, count: number, isPreview: boolean): string {
  const words = op in WORDS ? WORDS[op as StepOp] : { symbol: " ", verb: op, done: op };
  if (op === "same") return `  ${count} unchanged`;
  return `${words.symbol} ${count} ${isPreview ? `to ${words.verb}` : words.done}`;
}
