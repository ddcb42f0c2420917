/**
 * A local cloud for one test, what is in it by kind, and a way to kill a stack's command at any of its requests.
 * @module
 */
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { startCloud, type Cloud, type CloudOptions, type RequestRecord } from "../../emulator";
import { asOwner } from "./owner";
import type { SimulatedStack, Values } from "./stack";

/** Where in a request's life the kill comes: before anything is done, or after it is done and not yet answered. */
export type Phase = "before" | "after";

/** One kill. */
export interface Kill {
  /** Counted from the moment at which the kill is armed; 1 is the first. */
  readonly request: number;
  readonly phase: Phase;
}

/** A running cloud that can be told to kill. */
export interface World {
  readonly cloud: Cloud;
  /** The next commands of that stack die at that request. Answers whether it has come to that. */
  arm(stack: SimulatedStack, kill: Kill): () => boolean;
  /** Nothing is killed from here on. */
  disarm(): void;
  /** Does what somebody else does meanwhile: its requests are not counted, and nobody dies of them. */
  meanwhile<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Ids by kind of everything that was made, what the cloud began with apart. */
  readonly ids: () => Promise<Record<string, string[]>>;
  stop(): Promise<void>;
}

const IAM = "/iam/v1alpha1";
const LISTS: readonly (readonly [kind: string, path: string, field: string, id: string])[] = [
  ["scaleway:Application", `${IAM}/applications`, "applications", "id"],
  ["scaleway:Group", `${IAM}/groups`, "groups", "id"],
  ["scaleway:Policy", `${IAM}/policies`, "policies", "id"],
  ["scaleway:ApiKey", `${IAM}/api-keys`, "api_keys", "access_key"],
  ["scaleway:User", `${IAM}/users`, "users", "id"],
  ["scaleway:SshKey", `${IAM}/ssh-keys`, "ssh_keys", "id"],
  ["scaleway:Project", "/account/v3/projects", "projects", "id"],
];

/** Starts a cloud for one test. */
export async function startWorld(options: CloudOptions = {}): Promise<World> {
  const armed: Armed = { seen: 0, done: false, toDrop: undefined, isPaused: false };
  const cloud = await startCloud({
    ...options,
    // The command is dead before the answer is on its way; a request killed "before" never happens.
    onRequest: async (request, phase) => {
      await options.onRequest?.(request, phase);
      const { stack, kill } = armed;
      if (!stack || !kill || armed.done || armed.isPaused) return;
      if (phase === "before") armed.seen += 1;
      if (armed.seen !== kill.request || phase !== kill.phase) return;
      armed.done = true;
      if (phase === "before") armed.toDrop = request;
      stack.kill();
    },
    faults: (request) => (request === armed.toDrop ? "drop-before" : options.faults?.(request)),
  });
  return {
    cloud,
    arm(stack, kill) {
      Object.assign(armed, { stack, kill, seen: 0, done: false });
      return () => armed.done;
    },
    disarm: () => void (armed.done = true),
    async meanwhile(work) {
      armed.isPaused = true;
      try {
        return await work();
      } finally {
        armed.isPaused = false;
      }
    },
    ids: () => idsOf(cloud),
    stop: () => cloud.stop(),
  };
}

interface Armed {
  stack?: SimulatedStack;
  kill?: Kill;
  seen: number;
  done: boolean;
  toDrop: RequestRecord | undefined;
  isPaused: boolean;
}

const REGIONS = ["fr-par", "nl-ams", "pl-waw"];

const storages = new WeakMap<Cloud, Map<string, S3Client>>();

/**
 * An S3 client of the Owner, in a Project and a region; one for all who ask, since making one takes longer than a call.
 * Default: the Organization's default Project.
 */
export function ownersStorage(
  cloud: Cloud,
  projectId = cloud.description.scaleway.defaultProjectId,
  region = "fr-par",
): S3Client {
  const known = storages.get(cloud) ?? new Map<string, S3Client>();
  storages.set(cloud, known);
  const key = `${projectId} ${region}`;
  const client = known.get(key) ?? newStorage(cloud, projectId, region);
  known.set(key, client);
  return client;
}

function newStorage(cloud: Cloud, projectId: string, region: string): S3Client {
  const { accessKey, secretKey, s3Endpoint } = cloud.description.scaleway;
  return new S3Client({
    endpoint: s3Endpoint.replaceAll("{region}", region),
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: `${accessKey}@${projectId}`, secretAccessKey: secretKey },
  });
}

async function bucketsOf(cloud: Cloud, projectIds: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for (const projectId of projectIds) {
    for (const region of REGIONS) {
      const { Buckets = [] } = await ownersStorage(cloud, projectId, region).send(
        new ListBucketsCommand({}),
      );
      names.push(...Buckets.map(({ Name }) => String(Name)));
    }
  }
  return names.sort();
}

async function listOf(cloud: Cloud, path: string, field: string): Promise<Values[]> {
  const found: Values[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await asOwner(cloud, "GET", `${path}&page_size=100&page=${page}`);
    found.push(...(answer[field] as Values[]));
    if (found.length >= Number(answer["total_count"])) return found;
  }
}

async function idsOf(cloud: Cloud): Promise<Record<string, string[]>> {
  const { organizationId, accessKey } = cloud.description.scaleway;
  const found: Record<string, string[]> = {};
  for (const [kind, path, field, id] of LISTS) {
    const all = await listOf(cloud, `${path}?organization_id=${organizationId}`, field);
    const made = all.filter(({ managed, type }) => !managed && type !== "owner");
    const ids = made.map((object) => String(object[id]));
    found[kind] = ids.filter((own) => own !== organizationId && own !== accessKey).sort();
  }
  // Asking every Project in every region takes time: only where a bucket was ever made.
  const hasBuckets = cloud.requests.some(({ operation }) => operation === "CreateBucket");
  const projectIds = [organizationId, ...(found["scaleway:Project"] ?? [])];
  found["scaleway:Bucket"] = hasBuckets ? await bucketsOf(cloud, projectIds) : [];
  return found;
}

/** Ids by kind of everything in a state. */
export function idsInState(...stacks: readonly SimulatedStack[]): Record<string, string[]> {
  const found: Record<string, string[]> = Object.fromEntries(
    [...LISTS.map(([kind]) => kind), "scaleway:Bucket"].map((kind) => [kind, []]),
  );
  for (const stack of stacks) {
    for (const { token, id } of stack.kept.values()) found[token]?.push(id);
  }
  for (const ids of Object.values(found)) ids.sort();
  return found;
}
