import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { elideAssets, hashAssets } from "../../../engine/deploy/assets";
import { SIGNATURE_KEY } from "../../../engine/secrets/signature";
import type { PropertyMap } from "../../../engine/state/types";

const asset = (parts: PropertyMap): PropertyMap => ({
  [SIGNATURE_KEY]: "c44067f5952c0a294b673a41bacd8c17",
  ...parts,
});
const archive = (parts: PropertyMap): PropertyMap => ({
  [SIGNATURE_KEY]: "0def7320c3a5731c473e5ecbe6d01bc7",
  ...parts,
});
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("an asset", () => {
  let folder: string;
  let server: Server;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "assets-"));
    writeFileSync(join(folder, "page.txt"), "a page");
    server = createServer((request, response) => {
      response.statusCode = request.url === "/page.txt" ? 200 : 404;
      response.end("a page");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    server.close();
  });

  const url = (path: string): string =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`;

  test.each([
    ["a text", () => asset({ text: "a page" })],
    ["a file", () => asset({ path: "page.txt" })],
    ["a file by its URL", () => asset({ uri: pathToFileURL(join(folder, "page.txt")).href })],
    ["what a server has", () => asset({ uri: url("page.txt") })],
  ])("is known by the hash of %s", async (_what, make) => {
    const { deep } = await hashAssets({ deep: [{ x: make() }] }, folder);
    expect(deep).toEqual([{ x: { ...make(), hash: sha256("a page") } }]);
  });

  test("keeps nothing of what the SDK adds to it", async () => {
    const { x } = await hashAssets({ x: asset({ text: "", __pulumiAsset: true }) }, folder);
    expect(x).toEqual(asset({ text: "", hash: sha256("") }));
  });

  test.each([
    ["a file that is not there", () => asset({ path: "nowhere.txt" }), /asset .*no such file/],
    ["what a server does not have", () => asset({ uri: url("other") }), /answered 404/],
    ["a folder that is not there", () => archive({ path: "nowhere" }), /archive .*no such file/],
    ["an archive of nothing", () => archive({}), /neither a path, nor assets/],
  ])("is an error where it is %s", async (_what, make, message) => {
    await expect(hashAssets({ x: make() }, folder)).rejects.toThrow(message);
  });

  test("is its hash alone where it is only compared", () => {
    const values = { x: [asset({ path: "a", hash: "h" })], y: archive({ assets: {}, hash: "g" }) };
    expect(elideAssets(values)).toEqual({ x: [asset({ hash: "h" })], y: archive({ hash: "g" }) });
  });
});
