/**
 * How reasons speak of things: by name and id, or by id alone where the name is not known.
 * @module
 */
import type { Places } from "./places";
import { UNKNOWN, type PrincipalReference } from "./world";

const shown = (name: string | undefined, id: string): string => {
  if (id === UNKNOWN) return "(not known yet)";
  const plain = shortened(id);
  return name === undefined || name === id || name === UNKNOWN ? plain : `${name} (${plain})`;
};

/** An id that is not known yet is a URN: its resource's name is what people know it by. */
function shortened(id: string): string {
  return id.startsWith("urn:pulumi:") ? (id.split("::").at(-1) ?? id) : id;
}

/** Such as `application uploader (6fc4...)`. */
export function principalNamed(places: Places, reference: PrincipalReference): string {
  const name = places.principal(reference)?.name;
  return `${reference.kind} ${shown(name, reference.id)}`;
}

/** Such as `application uploader (6fc4...)`, or that it is nobody in particular. */
export const callerNamed = (
  caller: PrincipalReference | undefined,
  { places }: { readonly places: Places },
): string => (caller ? principalNamed(places, caller) : "somebody without a key");

/** Such as `Project photos (6fc4...)`. */
export function projectNamed(places: Places, id: string): string {
  if (id === places.world.organizationId && id !== UNKNOWN)
    return `the default Project (${shortened(id)})`;
  return `Project ${shown(places.projects.get(id)?.name, id)}`;
}

/** Such as `policy readers (6fc4...)`. */
export const policyNamed = ({ name, id }: { name: string; id: string }): string =>
  `policy ${shown(name, id)}`;

/** A rule as programs and states count it, such as `rules[0]`. */
export const ruleAt = (place: number): string => `rules[${String(place)}]`;

/** A statement of a bucket policy, likewise: `statements[0]`. */
export const statementAt = (place: number): string => `statements[${String(place)}]`;

/** Such as `group readers (6fc4...)`. */
export const groupNamed = ({ name, id }: { name: string; id: string }): string =>
  `group ${shown(name, id)}`;

/** `a`, `a or b`, `a, b or c`. */
export function anyOfWords(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}
