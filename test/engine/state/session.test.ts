import { readdirSync, readFileSync, statSync } from "node:fs";
import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createCrypter, SECRET_SIGNATURE, secretOf, SIGNATURE_KEY } from "../../../engine/secrets";
import {
  exportStack,
  listStacks,
  openStack,
  openStackReadOnly,
  removeStack,
  stackOutputs,
} from "../../../engine/state";
import { markedText, type Checkpoint } from "../../../engine/state/checkpoint";
import { integrityProblem } from "../../../engine/state/integrity";
import type { Deployment } from "../../../engine/state/types";
import {
  CANARY,
  entry,
  PASSPHRASE,
  secretive,
  stackEntry,
  TestBackend,
  testCrypter,
  urnOf,
} from "./samples";

let backend: TestBackend;
beforeEach(() => {
  backend = new TestBackend();
});
afterEach(() => backend.remove());

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name));
}

function storedDeployment(): Deployment {
  const { checkpoint } = JSON.parse(readFileSync(backend.stackFile, "utf8")) as {
    checkpoint: { latest: Deployment };
  };
  return checkpoint.latest;
}

describe("an update", () => {
  it("makes the stack in the layout of Pulumi's local backend", async () => {
    await backend.fill(entry("a"));
    expect(await readFile(backend.path("meta.yaml"), "utf8")).toBe("version: 1\n");
    const written = JSON.parse(await readFile(backend.stackFile, "utf8")) as object;
    expect(written).toMatchObject({ version: 3, checkpoint: { stack: "organization/test/dev" } });
    expect(integrityProblem(storedDeployment())).toBeUndefined();
    expect(await readdir(backend.path("locks", "organization", "test", "dev"))).toEqual([]);
    expect(await readdir(backend.path("journals", "test"))).toEqual([]);
  });

  it("of a stack that is not there is refused unless it may make one", async () => {
    await expect(backend.open({ isCreating: false })).rejects.toThrow(/no stack "dev"/);
  });

  it("finds what the one before it left, secrets in clear", async () => {
    const a = secretive("a");
    await backend.fill(stackEntry(), a);
    const session = await backend.open();
    expect(session.base.resources).toEqual([stackEntry(), a]);
    await session.close("succeeded");
  });

  it("that changes nothing leaves the state file alone and still has its place in the history", async () => {
    await backend.fill(stackEntry(), secretive("a"));
    const { ino } = statSync(backend.stackFile);
    const session = await backend.open();
    for (const old of session.base.resources) {
      await session.commit({ put: structuredClone(old), supersedes: old }, false);
    }
    await session.close("succeeded", { same: 2 });
    expect(statSync(backend.stackFile).ino).toBe(ino);
    const history = await readdir(backend.path("history", "test", "dev"));
    expect(history.filter((name) => name.endsWith(".history.json"))).toHaveLength(2);
    expect(await readdir(backend.path("backups", "test", "dev"))).toHaveLength(1);
  });

  it("notices an entry that was changed in place", async () => {
    await backend.fill(stackEntry());
    const session = await backend.open();
    const [stack] = session.base.resources;
    stack!.outputs = { late: true };
    await session.commit({ put: stack!, supersedes: stack! });
    await session.close("succeeded");
    expect(storedDeployment().resources[0]?.outputs).toEqual({ late: true });
  });

  it("keeps the ciphertexts of secrets that did not change", async () => {
    await backend.fill(secretive("a"), entry("b"));
    const before = storedDeployment().resources[0];
    const session = await backend.open();
    await session.commit({ drop: session.base.resources[1]! });
    await session.close("succeeded");
    expect(storedDeployment().resources).toEqual([before]);
  });

  it("writes no secret in clear, and nothing that others may read", async () => {
    const session = await backend.open();
    const operation = { type: "creating", resource: secretive("a") } as const;
    await session.begin(operation);
    const a = secretive("a");
    await session.commit({ settles: operation, put: a });
    const during = filesBelow(backend.backendDirectory);
    const texts = during.map((file) => readFileSync(file, "utf8"));
    await session.close("succeeded");
    await backend.fill(secretive("b"));
    const files = filesBelow(backend.backendDirectory);
    texts.push(...files.map((file) => readFileSync(file, "utf8")));
    expect(during).toContain(backend.journalFile);
    expect(texts.filter((text) => text.includes(CANARY))).toEqual([]);
    expect(files.filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([]);
  });

  it("that would break the state's rules writes no state, keeps the journal and says where", async () => {
    await backend.fill(entry("a"));
    const before = await readFile(backend.stackFile, "utf8");
    const session = await backend.open();
    await session.commit({ put: entry("b", { parent: urnOf("nowhere") }) }, false);
    await expect(session.close("succeeded")).rejects.toThrow(
      /has the parent .*nowhere, which is missing.*dev\.jsonl/s,
    );
    const contents = JSON.parse(await readFile(backend.stackFile, "utf8")) as Checkpoint;
    expect(contents.checkpoint).toEqual((JSON.parse(before) as Checkpoint).checkpoint);
    expect(await readFile(backend.journalFile, "utf8")).toContain(urnOf("b"));
    expect(await readdir(backend.path("locks", "organization", "test", "dev"))).toEqual([]);
  });

  it("that was killed leaves a state that other engines refuse, with the way out in its words", async () => {
    await backend.fill(entry("a"));
    const before = await readFile(backend.stackFile, "utf8");
    const killed = await backend.open();
    await killed.commit({ put: entry("b") });
    const left = JSON.parse(await readFile(backend.stackFile, "utf8")) as Record<string, unknown>;
    expect(left["version"]).toBe(4);
    expect(left["features"]).toEqual([expect.stringContaining("`storage-access stack export`")]);
    expect(await readFile(`${backend.stackFile}.bak`, "utf8")).toBe(before);
    await backend.kill(killed);
    const next = await backend.open();
    expect(next.base.resources.map(({ urn }) => urn)).toContain(urnOf("b"));
    const now = JSON.parse(await readFile(backend.stackFile, "utf8")) as Record<string, unknown>;
    expect(now).toMatchObject({ version: 3 });
    expect(now).not.toHaveProperty("features");
  });

  it("that was killed before its journal says anything is put in order by the next one", async () => {
    await backend.fill(entry("a"));
    const before = await readFile(backend.stackFile, "utf8");
    await writeFile(backend.stackFile, markedText(before));
    const next = await backend.open();
    expect(next.base.resources.map(({ urn }) => urn)).toEqual([urnOf("a")]);
    expect(JSON.parse(await readFile(backend.stackFile, "utf8"))).toMatchObject({ version: 3 });
  });

  it("refuses a state that is broken already, and does nothing", async () => {
    await backend.fill(entry("a"));
    const text = await readFile(backend.stackFile, "utf8");
    const broken = text.replace(`"custom":true`, `"custom":true,"parent":"urn:nowhere"`);
    await writeFile(backend.stackFile, broken);
    await expect(backend.open()).rejects.toThrow(/urn:nowhere.*Nothing was done/s);
    expect(await readFile(backend.stackFile, "utf8")).toBe(broken);
  });

  it("can be closed twice", async () => {
    const session = await backend.open();
    await session.close("succeeded");
    await session.close("failed");
    expect(await readdir(backend.path("history", "test", "dev"))).toHaveLength(2);
  });

  it("says so when the disk does not take its journal", async () => {
    await backend.fill(entry("a"));
    const session = await backend.open();
    await writeFile(backend.journalFile, "someone else's");
    const commit = session.commit({ put: entry("b") });
    await expect(commit).rejects.toThrow(/journal .* cannot be written/);
    await expect(session.close("failed")).rejects.toThrow(/journal .* cannot be written/);
  });
});

describe("secrets of a state", () => {
  it("sealed under another salt are sealed again under the configuration's", async () => {
    await backend.fill(secretive("a"));
    const crypter = await createCrypter(PASSPHRASE);
    const session = await backend.open({ secrets: { crypter, passphrase: PASSPHRASE } });
    expect(session.base.resources).toEqual([secretive("a")]);
    expect(storedDeployment().secrets_providers).toEqual({
      type: "passphrase",
      state: { salt: crypter.salt },
    });
    await session.close("succeeded");
    expect(await stackOutputs(backend.location)).toEqual({});
    await (await backend.open({ secrets: { crypter, passphrase: PASSPHRASE } })).close("succeeded");
  });

  it("stay shut for a wrong passphrase, and the lock is given back", async () => {
    await backend.fill(secretive("a"));
    const crypter = await createCrypter("wrong");
    const attempt = backend.open({ secrets: { crypter, passphrase: "wrong" } });
    await expect(attempt).rejects.toThrow(/passphrase does not open/);
    expect(await readdir(backend.path("locks", "organization", "test", "dev"))).toEqual([]);
  });

  it("need no provider where there are none", async () => {
    await backend.fill();
    const text = await readFile(backend.stackFile, "utf8");
    await writeFile(backend.stackFile, text.replace(/"secrets_providers":\{.*?\}\},?/, ""));
    await (await backend.open()).close("succeeded");
    expect(storedDeployment().secrets_providers?.type).toBe("passphrase");
  });
});

describe("the history", () => {
  it("tells each update as Pulumi's own does", async () => {
    const session = await backend.open({
      kind: "destroy",
      config: { "test:token": { secure: "v1:a:b" } },
    });
    await session.commit({ put: entry("a") });
    await session.close("failed", { delete: 2 });
    const folder = backend.path("history", "test", "dev");
    const [checkpoint, update] = (await readdir(folder)).sort();
    expect(checkpoint).toMatch(/^dev-\d{19}\.checkpoint\.json$/);
    expect(await readFile(join(folder, checkpoint!), "utf8")).toBe(
      await readFile(backend.stackFile, "utf8"),
    );
    expect(JSON.parse(await readFile(join(folder, update!), "utf8"))).toEqual({
      version: 0,
      kind: "destroy",
      startTime: 1767323045,
      endTime: 1767323045,
      message: "",
      environment: {},
      config: { "test:token": { secure: "v1:a:b" } },
      result: "failed",
      resourceChanges: { delete: 2 },
    });
  });

  it("keeps old states as they were, and the last one as .bak", async () => {
    await backend.fill(entry("a"));
    const first = await readFile(backend.stackFile, "utf8");
    await backend.fill(entry("b"));
    expect(await readFile(`${backend.stackFile}.bak`, "utf8")).toBe(first);
    const backups = (await readdir(backend.path("backups", "test", "dev"))).sort();
    expect(await readFile(backend.path("backups", "test", "dev", backups[0]!), "utf8")).toBe(first);
  });
});

describe("reading", () => {
  it("for a preview needs no stack, locks nothing and writes nothing", async () => {
    const session = await openStackReadOnly(backend.location, PASSPHRASE);
    expect(session.base.resources).toEqual([]);
    await expect(session.commit({ put: entry("a") })).rejects.toThrow(/reading only/);
    await session.close("succeeded");
    expect(filesBelow(backend.backendDirectory)).toEqual([]);
  });

  it("for a preview sees what an engine at work has done so far", async () => {
    await backend.fill(secretive("a"));
    const working = await backend.open();
    await working.commit({ put: secretive("b") });
    const { base } = await openStackReadOnly(backend.location, PASSPHRASE);
    expect(base.resources).toEqual([secretive("b"), secretive("a")]);
    await working.close("succeeded");
  });

  it("gives outputs with secrets hidden, and shown for the passphrase", async () => {
    const outputs = { open: 1, closed: secretOf(CANARY) };
    await backend.fill(stackEntry({ outputs }));
    expect(await stackOutputs(backend.location)).toEqual({ open: 1, closed: "[secret]" });
    expect(await stackOutputs(backend.location, PASSPHRASE)).toEqual({ open: 1, closed: CANARY });
  });

  it("exports the deployment sealed, and with plaintext for the passphrase", async () => {
    await backend.fill(entry("a", { inputs: { password: secretOf({ b: 1, a: 2 }) } }));
    expect(await exportStack(backend.location)).toEqual({
      version: 3,
      deployment: storedDeployment(),
    });
    const { deployment } = await exportStack(backend.location, PASSPHRASE);
    expect(deployment.resources[0]?.inputs).toEqual({
      password: { [SIGNATURE_KEY]: SECRET_SIGNATURE, plaintext: '{"a":2,"b":1}' },
    });
  });

  it("lists the stacks of the project", async () => {
    await backend.fill(entry("a"), entry("b"));
    expect(await listStacks(backend.backend, "test")).toEqual([
      { name: "dev", resourceCount: 2, lastUpdate: "2026-01-02T03:04:05.000Z" },
    ]);
    expect(await listStacks(backend.backend, "other")).toEqual([]);
  });
});

describe("removing a stack", () => {
  it("leaves nothing of it", async () => {
    await backend.fill(entry("a"));
    const session = await backend.open();
    await session.commit({ drop: session.base.resources[0]! });
    await session.close("succeeded");
    await removeStack(backend.location);
    expect(filesBelow(backend.backendDirectory)).toEqual([backend.path("meta.yaml")]);
    await expect(removeStack(backend.location)).rejects.toThrow(/no stack "dev"/);
  });

  it("with resources is refused, unless it is forced", async () => {
    await backend.fill(entry("a"));
    await expect(removeStack(backend.location)).rejects.toThrow(/still has 1 resources.*--force/);
    await removeStack(backend.location, true);
    expect(await listStacks(backend.backend, "test")).toEqual([]);
  });
});

describe("a backend", () => {
  it.each(["gz", "zst"])("is not read where the state is compressed, as .%s", async (extension) => {
    await backend.fill(entry("a"));
    const compressed = `${backend.stackFile}.${extension}`;
    await writeFile(compressed, "");
    for (const attempt of [
      () => backend.open(),
      () => openStackReadOnly(backend.location, PASSPHRASE),
      () => stackOutputs(backend.location),
    ]) {
      await expect(attempt()).rejects.toThrow(`compressed, in ${compressed}`);
    }
  });

  it.each(["../dev", "a/b", "", "..", "x".repeat(101)])(
    "refuses the stack name %j before it touches a file",
    async (stack) => {
      const secrets = { crypter: await testCrypter(), passphrase: PASSPHRASE };
      const attempt = openStack({ ...backend.location, stack, secrets, kind: "update" });
      await expect(attempt).rejects.toThrow(/cannot be a stack name/);
    },
  );

  it("of another version, or from before projects, is refused", async () => {
    await backend.fill();
    await chmod(backend.path("meta.yaml"), 0o600);
    await writeFile(backend.path("meta.yaml"), "version: 2\n");
    await expect(backend.open()).rejects.toThrow(/version: 2/);
  });
});
