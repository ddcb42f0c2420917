/**
 * A registry on this machine: this workspace's packages as `npm pack` makes them, all others as the configured registry
 * has them. Package managers then install what a user would, before anything is published.
 * @module
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const WORKSPACE = join(__dirname, "../../..");

/** The folders of the packages that are published. */
export const PACKAGES = ["catalog", "provider", "emulator", "engine", "policy", "cli"] as const;

/** A running registry. */
export interface Registry {
  readonly url: string;
  close(): Promise<void>;
}

interface Packed {
  readonly manifest: { readonly name: string; readonly version: string };
  readonly tarball: Buffer;
}

/** Packs every package and serves them. */
export async function startRegistry(): Promise<Registry> {
  const packed = pack();
  const elsewhere = npm(["config", "get", "registry"], WORKSPACE).trim().replace(/\/$/, "");
  const others = mirror(elsewhere, () => baseOf(server.address()));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/").slice(1);
    const own = packed.find(({ manifest }) => path === manifest.name);
    const file = packed.find(({ manifest }) => path === `tarballs/${manifest.name}.tgz`);
    if (file) response.end(file.tarball);
    else if (own) sendJson(response, describe(own, baseOf(server.address())));
    else void forward(others(request.url ?? "/"), response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: baseOf(server.address()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const baseOf = (address: string | AddressInfo | null): string =>
  `http://127.0.0.1:${(address as AddressInfo).port}`;

function pack(): Packed[] {
  const folder = mkdtempSync(join(tmpdir(), "storage-access-packed-"));
  try {
    return PACKAGES.map((room) => {
      const args = ["pack", "--json", "--pack-destination", folder];
      const [{ filename }] = JSON.parse(npm(args, join(WORKSPACE, room))) as [{ filename: string }];
      const manifest = JSON.parse(
        readFileSync(join(WORKSPACE, room, "package.json"), "utf8"),
      ) as Packed["manifest"];
      return { manifest, tarball: readFileSync(join(folder, filename)) };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function describe({ manifest, tarball }: Packed, base: string): object {
  const digest = (algorithm: string, encoding: "hex" | "base64"): string =>
    createHash(algorithm).update(tarball).digest(encoding);
  const dist = {
    tarball: `${base}/tarballs/${manifest.name}.tgz`,
    shasum: digest("sha1", "hex"),
    integrity: `sha512-${digest("sha512", "base64")}`,
  };
  const { name, version } = manifest;
  return { name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } };
}

function sendJson(response: ServerResponse, body: object): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}

/** A file of the other registry. */
interface Found {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/** Answers as the other registry does, each file being asked for once; what it lists is to be had here as well. */
function mirror(elsewhere: string, own: () => string): (path: string) => Promise<Found> {
  const known = new Map<string, Promise<Found>>();
  const ask = async (path: string): Promise<Found> => {
    const answer = await fetch(elsewhere + path);
    const type = answer.headers.get("content-type") ?? "application/json";
    const body = Buffer.from(await answer.arrayBuffer());
    const isList = type.includes("json");
    const text = (): string => body.toString("utf8").replaceAll(elsewhere, own());
    return { status: answer.status, type, body: isList ? Buffer.from(text()) : body };
  };
  return (path) => {
    const asked = known.get(path) ?? ask(path);
    known.set(path, asked);
    return asked;
  };
}

async function forward(found: Promise<Found>, response: ServerResponse): Promise<void> {
  try {
    const { status, type, body } = await found;
    response.statusCode = status;
    response.setHeader("content-type", type);
    response.end(body);
  } catch {
    response.statusCode = 502;
    response.end();
  }
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
