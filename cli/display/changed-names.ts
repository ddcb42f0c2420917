/**
 * Which properties of a resource change, by name.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import type { StepEvent } from "pulumi-storage-access-engine";
import type { PropertyMap } from "pulumi-storage-access-engine/state";

/** Inputs that this package's resources have for themselves: nobody wrote them, and nobody is told of them. */
const OWN_INPUTS = ["mark", "references", "secretInputs"];
const OWN_TYPES = /^pulumi-nodejs:dynamic\/(scaleway|selectel):/;

/** One name, and what becomes of the property. */
export interface ChangedName {
  name: string;
  kind: "add" | "delete" | "update";
}

const SIGNS = { add: "+", delete: "-", update: "~" } as const;

/** Whether a property is somebody's: neither the engine's own nor this package's. */
export function isTold(type: string, name: string): boolean {
  return !name.startsWith("__") && !(OWN_TYPES.test(type) && OWN_INPUTS.includes(name));
}

/** The properties that a step changes, sorted; of a refresh those that the cloud changed. */
export function changedNames({ op, type, old, new: now }: StepEvent): ChangedName[] {
  if (!old || !now) return [];
  const [before = {}, after = {}] =
    op === "refresh" ? [old.outputs, now.outputs] : [old.inputs, now.inputs];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => isTold(type, name) && !isDeepStrictEqual(before[name], after[name]))
    .sort()
    .map((name) => ({ name, kind: kindOf(name, before, after) }));
}

function kindOf(name: string, before: PropertyMap, after: PropertyMap): ChangedName["kind"] {
  if (before[name] === undefined) return "add";
  return after[name] === undefined ? "delete" : "update";
}

/** As the Pulumi CLI says it: ` [diff: ~description,+tags]`, with what makes it a replacement behind it. */
export function changedText(event: StepEvent): string {
  const changed = changedNames(event).map(({ name, kind }) => SIGNS[kind] + name);
  const replacing = (event.keys ?? []).filter((name) => isTold(event.type, name));
  const parts = [
    ...(changed.length > 0 ? [`diff: ${changed.join(",")}`] : []),
    ...(replacing.length > 0 ? [`replaces: ${replacing.join(",")}`] : []),
  ];
  return parts.length === 0 ? "" : ` [${parts.join("; ")}]`;
}
