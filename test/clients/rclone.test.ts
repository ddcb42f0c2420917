import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCloud, type OpenCloud } from "../emulator/support";
import { start } from "../support/command-line";
import { describeWith } from "../support/requires";

const FILES = 1_000;

describeWith("rclone", "Files kept in step with rclone", () => {
  let open: OpenCloud;
  let home: string;
  let secondProject: string;

  /** Two remotes: the key as it is, which acts in its preferred Project, and the key with another Project's id. */
  const configuration = (): string => {
    const { accessKey, secretKey, region, s3Endpoint } = open.cloud.description.scaleway;
    const remote = (name: string, key: string): string =>
      [
        `[${name}]`,
        "type = s3",
        "provider = Scaleway",
        `access_key_id = ${key}`,
        `secret_access_key = ${secretKey}`,
        `region = ${region}`,
        `endpoint = ${s3Endpoint}`,
      ].join("\n");
    return `${remote("preferred", accessKey)}\n${remote("second", `${accessKey}@${secondProject}`)}\n`;
  };

  const run = async (...args: string[]): Promise<{ code: number | null; text: string }> => {
    const command = ["rclone", "--config", join(home, "rclone.conf"), "--retries", "1", ...args];
    const { finished } = start(command, { PATH: process.env["PATH"], HOME: home }, home);
    const { code, stdout, stderr } = await finished;
    return { code, text: `${stdout}${stderr}` };
  };
  const rclone = async (...args: string[]): Promise<string> => {
    const { code, text } = await run(...args);
    if (code !== 0) throw new Error(`rclone ${args.join(" ")}: ${text}`);
    return text;
  };
  const namesIn = async (place: string): Promise<number> =>
    (await rclone("lsf", "-R", "--files-only", place)).split("\n").filter(Boolean).length;

  beforeAll(async () => {
    open = await openCloud({ clock: { now: () => new Date() } });
    secondProject = (await open.owner.project("second")).id;
    home = mkdtempSync(join(tmpdir(), "rclone-home-"));
    writeFileSync(join(home, "rclone.conf"), configuration());
    for (const folder of ["a", "b"]) mkdirSync(join(home, "files", folder), { recursive: true });
    for (let number = 0; number < FILES; number += 1) {
      const folder = number % 2 === 0 ? "a" : "b";
      writeFileSync(join(home, "files", folder, `file é ${number}.txt`), `text ${number}`);
    }
    await rclone("mkdir", "preferred:rclone-preferred");
    await rclone("mkdir", "second:rclone-second");
  }, 60_000);
  afterAll(async () => {
    rmSync(home, { recursive: true });
    await open.cloud.stop();
  });

  it.each(["preferred", "second"])(
    "are all there in the %s Project, and a second run sends none",
    async (remote) => {
      const place = `${remote}:rclone-${remote}/files`;
      await rclone("sync", "files", place);
      open.cloud.resetCounts();
      await rclone("sync", "files", place);
      expect(open.cloud.counts()["PutObject"]).toBeUndefined();
      const checked = await rclone("check", "files", place);
      expect(checked).toContain(" 0 differences found");
      expect(checked).toContain(`${FILES} matching files`);
      expect(await rclone("check", "--download", "files/a", `${place}/a`)).toContain(
        " 0 differences found",
      );
    },
    60_000,
  );

  it.each([
    ["preferred", "rclone-preferred", "rclone-second"],
    ["second", "rclone-second", "rclone-preferred"],
    ["preferred", "rclone-second", "rclone-preferred"],
  ])(
    "are not lost by a move with the %s key from %s to %s, which is refused",
    async (remote, from, to) => {
      const { code, text } = await run("move", `${remote}:${from}`, `${remote}:${to}`);
      expect(code).not.toBe(0);
      expect(text).toContain("AccessDenied");
      expect(await namesIn("preferred:rclone-preferred")).toBe(FILES);
      expect(await namesIn("second:rclone-second")).toBe(FILES);
    },
    60_000,
  );

  it("are not lost by a move that the service was to make between both Projects", async () => {
    const places = ["preferred:rclone-preferred", "second:rclone-second/taken"];
    const { code, text } = await run("move", ...places, "--server-side-across-configs");
    expect(code).not.toBe(0);
    expect(text).toContain("AccessDenied");
    expect(await namesIn("preferred:rclone-preferred")).toBe(FILES);
    expect(await namesIn("second:rclone-second/taken")).toBe(0);
  }, 60_000);

  it("are not purged with another Project's key, and are with their own", async () => {
    expect((await run("purge", "preferred:rclone-second")).code).not.toBe(0);
    expect(await namesIn("second:rclone-second/files")).toBe(FILES);
    await rclone("purge", "second:rclone-second");
    await rclone("purge", "preferred:rclone-preferred");
    expect(await rclone("lsd", "second:")).toBe("");
    expect(await rclone("lsd", "preferred:")).toBe("");
  }, 60_000);

  it("come back as they went, large ones in parts, copied and moved by the service", async () => {
    const body = Buffer.alloc(11 * 1024 * 1024, "0123456789abcdef");
    writeFileSync(join(home, "large"), body);
    const flags = ["--s3-upload-cutoff", "5M", "--s3-chunk-size", "5M", "--s3-copy-cutoff", "5M"];
    await rclone("mkdir", "preferred:rclone-large");
    open.cloud.resetCounts();
    await rclone(...flags, "copyto", "large", "preferred:rclone-large/sent");
    await rclone(...flags, "moveto", "preferred:rclone-large/sent", "preferred:rclone-large/moved");
    expect(open.cloud.counts()).toMatchObject({ UploadPart: 3, UploadPartCopy: 3 });
    await rclone("copyto", "preferred:rclone-large/moved", "back");
    expect(readFileSync(join(home, "back")).equals(body)).toBe(true);
    await rclone("purge", "preferred:rclone-large");
  }, 60_000);
});
