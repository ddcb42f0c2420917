/**
 * A world, looked up instead of searched through: made once, used for every question.
 * @module
 */
import {
  UNKNOWN,
  type Bucket,
  type Group,
  type Key,
  type Policy,
  type Principal,
  type PrincipalReference,
  type Project,
  type StoredObject,
  type World,
} from "./world";

const NONE: readonly never[] = [];

/** A policy that serves somebody, by a group or by itself. */
export interface PolicySource {
  readonly policy: Policy;
  /** The group that it serves; absent where it serves the principal itself. */
  readonly group?: Group | undefined;
  /** True: whether it serves the principal is not known. */
  readonly isOpen: boolean;
}

/** Everything in a world, by its id. */
export class Places {
  readonly projects: ReadonlyMap<string, Project>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly keys: ReadonlyMap<string, Key>;
  readonly buckets: ReadonlyMap<string, Bucket>;
  private readonly users = new Map<string, Principal>();
  private readonly applications = new Map<string, Principal>();
  private readonly policies = new Map<string, Policy[]>();
  private readonly groupsOfMember = new Map<string, Group[]>();
  private readonly openGroups: Group[] = [];
  private readonly everyoneGroups: Group[] = [];
  private readonly objects = new Map<string, Map<string, StoredObject>>();

  constructor(readonly world: World) {
    this.projects = byId(world.projects);
    this.groups = byId(world.groups);
    this.keys = new Map(world.keys.map((key) => [key.accessKey, key]));
    this.buckets = new Map(world.buckets.map((bucket) => [bucket.name, bucket]));
    for (const principal of world.principals)
      this.allOf(principal.kind).set(principal.id, principal);
    for (const policy of world.policies) {
      if (policy.principal) add(this.policies, keyOf(policy.principal), policy);
    }
    for (const group of this.groups.values()) this.noteGroup(group);
    for (const object of world.objects ?? NONE) {
      const known = this.objects.get(object.bucket) ?? new Map<string, StoredObject>();
      this.objects.set(object.bucket, known.set(object.key, object));
    }
  }

  /** True: what is not here may be elsewhere. */
  get isPartial(): boolean {
    return this.world.isPartial ?? false;
  }

  /** A user or application that is here. */
  principal(reference: PrincipalReference): Principal | undefined {
    return this.allOf(reference.kind).get(reference.id);
  }

  /** Whether there is such a Project; what a partial world refers to is taken to exist. */
  hasProject(id: string): boolean {
    return (
      this.isPartial || id === UNKNOWN || id === this.world.organizationId || this.projects.has(id)
    );
  }

  /** The object with that key, as far as it differs from its bucket. */
  object(bucket: string, key: string): StoredObject | undefined {
    return this.objects.get(bucket)?.get(key);
  }

  /** All objects that differ from their bucket. */
  objectsOf(bucket: string): readonly StoredObject[] {
    const objects = this.objects.get(bucket);
    return objects ? [...objects.values()] : NONE;
  }

  /** The policies that serve a principal, its own first. */
  policiesOf(reference: PrincipalReference): readonly PolicySource[] {
    const own = this.policiesFor(keyOf(reference)).map((policy) => ({ policy, isOpen: false }));
    const groups = [
      ...(this.groupsOfMember.get(keyOf(reference)) ?? NONE),
      ...this.everyoneGroups.filter(({ everyone }) => everyone === reference.kind),
    ];
    const openGroups = this.openGroups.filter(
      (group) => !groups.includes(group) && hasOpenMember(group, reference),
    );
    return [
      ...own,
      ...[...new Set(groups)].flatMap((group) => this.sourcesOf(group, false)),
      ...openGroups.flatMap((group) => this.sourcesOf(group, true)),
      ...this.openPolicies(reference.kind, groups),
    ];
  }

  private allOf(kind: PrincipalReference["kind"]): Map<string, Principal> {
    return kind === "user" ? this.users : this.applications;
  }

  private sourcesOf(group: Group, isOpen: boolean): PolicySource[] {
    return this.policiesFor(keyOf({ kind: "group", id: group.id })).map((policy) => ({
      ...{ policy, group, isOpen },
    }));
  }

  /** Policies of which it is not known whom, or which group, they serve. */
  private openPolicies(kind: PrincipalReference["kind"], groups: readonly Group[]): PolicySource[] {
    const forKind = this.policiesFor(keyOf({ kind, id: UNKNOWN }));
    const forGroups =
      groups.length > 0 ? this.policiesFor(keyOf({ kind: "group", id: UNKNOWN })) : NONE;
    return [...forKind, ...forGroups].map((policy) => ({ policy, isOpen: true }));
  }

  private policiesFor(key: string): readonly Policy[] {
    return this.policies.get(key) ?? NONE;
  }

  private noteGroup(group: Group): void {
    if (group.everyone) this.everyoneGroups.push(group);
    else for (const member of group.members) add(this.groupsOfMember, keyOf(member), group);
    if (group.members.some(({ id }) => id === UNKNOWN)) this.openGroups.push(group);
  }
}

/** A text that no two principals share. */
export const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string =>
  `${kind} ${id}`;

function hasOpenMember(group: Group, { kind }: PrincipalReference): boolean {
  return group.members.some((member) => member.id === UNKNOWN && member.kind === kind);
}

function byId<Item extends { readonly id: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

function add<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
