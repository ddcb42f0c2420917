/**
 * A cloud for one test file, spoken to over HTTP, with a clock that tests move.
 * @module
 */
import { startCloud, type Cloud, type CloudOptions } from "../../emulator/index";

/** A body of the API: the members that tests read by name, and any others. */
export interface Json {
  [member: string]: unknown;
  id: string;
  name: string;
  username: string;
  access_key: string;
  secret_key: string;
  default_project_id: string;
  created_at: string;
  updated_at: string;
  user_ids: string[];
  application_ids: string[];
  project_ids: string[];
  permission_sets_scope_type: string;
  action: string;
  resource: string;
  total_count: number;
  details: Json[];
  applications: Json[];
  groups: Json[];
  policies: Json[];
  rules: Json[];
  permission_sets: Json[];
  api_keys: Json[];
  users: Json[];
  projects: Json[];
  quota: Json[];
  jwts: Json[];
  jwt: Json;
  jti: string;
  token: string;
  logs: Json[];
  resource_id: string;
  responses: { decision: string }[];
}

export interface Answer {
  status: number;
  body: Json;
  headers: Headers;
}

/** A clock that stands still until it is moved. */
export class MovedClock {
  constructor(public time = new Date("2026-06-01T10:00:00Z")) {}

  now(): Date {
    return this.time;
  }

  forward(seconds: number): void {
    this.time = new Date(this.time.getTime() + seconds * 1000);
  }
}

/** One caller of a cloud: a key and the calls made with it. */
export class Caller {
  readonly organizationId: string;

  constructor(
    readonly cloud: Cloud,
    private readonly secretKey: string | undefined,
    private readonly headers: Record<string, string> = {},
  ) {
    this.organizationId = cloud.description.scaleway.organizationId;
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.cloud.description.scaleway.apiUrl + path, {
      method,
      headers: {
        ...(this.secretKey !== undefined && { "X-Auth-Token": this.secretKey }),
        ...this.headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: JSON.parse(text === "" ? "{}" : text) as Json,
      headers: response.headers,
    };
  }

  /** The body of a call that must succeed. */
  async ok(method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  /** Of everyone who asks with other headers, too. */
  sending(headers: Record<string, string>): Caller {
    return new Caller(this.cloud, this.secretKey, headers);
  }

  /** Who asks without any API key. */
  withoutKey(): Caller {
    return new Caller(this.cloud, undefined, this.headers);
  }

  application(name: string, more: object = {}): Promise<Json> {
    const organization_id = this.organizationId;
    return this.ok("POST", "/iam/v1alpha1/applications", { name, organization_id, ...more });
  }

  group(name: string): Promise<Json> {
    const organization_id = this.organizationId;
    return this.ok("POST", "/iam/v1alpha1/groups", { name, organization_id });
  }

  project(name: string): Promise<Json> {
    return this.ok("POST", "/account/v3/projects", { name, organization_id: this.organizationId });
  }

  member(username: string): Promise<Json> {
    const organization_id = this.organizationId;
    const member = { username, email: `${username}@example.com` };
    return this.ok("POST", "/iam/v1alpha1/users", { organization_id, member });
  }

  /** A policy on the Organization with those sets, for that principal. */
  policy(name: string, sets: string[], principal: object, rule: object = {}): Promise<Json> {
    const organization_id = this.organizationId;
    const rules = [{ permission_set_names: sets, organization_id, ...rule }];
    const body = { name, organization_id, rules, ...principal };
    return this.ok("POST", "/iam/v1alpha1/policies", body);
  }

  /** Someone who calls with a new key of that bearer. */
  async as(bearer: object): Promise<Caller> {
    const key = await this.ok("POST", "/iam/v1alpha1/api-keys", bearer);
    return new Caller(this.cloud, key["secret_key"]);
  }

  /** An application with those sets on the Organization, calling with its key. */
  async applicationWith(name: string, sets: string[], rule: object = {}): Promise<Caller> {
    const application = await this.application(name);
    const principal = { application_id: application["id"] };
    if (sets.length > 0) await this.policy(`${name}-policy`, sets, principal, rule);
    return this.as(principal);
  }

  list(path: string, query = ""): Promise<Json> {
    return this.ok("GET", `${path}?organization_id=${this.organizationId}${query}`);
  }
}

/** A cloud, its clock and its Owner. */
export interface OpenCloud {
  cloud: Cloud;
  clock: MovedClock;
  owner: Caller;
}

/** Starts a seeded cloud in memory on a standing clock. */
export async function openCloud(options: CloudOptions = {}): Promise<OpenCloud> {
  const clock = new MovedClock();
  const cloud = await startCloud({ seed: "test", clock, ...options });
  return { cloud, clock, owner: new Caller(cloud, cloud.description.scaleway.secretKey) };
}
