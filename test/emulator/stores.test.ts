import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCloud } from "../../emulator/index";
import { DiskStore } from "../../emulator/disk-store";
import { MemoryStore } from "../../emulator/memory-store";
import type { Store } from "../../emulator/store";
import { Caller } from "./support";

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "cloud-"))));
afterEach(() => rmSync(directory, { recursive: true }));

describe.each([
  ["in memory", () => new MemoryStore()],
  ["on disk", () => new DiskStore(directory)],
] as [string, () => Store][])("a store %s [own]", (_where, open) => {
  it("gives back what was set, in the order of first setting", async () => {
    const store = open();
    const table = store.table<number>("numbers");
    table.set("b", 1);
    table.set("a", 2);
    table.set("c", 3);
    table.set("b", 4);
    table.delete("a");
    table.delete("never there");
    expect([...table.values()]).toEqual([4, 3]);
    expect(table.get("b")).toBe(4);
    expect(table.get("a")).toBeUndefined();
    expect(table.size).toBe(2);
    expect(store.table("others").size).toBe(0);
    await store.close();
  });
});

describe("a store on disk [own]", () => {
  it("has everything again when it is opened again, bytes and order included", async () => {
    const first = new DiskStore(directory);
    const table = first.table<unknown>("things");
    table.set("z", { nested: [1, "two", null], absent: undefined });
    table.set("a", Buffer.from([0, 255]));
    table.set("gone", 1);
    table.delete("gone");
    table.set("z", "changed");
    table.set("dropped", 1);
    table.set("dropped", 2);
    table.delete("dropped");
    await first.close();
    const second = new DiskStore(directory);
    const again = second.table<unknown>("things");
    expect([...again.values()]).toEqual(["changed", Buffer.from([0, 255])]);
    again.set("new", 1);
    expect([...again.values()].at(-1)).toBe(1);
    await second.close();
  });

  it("takes keys of any length", async () => {
    const first = new DiskStore(directory);
    first.table("things").set("k".repeat(5000), 1);
    await first.close();
    const second = new DiskStore(directory);
    expect(second.table("things").get("k".repeat(5000))).toBe(1);
    await second.close();
  });
});

describe("a cloud whose port is taken [own]", () => {
  it("does not start, and leaves the other port and the data folder free", async () => {
    const first = await startCloud();
    const { apiUrl, s3Endpoint } = first.description.scaleway;
    const port = Number(new URL(apiUrl).port);
    const s3Port = Number(new URL(s3Endpoint).port);
    const options = { dataDirectory: directory };
    await expect(startCloud({ ...options, port })).rejects.toThrow("EADDRINUSE");
    await expect(startCloud({ ...options, s3Port })).rejects.toThrow("EADDRINUSE");
    await first.stop();
    const second = await startCloud({ ...options, port, s3Port });
    expect(second.description.scaleway).toMatchObject({ apiUrl, s3Endpoint });
    await second.stop();
  });
});

describe("a cloud with a data directory [own]", () => {
  it("comes back with the same Owner, keys and rights, and makes no id twice from its seed", async () => {
    const options = { dataDirectory: directory, seed: "test" };
    const first = await startCloud(options);
    const owner = new Caller(first, first.description.scaleway.secretKey);
    const reader = await owner.application("reader");
    const principal = { application_id: reader.id };
    await owner.policy("p", ["IAMReadOnly"], principal);
    const key = await owner.ok("POST", "/iam/v1alpha1/api-keys", principal);
    await first.stop();

    const second = await startCloud(options);
    const { accessKey, secretKey, organizationId } = second.description.scaleway;
    expect({ accessKey, secretKey, organizationId }).toMatchObject({
      accessKey: first.description.scaleway.accessKey,
      secretKey: first.description.scaleway.secretKey,
      organizationId: first.description.scaleway.organizationId,
    });
    const again = new Caller(second, key.secret_key);
    const { applications } = await again.list("/iam/v1alpha1/applications");
    expect(applications).toEqual([{ ...reader, nb_api_keys: 1 }]);
    const other = await new Caller(second, secretKey).application("other");
    expect(other.id).not.toBe(reader.id);
    await second.stop();
  });
});
