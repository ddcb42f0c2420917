/**
 * One row for each kind: a program that makes one resource of it (and what it needs), and what can be changed about it.
 * @module
 */
import type { DeclareOptions, Program, Values } from "../../../support/stack";
import { bucketAccessKinds } from "./bucket-access";
import { settingKinds } from "./bucket-settings";
import { bucketKinds } from "./buckets";
import { identityKinds } from "./iam";
import { rightKinds } from "./rights";
import type { Kind } from "./shared";

export type { Elsewhere, Kind, Part } from "./shared";

/** Every kind. Names are generated, so that several stacks have room in one Organization. */
export const kinds: readonly Kind[] = [
  ...identityKinds,
  ...bucketKinds,
  ...settingKinds,
  ...bucketAccessKinds,
  ...rightKinds,
];

/** Arguments with every field changed that can be changed in place; of two that exclude each other, the later. */
export const changed =
  (kind: Kind) =>
  (needed: Values): Values =>
    Object.assign({}, ...Object.values(kind.changes).map((change) => change(needed))) as Values;

/** A program that declares only what a kind needs. */
export function needsOf(kind: Kind): Program {
  return async (declare, projectId) => {
    await kind.needs?.(declare, projectId);
  };
}

/** The program of a kind, with some arguments changed. */
export function programOf(
  kind: Kind,
  change: (needed: Values) => Values = () => ({}),
  options: DeclareOptions = {},
): Program {
  return async (declare, projectId) => {
    const needed = { ...(await kind.needs?.(declare, projectId)), projectId };
    await declare(kind.token, "tested", { ...kind.args(needed), ...change(needed) }, options);
  };
}

/** What a kind may need, each of it the same: ids that nobody has, or what is not known yet. */
export function anyNeeded(kind: Kind, id: string): Values {
  const { sample = {} } = kind;
  return new Proxy(sample, { get: (_, name) => sample[String(name)] ?? id });
}
