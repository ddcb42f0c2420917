/**
 * Policy packs on the command line: what is shown, what is in the JSON, and what is refused.
 * @module
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { TestProject } from "./project";

const CANARY = "canary-5b1e";

/** A pack that wants a text of at most so many letters, and says the password aloud. */
const PACK = `
const { PolicyPack } = require("@pulumi/policy");
const pulumi = require("@pulumi/pulumi");
const isThing = ({ type }) => type === "pulumi-nodejs:dynamic/test:Thing";
new PolicyPack("house-rules", { policies: [
  {
    name: "short",
    description: "A text is short.",
    enforcementLevel: "mandatory",
    severity: "high",
    configSchema: { properties: { limit: { type: "number", default: 5 } } },
    validateResource: (args, report) => {
      if (isThing(args) && args.props.text.length > args.getConfig().limit) report("too long");
    },
  },
  {
    name: "polite",
    description: "A text is polite.",
    enforcementLevel: "remediate",
    remediateResource: (args) => {
      if (!isThing(args) || args.props.text.endsWith("!")) return undefined;
      args.props.text += "!";
      return args.props;
    },
    validateResource: () => {},
  },
  {
    name: "loud",
    description: "Says the password.",
    enforcementLevel: "disabled",
    validateStack: (_args, report) => report(new pulumi.Config().require("password")),
  },
] });
`;

let project: TestProject;
beforeEach(() => {
  project = new TestProject('new Thing("a", { text: "one" });');
  mkdirSync(project.path("rules"));
  write("rules/index.js", PACK);
  write("rules/package.json", '{ "name": "house-rules", "version": "2.1.0", "main": "index.js" }');
  write("rules/PulumiPolicy.yaml", "runtime: nodejs\n");
});
afterEach(() => project.remove());

const write = (name: string, text: string): void => writeFileSync(project.path(name), text);
const LINE =
  "    ✅ house-rules@v2.1.0 (local: rules)\n        - [remediate]  polite  (1 resource)\n";

describe("a policy pack", () => {
  it("is found from --cwd, and what it found stands ahead of the outputs", async () => {
    project.write('exports.text = new Thing("a", { text: "one" }).text; exports.more = 1;');
    const text = await project.succeed(["up", "--policy-pack", "./rules"]);
    expect(text).toContain("Loading policy packs...\n");
    expect(text).toContain(`Policies:\n${LINE}Outputs:\n`);
    const state = await project.succeed(["stack", "export"]);
    expect(state).toContain('"text": "one!"');
  });

  it("that objects fails a preview and an up, and nothing is made", async () => {
    project.write('new Thing("a", { text: "much too long" });');
    for (const command of ["preview", "up"]) {
      const { code, stdout } = await project.run([command, "--policy-pack", "rules"]);
      expect(code).toBe(1);
      expect(stdout).toContain(
        "    ❌ house-rules@v2.1.0 (local: rules)\n" +
          "        - [remediate]  polite  (1 resource)\n" +
          "        - [mandatory] [severity: high]  short  (pulumi-nodejs:dynamic/test:Thing: a)\n" +
          "          A text is short.\n          too long\n",
      );
    }
    expect(await project.succeed(["stack", "export"])).not.toContain("too long");
  });

  it("tells the same in JSON, and secrets of the configuration in neither", async () => {
    await project.succeed(["config", "set", "--secret", "password", CANARY]);
    write(
      "levels.json",
      '{ "loud": "advisory", "short": { "limit": 1, "enforcementLevel": "advisory" } }',
    );
    const args = ["preview", "--policy-pack=rules", "--policy-pack-config=levels.json"];
    const { code, stdout, stderr } = await project.run([...args, "--json"]);
    expect(code).toBe(0);
    expect(`${stdout}${stderr}`).not.toContain(CANARY);
    expect(stderr).toContain("Says the password.\n          [secret]\n");
    const { policies } = JSON.parse(stdout) as { policies: unknown };
    const urn = (type: string, name: string): string => `urn:pulumi:dev::test::${type}::${name}`;
    const thing = urn("pulumi-nodejs:dynamic/test:Thing", "a");
    expect(policies).toEqual([
      {
        pack: "house-rules",
        version: "2.1.0",
        path: "rules",
        result: "warned",
        remediations: [{ policy: "polite", urn: thing }],
        violations: [
          {
            policy: "short",
            enforcementLevel: "advisory",
            severity: "high",
            urn: thing,
            message: "A text is short.\ntoo long",
          },
          {
            policy: "loud",
            enforcementLevel: "advisory",
            urn: urn("pulumi:pulumi:Stack", "test-dev"),
            message: "Says the password.\n[secret]",
          },
        ],
      },
    ]);
  });

  it("that says a secret of a resource says it to nobody, also where the resource is not made", async () => {
    project.write(`new Thing("a", { text: pulumi.secret("${CANARY}!") });`);
    write("rules/index.js", PACK.replace('"too long"', "args.props.text"));
    for (const command of ["preview", "up"]) {
      const { code, stdout, stderr } = await project.run([command, "--policy-pack", "rules"]);
      expect(code).toBe(1);
      expect(stdout).toContain("          A text is short.\n          [secret]\n");
      expect(`${stdout}${stderr}`).not.toContain(CANARY);
    }
  });

  it("whose configuration is wrong is told before anything", async () => {
    write("levels.json", '{ "short": { "limit": "many" } }');
    const args = ["--policy-pack", "rules", "--policy-pack-config", "levels.json"];
    const { code, stdout } = await project.run(["preview", ...args]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "error: validating policy config: house-rules 2.1.0  short: limit: Invalid type. Expected: number, given: string\n",
    );
    expect(stdout).not.toContain("Policies:");
  });

  it("that is not there, or has a configuration too many, is refused before a stack is made", async () => {
    const missing = await project.run(["up", "--policy-pack", "none"]);
    expect(missing.stderr).toMatch(/error: A policy pack's folder has a PulumiPolicy\.yaml/);
    const args = ["--policy-pack", "rules", "--policy-pack-config", "a.json,b.json"];
    const surplus = await project.run(["up", ...args]);
    expect(surplus.stderr).toMatch(/--policy-pack-config is given once for every --policy-pack/);
    expect([missing.code, surplus.code]).toEqual([1, 1]);
    expect(project.backendFiles()).toEqual([]);
  });

  it.each(["refresh", "destroy"])("is no option of %s", async (command) => {
    const { code, stderr } = await project.run([command, "--policy-pack", "rules"]);
    expect(code).toBe(1);
    expect(stderr).toContain("unknown option '--policy-pack'");
  });
});
