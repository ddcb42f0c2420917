/**
 * Mistakes of the local cloud.
 * @module
 */
import type { Mutant } from "./mutants";

const AUTHORIZATION = "emulator/authorization";
const STORAGE = "emulator/object-storage";

const byIam: readonly Mutant[] = [
  {
    name: "group ignored",
    file: `${AUTHORIZATION}/grants.ts`,
    from: `groups.by("member", key)`,
    to: `groups.by("member", "")`,
  },
  {
    name: "managed group ignored",
    file: `${AUTHORIZATION}/grants.ts`,
    from: `groups.by("everyone", bearer.kind)`,
    to: `groups.by("everyone", "")`,
  },
  {
    name: "managed group of users holds applications",
    file: `${AUTHORIZATION}/grants.ts`,
    from: `groups.by("everyone", bearer.kind)`,
    to: `groups.by("everyone", "user")`,
  },
  {
    name: "condition ignored",
    file: `${AUTHORIZATION}/conditions.ts`,
    from: `return condition.evaluate({ request, resource }) === true;`,
    to: `return condition.evaluate({ request, resource }) !== undefined;`,
  },
  {
    name: "a result that is no truth value taken for true",
    file: `${AUTHORIZATION}/conditions.ts`,
    from: `return condition.evaluate({ request, resource }) === true;`,
    to: `const result = condition.evaluate({ request, resource }); return result === true || typeof result === "string";`,
  },
  {
    name: "a condition that fails taken for true",
    file: `${AUTHORIZATION}/conditions.ts`,
    from: `return condition.evaluate({ request, resource }) === true;`,
    to: `const result = condition.evaluate({ request, resource }); return result === true || isCelError(result);`,
  },
  {
    name: "agent's name not cut",
    file: `${AUTHORIZATION}/conditions.ts`,
    from: `userAgent.slice(0, USER_AGENT_LIMIT)`,
    to: `userAgent`,
  },
  {
    name: "resource conditions on storage hold",
    file: `${AUTHORIZATION}/conditions.ts`,
    from: `return this.switches().resourceConditionOnStorage === "conditionIgnored";`,
    to: `return true;`,
  },
  {
    name: "union taken as intersection",
    file: `${AUTHORIZATION}/authorizer.ts`,
    from: `.of(caller, { service: "s3", number: request.number ?? 0 })\n      .some(`,
    to: `.of(caller, { service: "s3", number: request.number ?? 0 })\n      .every(`,
  },
  {
    name: "a Project's rule taken for the Organization",
    file: `${AUTHORIZATION}/authorizer.ts`,
    from: `grant.scope === "organization" || grant.scopeId === projectId`,
    to: `grant.scope === "organization" || projectId === undefined || grant.scopeId === projectId`,
  },
  {
    name: "the default Project's rule taken for the Organization",
    file: `${AUTHORIZATION}/authorizer.ts`,
    from: `grant.scope === "organization" ||`,
    to: `grant.scopeId === this.organization.id ||`,
  },
  {
    name: "Organization's rule only for the default Project",
    file: `${AUTHORIZATION}/authorizer.ts`,
    from: `grant.scope === "organization" || grant.scopeId === projectId`,
    to: `grant.scopeId === (projectId ?? this.organization.id)`,
  },
  {
    name: "lock ignored",
    file: `${AUTHORIZATION}/authorizer.ts`,
    from: `this.organization.users.find(bearer.id)?.locked === true`,
    to: `this.organization.users.find(bearer.id) === undefined`,
  },
  {
    name: "Owner forgotten",
    file: `${AUTHORIZATION}/authorizer.ts`,
    from: `?.type === "owner"`,
    to: `?.type === undefined`,
  },
  {
    name: "rights on oneself forgotten",
    file: `${AUTHORIZATION}/authorizer.ts`,
    from: `if (question.isOwn && hasOverItself(caller.kind, right, this.switches())) return true;`,
    to: ``,
  },
  {
    name: "sets for keys of applications reach those of users",
    file: `${AUTHORIZATION}/authorizer.ts`,
    from: `!keysOf || keysOf === question.keysOf`,
    to: `true`,
  },
  {
    name: "expiry off by one",
    file: "emulator/organization/organization.ts",
    from: `expiresAt <= microsecondsNow`,
    to: `expiresAt < microsecondsNow`,
  },
  {
    name: "override ignored",
    file: `${STORAGE}/authentication.ts`,
    from: `credential.projectId ?? key.preferredProjectId`,
    to: `key.preferredProjectId`,
  },
  {
    name: "preferred Project ignored",
    file: `${STORAGE}/authentication.ts`,
    from: `credential.projectId ?? key.preferredProjectId`,
    to: `credential.projectId ?? "${"0".repeat(8)}"`,
  },
];

const byPolicies: readonly Mutant[] = [
  {
    name: "preferred Project grants",
    file: `${STORAGE}/access.ts`,
    from: `if (!this.hasRight(caller, operation, bucket.projectId)) return false;`,
    to: `if (caller.key.preferredProjectId !== bucket.projectId && !this.hasRight(caller, operation, bucket.projectId)) return false;`,
  },
  {
    name: "another Project's bucket reached",
    file: `${STORAGE}/access.ts`,
    from: `if (!isOwnProject && this.switches.projectMustMatch) return false;`,
    to: `void isOwnProject;`,
  },
  {
    name: "Deny ignored",
    file: `${STORAGE}/access.ts`,
    from: `if (denies && this.switches.denyEffect === "overrides") return false;`,
    to: `void denies;`,
  },
  {
    name: "policy without IAM suffices",
    file: `${STORAGE}/access.ts`,
    from: `isAnyone(allows) && (this.byIam(attempt) || this.isShared(attempt, allows))`,
    to: `isAnyone(allows)`,
  },
  {
    name: "IAM without being named suffices",
    file: `${STORAGE}/access.ts`,
    from: `isAnyone(allows) && (this.byIam(attempt) || this.isShared(attempt, allows))`,
    to: `this.byIam(attempt) || this.isShared(attempt, allows)`,
  },
  {
    name: "version 2012 taken like 2023",
    file: `${STORAGE}/access.ts`,
    from: `version === "2012-10-17" && this.switches.policy2012 === "additive"`,
    to: `version === undefined`,
  },
  {
    name: "principal * needs a key",
    file: `${STORAGE}/access.ts`,
    from: `(!caller || this.switches.starPrincipalSkipsIam)`,
    to: `caller && this.switches.starPrincipalSkipsIam`,
  },
  {
    name: "access list beside the policy counts",
    file: `${STORAGE}/access.ts`,
    from: `isAllowed || (this.switches.aclBesidePolicy === "added" && this.byAcl(attempt))`,
    to: `isAllowed || this.byAcl(attempt)`,
  },
  {
    name: "foreign objects readable",
    file: `${STORAGE}/access.ts`,
    from: `return !this.isForeign(attempt) || this.byAcl(attempt);`,
    to: `return true;`,
  },
  {
    name: "gate of DeleteBucket forgotten",
    file: `${STORAGE}/policy-actions.ts`,
    from: `if (entry.bucketPolicyGate === "wildcard" || action === null) return { actions: [], on };`,
    to: `if (entry.bucketPolicyGate === "wildcard" || action === null) return undefined;`,
  },
  {
    name: "letter case of actions matters",
    file: `${STORAGE}/policy-actions.ts`,
    from: `left.toLowerCase() === right.toLowerCase()`,
    to: `left === right`,
  },
  {
    name: "prefix matched without its slash",
    file: `${STORAGE}/policy-statements.ts`,
    from: `const parts = pattern.split("*");`,
    to: `const parts = pattern.replace("/*", "*").split("*");`,
  },
  {
    name: "b/* covers the bucket itself",
    file: `${STORAGE}/policy-statements.ts`,
    from: `if (on === "bucket") return pattern === resource;`,
    to: `if (on === "bucket") return pattern.split("/")[0] === resource;`,
  },
  {
    name: "operators of a condition joined by OR",
    file: `${STORAGE}/policy-conditions.ts`,
    from: `every(([name, byKey]) =>\n    Object.entries(byKey)`,
    to: `some(([name, byKey]) =>\n    Object.entries(byKey)`,
  },
  {
    name: "NotIpAddress like IpAddress",
    file: `${STORAGE}/policy-conditions.ts`,
    from: `NotIpAddress: { ...ADDRESS, isNegative: true }`,
    to: `NotIpAddress: ADDRESS`,
  },
  {
    name: "DateGreaterThanEquals off by one",
    file: `${STORAGE}/policy-conditions.ts`,
    from: `fact >= value`,
    to: `fact > value`,
  },
  {
    name: "DateLessThan off by one",
    file: `${STORAGE}/policy-conditions.ts`,
    from: `fact < value`,
    to: `fact <= value`,
  },
  {
    name: "absent key fails the Not forms",
    file: `${STORAGE}/policy-conditions.ts`,
    from: `if (fact === undefined) return isNegative;`,
    to: `if (fact === undefined) return false;`,
  },
  {
    name: "? in StringLike is itself",
    file: `${STORAGE}/policy-conditions.ts`,
    from: `.replaceAll("?", ".")`,
    to: `.replaceAll("?", "[?]")`,
  },
  {
    name: "list for those with a key serves everybody",
    file: `${STORAGE}/acl-access.ts`,
    from: `grantee.group === "AllUsers" || caller !== undefined`,
    to: `true`,
  },
  {
    name: "FULL_CONTROL forgotten",
    file: `${STORAGE}/acl-access.ts`,
    from: `permission !== wanted && permission !== "FULL_CONTROL"`,
    to: `permission !== wanted`,
  },
  {
    name: "a listed Project needs no right",
    file: `${STORAGE}/acl-access.ts`,
    from: `caller?.projectId === grantee.projectId && hasRight()`,
    to: `caller?.projectId === grantee.projectId`,
  },
];

export const emulatorMutants: readonly Mutant[] = [...byIam, ...byPolicies];
