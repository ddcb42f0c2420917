/**
 * Mistakes of the evaluator.
 * @module
 */
import { ORGANIZATION } from "./ids";
import type { Mutant } from "./mutants";

const ROOM = "provider/access";

const byIam: readonly Mutant[] = [
  {
    name: "group ignored",
    file: `${ROOM}/places.ts`,
    from: `...(this.groupsOfMember.get(keyOf(reference)) ?? NONE),`,
    to: ``,
  },
  {
    name: "managed group ignored",
    file: `${ROOM}/places.ts`,
    from: `...this.everyoneGroups.filter(({ everyone }) => everyone === reference.kind),`,
    to: ``,
  },
  {
    name: "managed group of users holds applications",
    file: `${ROOM}/places.ts`,
    from: `everyone === reference.kind`,
    to: `everyone !== undefined`,
  },
  {
    name: "condition ignored",
    file: `${ROOM}/conditions.ts`,
    from: `outcome.kind === "value" && outcome.value === true ? YES : NO`,
    to: `YES`,
  },
  {
    name: "a result that is no truth value taken for true",
    file: `${ROOM}/conditions.ts`,
    from: `outcome.value === true ? YES`,
    to: `outcome.value !== false ? YES`,
  },
  {
    name: "a condition that fails taken for true",
    file: `${ROOM}/conditions.ts`,
    from: `outcome.kind === "value" && outcome.value === true ?`,
    to: `outcome.kind === "error" || outcome.value === true ?`,
  },
  {
    name: "agent's name not cut",
    file: `${ROOM}/conditions.ts`,
    from: `.slice(0, USER_AGENT_LIMIT)`,
    to: ``,
  },
  {
    name: "resource conditions on storage hold",
    file: `${ROOM}/conditions.ts`,
    from: `return this.switches.resourceConditionOnStorage === "conditionIgnored" ? YES : NO;`,
    to: `return YES;`,
  },
  {
    name: "|| does not absorb errors",
    file: `${ROOM}/expression.ts`,
    from: `outcome.kind === "value" && outcome.value === settling`,
    to: `outcomes.length === 0 && outcome.kind === "value" && outcome.value === settling`,
  },
  {
    name: "time zones by name taken for UTC",
    file: `${ROOM}/expression-values.ts`,
    from: `timeZone: zone`,
    to: `timeZone: "UTC"`,
  },
  {
    name: "union taken as intersection",
    file: `${ROOM}/rules.ts`,
    from: `  return (
    judged.find(({ truth }) => truth === "yes") ??
    judged.find(({ truth }) => truth === "open") ?? { truth: "no" }
  );`,
    to: `  return judged.find(({ truth }) => truth !== "yes") ?? judged[0] ?? { truth: "no" };`,
  },
  {
    name: "a Project's rule taken for the Organization",
    file: `${ROOM}/rules.ts`,
    from: `if (projectId === undefined) return "no";`,
    to: `if (projectId === undefined) return "yes";`,
  },
  {
    name: "the default Project's rule taken for the Organization",
    file: `${ROOM}/grants.ts`,
    from: `return { source, place, rule, sets, projects: new Set(projectIds) };`,
    to: `return { source, place, rule, sets, projects: projectIds.includes("${ORGANIZATION}") ? undefined : new Set(projectIds) };`,
  },
  {
    name: "Organization's rule only for the default Project",
    file: `${ROOM}/rules.ts`,
    from: `const place = covers(grant, wanted.projectId);`,
    to: `const place = !grant.projects && wanted.projectId !== undefined && wanted.projectId !== inquiry.places.world.organizationId ? "no" : covers(grant, wanted.projectId);`,
  },
  {
    name: "lock ignored",
    file: `${ROOM}/caller.ts`,
    from: `isLocked: principal?.isLocked ?? false`,
    to: `isLocked: false`,
  },
  {
    name: "Owner forgotten",
    file: `${ROOM}/caller.ts`,
    from: `isOwner: principal?.isOwner ?? false`,
    to: `isOwner: false`,
  },
  {
    name: "rights on oneself forgotten",
    file: `${ROOM}/organization.ts`,
    from: `if (isOwn && !caller.isOwner && hasOverItself`,
    to: `if (!isOwn && !caller.isOwner && !hasOverItself`,
  },
  {
    name: "sets for keys of applications reach those of users",
    file: `${ROOM}/organization.ts`,
    from: `keysOf === undefined || keysOf === bearer?.kind`,
    to: `keysOf === undefined || keysOf !== "nobody"`,
  },
  {
    name: "expiry off by one",
    file: `${ROOM}/caller.ts`,
    from: `given.time.getTime() < end`,
    to: `given.time.getTime() <= end`,
  },
  {
    name: "override ignored",
    file: `${ROOM}/caller.ts`,
    from: `project ?? inquiry.given.actsIn ?? key.defaultProjectId`,
    to: `inquiry.given.actsIn ?? key.defaultProjectId`,
  },
  {
    name: "preferred Project ignored",
    file: `${ROOM}/caller.ts`,
    from: `project ?? inquiry.given.actsIn ?? key.defaultProjectId`,
    to: `project ?? inquiry.given.actsIn ?? home`,
  },
];

const byPolicies: readonly Mutant[] = [
  {
    name: "preferred Project grants",
    file: `${ROOM}/storage.ts`,
    from: `both(isGranted(caller, wanted, inquiry), () => isOwnObject(attempt))`,
    to: `both(caller.key?.defaultProjectId === bucket.projectId ? BARE.yes : isGranted(caller, wanted, inquiry), () => isOwnObject(attempt))`,
  },
  {
    name: "another Project's bucket reached",
    file: `${ROOM}/project.ts`,
    from: `bucket !== undefined && !inquiry.switches.projectMustMatch`,
    to: `bucket !== undefined`,
  },
  {
    name: "Deny ignored",
    file: `${ROOM}/bucket-policy.ts`,
    from: `switches.denyEffect === "overrides" ? verdict.denies : "no"`,
    to: `"no"`,
  },
  {
    name: "policy without IAM suffices",
    file: `${ROOM}/bucket-policy.ts`,
    from: `both(named, () => either(attempt.byIam(), () => shared(verdict, attempt)))`,
    to: `named`,
  },
  {
    name: "IAM without being named suffices",
    file: `${ROOM}/bucket-policy.ts`,
    from: `both(named, () => either(attempt.byIam(), () => shared(verdict, attempt)))`,
    to: `either(attempt.byIam(), () => shared(verdict, attempt))`,
  },
  {
    name: "version 2012 taken like 2023",
    file: `${ROOM}/bucket-policy.ts`,
    from: `policy.version === "2012-10-17" && switches.policy2012 === "additive"`,
    to: `false`,
  },
  {
    name: "principal * needs a key",
    file: `${ROOM}/bucket-policy.ts`,
    from: `(!caller || switches.starPrincipalSkipsIam)`,
    to: `(caller !== undefined && switches.starPrincipalSkipsIam)`,
  },
  {
    name: "access list beside the policy counts",
    file: `${ROOM}/bucket-policy.ts`,
    from: `switches.aclBesidePolicy === "added" ? either(narrowed, attempt.byList) : narrowed`,
    to: `either(narrowed, attempt.byList)`,
  },
  {
    name: "foreign objects readable",
    file: `${ROOM}/storage.ts`,
    from: `if (!isOwnersAlone || writer === bucket.projectId) return BARE.yes;`,
    to: `if (!isOwnersAlone || writer !== "") return BARE.yes;`,
  },
  {
    name: "gate of DeleteBucket forgotten",
    file: `${ROOM}/statements.ts`,
    from: `if (bucketPolicyGate === "none") return undefined;`,
    to: `if (bucketPolicyGate !== "action") return undefined;`,
  },
  {
    name: "letter case of actions matters",
    file: `${ROOM}/statements.ts`,
    from: `const lowered = name.toLowerCase();`,
    to: `const lowered = name === name.toUpperCase() ? name : name.toLowerCase();`,
  },
  {
    name: "prefix matched without its slash",
    file: `${ROOM}/statements.ts`,
    from: `fitsPattern(key, below, { hasSingle: false })`,
    to: `fitsPattern(key, below.replace("/*", "*"), { hasSingle: false })`,
  },
  {
    name: "b/* covers the bucket itself",
    file: `${ROOM}/statements.ts`,
    from: `truthOf(pattern === bucket)`,
    to: `truthOf(pattern.split("/")[0] === bucket)`,
  },
  {
    name: "? in a resource stands for any character",
    file: `${ROOM}/statements.ts`,
    from: `{ hasSingle: false }`,
    to: `{ hasSingle: true }`,
  },
  {
    name: "operators of a condition joined by OR",
    file: `${ROOM}/statement-conditions.ts`,
    from: `return allOf(truths);`,
    to: `return truths.includes("yes") ? "yes" : "no";`,
  },
  {
    name: "NotIpAddress like IpAddress",
    file: `${ROOM}/statement-conditions.ts`,
    from: `["NotIpAddress", { ...ADDRESS, isNegative: true }]`,
    to: `["NotIpAddress", ADDRESS]`,
  },
  {
    name: "DateGreaterThanEquals off by one",
    file: `${ROOM}/statement-conditions.ts`,
    from: `fact >= value`,
    to: `fact > value`,
  },
  {
    name: "DateLessThan off by one",
    file: `${ROOM}/statement-conditions.ts`,
    from: `fact < value`,
    to: `fact <= value`,
  },
  {
    name: "absent key fails the Not forms",
    file: `${ROOM}/statement-conditions.ts`,
    from: `if (fact === null) return truthOf(operator.isNegative === true);`,
    to: `if (fact === null) return "no";`,
  },
  {
    name: "? in StringLike is itself",
    file: `${ROOM}/statement-conditions.ts`,
    from: `{ hasSingle: true }`,
    to: `{ hasSingle: false }`,
  },
  {
    name: "list for those with a key serves everybody",
    file: `${ROOM}/access-lists.ts`,
    from: `truthOf(actsIn !== undefined)`,
    to: `"yes"`,
  },
  {
    name: "FULL_CONTROL forgotten",
    file: `${ROOM}/access-lists.ts`,
    from: `permission !== wanted && permission !== "FULL_CONTROL"`,
    to: `permission !== wanted`,
  },
  {
    name: "a listed Project needs no right",
    file: `${ROOM}/access-lists.ts`,
    from: `const right = hasRight();`,
    to: `const right: Truth = "yes";`,
  },
];

export const evaluatorMutants: readonly Mutant[] = [...byIam, ...byPolicies];
