import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCloud, type OpenCloud } from "../emulator/support";
import { start } from "../support/command-line";
import { describeWith, type Client } from "../support/requires";

/** Another program of that name manages files. */
const MINIO_CLIENT: Client = {
  name: "mc (of MinIO)",
  probe: ["sh", "-c", "mc --version </dev/null | grep -q MinIO"],
};

const MADE = new Date("2026-01-01T00:00:00Z");

describeWith(MINIO_CLIENT, "Work with the MinIO client", () => {
  let open: OpenCloud;
  let home: string;

  const mc = async (...args: string[]): Promise<string> => {
    const command = ["mc", "--config-dir", join(home, "config"), ...args];
    const { finished } = start(command, { PATH: process.env["PATH"], HOME: home }, home);
    const { code, stdout, stderr } = await finished;
    if (code !== 0) throw new Error(`mc ${args.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  };
  const listed = async (place: string, ...flags: string[]): Promise<string[]> =>
    (await mc("ls", "--json", ...flags, place))
      .split("\n")
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { key: string }).key);

  beforeAll(async () => {
    open = await openCloud({ clock: { now: () => new Date() } });
    home = mkdtempSync(join(tmpdir(), "mc-home-"));
    for (const folder of ["a", "b"]) mkdirSync(join(home, "files", folder), { recursive: true });
    for (let number = 0; number < 20; number += 1) {
      const name = `files/${number % 2 === 0 ? "a" : "b"}/${number} é`;
      writeFileSync(join(home, name), `text ${number}`);
      // Older than any upload: a list tells whole seconds, and what is younger than its copy counts as changed.
      utimesSync(join(home, name), MADE, MADE);
    }
    const { accessKey, secretKey, s3Endpoint } = open.cloud.description.scaleway;
    await mc("alias", "set", "cloud", s3Endpoint, accessKey, secretKey, "--api", "S3v4");
    await mc("mb", "--region", "fr-par", "cloud/first-bucket");
  }, 60_000);
  afterAll(async () => {
    rmSync(home, { recursive: true });
    await open.cloud.stop();
  });

  it("mirrors a folder there and back, and finds no difference", async () => {
    await mc("mirror", "files", "cloud/first-bucket/files");
    expect(await mc("diff", "files", "cloud/first-bucket/files")).toBe("");
    await mc("mirror", "cloud/first-bucket/files", "back");
    expect(readFileSync(join(home, "back/b/19 é"), "utf8")).toBe("text 19");
    expect(await listed("cloud/first-bucket/files/")).toEqual(["a/", "b/"]);
    await mc("rm", "--recursive", "--force", "cloud/first-bucket/files");
    expect(await listed("cloud/first-bucket", "--recursive")).toEqual([]);
  }, 60_000);

  it("sends a large file in parts, and copies it", async () => {
    const body = Buffer.alloc(20 * 1024 * 1024, "0123456789abcdef");
    writeFileSync(join(home, "large"), body);
    await mc("cp", "large", "cloud/first-bucket/large");
    await mc("cp", "cloud/first-bucket/large", "cloud/first-bucket/copied");
    await mc("cp", "cloud/first-bucket/copied", "came-back");
    expect(readFileSync(join(home, "came-back")).equals(body)).toBe(true);
    expect(open.cloud.counts()["UploadPart"]).toBeGreaterThan(1);
  }, 60_000);

  it("keeps versions, and undoes a deletion", async () => {
    await mc("version", "enable", "cloud/first-bucket");
    writeFileSync(join(home, "one"), "one");
    await mc("cp", "one", "cloud/first-bucket/kept");
    await mc("rm", "cloud/first-bucket/kept");
    expect(await listed("cloud/first-bucket/kept", "--versions")).toHaveLength(2);
    await mc("undo", "cloud/first-bucket/kept");
    expect(await mc("cat", "cloud/first-bucket/kept")).toBe("one");
  }, 60_000);

  it("shares a download, and an upload by a form", async () => {
    const share = async (...args: string[]): Promise<string> =>
      (JSON.parse(await mc("share", ...args, "--json")) as { share: string }).share;
    const command = await share("upload", "--recursive", "cloud/first-bucket/in/");
    const [, url = ""] = /^curl (\S+)/.exec(command) ?? [];
    const form = new FormData();
    for (const [, name = "", value = ""] of command.matchAll(/-F (\S+?)=(\S+)/g)) {
      if (name !== "file") form.append(name, value.replace("<NAME>", "sent"));
    }
    form.append("file", new Blob(["by form"]), "any");
    expect((await fetch(url, { method: "POST", body: form })).status).toBe(204);
    const address = await share("download", "cloud/first-bucket/in/sent");
    expect(await (await fetch(address)).text()).toBe("by form");
  }, 60_000);

  it("removes a bucket with every version in it", async () => {
    await mc("rb", "--force", "cloud/first-bucket");
    expect(await listed("cloud")).toEqual([]);
  }, 60_000);
});
