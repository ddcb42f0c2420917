/**
 * Policy packs as real processes: how they are found and started, and that they end with the operation.
 * @module
 */
import { fork } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent, PolicyViolationEvent } from "../../../engine/deploy/events";
import { runOperation, type OperationOptions } from "../../../engine/operation";
import type { PackOptions } from "../../../engine/policies/pack-folder";
import { deploymentOf, MemorySession } from "../support/memory-session";
import { isAlive, Stage, until } from "../support/stage";

const MODULES = join(__dirname, "../../../node_modules");

const NOTE = `require("fs").appendFileSync(process.env.NOTES, "pack " + process.pid + "\\n");`;

/** A pack of one policy that calls `look` with every thing. */
const packOf = (name: string, look: string, more = ""): string => `
${NOTE}
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack(${JSON.stringify(name)}, { policies: [{
  name: "rule",
  description: "Things are as they should be.",
  enforcementLevel: "advisory",
  ${more}
  validateResource: async (args, report) => {
    if (args.type === "pulumi-nodejs:dynamic/test:Thing") await (${look})(args, report);
  },
}] });
`;

let stage: Stage;
afterEach(() => stage.dispose());

/** Runs an operation under packs of the stage. */
async function operate(packs: PackOptions[], more: Partial<OperationOptions> = {}) {
  const session = new MemorySession(deploymentOf());
  const events: EngineEvent[] = [];
  const policyPacks = packs.map((pack) => ({ base: stage.folder, ...pack }));
  const onEvent = (event: EngineEvent): number => events.push(event);
  const result = await runOperation({ ...stage.options(), session, policyPacks, onEvent, ...more });
  const violations = events.filter(
    (event): event is PolicyViolationEvent => event.kind === "policy-violation",
  );
  return {
    ...result,
    said: result.diagnostics.map(({ message }) => message),
    violations: violations.map(
      ({ pack, message }) => `${pack.name}: ${message.split("\n").at(-1)!}`,
    ),
    made: session.snapshot().resources.filter(({ type }) => type.includes("Thing")),
  };
}

const expectNoProcess = (): void => {
  const pids = [...stage.pids("program"), ...stage.pids("create"), ...stage.pids("pack")];
  expect(stage.pids("pack").length).toBeGreaterThan(0);
  expect(pids.filter(isAlive)).toEqual([]);
};

test("several packs have their say, each with its own configuration, and end", async () => {
  stage = new Stage('new Thing("a", { size: 5 });');
  const schema = 'configSchema: { properties: { limit: { type: "number", default: 9 } } },';
  const look = "({ props, getConfig }, report) => report(props.size + ' of ' + getConfig().limit)";
  stage.addPack("packs/one", { "index.js": packOf("one", look, schema) });
  stage.addPack("packs/two", { "index.js": packOf("two", look, schema) });
  // As a file beside the folder, with its name: node would take it for the pack.
  stage.addPack("packs", { "two.json": '{ "rule": { "limit": 3 }, "ruel": "mandatory" }' });
  const { violations, said, result } = await operate([
    { path: "packs/one" },
    { path: "./packs/two/", config: "packs/two.json" },
  ]);
  expect(result).toBe("succeeded");
  expect(violations).toEqual(["one: 5 of 9", "two: 5 of 3"]);
  expect(said).toEqual([
    "The configuration of the policy pack two names ruel, which is none of its policies.",
  ]);
  expectNoProcess();
});

test("a pack is told of the stack, of its configuration, and whether it is a preview", async () => {
  stage = new Stage('new Thing("a");');
  const look = `(_args, report) => {
    const pulumi = require("@pulumi/pulumi");
    const config = new pulumi.Config();
    report([pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack(),
      pulumi.runtime.isDryRun(), config.require("password")].join(" "));
  }`;
  stage.addPack("pack", { "index.js": packOf("pack", look) });
  const config = { "test:password": "hush" };
  const { violations } = await operate([{ path: "pack" }], {
    kind: "preview",
    config,
    secretConfigKeys: ["test:password"],
  });
  expect(violations).toEqual(["pack: organization test dev true hush"]);
});

test("a pack in TypeScript, with a main file and a severity, behind a symbolic link", async () => {
  stage = new Stage('new Thing("a");');
  const program = `
    import { PolicyPack, type ReportViolation, type ResourceValidationArgs } from "@pulumi/policy";
    new PolicyPack("typed", { policies: [{
      name: "rule", description: "Typed.", enforcementLevel: "mandatory", severity: "high",
      validateResource: (args: ResourceValidationArgs, report: ReportViolation) => {
        if (args.name === "a") report("typed");
      },
    }] });
  `;
  const description = { name: "typed", version: "1.0.0", main: "source/pack.ts" };
  stage.addPack("workspace/typed", {
    "source/pack.ts": program,
    "package.json": JSON.stringify(description),
  });
  mkdirSync(join(stage.folder, "workspace/node_modules"));
  for (const module of ["@pulumi", "typescript", "ts-node"]) {
    symlinkSync(join(MODULES, module), join(stage.folder, "workspace/node_modules", module));
  }
  symlinkSync(join(stage.folder, "workspace/typed"), join(stage.folder, "linked"));
  const events: EngineEvent[] = [];
  const { made, result } = await operate([{ path: "linked" }], {
    onEvent: (event) => events.push(event),
  });
  expect(result).toBe("failed");
  expect(made).toEqual([]);
  const [violation] = events.filter((event) => event.kind === "policy-violation");
  expect(violation).toMatchObject({ severity: "high", enforcementLevel: "mandatory" });
});

test("a policy that does not apply is neither passed nor failed", async () => {
  stage = new Stage('new Thing("a");');
  const look = "({ notApplicable }) => notApplicable('nothing to see')";
  stage.addPack("pack", { "index.js": packOf("pack", look) });
  const events: EngineEvent[] = [];
  await operate([{ path: "pack" }], { kind: "preview", onEvent: (event) => events.push(event) });
  const summaries = events.filter((event) => event.kind === "policy-summary");
  const ofThing = summaries.find(({ call, urn }) => call === "analyze" && urn?.endsWith("::a"));
  expect(ofThing).toMatchObject({ passed: [], failed: [] });
});

test("a pack that throws when it is loaded fails the operation before anything is made", async () => {
  stage = new Stage('new Thing("a");');
  stage.addPack("pack", { "index.js": `${NOTE} throw new Error("not today");` });
  const { result, said, made } = await operate([{ path: "pack" }]);
  expect(result).toBe("failed");
  expect(said.join("\n")).toMatch(/not today[^]*The policy pack in .*pack did not come up/);
  expect(made).toEqual([]);
  expect(stage.pids("create")).toEqual([]);
  expectNoProcess();
});

test("a pack that makes no PolicyPack is told what a pack is", async () => {
  stage = new Stage('new Thing("a");');
  stage.addPack("pack", { "index.js": NOTE });
  const { said } = await operate([{ path: "pack" }]);
  expect(said.at(-1)).toMatch(/did not come up: it ended with exit code 0.*makes one PolicyPack/);
});

test("a pack that throws in a policy fails the operation with the policy and its stack", async () => {
  stage = new Stage('new Thing("a");');
  const look = "() => { throw new TypeError('no such thing'); }";
  stage.addPack("pack", { "index.js": packOf("pack", look) });
  const { result, said, made } = await operate([{ path: "pack" }]);
  expect(result).toBe("failed");
  expect(said[0]).toMatch(
    /^The policy pack pack \(pack\) failed to analyze .*::a: [^]*policy 'rule'[^]*TypeError: no such thing/,
  );
  expect(made).toEqual([]);
});

test("a pack that dies midway fails the operation, and what it was asked about is not made", async () => {
  stage = new Stage('new Thing("a");');
  stage.addPack("pack", { "index.js": packOf("pack", "() => process.exit(3)") });
  const { result, said, made } = await operate([{ path: "pack" }]);
  expect(result).toBe("failed");
  expect(said[0]).toMatch(
    /process of the policy pack pack \(pack\) ended while it was asked to analyze .*::a/,
  );
  expect(made).toEqual([]);
  expectNoProcess();
});

test("a canceled operation does not wait for a pack that does not answer", async () => {
  stage = new Stage('new Thing("a");');
  const look = `() => { ${NOTE} return new Promise(() => setInterval(() => {}, 1000)); }`;
  stage.addPack("pack", { "index.js": packOf("pack", look) });
  const controller = new AbortController();
  const running = operate([{ path: "pack" }], { signal: controller.signal });
  await until(() => stage.pids("pack").length > 1);
  controller.abort();
  const { result, said, made } = await running;
  expect(result).toBe("failed");
  expect(said).toEqual([
    "The operation was canceled. What was under way is finished and recorded.",
  ]);
  expect(made).toEqual([]);
  expectNoProcess();
});

test("an engine that is killed takes its packs with it", async () => {
  stage = new Stage('new Thing("a");');
  const look = `() => { ${NOTE} return new Promise(() => setInterval(() => {}, 1000)); }`;
  stage.addPack("pack", { "index.js": packOf("pack", look) });
  const engine = fork(join(__dirname, "../support/engine-process.js"), {
    serialization: "advanced",
  });
  const stack = {
    backendDirectory: join(stage.folder, "backend"),
    project: "test",
    stack: "dev",
    kind: "update",
    isCreating: true,
  };
  const policyPacks = [{ path: "pack", base: stage.folder }];
  engine.send({ operation: { ...stage.options(), policyPacks }, stack, passphrase: "test" });
  await until(() => stage.pids("pack").length > 1);
  engine.kill("SIGKILL");
  const pids = [...stage.pids("program"), ...stage.pids("pack")];
  await until(() => !pids.some(isAlive));
  expectNoProcess();
});

test("three hundred resources are looked at side by side", async () => {
  stage = new Stage("for (let index = 0; index < 300; index++) new Thing(`thing ${index}`);");
  // Nobody is answered before fifty have asked.
  const look = `async (_args, report) => {
    await new Promise((resolve) => {
      const waiting = (globalThis.waiting ??= []);
      waiting.push(resolve);
      if (waiting.length >= 50) for (const go of waiting) go();
    });
    report("seen");
  }`;
  stage.addPack("pack", { "index.js": packOf("pack", look) });
  const { violations, changes } = await operate([{ path: "pack" }], { kind: "preview" });
  expect(violations).toHaveLength(300);
  expect(changes).toEqual({ create: 301 });
});

test.each(["refresh", "destroy"] as const)(
  "%s takes no packs, as with the official CLI",
  async (kind) => {
    stage = new Stage("");
    await expect(operate([{ path: "pack" }], { kind })).rejects.toThrow(
      `Policy packs have a say in preview and up; ${kind} takes none.`,
    );
  },
);

test("a pack that is not there is told before anything is begun", async () => {
  stage = new Stage("");
  await expect(operate([{ path: "none" }])).rejects.toThrow(
    /none\/PulumiPolicy\.yaml cannot be read/,
  );
  expect(stage.pids("program")).toEqual([]);
});
