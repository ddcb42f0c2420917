/**
 * Rights on IAM and Account objects: users, applications, groups, policies, keys, Projects and the Organization itself.
 * @module
 */
import { identify, type Caller } from "./caller";
import type { ResourceFacts } from "./conditions";
import type { Asker, Reason, Target } from "./decision";
import type { Inquiry } from "./inquiry";
import { principalNamed } from "./names";
import { lockedReason } from "./project";
import { both, proof, type Proof } from "./proof";
import { hasOverItself, sourcesOf, type Right } from "./rights";
import { isGranted, unknownProject } from "./rules";
import type { PrincipalReference } from "./world";

/** Objects of IAM belong to no place. */
const LOCALITY = "global";
/** Kinds of objects whose names conditions may ask for. */
const NAMED = ["user", "application", "group", "policy", "ssh_key"];

/** May the asker do that with objects of that kind, or with that one? */
export function judgeOrganization(
  right: Right,
  { asker, target }: { readonly asker: Asker; readonly target: Target },
  inquiry: Inquiry,
): Proof {
  const { places, explains } = inquiry;
  const identified = identify(asker, places.world.organizationId, inquiry);
  // Of a key that is not known here nothing more can be said.
  if (!identified.caller && identified.isGood.truth !== "yes") return identified.isGood;
  return both(identified.isGood, () => {
    const { caller } = identified;
    if (!caller || caller.isLocked) {
      const reason: Reason = caller
        ? lockedReason(caller, inquiry)
        : { code: "anonymous", text: "calls to IAM need a key" };
      return proof(explains, "no", () => ({ reasons: [reason] }));
    }
    return byRight(right, { caller, target }, inquiry);
  });
}

function byRight(
  right: Right,
  { caller, target }: { readonly caller: Caller; readonly target: Target },
  inquiry: Inquiry,
): Proof {
  const { places, explains, switches } = inquiry;
  if ("projectId" in target && !places.hasProject(target.projectId)) {
    return unknownProject(target.projectId, inquiry);
  }
  const id = "organization" in target ? target.id : undefined;
  const bearer =
    right.resource === "api_key" && id !== undefined ? bearerOf(id, inquiry) : undefined;
  const isOwn = isAbout(caller, { right, id, bearer });
  if (isOwn && !caller.isOwner && hasOverItself(caller.kind, right, switches)) {
    const text = `${principalNamed(places, caller)} may do that with itself and its own keys`;
    return proof(explains, "yes", () => ({ reasons: [{ code: "ownRight", text }] }));
  }
  const sets = sourcesOf(right)
    .filter(({ keysOf }) => keysOf === undefined || keysOf === bearer?.kind)
    .map(({ set }) => set);
  const projectId =
    "projectId" in target && right.resource === "ssh_key" ? target.projectId : undefined;
  const resource =
    right.resource === "account_project" ? undefined : factsOf(right, target, inquiry);
  const what = `${right.resource}:${right.action}`;
  return isGranted(caller, { what, sets, projectId, resource }, inquiry);
}

/** Of a key: by its access key, or by who holds it or shall hold it. */
function bearerOf(id: string, { places }: Inquiry): PrincipalReference | undefined {
  const held = places.keys.get(id)?.bearer;
  if (held) return held;
  return (["user", "application"] as const)
    .map((kind) => ({ kind, id }))
    .find((reference) => places.principal(reference) !== undefined);
}

function isAbout(
  caller: Caller,
  {
    right,
    id,
    bearer,
  }: { right: Right; id: string | undefined; bearer: PrincipalReference | undefined },
): boolean {
  if (right.resource === "api_key") return bearer?.kind === caller.kind && bearer.id === caller.id;
  return right.resource === caller.kind && id === caller.id;
}

function factsOf({ resource }: Right, target: Target, { places }: Inquiry): ResourceFacts {
  if (!("organization" in target) || target.id === undefined) return {};
  const { id } = target;
  if (!NAMED.includes(resource)) return { id, locality: LOCALITY };
  const kind = resource === "user" ? "user" : "application";
  const known =
    resource === "group"
      ? places.groups.get(id)?.name
      : resource === "policy"
        ? places.world.policies.find((policy) => policy.id === id)?.name
        : places.principal({ kind, id })?.name;
  return { id, locality: LOCALITY, name: target.name ?? known };
}
