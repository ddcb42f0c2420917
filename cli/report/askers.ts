/**
 * Whom a report is about, and how people name them.
 * @module
 */
import type * as access from "pulumi-storage-access/access";
import { nearest, signingPartsOf } from "pulumi-storage-access/tools";

/** What is shown of an asker. */
export interface Who {
  readonly kind: access.Asker["kind"];
  /** The principal's id, or the access key; `anonymous` for somebody without a key. */
  readonly id: string;
  readonly name: string;
  /** Of a key: whose. */
  readonly bearer?: access.PrincipalReference | undefined;
  readonly isOwner?: boolean | undefined;
  readonly isLocked?: boolean | undefined;
}

/** An asker with what is shown of it. */
export interface NamedAsker {
  readonly asker: access.Asker;
  readonly who: Who;
}

const ANONYMOUS: NamedAsker = {
  asker: { kind: "anonymous" },
  who: { kind: "anonymous", id: "anonymous", name: "anyone without a key" },
};

/** Every principal of the world, and somebody without a key. */
export function everyAsker(world: access.World): NamedAsker[] {
  return [...world.principals.map(principalAsker), ANONYMOUS];
}

/**
 * The askers that a word names: principals by id or name, an access key (`SCW...` or `SCW...@Project`), or `anonymous`.
 * @throws Error that names the nearest one
 */
export function readAsker(world: access.World, text: string): NamedAsker[] {
  if (text.toLowerCase() === "anonymous") return [ANONYMOUS];
  const byId = world.principals.filter(({ id }) => id === text);
  const principals = byId.length > 0 ? byId : world.principals.filter(({ name }) => name === text);
  if (principals.length > 0) return principals.map(principalAsker);
  const { accessKey } = signingPartsOf(text);
  const key = world.keys.find((known) => known.accessKey === accessKey);
  if (key) return [keyAsker(key, text)];
  const known = [
    ...world.principals.map(({ name }) => name),
    ...world.keys.map((one) => one.accessKey),
  ];
  const suggestion = nearest(text, known);
  throw new Error(
    `There is no user, application or key "${text}". ` +
      (suggestion === undefined ? "" : `Did you mean "${suggestion}"? `) +
      "--who takes the id or name of a user or application, an access key with or without @Project, or anonymous.",
  );
}

function principalAsker({ kind, id, name, isOwner, isLocked }: access.Principal): NamedAsker {
  const notes = { ...(isOwner && { isOwner }), ...(isLocked && { isLocked }) };
  return { asker: { kind, id }, who: { kind, id, name, ...notes } };
}

function keyAsker({ bearer }: access.Key, signedAs: string): NamedAsker {
  return {
    asker: { kind: "key", accessKey: signedAs },
    who: { kind: "key", id: signedAs, name: signedAs, bearer },
  };
}
