/**
 * What a bucket's policy makes of a call, beside IAM and access lists.
 * @module
 */
import { factsOf } from "./circumstances";
import type { Reason, Remedy } from "./decision";
import { callerNamed, statementAt } from "./names";
import { BARE, both, either, proof, type Proof, type Truth } from "./proof";
import { isGranted } from "./rules";
import { openConditions } from "./statement-conditions";
import { meansCaller, verdictOf, type Fit, type Needed, type Verdict } from "./statements";
import type { Attempt } from "./storage";
import { UNKNOWN, type BucketPolicy } from "./world";

/** A call to a bucket with a policy; the other ways to be let in are tried only as far as they are needed. */
export interface PolicyAttempt extends Attempt {
  readonly needed: Needed;
  readonly policy: BucketPolicy;
  readonly byIam: () => Proof;
  readonly byList: () => Proof;
}

/** The policy narrows what IAM gives, or in its old version adds to it. */
export function byPolicy(attempt: PolicyAttempt): Proof {
  const { policy, inquiry, caller, bucket, key, needed, entry } = attempt;
  const { switches, explains } = inquiry;
  const fault = policy.malformed ?? inquiry.faultOf(policy);
  if (fault !== undefined) {
    const text = `the policy of bucket ${bucket.name} cannot be understood: ${fault}`;
    return proof(explains, "open", () => ({
      reasons: [{ code: "malformedPolicy", text, bucket: bucket.name }],
    }));
  }
  const verdict = verdictOf(policy, {
    caller,
    needed,
    key,
    bucket: bucket.name,
    facts: () => factsOf(entry, inquiry.given),
  });
  const denied: Truth = switches.denyEffect === "overrides" ? verdict.denies : "no";
  return both(notDenied(denied, verdict, attempt), () => allowed(verdict, attempt));
}

function allowed(verdict: Verdict, attempt: PolicyAttempt): Proof {
  const { policy, inquiry, caller } = attempt;
  const { switches } = inquiry;
  const isForAnyone = verdict.everyone !== "no" && (!caller || switches.starPrincipalSkipsIam);
  const public_ = isForAnyone
    ? said(verdict.everyone, verdict, { attempt, of: ({ everyone }) => everyone })
    : BARE.no;
  const isAdditive = policy.version === "2012-10-17" && switches.policy2012 === "additive";
  return either(public_, () => {
    if (isAdditive) {
      return either(attempt.byIam(), () => either(shared(verdict, attempt), attempt.byList));
    }
    const named = said(meansCaller(verdict), verdict, { attempt, of: meansCaller });
    const narrowed = both(named, () => either(attempt.byIam(), () => shared(verdict, attempt)));
    return switches.aclBesidePolicy === "added" ? either(narrowed, attempt.byList) : narrowed;
  });
}

/** A bucket shared with the Project of the call by its policy: the right is needed in that Project. */
function shared(verdict: Verdict, attempt: PolicyAttempt): Proof {
  const { caller, inquiry, entry } = attempt;
  const of = ({ project, everyone }: Pick<Fit, "project" | "everyone">): Truth =>
    meansCaller({ everyone, named: "no", project });
  const truth = of(verdict);
  if (!caller || truth === "no") return BARE.no;
  const wanted = {
    ...{ what: entry.operation, sets: inquiry.setsFor(entry), projectId: caller.projectId },
  };
  return both(said(truth, verdict, { attempt, of }), () => isGranted(caller, wanted, inquiry));
}

interface Saying {
  readonly attempt: PolicyAttempt;
  /** In which way a statement must mean the caller. */
  readonly of: (fit: Fit) => Truth;
}

function said(truth: Truth, { fits }: Verdict, { attempt, of }: Saying): Proof {
  const { inquiry } = attempt;
  return proof(inquiry.explains, truth, () => {
    const allowing = fits.filter(({ statement }) => statement.effect === "Allow");
    const telling = allowing.filter((fit) => of(fit) === truth);
    if (truth === "no") return notNamed(attempt);
    const reasons = telling.map((fit) => reasonOf(fit, truth, attempt));
    return { reasons: truth === "yes" ? reasons.slice(0, 1) : reasons };
  });
}

function notDenied(denied: Truth, { fits }: Verdict, attempt: PolicyAttempt): Proof {
  if (denied === "no") return BARE.yes;
  return proof(attempt.inquiry.explains, denied === "yes" ? "no" : "open", () => {
    const telling = fits.filter(
      (fit) => fit.statement.effect === "Deny" && meansCaller(fit) === denied,
    );
    const reasons = telling.map((fit) => reasonOf(fit, denied, attempt));
    const places = telling.map((fit) => placeOf(fit)).join(", ");
    return {
      reasons,
      remedies: [
        {
          text: `take ${callerNamed(attempt.caller, attempt.inquiry)} out of ${places} of the policy of bucket ${attempt.bucket.name}`,
        },
      ],
    };
  });
}

const placeOf = ({ place, statement: { sid } }: Fit): string =>
  `${statementAt(place)}${sid === undefined || sid === UNKNOWN ? "" : ` (${sid})`}`;

function reasonOf(fit: Fit, truth: Truth, attempt: PolicyAttempt): Reason {
  const { bucket, entry, inquiry, caller } = attempt;
  const { statement, place } = fit;
  const isDenial = statement.effect === "Deny";
  const who = fit.everyone !== "no" ? "everybody" : callerNamed(caller, inquiry);
  const says = `${placeOf(fit)} of the policy of bucket ${bucket.name} ${isDenial ? "denies" : "allows"} ${entry.operation} to ${who}`;
  const ids = { bucket: bucket.name, statement: place };
  if (truth === "yes") {
    return { code: isDenial ? "statementDenies" : "statementAllows", text: says, ...ids };
  }
  const because = openParts(fit, attempt);
  const isUnknown = because.some((part) => part.endsWith("not known yet"));
  return {
    code: isUnknown ? "unknownValue" : "statementOpen",
    text: `${says}: ${because.join("; ")}`,
    ...ids,
  };
}

function openParts({ statement }: Fit, { entry, inquiry, key, needed }: PolicyAttempt): string[] {
  const { principals, actions, resources, conditions = {} } = statement;
  const path = (name: string, list: readonly string[] = []): string[] =>
    list.includes(UNKNOWN) ? [`its ${name} are not known yet`] : [];
  const isPartOfBucket = needed.on === "object" && key === undefined;
  return [
    ...path("principals", [
      ...(principals.userIds ?? []),
      ...(principals.applicationIds ?? []),
      ...(principals.projectIds ?? []),
    ]),
    ...path("actions", actions),
    ...path("resources", resources),
    ...(isPartOfBucket ? [`only for ${resources.join(" or ")}`] : []),
    ...openConditions(conditions, factsOf(entry, inquiry.given)),
  ];
}

function notNamed({ bucket, entry, needed, caller, inquiry }: PolicyAttempt): {
  reasons: Reason[];
  remedies: Remedy[];
} {
  const who = callerNamed(caller, inquiry);
  const action = needed.actions[0] === undefined ? "*" : (entry.bucketPolicyAction ?? "*");
  const resource = needed.on === "bucket" ? bucket.name : `${bucket.name}/*`;
  const isKept = bucket.policy?.statements.some(({ isForDeployer }) => isForDeployer === true);
  const aside = isKept ? ", unless it is who deploys" : "";
  const reason: Reason = {
    code: "notNamed",
    text: `no statement of the policy of bucket ${bucket.name} allows ${entry.operation} to ${who}${aside}`,
    bucket: bucket.name,
  };
  const remedy = {
    text: `allow ${action} on ${resource} to ${who} in the policy of bucket ${bucket.name}`,
  };
  return { reasons: [reason], remedies: [remedy] };
}
