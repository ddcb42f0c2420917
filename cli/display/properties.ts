/**
 * Properties of a step as lines of text.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { UNKNOWN } from "pulumi-storage-access-engine";
import { hideSecrets, isSecret } from "pulumi-storage-access-engine/secrets";
import type { PropertyMap, PropertyValue } from "pulumi-storage-access-engine/state";

/** Every property that differs, as `~ tags.stage: "a" => "b"`; secrets as `[secret]`, properties that are nobody's not at all. */
export function changedProperties(
  olds: PropertyMap,
  news: PropertyMap,
  isTold: (name: string) => boolean,
): string[] {
  const lines: string[] = [];
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  for (const name of [...names].sort()) {
    if (isTold(name)) addChanges(olds[name], news[name], name, lines);
  }
  return lines;
}

function addChanges(
  old: PropertyValue | undefined,
  value: PropertyValue | undefined,
  path: string,
  lines: string[],
): void {
  if (isDeepStrictEqual(old, value)) return;
  if (old === undefined) lines.push(`+ ${path}: ${propertyText(value)}`);
  else if (value === undefined) lines.push(`- ${path}: ${propertyText(old)}`);
  else if (isParent(old) && isParent(value) && Array.isArray(old) === Array.isArray(value)) {
    const [before, after] = [childrenOf(old), childrenOf(value)];
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const child = Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`;
      addChanges(before[name], after[name], child, lines);
    }
  } else lines.push(`~ ${path}: ${propertyText(old)} => ${propertyText(value)}`);
}

function isParent(value: PropertyValue): value is PropertyMap | PropertyValue[] {
  return typeof value === "object" && value !== null && !isSecret(value);
}

function childrenOf(value: PropertyMap | PropertyValue[]): Record<string, PropertyValue> {
  return Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : value;
}

/** A value as people read it: JSON, secrets hidden, unknown parts named. */
export function propertyText(value: PropertyValue | undefined): string {
  return JSON.stringify(hideSecrets(value ?? null)).replaceAll(
    `"${UNKNOWN}"`,
    "(known after deployment)",
  );
}
