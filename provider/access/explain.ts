/**
 * An answer as people read it: why, and what to do about it.
 * @module
 */
import type { Decision } from "./decision";

/**
 * The answer in whole sentences, such as: "The key SCW... acts in its preferred Project reports; no rule gives ... there.
 * To allow it: add ObjectStorageObjectsRead on Project reports, or sign with SCW...@Project."
 */
export function sentence({ answer, reasons, remedies }: Decision): string {
  const because = reasons.map(({ text }) => text).join("; ");
  const told = because === "" ? "" : `${because.charAt(0).toUpperCase()}${because.slice(1)}.`;
  if (answer === "allow") return told;
  const ways = [...new Set(remedies.map(({ text }) => text))];
  return [told, ways.length === 0 ? "" : `To allow it: ${ways.join(", or ")}.`]
    .filter(Boolean)
    .join(" ");
}
