/**
 * Sinks, with real files and real commands.
 * @module
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as immediate } from "node:timers/promises";
import { registerSecret } from "../../../provider/core/redact";
import { handOver, takeBack, type MayReplace, type SecretSink } from "../../../provider/core/sink";
import { runCommand } from "../../../provider/core/sink-command";
import { testContext } from "../../support/context";

const SECRET = "5ec2e700-0000-4000-8000-00000000001a";
const CREDENTIALS = { accessKey: "SCWNEW00000000000000", secretKey: SECRET };
const OLD = { accessKey: "SCWOLD00000000000000", secretKey: "old" };
const never: MayReplace = () => Promise.resolve(false);

let folder: string;
let file: string;
beforeEach(() => {
  registerSecret(SECRET);
  folder = mkdtempSync(join(tmpdir(), "sink-"));
  file = join(folder, "key.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const give = (sink: SecretSink, mayReplace = never) =>
  handOver(testContext(), sink, CREDENTIALS, mayReplace);
const read = (path = file): unknown => JSON.parse(readFileSync(path, "utf8"));
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe("a file", () => {
  it("holds access key and secret as JSON, for its owner alone, and nothing is left beside it", async () => {
    await give({ file });
    expect(read()).toEqual(CREDENTIALS);
    expect(modeOf(file)).toBe("600");
    expect(readdirSync(folder)).toEqual(["key.json"]);
  });

  it("is for its owner alone whatever the process would give others", async () => {
    const before = process.umask(0);
    try {
      await give({ file: join(folder, "deep", "key.json") });
      expect(modeOf(join(folder, "deep", "key.json"))).toBe("600");
      expect(modeOf(join(folder, "deep"))).toBe("700");
    } finally {
      process.umask(before);
    }
  });

  it("gets a new content and its mode back where it holds the resource's own key", async () => {
    writeFileSync(file, JSON.stringify(OLD));
    chmodSync(file, 0o644);
    const asked: string[] = [];
    await give({ file }, (accessKey) => Promise.resolve(asked.push(accessKey) > 0));
    expect(asked).toEqual([OLD.accessKey]);
    expect(read()).toEqual(CREDENTIALS);
    expect(modeOf(file)).toBe("600");
  });

  it.each([
    ["another resource's key", JSON.stringify(OLD), "it holds SCWOLD00000000000000, another"],
    ["something else", "precious", "it holds something that was not written here"],
    ["more than a key", JSON.stringify({ ...OLD, more: 1 }), "it holds something that"],
    ["nothing", "", "it holds something that was not written here"],
  ])("is refused and left as it is where it holds %s", async (_name, content, reason) => {
    writeFileSync(file, content);
    await expect(give({ file })).rejects.toThrow(reason);
    expect(readFileSync(file, "utf8")).toBe(content);
    expect(readdirSync(folder)).toEqual(["key.json"]);
  });

  it("is refused where a folder or a link is in its place", async () => {
    mkdirSync(file);
    await expect(give({ file })).rejects.toThrow("it is no plain file");
    const other = join(folder, "link.json");
    symlinkSync(join(folder, "target"), other);
    await expect(give({ file: other })).rejects.toThrow("it is no plain file");
    expect(existsSync(join(folder, "target"))).toBe(false);
  });

  it("fails with its path, and without the secret, where it cannot be written", async () => {
    writeFileSync(file, "a plain file");
    const failure = give({ file: join(file, "inside.json") });
    await expect(failure).rejects.toThrow(/could not hand over .*SCWNEW.*inside\.json/i);
    await expect(failure).rejects.not.toThrow(SECRET);
  });

  it("replaces what an interrupted run left beside it", async () => {
    const beside = join(folder, ".key.json.pulumi-storage-access");
    writeFileSync(beside, "half", { mode: 0o644 });
    await give({ file });
    expect(read()).toEqual(CREDENTIALS);
    expect(modeOf(file)).toBe("600");
    expect(readdirSync(folder)).toEqual(["key.json"]);
  });

  it("is removed with its key, and not where it holds another one by then", async () => {
    await give({ file });
    await takeBack({ file }, OLD.accessKey);
    expect(read()).toEqual(CREDENTIALS);
    await takeBack({ file }, CREDENTIALS.accessKey);
    expect(existsSync(file)).toBe(false);
    await takeBack({ file }, CREDENTIALS.accessKey);
  });

  it("is not touched once the command is canceled: it holds the key of the state", async () => {
    writeFileSync(file, JSON.stringify(OLD));
    const canceled = testContext({ signal: AbortSignal.abort() });
    const late = handOver(canceled, { file }, CREDENTIALS, () => Promise.resolve(true));
    await expect(late).rejects.toThrow("canceled");
    expect(read()).toEqual(OLD);
  });
});

/** False also for one that has ended and that nobody has asked about yet. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${String(pid)}/status`, "utf8"));
  } catch {
    return false;
  }
}

describe("a command", () => {
  const script = (text: string): SecretSink => ({ command: [process.execPath, "-e", text] });

  it("gets the same JSON on its standard input, and nothing among its arguments", async () => {
    const text = `const fs = require("fs");
      fs.writeFileSync(${JSON.stringify(file)}, fs.readFileSync(0));
      fs.writeFileSync(${JSON.stringify(`${file}.argv`)}, JSON.stringify(process.argv));`;
    await give(script(text));
    expect(read()).toEqual(CREDENTIALS);
    expect(readFileSync(`${file}.argv`, "utf8")).not.toContain(SECRET);
  });

  it("is run without a shell", async () => {
    const argument = `$(touch ${join(folder, "shell")}); touch ${join(folder, "shell")}`;
    await give({ command: [process.execPath, "-e", "", argument] });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("does not see the credentials of the deployment or of the stack; it sees the rest", async () => {
    const private_ = [
      "SCW_SECRET_KEY",
      "SCW_ACCESS_KEY",
      "PULUMI_CONFIG_PASSPHRASE",
      "OS_PASSWORD",
    ];
    const before = process.env;
    const own = Object.fromEntries(private_.map((name) => [name, "own"]));
    process.env = { ...before, ...own, VAULT_ADDR: "kept" };
    try {
      const text = `require("fs").writeFileSync(${JSON.stringify(file)}, JSON.stringify(process.env))`;
      await give(script(text));
    } finally {
      process.env = before;
    }
    const seen = read() as Record<string, string>;
    expect(Object.keys(seen).filter((name) => private_.includes(name))).toEqual([]);
    expect(seen).toMatchObject({ VAULT_ADDR: "kept" });
  });

  it("fails by its exit code, with what it said last and without the secret", async () => {
    const text = `console.error("no such vault: " + require("fs").readFileSync(0)); process.exit(3)`;
    const failure = give(script(text));
    await expect(failure).rejects.toThrow(/ended with exit code 3: no such vault: .*\[secret\]/s);
    await expect(failure).rejects.not.toThrow(SECRET);
  });

  it("fails where there is no such program", async () => {
    const missing = give({ command: [join(folder, "nothing")] });
    await expect(missing).rejects.toThrow(/cannot be run: .*ENOENT/);
  });

  it("may end well without reading", async () => {
    await expect(give(script("process.exit(0)"))).resolves.toBeUndefined();
  });

  it("is over with its own exit, whatever it leaves running behind its standard error", async () => {
    const pid = join(folder, "pid");
    const text = `const child = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"],
        { stdio: ["inherit", "ignore", "inherit"], detached: true });
      child.unref();
      require("fs").writeFileSync(${JSON.stringify(pid)}, String(child.pid));
      console.error("an agent is left"); process.exit(Number(process.argv[1]));`;
    const leave = (code: string): SecretSink => ({ command: [process.execPath, "-e", text, code] });
    const left = (): number => Number(readFileSync(pid, "utf8"));
    await expect(give(leave("0"))).resolves.toBeUndefined();
    expect(isRunning(left())).toBe(true);
    process.kill(left());
    await expect(give(leave("3"))).rejects.toThrow("ended with exit code 3: an agent is left");
    process.kill(left());
  });

  it("is ended with all that it started where it takes too long", async () => {
    const pid = join(folder, "pid");
    const text = `const child = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"]);
      require("fs").writeFileSync(${JSON.stringify(pid)}, String(child.pid)); setInterval(() => 0, 1000);`;
    const attempted = { operation: "hand over", resource: "key" };
    const failure = runCommand([process.execPath, "-e", text], "secret", attempted, 700);
    await expect(failure).rejects.toThrow("did not end within 0.7 s, and was ended");
    const started = Number(readFileSync(pid, "utf8"));
    // Whoever is killed ends a moment later.
    for (let looks = 0; looks < 1_000 && isRunning(started); looks += 1) await immediate();
    expect(isRunning(started)).toBe(false);
  });
});
