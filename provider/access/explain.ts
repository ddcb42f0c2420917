/**
 * An answer as people read it: why, and what to do about it.
 * @module
 */
import type { Access } from "./access";
import { signingPartsOf } from "./access-key";
import type { Decision, Question, Remedy } from "./decision";

/**
 * The decision about a call, for whoever was refused: of one that acts in a Project the remedies also name the Projects in
 * which the same key may do the same.
 */
export function explained(access: Access, question: Question): Decision {
  const decision = access.can(question);
  if (decision.answer !== "deny") return decision;
  return { ...decision, remedies: [...decision.remedies, ...elsewhere(access, question)] };
}

function elsewhere(access: Access, question: Question): Remedy[] {
  const { asker, target } = question;
  if (asker.kind !== "key" || !("projectId" in target)) return [];
  const { accessKey } = signingPartsOf(asker.accessKey);
  return access.world.projects.flatMap(({ id, name }) => {
    const signAs = `${accessKey}@${id}`;
    const there = { asker: { kind: "key", accessKey: signAs }, target: { projectId: id } } as const;
    if (id === target.projectId || access.answer({ ...question, ...there }) !== "allow") return [];
    const called = name === id ? "" : ` to act in Project ${name}`;
    return { text: `sign with ${signAs}${called}`, projectId: id, signAs };
  });
}

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
