import { deleteUnwanted } from "../../../engine/deploy/deletes";
import { PartialFailure } from "../../../engine/deploy/provider-errors";
import type { DiffAnswer } from "../../../engine/deploy/resource-provider";
import { secret } from "../../../engine/deploy/values";
import {
  agreeableProvider,
  declare,
  existing,
  simulateRun,
  TYPE,
  urnOf,
} from "../support/simulated-run";

/** What holds a task until it is let go. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe("a registration", () => {
  test("is recorded as under way before the provider is asked, and settled after", async () => {
    const pending: unknown[] = [];
    const provider = agreeableProvider({
      create: (urn, inputs) => {
        pending.push(session.snapshot().pending_operations?.map(({ type }) => type));
        return Promise.resolve({ id: urn, outputs: inputs });
      },
    });
    const { run, session } = simulateRun(provider);
    await declare(run, "one");
    expect(pending).toEqual([["creating"]]);
    expect(session.snapshot().pending_operations).toBeUndefined();
    expect(session.snapshot().resources.map(({ urn }) => urn)).toContain(urnOf("one"));
  });

  test("that fails half way leaves the resource in the state, to be changed by the next run", async () => {
    const half = new PartialFailure("half-made", { name: "one" }, ["not ready"]);
    const provider = agreeableProvider({ create: () => Promise.reject(half) });
    const { run, session } = simulateRun(provider);
    await expect(declare(run, "one")).rejects.toThrow("not ready");
    const { resources } = session.snapshot();
    expect(resources.at(-1)).toMatchObject({ id: "half-made", initErrors: ["not ready"] });
    const again = simulateRun(agreeableProvider(), resources);
    await declare(again.run, "one");
    expect(again.run.reporter.changes).toEqual({ update: 1 });
    expect(again.session.snapshot().resources.at(-1)).not.toHaveProperty("initErrors");
  });

  test("works on no more resources at once than allowed", async () => {
    let running = 0;
    let most = 0;
    const provider = agreeableProvider({
      create: async (urn, inputs) => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        running--;
        return { id: urn, outputs: inputs };
      },
    });
    const { run } = simulateRun(provider, [], { parallel: 3 });
    await Promise.all(Array.from({ length: 20 }, (_, index) => declare(run, String(index))));
    expect(most).toBe(3);
    expect(run.reporter.changes).toEqual({ create: 20 });
  });

  test("starts nothing new after a failure, but lets finish and records what is under way", async () => {
    const slow = gate();
    const provider = agreeableProvider({
      create: async (urn, inputs) => {
        if (urn === urnOf("bad")) throw new Error("no room");
        if (urn === urnOf("slow")) await slow.opened;
        return { id: urn, outputs: inputs };
      },
    });
    const { run, session } = simulateRun(provider);
    const underWay = declare(run, "slow");
    await expect(declare(run, "bad")).rejects.toThrow("no room");
    await expect(declare(run, "late")).rejects.toThrow("stopped");
    slow.open();
    await underWay;
    const urns = session.snapshot().resources.map(({ urn }) => urn);
    expect(urns).toContain(urnOf("slow"));
    expect(urns).not.toContain(urnOf("bad"));
    expect(urns).not.toContain(urnOf("late"));
  });

  test("shows no secret value when the provider finds fault with it", async () => {
    const provider = agreeableProvider({
      check: (_urn, _olds, news) =>
        Promise.resolve({
          inputs: news,
          failures: [{ property: "password", reason: "it is too short" }],
        }),
    });
    const { run } = simulateRun(provider);
    const inputs = { password: secret("canary") };
    await expect(declare(run, "one", { inputs })).rejects.toThrow("too short");
    expect(JSON.stringify(run.reporter.diagnostics)).toContain(
      "property password value {[secret]}",
    );
    expect(JSON.stringify(run.reporter.diagnostics)).not.toContain("canary");
  });

  test("keeps outputs secret that the program names, and those that are secret among the inputs", async () => {
    const provider = agreeableProvider({
      create: (urn) => Promise.resolve({ id: urn, outputs: { named: "a", given: "b", open: "c" } }),
    });
    const { run } = simulateRun(provider);
    const state = await declare(run, "one", {
      inputs: { given: secret("b") },
      additionalSecretOutputs: ["named"],
    });
    expect(state?.outputs).toEqual({ named: secret("a"), given: secret("b"), open: "c" });
  });
});

describe("a replacement", () => {
  const replacing: DiffAnswer = { changes: "some", replaces: ["name"], deleteBeforeReplace: false };

  test("makes the new one first, and deletes the old one at the end", async () => {
    const calls: string[] = [];
    const provider = agreeableProvider({
      diff: () => Promise.resolve(replacing),
      create: (_urn, inputs) => {
        calls.push("create");
        return Promise.resolve({ id: "new", outputs: inputs });
      },
      delete: ({ id }) => {
        calls.push(`delete ${id ?? ""}`);
        return Promise.resolve();
      },
    });
    const { run, session } = simulateRun(provider, [existing("one", { id: "old" })]);
    await declare(run, "one");
    expect(session.snapshot().resources).toContainEqual(
      expect.objectContaining({ id: "old", delete: true }),
    );
    await deleteUnwanted(run);
    expect(calls).toEqual(["create", "delete old"]);
    expect(run.reporter.changes).toEqual({ replace: 1 });
    expect(session.snapshot().resources.filter(({ type }) => type === TYPE)).toMatchObject([
      { id: "new" },
    ]);
  });

  test("that was stopped between deletion and creation is finished without a second deletion", async () => {
    const deleted: string[] = [];
    const provider = agreeableProvider({
      delete: ({ id }) => {
        deleted.push(id ?? "");
        return Promise.resolve();
      },
    });
    const half = existing("one", { id: "old", pendingReplacement: true });
    const { run, session } = simulateRun(provider, [half]);
    await declare(run, "one");
    await deleteUnwanted(run);
    expect(deleted).toEqual([]);
    const [made] = session.snapshot().resources.filter(({ type }) => type === TYPE);
    expect(made).toMatchObject({ id: `id of ${urnOf("one")}` });
    expect(made).not.toHaveProperty("pendingReplacement");
  });

  test("that was stopped and is not wanted any more is forgotten", async () => {
    const half = existing("one", { pendingReplacement: true });
    const { run, session } = simulateRun(agreeableProvider(), [half]);
    await deleteUnwanted(run);
    expect(session.snapshot().resources).toEqual([]);
    expect(run.reporter.changes).toEqual({});
  });
});

test("cost grows with the number of resources, not with its square", async () => {
  let calls = 0;
  const count = 10_000;
  const resources = Array.from({ length: count }, (_, index) =>
    existing(String(index), { dependencies: index === 0 ? [] : [urnOf(String(index - 1))] }),
  );
  const provider = agreeableProvider({
    delete: () => {
      calls++;
      return Promise.resolve();
    },
  });
  const { run, session } = simulateRun(provider, resources);
  await Promise.all(resources.map((_, index) => declare(run, `new-${index}`)));
  await deleteUnwanted(run);
  expect(calls).toBe(count);
  // One record before and one after each of the two steps, and the default provider's.
  expect(session.recorded).toHaveLength(4 * count + 1);
});
