/**
 * What policies do to a registration, with packs that are objects.
 * @module
 */
import type { EngineEvent } from "../../../engine/deploy/events";
import { enforceStackPolicies } from "../../../engine/deploy/policies";
import type { DeploymentRun } from "../../../engine/deploy/run";
import type {
  InspectedResource,
  InspectedStackResource,
  PolicyInfo,
  PolicyPack,
  Violation,
} from "../../../engine/policies/policy-pack";
import { UNKNOWN } from "../../../engine/deploy/values";
import { secretOf } from "../../../engine/secrets";
import { agreeableProvider, declare, existing, simulateRun, urnOf } from "../support/simulated-run";

const NOTHING = { violations: [], notApplicable: [] };

const policy = (name: string, more: Partial<PolicyInfo> = {}): PolicyInfo => ({
  name,
  kind: "resource",
  enforcementLevel: "mandatory",
  configSchema: { properties: {}, required: [] },
  ...more,
});

/** A pack that agrees to everything, and may be told otherwise. */
const pack = (changes: Partial<PolicyPack> = {}, name = "pack"): PolicyPack => ({
  identity: { name, version: "1.0.0", path: name },
  policies: [policy("rule"), policy("whole", { kind: "stack" })],
  remediate: () => Promise.resolve({ remediations: [], notApplicable: [] }),
  analyze: () => Promise.resolve(NOTHING),
  analyzeStack: () => Promise.resolve(NOTHING),
  ...changes,
});

const objecting = (violation: Partial<Violation> = {}) => ({
  violations: [
    { policy: "rule", message: "no", enforcementLevel: "mandatory" as const, ...violation },
  ],
  notApplicable: [],
});

const failure = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => Promise.reject(new Error("It did not fail.")),
    (error: unknown) => error as Error,
  );

const ofKind = <Kind extends EngineEvent["kind"]>(events: EngineEvent[], kind: Kind) =>
  events.filter((event): event is Extract<EngineEvent, { kind: Kind }> => event.kind === kind);

const stepsOf = (events: EngineEvent[]) =>
  ofKind(events, "step")
    .filter(({ phase, type }) => phase === "begin" && !type.startsWith("pulumi:providers"))
    .map(({ op }) => op);

describe("a resource under a policy pack", () => {
  it("is checked, remediated, analyzed, compared and made, in this order", async () => {
    const order: string[] = [];
    const note = <Value>(what: string, value: Value) => {
      order.push(what);
      return Promise.resolve(value);
    };
    const provider = agreeableProvider({
      check: (_urn, _olds, inputs) => note("check", { inputs, failures: [] }),
      diff: () => note("diff", { changes: "some", replaces: [], deleteBeforeReplace: false }),
      update: (_old, news) => note("update", news),
    });
    const asked = pack({
      remediate: ({ name }) => note(`remediate ${name}`, { remediations: [], notApplicable: [] }),
      analyze: ({ name }) => note(`analyze ${name}`, NOTHING),
    });
    const { run } = simulateRun(provider, [existing("a")], {}, [asked]);
    await declare(run, "a");
    expect(order).toEqual([
      "remediate default",
      "analyze default",
      "check",
      "remediate a",
      "analyze a",
      "diff",
      "update",
    ]);
  });

  it("becomes what remediations make of it, one after the other, through all packs", async () => {
    const seen: unknown[] = [];
    const adding = (key: string) =>
      pack({
        remediate: ({ properties, type }) => {
          const more = { ...properties, [key]: Object.keys(properties).length };
          const isOurs = type.includes("Thing");
          return Promise.resolve({
            remediations: isOurs ? [{ policy: "rule", properties: more }] : [],
            notApplicable: [],
          });
        },
        analyze: ({ properties }) => {
          seen.push(properties);
          return Promise.resolve(NOTHING);
        },
      });
    const packs = [adding("first"), adding("second")];
    const { run, session, events } = simulateRun(agreeableProvider(), [], {}, packs);
    await declare(run, "a");
    const remediated = { name: "a", first: 1, second: 2 };
    expect(seen.slice(-2)).toEqual([remediated, remediated]);
    const made = session.snapshot().resources.find(({ urn }) => urn === urnOf("a"));
    expect(made).toMatchObject({ inputs: remediated, outputs: remediated });
    expect(
      ofKind(events, "policy-remediation").map(({ before, after }) => [before, after]),
    ).toEqual([
      [{ name: "a" }, { name: "a", first: 1 }],
      [{ name: "a", first: 1 }, remediated],
    ]);
  });

  it("that violates a mandatory policy is not touched by an update, and nothing else is begun", async () => {
    const { run, session, events } = simulateRun(agreeableProvider(), [], {}, [
      pack({
        analyze: ({ name }) => Promise.resolve(name === "bad" ? objecting() : NOTHING),
      }),
    ]);
    await declare(run, "good");
    await failure(declare(run, "bad"));
    await failure(declare(run, "late"));
    expect(stepsOf(events)).toEqual(["create"]);
    expect(session.snapshot().resources.map(({ urn }) => urn)).not.toContain(urnOf("bad"));
    expect([run.reporter.hasFailed, run.reporter.hasFailedStep]).toEqual([true, false]);
    expect(run.reporter.diagnostics).toEqual([]);
    expect(ofKind(events, "policy-violation")).toMatchObject([
      { urn: urnOf("bad"), message: "no" },
    ]);
  });

  it("that violates a mandatory policy fails a preview at its end only", async () => {
    const asked = pack({ analyze: () => Promise.resolve(objecting()) });
    const { run, events } = simulateRun(agreeableProvider(), [], { dryRun: true }, [asked]);
    await declare(run, "bad");
    await declare(run, "late");
    expect(stepsOf(events)).toEqual(["create", "create"]);
    expect([run.reporter.hasFailedStep, run.isStopped]).toEqual([true, false]);
  });

  it("that violates an advisory policy is made all the same", async () => {
    const analyze = () => Promise.resolve(objecting({ enforcementLevel: "advisory" }));
    const { run, events } = simulateRun(agreeableProvider(), [], {}, [pack({ analyze })]);
    await declare(run, "a");
    expect(stepsOf(events)).toEqual(["create"]);
    expect(run.reporter.hasFailed).toBe(false);
  });

  it("whose remediation meets an unknown value gets an advice, and stays as it is", async () => {
    const obstacle = "can't run remediation 'rule' during preview";
    const remediations = [{ policy: "rule", obstacle }];
    const asked = pack({ remediate: () => Promise.resolve({ remediations, notApplicable: [] }) });
    const { run, events } = simulateRun(agreeableProvider(), [], { dryRun: true }, [asked]);
    const state = await declare(run, "a", { inputs: { name: UNKNOWN } });
    expect(state?.inputs).toEqual({ name: UNKNOWN });
    expect(ofKind(events, "policy-violation").at(-1)).toMatchObject({
      urn: urnOf("a"),
      message: obstacle,
      enforcementLevel: "advisory",
    });
  });

  it("is shown with its options, its parent, its secrets and the provider", async () => {
    const shown: InspectedResource[] = [];
    const analyze = (resource: InspectedResource) => {
      shown.push(resource);
      return Promise.resolve(NOTHING);
    };
    const config = { config: { "test:key": "value" } };
    const { run } = simulateRun(agreeableProvider(), [], config, [pack({ analyze })]);
    await declare(run, "a", {
      inputs: { password: secretOf("hush") },
      protect: true,
      ignoreChanges: ["size"],
      deleteBeforeReplace: false,
      additionalSecretOutputs: ["arn"],
      customTimeouts: { create: 60 },
      parent: run.stackUrn,
    });
    expect(shown.at(-1)).toEqual({
      urn: urnOf("a"),
      type: "pulumi-nodejs:dynamic/test:Thing",
      name: "a",
      properties: { password: secretOf("hush") },
      options: {
        protect: true,
        ignoreChanges: ["size"],
        deleteBeforeReplace: false,
        additionalSecretOutputs: ["arn"],
        customTimeouts: { create: 60 },
        parent: run.stackUrn,
      },
      provider: {
        urn: run.urnOf("", "pulumi:providers:pulumi-nodejs", "default"),
        type: "pulumi:providers:pulumi-nodejs",
        name: "default",
        properties: { "test:key": "value" },
      },
    });
    expect(shown[0]).not.toHaveProperty("provider");
  });

  it("whose inputs are wrong is looked at all the same", async () => {
    const provider = agreeableProvider({
      check: (_urn, _olds, inputs) =>
        Promise.resolve({ inputs, failures: [{ property: "name", reason: "too short" }] }),
    });
    const analyze = ({ name }: InspectedResource) =>
      Promise.resolve(name === "a" ? objecting() : NOTHING);
    const { run, events } = simulateRun(provider, [], {}, [pack({ analyze })]);
    expect((await failure(declare(run, "a"))).message).toMatch(/too short/);
    expect(run.reporter.diagnostics).toHaveLength(1);
    expect(ofKind(events, "policy-violation")).toMatchObject([{ urn: urnOf("a"), policy: "rule" }]);
    expect(stepsOf(events)).toEqual([]);
  });

  it("loses its remediation when it is replaced, as on the official engine", async () => {
    const created: unknown[] = [];
    const provider = agreeableProvider({
      diff: () =>
        Promise.resolve({ changes: "some", replaces: ["name"], deleteBeforeReplace: false }),
      create: (urn, inputs) => {
        created.push(inputs);
        return Promise.resolve({ id: urn, outputs: inputs });
      },
    });
    const remediations = [{ policy: "rule", properties: { name: "a", fixed: true } }];
    const asked = pack({ remediate: () => Promise.resolve({ remediations, notApplicable: [] }) });
    const { run } = simulateRun(provider, [existing("a")], {}, [asked]);
    await declare(run, "a");
    expect(created).toEqual([{ name: "a" }]);
  });

  it("does not wait for the analysis of another one", async () => {
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    const waiting: string[] = [];
    const analyze = async ({ name }: InspectedResource) => {
      if (name === "default") return NOTHING;
      waiting.push(name);
      if (waiting.length === 20) release();
      await slow;
      return NOTHING;
    };
    const { run } = simulateRun(agreeableProvider(), [], { parallel: 2 }, [pack({ analyze })]);
    const names = Array.from({ length: 20 }, (_one, index) => `thing ${index}`);
    await Promise.all(names.map((name) => declare(run, name)));
    expect(waiting).toHaveLength(20);
  });

  it("fails with what is wrong with the pack", async () => {
    const analyze = () => Promise.reject(new Error("The policy pack pack failed to analyze."));
    const { run, events } = simulateRun(agreeableProvider(), [], {}, [pack({ analyze })]);
    expect((await failure(declare(run, "a"))).message).toBe(
      "The policy pack pack failed to analyze.",
    );
    expect(stepsOf(events)).toEqual([]);
    expect(run.reporter.hasFailed).toBe(true);
  });

  it("is no failure of the pack's when the operation was canceled meanwhile", async () => {
    const canceled: { run?: DeploymentRun } = {};
    const analyze = () => {
      canceled.run?.cancel();
      return Promise.reject(new Error("The process ended."));
    };
    const { run } = simulateRun(agreeableProvider(), [], {}, [pack({ analyze })]);
    canceled.run = run;
    await failure(declare(run, "a"));
    expect(run.reporter.diagnostics).toEqual([]);
  });

  it("leaves disabled policies, and those made for something else, out of what passed", async () => {
    const policies = [
      policy("failed"),
      policy("off", { enforcementLevel: "disabled" }),
      policy("other"),
      policy("passed", { enforcementLevel: "advisory" }),
      policy("whole", { kind: "stack" }),
    ];
    const analyze = () =>
      Promise.resolve({
        ...objecting({ policy: "failed", enforcementLevel: "advisory" }),
        notApplicable: ["other"],
      });
    const { run, events } = simulateRun(agreeableProvider(), [], {}, [pack({ policies, analyze })]);
    await declare(run, "a");
    expect(ofKind(events, "policy-summary").at(-1)).toMatchObject({
      call: "analyze",
      urn: urnOf("a"),
      passed: ["passed"],
      failed: ["failed"],
    });
  });
});

describe("a stack under a policy pack", () => {
  const analyzed = async (
    violation: Partial<Violation>,
    settings: { dryRun?: boolean } = {},
  ): Promise<{ run: DeploymentRun; events: EngineEvent[]; shown: InspectedStackResource[] }> => {
    const shown: InspectedStackResource[] = [];
    const analyzeStack = (resources: readonly InspectedStackResource[]) => {
      shown.push(...resources);
      return Promise.resolve(objecting({ policy: "whole", ...violation }));
    };
    const provider = agreeableProvider({
      create: (urn, inputs) => Promise.resolve({ id: urn, outputs: { ...inputs, made: true } }),
    });
    const { run, events } = simulateRun(provider, [], settings, [pack({ analyzeStack })]);
    await declare(run, "a");
    await declare(run, "b", {
      inputs: { of: "x" },
      dependencies: [urnOf("a")],
      propertyDependencies: { of: [urnOf("a")] },
      parent: urnOf("a"),
    });
    await enforceStackPolicies(run);
    return { run, events, shown };
  };

  it("is shown with the outputs and the dependencies of all its resources", async () => {
    const { shown } = await analyzed({});
    expect(shown.map(({ name }) => name)).toEqual(["default", "a", "b"]);
    expect(shown.at(-1)).toMatchObject({
      properties: { of: "x", made: true },
      parent: urnOf("a"),
      dependencies: [urnOf("a")],
      propertyDependencies: { of: [urnOf("a")] },
      provider: { name: "default" },
    });
  });

  it("that violates a mandatory policy fails after all was made", async () => {
    const { run, events } = await analyzed({ urn: urnOf("a") });
    expect([run.reporter.hasFailed, run.reporter.hasFailedStep]).toEqual([true, true]);
    expect(ofKind(events, "policy-violation")).toMatchObject([
      { urn: urnOf("a"), policy: "whole" },
    ]);
  });

  it("is what a violation is about that names no resource of it", async () => {
    const { run, events } = await analyzed({ urn: urnOf("none"), enforcementLevel: "advisory" });
    expect(run.reporter.hasFailed).toBe(false);
    expect(ofKind(events, "policy-violation")).toMatchObject([{ urn: run.stackUrn }]);
  });

  it("is not looked at after a failure", async () => {
    const analyzeStack = () => Promise.reject(new Error("It was asked."));
    const { run } = simulateRun(agreeableProvider(), [], { continueOnError: true }, [
      pack({ analyzeStack }),
    ]);
    run.reporter.failure("no room");
    await enforceStackPolicies(run);
    expect(run.reporter.diagnostics.map(({ message }) => message)).toEqual(["no room"]);
  });
});
