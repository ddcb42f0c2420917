/**
 * One Organization: its people, programs, groups, policies, keys and Projects, and what goes when one of them goes.
 * @module
 */
import type { Clock } from "../clock";
import { createRandom, uuidOfName, type Random } from "../random";
import type { Store, Table } from "../store";
import { microsecondsNow, Stamps, type Microseconds } from "../timestamps";
import { Collection } from "./collection";
import { NEW_PROFILE, type Profile } from "./profile";
import type {
  ApiKey,
  Application,
  Bearer,
  Group,
  Jwt,
  LogEntry,
  Policy,
  Principal,
  Project,
  SshKey,
  User,
} from "./records";

/** Index key of a bearer or principal. */
export function principalKey(principal: Principal): string {
  return `${principal.kind}:${principal.id}`;
}

/** What a new key is made of, beside what the service makes up itself. */
export type NewApiKey = Pick<ApiKey, "bearer"> &
  Partial<Pick<ApiKey, "description" | "defaultProjectId" | "expiresAt" | "creationIp">>;

/** What is the same at every start of a kept cloud. */
interface Identity {
  readonly id: string;
  readonly ownerAccessKey: string;
  /** Starts so far: a seeded cloud must not make the ids of its earlier life again. */
  readonly starts: number;
}

/** What an Organization is kept with. */
export interface OrganizationOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Makes ids, keys and secrets the same at every run. */
  readonly seed?: string | undefined;
}

const LOG_LIMIT = 10_000;
const TOKEN_LIFETIME: Microseconds = 3_600_000_000;

/** The state of one Organization. Changes are seen at once by the next request. */
export class Organization {
  readonly id: string;
  /** The bootstrap key, borne by the Owner. */
  readonly ownerKey: ApiKey;
  readonly random: Random;
  readonly stamps: Stamps;
  readonly users: Collection<User, "username" | "email" | "tag">;
  readonly applications: Collection<Application, "name" | "tag">;
  readonly groups: Collection<Group, "name" | "tag" | "member" | "everyone">;
  readonly policies: Collection<Policy, "name" | "tag" | "principal">;
  readonly apiKeys: Collection<ApiKey, "secretKey" | "bearer" | "description" | "expiring">;
  readonly projects: Collection<Project, "name" | "deleting">;
  readonly sshKeys: Collection<SshKey, "name" | "project">;
  readonly jwts: Collection<Jwt, "token" | "audience">;
  /** The newest 10,000 entries of the audit log, oldest first. */
  readonly logs: Collection<LogEntry>;
  private readonly profiles: Table<Profile>;

  constructor(private readonly options: OrganizationOptions) {
    const { store, clock, seed } = options;
    this.stamps = new Stamps(clock);
    this.users = new Collection(store.table<User>("users"), {
      username: (user) => [user.username],
      email: (user) => [user.email],
      tag: (user) => user.tags,
    });
    this.applications = new Collection(store.table<Application>("applications"), {
      name: (application) => [application.name],
      tag: (application) => application.tags,
    });
    this.groups = new Collection(store.table<Group>("groups"), {
      name: (group) => [group.name],
      tag: (group) => group.tags,
      member: (group) => group.members.map(principalKey),
      everyone: (group) => (group.everyone ? [group.everyone] : []),
    });
    this.policies = new Collection(store.table<Policy>("policies"), {
      name: (policy) => [policy.name],
      tag: (policy) => policy.tags,
      principal: (policy) => (policy.principal ? [principalKey(policy.principal)] : []),
    });
    this.apiKeys = new Collection(store.table<ApiKey>("api-keys"), {
      secretKey: (key) => [key.secretKey],
      bearer: (key) => [principalKey(key.bearer)],
      description: (key) => [key.description],
      expiring: ({ expiresAt }) => (expiresAt === undefined ? [] : ["expiring"]),
    });
    this.projects = new Collection(store.table<Project>("projects"), {
      name: (project) => [project.name],
      deleting: ({ goneAt }) => (goneAt === undefined ? [] : ["deleting"]),
    });
    this.sshKeys = new Collection(store.table<SshKey>("ssh-keys"), {
      name: (key) => [key.name],
      project: (key) => [key.projectId],
    });
    this.jwts = new Collection(store.table<Jwt>("jwts"), {
      token: (jwt) => [jwt.token],
      audience: (jwt) => [jwt.audienceId],
    });
    this.logs = new Collection(store.table<LogEntry>("logs"), {});

    this.profiles = store.table<Profile>("organization-profile");

    const identities = store.table<Identity>("organization");
    const kept = identities.get("identity");
    const starts = (kept?.starts ?? 0) + 1;
    this.random = createRandom(seed === undefined ? undefined : `${seed}\n${starts}`);
    const ownerKey = kept && this.apiKeys.find(kept.ownerAccessKey);
    this.id = kept?.id ?? this.random.uuid();
    this.ownerKey = ownerKey ?? this.found();
    identities.set("identity", { id: this.id, ownerAccessKey: this.ownerKey.id, starts });
  }

  /** Its name, and what its people and keys must keep to. */
  get profile(): Profile {
    return this.profiles.get("profile") ?? NEW_PROFILE;
  }

  setProfile(profile: Profile): Profile {
    this.profiles.set("profile", profile);
    return profile;
  }

  /** True when the time of a key or token is over. */
  isExpired({ expiresAt }: { readonly expiresAt?: Microseconds | undefined }): boolean {
    return expiresAt !== undefined && expiresAt <= microsecondsNow(this.options.clock);
  }

  /** Signs a person in. How long the service lets a token live is not published: here, one hour. */
  createJwt(userId: string, from: Pick<Jwt, "ip" | "userAgent">): Jwt {
    const stamp = this.stamps.next();
    return this.jwts.put({
      id: this.random.uuid(),
      createdAt: stamp,
      updatedAt: stamp,
      issuerId: userId,
      audienceId: userId,
      expiresAt: stamp + TOKEN_LIFETIME,
      token: this.random.hex(32),
      renewToken: this.random.hex(32),
      ...from,
    });
  }

  /** Adds an entry to the audit log, which forgets its oldest when it is full. */
  log(entry: Omit<LogEntry, "id" | "createdAt">): void {
    const createdAt = this.stamps.next();
    // Not from the random source: what a seeded cloud makes does not depend on what it logs.
    const id = uuidOfName(`log ${this.id} ${createdAt}`);
    this.logs.put({ id, createdAt, ...entry });
    const oldest = this.logs.size > LOG_LIMIT ? this.logs.first() : undefined;
    if (oldest) this.logs.remove(oldest.id);
  }

  /** True when that user or application is there. */
  exists(bearer: Bearer): boolean {
    return bearer.kind === "user" ? this.users.has(bearer.id) : this.applications.has(bearer.id);
  }

  /** Makes a key; it prefers the default Project unless told otherwise. */
  createKey(fields: NewApiKey): ApiKey {
    const stamp = this.stamps.next();
    return this.apiKeys.put({
      id: this.random.accessKey(),
      createdAt: stamp,
      updatedAt: stamp,
      secretKey: this.random.uuid(),
      description: "",
      defaultProjectId: this.id,
      creationIp: "127.0.0.1",
      ...fields,
    });
  }

  /** Removes a user or an application: its keys go, groups lose it, its policies are left without principal. */
  removeBearer(bearer: Bearer): void {
    const key = principalKey(bearer);
    for (const apiKey of this.apiKeys.by("bearer", key)) this.apiKeys.remove(apiKey.id);
    for (const group of this.groups.by("member", key)) {
      const members = group.members.filter((member) => principalKey(member) !== key);
      this.groups.put({ ...group, members });
    }
    this.orphanPolicies(bearer);
    for (const jwt of this.jwts.by("audience", bearer.id)) this.jwts.remove(jwt.id);
    if (bearer.kind === "user") this.users.remove(bearer.id);
    else this.applications.remove(bearer.id);
  }

  /** Removes a group: its policies are left without principal. */
  removeGroup(id: string): void {
    this.orphanPolicies({ kind: "group", id });
    this.groups.remove(id);
  }

  /** Notes that a bucket or an SSH key came or went. */
  projectContentChanged(id: string): void {
    const project = this.projects.find(id);
    if (!project) return;
    const contentChangedAt = microsecondsNow(this.options.clock);
    this.projects.put({ ...project, contentChangedAt });
  }

  /** Removes a Project; its SSH keys go with it. Keys that prefer it and rules that name it stay as they are. */
  removeProject(id: string): void {
    for (const key of this.sshKeys.by("project", id)) this.sshKeys.remove(key.id);
    this.projects.remove(id);
  }

  /** Removes the Projects whose deletion is over by now. */
  removeDeletedProjects(): void {
    const now = microsecondsNow(this.options.clock);
    for (const { id, goneAt = now } of this.projects.by("deleting", "deleting")) {
      if (goneAt <= now) this.removeProject(id);
    }
  }

  private orphanPolicies(principal: Principal): void {
    for (const policy of this.policies.by("principal", principalKey(principal))) {
      this.policies.put({ ...policy, principal: undefined });
    }
  }

  /** What a new Organization has: its Owner with a key, the default Project, the two groups of everyone. */
  private found(): ApiKey {
    const stamp = this.stamps.next();
    const moments = { createdAt: stamp, updatedAt: stamp };
    const owner: User = {
      id: this.random.uuid(),
      ...moments,
      type: "owner",
      email: "owner@example.com",
      username: "owner",
      firstName: "",
      lastName: "",
      phoneNumber: "",
      locale: "en_US",
      tags: [],
      locked: false,
    };
    this.users.put(owner);
    this.projects.put({ id: this.id, ...moments, name: "default", description: "" });
    this.foundGroup("All Users", "user");
    this.foundGroup("All Applications", "application");
    return this.createKey({ bearer: { kind: "user", id: owner.id } });
  }

  private foundGroup(name: string, everyone: Bearer["kind"]): void {
    const stamp = this.stamps.next();
    this.groups.put({
      id: this.random.uuid(),
      createdAt: stamp,
      updatedAt: stamp,
      name,
      description: "",
      tags: [],
      members: [],
      everyone,
    });
  }
}
