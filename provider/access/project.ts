/**
 * In which Project a call acts, and whether that is where it has to.
 * @module
 */
import type { Caller } from "./caller";
import type { Asker, Reason, Remedy } from "./decision";
import type { Inquiry } from "./inquiry";
import { principalNamed, projectNamed } from "./names";
import { BARE, proof, type Proof } from "./proof";
import { isGranted, type Wanted } from "./rules";
import { UNKNOWN } from "./world";

/** The key's Project, or the one behind `@`. */
export function actsInReason({ projectId, key }: Caller, asker: Asker, inquiry: Inquiry): Reason {
  const where = projectNamed(inquiry.places, projectId);
  const accessKey = key?.accessKey ?? "";
  const isOverridden = asker.kind === "key" && asker.accessKey !== accessKey;
  return isOverridden
    ? {
        code: "overridingProject",
        text: `the key ${accessKey} acts in ${where}, which the call names`,
        project: projectId,
      }
    : {
        code: "preferredProject",
        text: `the key ${accessKey} acts in ${where}, which it prefers`,
        project: projectId,
      };
}

/** What is left of a locked member. */
export function lockedReason(caller: Caller, { places }: Inquiry): Reason {
  const who = principalNamed(places, caller);
  return { code: "lockedUser", text: `${who} is locked: its keys have no right of their own` };
}

/** Yes where the call acts in the Project of what is wanted, or need not. */
export function inProject(
  caller: Caller,
  wanted: Wanted & { readonly projectId: string; readonly bucket?: string },
  inquiry: Inquiry,
): Proof {
  const { projectId, bucket } = wanted;
  if (caller.projectId === projectId && projectId !== UNKNOWN) return BARE.yes;
  if (bucket !== undefined && !inquiry.switches.projectMustMatch) return BARE.yes;
  const here = bucket === undefined ? "what is asked for" : `bucket ${bucket}`;
  if (caller.projectId === UNKNOWN || projectId === UNKNOWN) {
    // Principals act wherever what they ask for is.
    if (!caller.key && inquiry.given.actsIn === undefined) return BARE.yes;
    const text =
      caller.projectId !== UNKNOWN
        ? `projectId of ${bucket === undefined ? "what is asked for" : `bucket ${bucket}`} is not known yet`
        : `defaultProjectId of the key ${caller.key?.accessKey ?? ""} is not known yet`;
    return proof(inquiry.explains, "open", () => ({ reasons: [{ code: "unknownValue", text }] }));
  }
  return proof(inquiry.explains, "no", () => ({
    reasons: [otherProject(caller, { projectId, here }, inquiry)],
    remedies: [remedyFor(caller, wanted, inquiry)],
  }));
}

function otherProject(
  caller: Caller,
  { projectId, here }: { readonly projectId: string; readonly here: string },
  { places }: Inquiry,
): Reason {
  const acts = projectNamed(places, caller.projectId);
  const is = projectNamed(places, projectId);
  const text = `the call acts in ${acts}, but ${here} is in ${is}: a call reaches one Project only`;
  return { code: "otherProject", text, project: projectId };
}

function remedyFor(
  caller: Caller,
  wanted: Wanted & { readonly projectId: string },
  inquiry: Inquiry,
): Remedy {
  const { projectId } = wanted;
  const signAs = caller.key && `${caller.key.accessKey}@${projectId}`;
  const sign = signAs ? `sign with ${signAs}` : `act in ${projectNamed(inquiry.places, projectId)}`;
  const right = isGranted(caller, wanted, inquiry);
  const how = signAs === undefined ? {} : { signAs };
  if (right.truth !== "no") return { text: sign, projectId, ...how };
  const [missing] = right.remedies;
  return {
    ...missing,
    text: `${missing?.text ?? "add the right"}, and ${sign}`,
    projectId,
    ...how,
  };
}
