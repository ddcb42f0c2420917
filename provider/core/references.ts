/**
 * Which property leads to which resource, down to the leaf. The engine knows dependencies per top-level property only, so
 * without this nobody could tell at a first preview, when every id is unknown, which Project a rule is about.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import type { Rule } from "./fields";

/** URNs by path, such as `{ "rules[0].projectIds[0]": "urn:..." }`. */
export type References = Record<string, string>;

/** What the rules say of the place that a value stands in. */
interface Place {
  readonly path: string;
  /** Undefined where the rules say nothing. */
  readonly rule: Rule | undefined;
  /** Resources behind the Output that the value came in. */
  readonly behind: readonly pulumi.CustomResource[];
}

/** The part of Pulumi's Outputs that looks at values while some parts of them are unknown. */
interface WithUnknowns {
  promise(withUnknowns: true): Promise<unknown>;
  readonly isKnown: Promise<boolean>;
  allResources(): Promise<Set<pulumi.Resource>>;
}

const inside = (output: pulumi.Output<unknown>): WithUnknowns => output as unknown as WithUnknowns;

/**
 * Finds every leaf that is another resource's id: the id itself, or an Output in whose place an id belongs and behind
 * which one resource alone stands. In an Output of several ids, those that are known are told by their value; the others
 * by their order, where there are as many of them as resources.
 */
export async function findReferences(
  rules: Readonly<Record<string, Rule>>,
  args: Readonly<Record<string, unknown>>,
): Promise<References> {
  const found: [string, string][] = [];
  for (const [name, rule] of Object.entries(rules)) {
    found.push(...(await walk(args[name], { path: name, rule, behind: [] })));
  }
  return Object.fromEntries(found);
}

/** True for a value in which nothing has to be waited for, and so nothing refers to a resource. */
export function isPlain(value: unknown): boolean {
  if (value === null || typeof value !== "object") return true;
  const isPending = value instanceof Promise || pulumi.Output.isInstance(value);
  if (isPending || pulumi.Resource.isInstance(value)) return false;
  return Object.values(value).every(isPlain);
}

/**
 * The names of the arguments that are secret, in whole or in part; undefined where none is.
 * @param hidden names of those that the program has hidden in the state although they are not secret
 */
export async function findSecretInputs(
  args: Readonly<Record<string, unknown>>,
  hidden: readonly string[] = [],
): Promise<string[] | undefined> {
  const names = Object.keys(args);
  const areSecret = await Promise.all(names.map((name) => isSecretWithin(args[name])));
  const secret = names.filter((name, index) => areSecret[index] === true || hidden.includes(name));
  return secret.length === 0 ? undefined : secret;
}

async function isSecretWithin(value: unknown): Promise<boolean> {
  if (isPlain(value)) return false;
  if (value instanceof Promise) return isSecretWithin(await value);
  // An Output of anything that holds a secret is secret itself.
  if (pulumi.Output.isInstance(value)) return pulumi.isSecret(value);
  if (pulumi.Resource.isInstance(value)) return false;
  const members = await Promise.all(Object.values(value as object).map(isSecretWithin));
  return members.includes(true);
}

async function walk(value: unknown, place: Place): Promise<[string, string][]> {
  if (value === undefined || value === null) return [];
  if (value instanceof Promise) return walk(await value, place);
  if (pulumi.Output.isInstance(value)) return walkOutput(value, place);
  if (pulumi.isUnknown(value) || typeof value !== "object") return [];
  const leaves: [string, string][] = [];
  for (const [name, member] of Object.entries(value)) {
    leaves.push(...(await walk(member, placeIn(place, name, Array.isArray(value)))));
  }
  return leaves;
}

async function walkOutput(
  output: pulumi.Output<unknown>,
  place: Place,
): Promise<[string, string][]> {
  const resources = await resourcesBehind(output);
  const exact = resources.find((resource) => (resource.id as unknown) === output);
  if (exact) return [[place.path, await urnOf(exact)]];
  const content = await inside(output).promise(true);
  const isOpen = content === undefined && !(await inside(output).isKnown);
  const leaves = idLeaves(content, place);
  const ids = await Promise.all(resources.map(knownId));
  const named = leaves.flatMap(({ path, value }) => {
    const owner = resources[ids.findIndex((id) => id !== undefined && id === value)];
    return owner ? [{ path, owner }] : [];
  });
  const openLeaves = leaves.filter(({ value }) => isOpen || pulumi.isUnknown(value));
  const openResources = resources.filter((_, index) => ids[index] === undefined);
  const ordered =
    openLeaves.length === openResources.length
      ? openLeaves.map(({ path }, index) => ({ path, owner: openResources[index] }))
      : [];
  const pairs: [string, string][] = [];
  for (const { path, owner } of [...named, ...ordered]) {
    if (owner) pairs.push([path, await urnOf(owner)]);
  }
  return pairs;
}

/** The places inside a value where the rules want an id. */
function idLeaves(value: unknown, place: Place): { path: string; value: unknown }[] {
  if (place.rule?.shape.type === "uuid") return [{ path: place.path, value }];
  if (value === null || typeof value !== "object" || pulumi.isUnknown(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    idLeaves(member, placeIn(place, name, Array.isArray(value))),
  );
}

function placeIn(place: Place, name: string, isList: boolean): Place {
  const path = isList ? `${place.path}[${name}]` : `${place.path}.${name}`;
  const shape = place.rule?.shape;
  const rule =
    shape?.type === "set" || shape?.type === "list"
      ? shape.of
      : shape?.type === "record"
        ? shape.members[name]?.rule
        : undefined;
  return { ...place, path, rule };
}

async function resourcesBehind(output: pulumi.Output<unknown>): Promise<pulumi.CustomResource[]> {
  const all = await inside(output).allResources();
  return [...all].filter((resource) => pulumi.CustomResource.isInstance(resource));
}

/** A resource's id, or undefined where it is not known yet. */
export async function knownId(resource: pulumi.CustomResource): Promise<string | undefined> {
  const id = await inside(resource.id).promise(true);
  return typeof id === "string" && id !== "" ? id : undefined;
}

const urnOf = async (resource: pulumi.Resource): Promise<string> =>
  String(await inside(resource.urn).promise(true));
