import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { resolveConfiguration, StackConfiguration, type Project } from "../../../engine/project";
import { createCrypter, type Crypter } from "../../../engine/secrets";

let folder: string;
let project: Project;
let crypter: Crypter;
beforeAll(async () => {
  crypter = await createCrypter("any");
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "storage-access-configuration-"));
  project = {
    name: "shop",
    file: join(folder, "Pulumi.yaml"),
    directory: folder,
    main: folder,
    options: {},
    configurationDirectory: folder,
    extension: ".yaml",
    isRefreshing: false,
    declared: new Map(),
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(): string {
  return join(folder, "Pulumi.dev.yaml");
}

function read(text?: string): Promise<StackConfiguration> {
  if (text !== undefined) writeFileSync(file(), text);
  return StackConfiguration.read(project, "dev");
}

const COMMENTED = `# Who changes this: ask the storage team.
encryptionsalt: v1:abc # from 2025

config:
  # Paris, because of the law.
  shop:region: fr-par # never Warsaw
  shop:list:
    - a # first
    - b
`;

describe("a stack's configuration file", () => {
  it.each([
    [
      "secretsprovider: awskms://alias/state?region=eu-west-1\n",
      "secretsprovider: awskms://alias/state,",
    ],
    [
      "secretsprovider: hashivault://key\nencryptedkey: abc\n",
      "secretsprovider: hashivault://key,",
    ],
    ["encryptedkey: abc\nencryptionsalt: v1:abc\n", "encryptedkey"],
    ["environment:\n  - team/prod\n", "environment (Pulumi ESC)"],
    ["environment: { values: { a: 1 } }\n", "environment (Pulumi ESC)"],
  ])("is refused by name for %j, with the way out", async (text, named) => {
    const attempt = read(text + "config:\n  a: b\n");
    await expect(attempt).rejects.toThrow(`${file()} has ${named}`);
    await expect(attempt).rejects.toThrow(/Nothing was touched\. .*Pulumi CLI/);
  });

  it.each(["secretsprovider: passphrase\n", "secretsprovider: default\n", "environment: []\n"])(
    "may say %j",
    async (text) => {
      expect([...(await read(text)).values()]).toEqual([]);
    },
  );

  it("ends in .yml where the project's file does", async () => {
    project.extension = ".yml";
    writeFileSync(join(folder, "Pulumi.dev.yml"), "config:\n  region: fr-par\n");
    expect((await read()).values().size).toBe(1);
  });

  it("keeps its comments and its order when a value is set, added or removed", async () => {
    const configuration = await read(COMMENTED);
    configuration.set("region", { text: "nl-ams" });
    configuration.set("other:key", { text: "1" });
    await configuration.save();
    expect(readFileSync(file(), "utf8")).toBe(
      COMMENTED.replace("fr-par", "nl-ams") + '  other:key: "1"\n',
    );
    expect(configuration.remove("other:key")).toBe(true);
    expect(configuration.remove("other:key")).toBe(false);
    await configuration.save();
    expect(readFileSync(file(), "utf8")).toBe(COMMENTED.replace("fr-par", "nl-ams"));
  });

  it("keeps its rights; a new one is readable for the team", async () => {
    await (await read()).save();
    expect(statSync(file()).mode & 0o777).toBe(0o644);
    chmodSync(file(), 0o600);
    const configuration = await read();
    configuration.set("a", { text: "b" });
    await configuration.save();
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it("comes into being with a salt and a sealed value, as Pulumi writes them", async () => {
    const configuration = await read();
    configuration.setEncryptionSalt("v1:x");
    configuration.set("token", { ciphertext: "v1:y" });
    await configuration.save();
    expect(readFileSync(file(), "utf8")).toBe(
      "encryptionsalt: v1:x\nconfig:\n  shop:token:\n    secure: v1:y\n",
    );
    expect((await read()).encryptionSalt).toBe("v1:x");
  });

  it("turns an open value into a sealed one and back", async () => {
    const configuration = await read(COMMENTED);
    configuration.set("region", { ciphertext: "v1:z" });
    expect(configuration.sealedValues()["shop:region"]).toEqual({ secure: "v1:z" });
    configuration.set("region", { text: "fr-par" });
    expect(configuration.values().get("shop:region")).toEqual({ kind: "text", text: "fr-par" });
  });

  it("gives back every text that was set, whatever it looks like", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.constantFrom(
            "true",
            "1.10",
            "0123",
            "2024-01-02",
            "1_000",
            ".5",
            "null",
            "~",
            "- a",
            "#",
            "a: b",
            "\n",
            "0x1F",
          ),
        ),
        async (text) => {
          rmSync(file(), { force: true });
          const configuration = await read();
          configuration.set("key", { text });
          await configuration.save();
          expect((await read()).values().get("shop:key")).toEqual({ kind: "text", text });
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    ["that is not YAML", "config: [\n", /is not YAML/],
    ["that is a list", "- a\n", /is not a map/],
    ["whose config is a text", "config: text\n", /is not a map/],
  ])("%s is refused", async (_name, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it("may be empty, or have an empty config", async () => {
    for (const text of ["", "# nothing\n", "config:\n", "config: {}\n"]) {
      const configuration = await read(text);
      expect(configuration.values().size).toBe(0);
      configuration.set("a", { text: "b" });
      expect(configuration.sealedValues()).toEqual({ "shop:a": "b" });
      await configuration.save();
      expect(readFileSync(file(), "utf8")).toContain("config:\n  shop:a: b\n");
    }
  });
});

describe("the configuration of a program", () => {
  async function resolve(text: string): ReturnType<typeof resolved> {
    return resolved(await read(text));
  }
  async function resolved(configuration: StackConfiguration) {
    return Promise.resolve(resolveConfiguration(project, configuration, crypter));
  }

  it("is text: bare numbers as YAML reads them, objects are JSON", async () => {
    const { values } = await resolve(
      "config:\n  shop:version: 1.10\n  shop:id: 12345678901234567890\n  shop:on: true\n  shop:none:\n  shop:list: [a, {b: 1}]\n",
    );
    expect(values).toEqual({
      "shop:version": "1.1",
      "shop:id": "12345678901234567890",
      "shop:on": "true",
      "shop:none": "",
      "shop:list": '["a",{"b":1}]',
    });
  });

  it("of another type than Pulumi.yaml declares is an error that names it, and tells no value", async () => {
    const type = { name: "integer" };
    const declared = new Map([["shop:count", { isSecret: false, type }]]);
    const configuration = await read("config:\n  shop:count: canary\n");
    const attempt = () => resolveConfiguration({ ...project, declared }, configuration, crypter);
    expect(attempt).toThrow(/"shop:count" in .* must be of type 'integer'/);
    expect(attempt).not.toThrow("canary");
  });

  it("opens secrets, also those within objects, and says which keys are secret", async () => {
    const [sealed, inner] = [crypter.encrypt("s3cret"), crypter.encrypt("in ner")];
    const { values, secretKeys } = await resolve(
      `config:\n  shop:token: { secure: "${sealed}" }\n  shop:db: { user: u, pass: { secure: "${inner}" } }\n  shop:open: x\n`,
    );
    expect(values["shop:token"]).toBe("s3cret");
    expect(values["shop:db"]).toBe('{"user":"u","pass":"in ner"}');
    expect(secretKeys).toEqual(["shop:token", "shop:db"]);
  });

  it("takes from Pulumi.yaml what the stack does not have", async () => {
    project.declared.set("shop:region", { default: "fr-par", isSecret: false });
    project.declared.set("shop:zone", { default: "1", isSecret: false });
    expect((await resolve("config: { shop:zone: 2 }\n")).values).toEqual({
      "shop:region": "fr-par",
      "shop:zone": "2",
    });
  });

  it("lacks what is declared without a default: an error that says how to set it", async () => {
    project.declared.set("shop:token", { isSecret: true });
    await expect(resolve("")).rejects.toThrow(/"shop:token".*config set shop:token/);
  });

  it("does not open under another key: an error that names the value only", async () => {
    const foreign = (await createCrypter("other")).encrypt("canary-11");
    const attempt = resolve(`config: { shop:token: { secure: "${foreign}" } }\n`);
    await expect(attempt).rejects.toThrow(/"shop:token" cannot be opened/);
    await expect(attempt).rejects.not.toThrow(/canary/);
  });

  it("reads the old spelling of keys, and bare ones as the project's own", async () => {
    const { values } = await resolve("config: { aws:config:region: x, bare: y }\n");
    expect(values).toEqual({ "aws:region": "x", "shop:bare": "y" });
  });
});
