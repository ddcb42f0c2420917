/**
 * Reads what belongs to IAM and Account: applications, users, groups, policies, keys and Projects.
 * @module
 */
import { conditionError } from "../conditions";
import { ruleAt } from "../names";
import { isKnownSet } from "../rights";
import {
  UNKNOWN,
  type Group,
  type Key,
  type Policy,
  type Principal,
  type PrincipalReference,
  type Project,
  type Rule,
} from "../world";
import type { Described, Reading } from "./reading";

type PrincipalKind = NonNullable<Policy["principal"]>["kind"];

/** Applications and users. */
export function readPrincipals(reading: Reading): Principal[] {
  const applications = reading
    .of("Application")
    .map((one) => ({ kind: "application" as const, id: one.id, name: one.name }));
  const users = reading.of("User").map((one) => ({
    ...{ kind: "user" as const, id: one.id, name: one.text("username") ?? one.name },
    isOwner: one.value("type") === "owner",
    isLocked: one.value("locked") === true,
  }));
  return [...applications, ...users];
}

/** Projects. */
export const readProjects = (reading: Reading): Project[] =>
  reading.of("Project").map(({ id, name }) => ({ id, name }));

/** Groups, with those whom memberships put into them. */
export function readGroups(reading: Reading): Group[] {
  const groups = new Map<string, Group>();
  for (const one of reading.of("Group")) {
    const isManaged = ["applicationIds", "userIds"].every((name) => isGiven(one.value(name)));
    const group = { id: one.id, name: one.name, members: membersOf(one) };
    groups.set(one.id, isManaged ? group : { ...group, hasUnknownMembers: true });
  }
  for (const one of reading.of("GroupMembership")) {
    const id = one.idAt("groupId", "Group") ?? UNKNOWN;
    const known = groups.get(id) ?? { id, name: id, members: [], hasUnknownMembers: true };
    groups.set(id, { ...known, members: [...known.members, ...membersOf(one)] });
  }
  return [...groups.values()];
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

function membersOf(one: Described): PrincipalReference[] {
  const applications = one.idsAt("applicationIds", "Application") ?? [];
  const users = one.idsAt("userIds", "User") ?? [];
  return [
    ...applications.map((id) => ({ kind: "application" as const, id })),
    ...users.map((id) => ({ kind: "user" as const, id })),
  ];
}

/** Policies with their rules. */
export function readPolicies(reading: Reading): Policy[] {
  return reading.of("Policy").map((one) => {
    const principal = principalOf(one);
    const rules = readRules(one);
    return { id: one.id, name: one.name, ...(principal ? { principal } : {}), rules };
  });
}

function principalOf(one: Described): Policy["principal"] {
  const kinds: readonly [string, PrincipalKind, string][] = [
    ["applicationId", "application", "Application"],
    ["userId", "user", "User"],
    ["groupId", "group", "Group"],
  ];
  for (const [property, kind, resource] of kinds) {
    const id = one.idAt(property, resource);
    if (id !== undefined) return { kind, id };
  }
  return undefined;
}

function readRules(one: Described): Rule[] {
  const rules = one.value("rules");
  if (rules === UNKNOWN) {
    one.report("unknownValue", "rules", "are not known yet");
    return [{ permissionSetNames: [UNKNOWN], projectIds: [UNKNOWN], condition: UNKNOWN }];
  }
  return one.asList(rules, "rules").map((rule, index) => readRule(one, rule, index));
}

function readRule(one: Described, value: unknown, index: number): Rule {
  const path = ruleAt(index);
  if (value === UNKNOWN) {
    one.report("unknownValue", path, "is not known yet");
    return { permissionSetNames: [UNKNOWN], projectIds: [UNKNOWN], condition: UNKNOWN };
  }
  const rule = one.asRecord(value, path);
  const sets = one.asTexts(rule["permissionSetNames"], `${path}.permissionSetNames`);
  for (const set of sets) {
    if (set !== UNKNOWN && !isKnownSet(set)) {
      const text = `names ${set}, which the catalog does not know`;
      one.report("unknownPermissionSet", `${path}.permissionSetNames`, text);
    }
  }
  const condition = conditionOf(one, rule["condition"], `${path}.condition`);
  const given = { permissionSetNames: sets, ...(condition === undefined ? {} : { condition }) };
  const place = { path: `${path}.projectIds`, kind: "Project" };
  const projectIds = one.asIds(rule["projectIds"], place);
  if (projectIds !== undefined) return { ...given, projectIds };
  // Without a scope a rule gives nothing.
  return isGiven(rule["organizationId"]) ? given : { ...given, projectIds: [] };
}

function conditionOf(one: Described, value: unknown, path: string): string | undefined {
  const condition = one.asText(value, path);
  if (condition === undefined || condition === "") return undefined;
  if (condition === UNKNOWN) {
    one.report("unknownValue", path, "is not known yet");
    return condition;
  }
  const error = conditionError(condition);
  if (error !== undefined) one.report("malformedCondition", path, `is no CEL: ${error}`);
  return condition;
}

/** Keys, and their predecessors that are still good. */
export function readKeys(reading: Reading, organizationId: string): Key[] {
  return reading.of("ApiKey").flatMap((one) => {
    const bearer = bearerOf(one);
    const accessKey = one.text("accessKey");
    const key: Key = {
      accessKey: accessKey === undefined || accessKey === UNKNOWN ? one.id : accessKey,
      bearer,
      defaultProjectId: one.idAt("defaultProjectId", "Project") ?? organizationId,
      expiresAt: one.text("expiresAt"),
    };
    return [key, ...previousKeys(one, key)];
  });
}

function bearerOf(one: Described): PrincipalReference {
  const user = one.idAt("userId", "User");
  if (user !== undefined) return { kind: "user", id: user };
  return { kind: "application", id: one.idAt("applicationId", "Application") ?? UNKNOWN };
}

function previousKeys(one: Described, key: Key): Key[] {
  const previous = one.value("previousKeys");
  if (previous === UNKNOWN) return [];
  return one.asList(previous, "previousKeys").flatMap((item, index) => {
    const path = `previousKeys[${String(index)}]`;
    if (item === UNKNOWN) return [];
    const { accessKey, revokeAt } = one.asRecord(item, path);
    const name = one.asText(accessKey, `${path}.accessKey`);
    const expiresAt = one.asText(revokeAt, `${path}.revokeAt`) ?? key.expiresAt;
    return name === undefined ? [] : [{ ...key, accessKey: name, expiresAt }];
  });
}
