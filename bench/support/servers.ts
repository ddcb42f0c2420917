/**
 * Servers to measure, each in a process of its own that keeps to one core.
 * @module
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { WorldSize } from "./prepared-world";
import type { S3Access } from "./signed-requests";

/** A cloud as its process describes it. */
export interface CloudAccess extends S3Access {
  readonly apiUrl: string;
  readonly organizationId: string;
}

/** A server under measurement. */
export interface Server<Access> {
  readonly access: Access;
  stop(): Promise<void>;
}

const STARTS_TRIED = 150;

/** True where the program starts. */
export function isThere(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

/** Starts a cloud with a prepared world. */
export async function startCloudProcess({
  applications,
  keys,
}: WorldSize): Promise<Server<CloudAccess>> {
  const script = join(__dirname, "cloud-process.js");
  const sizes = [String(applications), String(keys)];
  const child = spawnPinned([process.execPath, "--max-old-space-size=4096", script, ...sizes]);
  const [line] = (await once(createInterface({ input: child.stdout! }), "line")) as [string];
  return { access: JSON.parse(line) as CloudAccess, stop: () => ended(child) };
}

/** Starts moto's server. */
export async function startMoto(): Promise<Server<S3Access>> {
  const port = await freePort();
  const child = spawnPinned(["moto_server", "-H", "127.0.0.1", "-p", String(port)]);
  const s3Endpoint = `http://127.0.0.1:${String(port)}`;
  for (let tried = 0; tried < STARTS_TRIED; tried += 1) {
    if (
      await fetch(s3Endpoint).then(
        () => true,
        () => false,
      )
    )
      break;
    await sleep(200);
  }
  const access = { s3Endpoint, region: "us-east-1", accessKey: "bench", secretKey: "bench" };
  return { access, stop: () => ended(child, "SIGTERM") };
}

function spawnPinned(command: readonly string[]): ChildProcess {
  const pinned = isThere("taskset", "-V") ? ["taskset", "-c", "0", ...command] : command;
  const [program = "", ...args] = pinned;
  return spawn(program, args, { stdio: ["pipe", "pipe", "ignore"] });
}

async function ended(child: ChildProcess, signal?: NodeJS.Signals): Promise<void> {
  const closed = once(child, "close");
  child.stdout?.resume();
  if (signal) child.kill(signal);
  else child.stdin?.end();
  await closed;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
