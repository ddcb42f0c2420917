import { readFileSync, statSync, writeFileSync } from "node:fs";
import { EXECUTABLE, start } from "../support/command-line";
import { TestProject } from "./project";

const CANARY = "canary-91d0";

let project: TestProject;
beforeAll(async () => {
  project = new TestProject(`
    exports.text = "open";
    exports.list = [1, { a: pulumi.secret("${CANARY}") }];
    exports.closed = pulumi.secret({ password: "${CANARY}" });`);
  await project.succeed(["up", "--stack", "dev"]);
});
afterAll(() => project.remove());

describe("stack output", () => {
  it("prints all outputs as a table, secrets hidden", async () => {
    expect(await project.succeed(["stack", "output"])).toBe(
      'OUTPUT  VALUE\nclosed  [secret]\nlist    [1,{"a":"[secret]"}]\ntext    open\n',
    );
  });

  it("prints JSON, and secrets only for who asks for them", async () => {
    const hidden = await project.succeed(["stack", "output", "--json"]);
    expect(JSON.parse(hidden)).toEqual({
      closed: "[secret]",
      list: [1, { a: "[secret]" }],
      text: "open",
    });
    const shown = await project.succeed(["stack", "output", "--json", "--show-secrets"]);
    expect(JSON.parse(shown)).toMatchObject({ closed: { password: CANARY } });
  });

  it("prints one output bare, for scripts", async () => {
    expect(await project.succeed(["stack", "output", "text"])).toBe("open\n");
    expect(await project.succeed(["stack", "output", "closed"])).toBe("[secret]\n");
    expect(await project.succeed(["stack", "output", "text", "--json"])).toBe('"open"\n');
  });

  it("of a name that is not there is an error that lists those there are", async () => {
    const { code, stderr } = await project.run(["stack", "output", "constructor"]);
    expect(code).toBe(1);
    expect(stderr).toContain('no output "constructor". It has closed, list, text.');
  });

  it("needs the passphrase for secrets only", async () => {
    const environment = { PULUMI_CONFIG_PASSPHRASE: undefined };
    expect((await project.run(["stack", "output"], { environment })).code).toBe(0);
    const shown = await project.run(["stack", "output", "--show-secrets"], { environment });
    expect(shown.code).toBe(1);
    expect(shown.stderr).toContain("PULUMI_CONFIG_PASSPHRASE_FILE");
  });
});

describe("stack export", () => {
  it("prints the deployment with sealed secrets, and with plaintext for who asks", async () => {
    const sealed = await project.succeed(["stack", "export"]);
    expect(JSON.parse(sealed)).toMatchObject({ version: 3, deployment: { resources: [{}] } });
    expect(sealed).not.toContain(CANARY);
    const shown = await project.succeed(["stack", "export", "--show-secrets"]);
    expect(shown).toContain(`"plaintext": "{\\"password\\":\\"${CANARY}\\"}"`);
  });

  it("writes a file that only its owner reads", async () => {
    const file = project.path("export.json");
    await project.succeed(["stack", "export", "--file", file]);
    expect(JSON.parse(readFileSync(file, "utf8"))).toHaveProperty("version", 3);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe("stack ls", () => {
  it("lists the stacks, for people and as JSON", async () => {
    expect(await project.succeed(["stack", "ls"])).toMatch(
      /^NAME +LAST UPDATE +RESOURCE COUNT\ndev +\d{4}-.*Z +1\n$/,
    );
    expect(JSON.parse(await project.succeed(["stack", "ls", "--json"]))).toMatchObject([
      { name: "dev", resourceCount: 1 },
    ]);
  });
});

describe("config", () => {
  it("sets, gets and removes a value", async () => {
    await project.succeed(["config", "set", "region", "fr-par"]);
    expect(await project.succeed(["config", "get", "region"])).toBe("fr-par\n");
    expect(await project.succeed(["config", "get", "test:region"])).toBe("fr-par\n");
    await project.succeed(["config", "rm", "region"]);
    const { code, stderr } = await project.run(["config", "get", "region"]);
    expect(code).toBe(1);
    expect(stderr).toContain('no configuration value "test:region"');
  });

  it("without a word lists the values, secrets hidden unless they are asked for", async () => {
    await project.succeed(["config", "set", "region", "fr-par"]);
    await project.succeed(["config", "set", "other:token", CANARY, "--secret"]);
    expect(await project.succeed(["config"])).toBe(
      "KEY          VALUE\nother:token  [secret]\nregion       fr-par\n",
    );
    expect(await project.succeed(["config", "--show-secrets"])).toContain(CANARY);
    expect(JSON.parse(await project.succeed(["config", "--json"]))).toEqual({
      "other:token": { secret: true },
      "test:region": { value: "fr-par", secret: false },
    });
  });

  it("seals a secret, read from standard input so that no process list shows it", async () => {
    await project.succeed(["config", "set", "token", "--secret"], { input: `${CANARY}\n` });
    const file = readFileSync(project.path("Pulumi.dev.yaml"), "utf8");
    expect(file).toMatch(/^encryptionsalt: v1:/m);
    expect(file).toMatch(/test:token:\n {4}secure: v1:/);
    expect(file).not.toContain(CANARY);
    expect(await project.succeed(["config", "get", "token"])).toBe(`${CANARY}\n`);
  });

  it("keeps the comments of the file", async () => {
    const file = project.path("Pulumi.other.yaml");
    writeFileSync(file, "# ask first\nconfig:\n  test:a: x # why\n");
    await project.succeed(["config", "set", "b", "y", "--stack", "other"]);
    expect(readFileSync(file, "utf8")).toBe(
      "# ask first\nconfig:\n  test:a: x # why\n  test:b: y\n",
    );
  });

  it("needs no stack and no passphrase for open values", async () => {
    const environment = { PULUMI_CONFIG_PASSPHRASE: undefined };
    await project.succeed(["config", "set", "a", "1", "--stack", "new"], { environment });
    expect(await project.succeed(["config", "get", "a", "--stack", "new"], { environment })).toBe(
      "1\n",
    );
  });
});

describe("a command outside of every project", () => {
  it("says where it looked", async () => {
    const command = [process.execPath, EXECUTABLE, "stack", "ls", "--cwd", "/"];
    const { code, stderr } = await start(command, {}).finished;
    expect(code).toBe(1);
    expect(stderr).toBe(
      "error: No Pulumi.yaml in / or in a folder above it. Run the command in a project, or name one with --cwd.\n",
    );
  });
});
