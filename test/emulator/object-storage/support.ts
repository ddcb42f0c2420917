/**
 * Object Storage alone, with keys, Projects and rights that a test sets as it likes.
 * @module
 */
import { CreateBucketCommand, S3Client, type CreateBucketCommandInput } from "@aws-sdk/client-s3";
import Fastify, { type FastifyInstance } from "fastify";
import type { AddressInfo } from "node:net";
import { MemoryStore } from "../../../emulator/memory-store";
import { objectStorage, objectStorageServerOptions } from "../../../emulator/object-storage";
import type { StorageKey } from "../../../emulator/object-storage/dependencies";
import { createRandom } from "../../../emulator/random";
import { MovableClock } from "../../../emulator/clock";
import { instrument } from "../../../emulator/instruments";
import { RequestLog } from "../../../emulator/requests";
import type { Store } from "../../../emulator/store";
import { DEFAULT_SWITCHES, type Switches } from "../../../emulator/switches";

/** The Project that the key of the tests prefers, and another of the same Organization. */
export const FIRST_PROJECT = "11111111-aaaa-4aaa-8aaa-111111111111";
export const SECOND_PROJECT = "22222222-bbbb-4bbb-8bbb-222222222222";
export const ACCESS_KEY = "SCWAAAAAAAAAAAAAAAAA";
export const SECRET_KEY = "5ec2e700-0000-4000-8000-000000000001";

/** Everything that a test can turn. */
export interface World {
  now: Date;
  readonly switches: Switches;
  readonly projects: Set<string>;
  readonly keys: Map<string, StorageKey>;
  /** By Project: the operations allowed there; `*` for all. */
  readonly rights: Map<string, Set<string>>;
  /** Access keys that IAM gives nothing anywhere. */
  readonly powerless: Set<string>;
  /** Questions asked of IAM, as `operation Project`. */
  readonly asked: string[];
}

/** A running Object Storage. */
export interface Storage {
  readonly url: string;
  readonly port: number;
  readonly world: World;
  readonly log: RequestLog;
  /** A client that signs with that access key, by path, in fr-par unless told otherwise. */
  client(options?: ClientOptions): S3Client;
  stop(): Promise<void>;
}

export interface ClientOptions {
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly region?: string;
  readonly requestChecksumCalculation?: "WHEN_SUPPORTED" | "WHEN_REQUIRED";
}

/** Starts Object Storage on a free port. */
export async function startStorage(store: Store = new MemoryStore()): Promise<Storage> {
  const world = newWorld();
  const log = new RequestLog();
  const server = Fastify({ ...objectStorageServerOptions, exposeHeadRoutes: false });
  const flushed = (): Promise<void> => store.flushed();
  const clock = new MovableClock({ now: () => world.now });
  instrument(server, { log, flushed, latencyMilliseconds: 0, clock }, () => "s3");
  await server.register(objectStorage(dependenciesOf(world, store)));
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const clients: S3Client[] = [];
  return {
    url,
    port: portOf(server),
    world,
    log,
    client: (options = {}) => {
      const client = newClient(url, options, () => world.now);
      clients.push(client);
      return client;
    },
    stop: async () => {
      for (const client of clients) client.destroy();
      await server.close();
    },
  };
}

/** Starts Object Storage with a client and one empty bucket. */
export async function startStorageWith(
  Bucket: string,
  options: Partial<CreateBucketCommandInput> = {},
): Promise<{ storage: Storage; client: S3Client }> {
  const storage = await startStorage();
  const client = storage.client();
  await client.send(new CreateBucketCommand({ Bucket, ...options }));
  return { storage, client };
}

/** Each test of a file has Object Storage of its own, with a client and one empty bucket, and ends it. */
export function eachTestHas(
  Bucket: string,
  take: (started: { readonly storage: Storage; readonly client: S3Client }) => void,
  options: Partial<CreateBucketCommandInput> = {},
): void {
  let storage: Storage | undefined;
  beforeEach(async () => {
    const started = await startStorageWith(Bucket, options);
    ({ storage } = started);
    take(started);
  });
  afterEach(() => storage?.stop());
}

/** What a refused request is refused with, as the SDK tells it. */
export async function refusalOf(
  request: Promise<unknown>,
): Promise<{ code: string; status: number; message: string }> {
  try {
    await request;
  } catch (error) {
    const refusal = error as {
      name: string;
      message: string;
      $metadata: { httpStatusCode: number };
    };
    return {
      code: refusal.name,
      message: refusal.message,
      status: refusal.$metadata.httpStatusCode,
    };
  }
  throw new Error("The request was not refused.");
}

function newWorld(): World {
  const bearer = { kind: "application", id: "app" } as const;
  const alive = { expired: false, isLocked: false, isOwner: false };
  const key = { accessKey: ACCESS_KEY, secretKey: SECRET_KEY, ...alive, bearer };
  return {
    now: new Date("2026-06-01T10:00:00.000Z"),
    switches: { ...DEFAULT_SWITCHES },
    projects: new Set([FIRST_PROJECT, SECOND_PROJECT]),
    keys: new Map([[ACCESS_KEY, { ...key, preferredProjectId: FIRST_PROJECT }]]),
    rights: new Map([
      [FIRST_PROJECT, new Set(["*"])],
      [SECOND_PROJECT, new Set(["*"])],
    ]),
    powerless: new Set(),
    asked: [],
  };
}

function dependenciesOf(world: World, store: Store): Parameters<typeof objectStorage>[0] {
  const rightsIn = (projectId: string): Set<string> => world.rights.get(projectId) ?? new Set();
  return {
    store,
    clock: { now: () => world.now },
    random: createRandom("object storage"),
    switches: () => world.switches,
    findKey: (accessKey) => world.keys.get(accessKey),
    isKnown: () => true,
    projectExists: (projectId) => world.projects.has(projectId),
    isAllowed: ({ key, operation, projectId }) => {
      world.asked.push(`${operation} ${projectId}`);
      if (world.powerless.has(key.accessKey) || key.isLocked) return false;
      return rightsIn(projectId).has("*") || rightsIn(projectId).has(operation);
    },
    hasNoStorageRight: ({ projectId }) => rightsIn(projectId).size === 0,
  };
}

function newClient(endpoint: string, options: ClientOptions, now: () => Date): S3Client {
  const { accessKey = ACCESS_KEY, secretKey = SECRET_KEY, region = "fr-par" } = options;
  return new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    maxAttempts: 1,
    // The client's clock is the world's: the SDK reads it through this offset.
    systemClockOffset: now().getTime() - Date.now(),
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    ...(options.requestChecksumCalculation && {
      requestChecksumCalculation: options.requestChecksumCalculation,
    }),
  });
}

function portOf(server: FastifyInstance): number {
  return (server.server.address() as AddressInfo).port;
}
