/**
 * Whether IAM gives a right: a rule with a fitting set must cover the Project, or the Organization.
 * @module
 */
import type { Caller } from "./caller";
import type { ResourceFacts } from "./conditions";
import type { Reason, Remedy } from "./decision";
import type { Grant } from "./grants";
import type { Inquiry } from "./inquiry";
import { anyOfWords, groupNamed, policyNamed, principalNamed, projectNamed, ruleAt } from "./names";
import { BARE, proof, type Proof, type Truth } from "./proof";
import { leastOf } from "./rights";
import { UNKNOWN } from "./world";

/** What a rule must give. */
export interface Wanted {
  /** In words, such as `GetObject` or `policy:write`. */
  readonly what: string;
  /** Any one of these sets will do. */
  readonly sets: readonly string[];
  /** Absent: the Organization. */
  readonly projectId?: string | undefined;
  /** For conditions; absent where the product does not support any on resources. */
  readonly resource?: ResourceFacts | undefined;
}

interface Judged {
  readonly grant: Grant;
  readonly set: string;
  readonly truth: Truth;
  readonly because: readonly string[];
}

/** True where IAM gives it. */
export function isGranted(caller: Caller, wanted: Wanted, inquiry: Inquiry): Proof {
  const { places, explains } = inquiry;
  const { projectId } = wanted;
  if (projectId !== undefined && !places.hasProject(projectId)) {
    return unknownProject(projectId, inquiry);
  }
  if (caller.isOwner)
    return proof(explains, "yes", () => ({ reasons: [ownerReason(caller, inquiry)] }));
  const grants = inquiry.grants.of(caller);
  if (!explains) {
    if (grants.givesAlways(wanted.sets, projectId)) return BARE.yes;
    // In a Project that is not known yet every rule about a Project is as uncertain.
    const uncertain = projectId === UNKNOWN ? grants.all : grants.uncertain;
    return BARE[bestOf(judgeAll(uncertain, wanted, inquiry)).truth];
  }
  const judged = judgeAll(grants.all, wanted, inquiry);
  const { truth } = bestOf(judged);
  const reasons = judged
    .filter((one) => one.truth === truth)
    .map((one) => reasonOf(one, wanted, inquiry));
  if (truth === "yes") return { truth, reasons: reasons.slice(0, 1), remedies: [] };
  const remedies = [remedyFor(wanted, inquiry)];
  if (truth === "open") return { truth, reasons, remedies };
  const why = reasons.length > 0 ? reasons : missing(caller, wanted, inquiry);
  return { truth, reasons: why, remedies };
}

/** Nobody may do anything in a Project that is not there. */
export function unknownProject(projectId: string, { explains }: Inquiry): Proof {
  const text = `there is no Project ${projectId}`;
  return proof(explains, "no", () => ({
    reasons: [{ code: "unknownProject", text, project: projectId }],
  }));
}

function ownerReason(caller: Caller, { places }: Inquiry): Reason {
  const who = principalNamed(places, caller);
  return { code: "owner", text: `${who} is the Organization's owner: IAM refuses it nothing` };
}

/** Every rule that gives a fitting set where it is wanted. */
function judgeAll(grants: readonly Grant[], wanted: Wanted, inquiry: Inquiry): Judged[] {
  return grants.flatMap((grant): Judged[] => {
    const place = covers(grant, wanted.projectId);
    if (place === "no") return [];
    const set = wanted.sets.find((name) => grant.sets.has(name));
    if (set === undefined && !grant.sets.has(UNKNOWN)) return [];
    const { condition } = grant.rule;
    const { truth, because } = condition
      ? inquiry.conditions.holds(condition, inquiry.given, wanted.resource)
      : { truth: "yes" as const, because: [] };
    if (truth === "no") return [{ grant, set: set ?? UNKNOWN, truth, because: [condition ?? ""] }];
    const open = [...openParts(grant, { place, isSetOpen: set === undefined }), ...because];
    return [
      {
        grant,
        set: set ?? UNKNOWN,
        truth: open.length > 0 ? ("open" as const) : truth,
        because: open,
      },
    ];
  });
}

function openParts(
  { source, place: rule }: Grant,
  { place, isSetOpen }: { readonly place: Truth; readonly isSetOpen: boolean },
): string[] {
  const path = ruleAt(rule);
  return [
    ...(source.isOpen ? ["whom it serves is not known yet"] : []),
    ...(place === "open" ? [`${path}.projectIds is not known yet`] : []),
    ...(isSetOpen ? [`${path}.permissionSetNames is not known yet`] : []),
  ];
}

/** A rule about the Organization covers every Project. */
function covers({ projects }: Grant, projectId: string | undefined): Truth {
  if (!projects) return "yes";
  if (projectId === undefined) return "no";
  if (projectId !== UNKNOWN && projects.has(projectId)) return "yes";
  return projectId === UNKNOWN || projects.has(UNKNOWN) ? "open" : "no";
}

function bestOf(judged: readonly Judged[]): { truth: Truth } {
  return (
    judged.find(({ truth }) => truth === "yes") ??
    judged.find(({ truth }) => truth === "open") ?? { truth: "no" }
  );
}

function reasonOf(judged: Judged, wanted: Wanted, { places }: Inquiry): Reason {
  const { grant, set, truth, because } = judged;
  const { source, place } = grant;
  const via = source.group ? `, by ${groupNamed(source.group)}` : "";
  const where = grant.projects
    ? projectNamed(places, wanted.projectId ?? "")
    : "the whole Organization";
  const rule = `${ruleAt(place)} of ${policyNamed(source.policy)}${via}`;
  const ids = {
    ...{ policy: source.policy.id, rule: place, group: source.group?.id },
    ...(set === UNKNOWN ? {} : { permissionSet: set }),
    project: wanted.projectId,
  };
  const gives = set === UNKNOWN ? "gives" : `gives ${set} on ${where}`;
  if (truth === "yes") return { code: "rule", text: `${rule} ${gives}`, ...ids };
  const detail = because.join("; ");
  return truth === "no"
    ? {
        code: "conditionFails",
        text: `${rule} ${gives}, but its condition does not hold: ${detail}`,
        ...ids,
      }
    : {
        code: because.some((part) => part.endsWith("not known yet"))
          ? "unknownValue"
          : "conditionOpen",
        text: `${rule} ${gives}: ${detail}`,
        ...ids,
      };
}

/** What there is instead: the same sets elsewhere, or nothing. */
function missing(caller: Caller, wanted: Wanted, inquiry: Inquiry): Reason[] {
  const { places } = inquiry;
  const who = principalNamed(places, caller);
  const where =
    wanted.projectId === undefined ? "the Organization" : projectNamed(places, wanted.projectId);
  const elsewhere = inquiry.grants
    .of(caller)
    .all.filter(({ sets }) => wanted.sets.some((set) => sets.has(set)))
    .filter((grant) => covers(grant, wanted.projectId) === "no");
  const known = places.isPartial ? ", as far as is known here" : "";
  if (elsewhere.length === 0) {
    return [
      {
        code: "noRule",
        text: `no rule gives ${who} ${wanted.what} on ${where}${known}`,
        project: wanted.projectId,
      },
    ];
  }
  return elsewhere.map(({ source, place, projects = new Set<string>() }) => ({
    code: "ruleElsewhere",
    text:
      `${ruleAt(place)} of ${policyNamed(source.policy)} gives ${who} ${wanted.what} on ` +
      `${[...projects].map((id) => projectNamed(places, id)).join(", ") || "no Project"} only, not on ${where}${known}`,
    ...{
      policy: source.policy.id,
      rule: place,
      group: source.group?.id,
      project: wanted.projectId,
    },
  }));
}

function remedyFor({ sets, projectId }: Wanted, { places }: Inquiry): Remedy {
  const least = leastOf(sets);
  const where = projectId === undefined ? "the Organization" : projectNamed(places, projectId);
  return {
    text: `add ${anyOfWords(least)} on ${where}`,
    permissionSetNames: least,
    ...(projectId === undefined ? {} : { projectId }),
  };
}
