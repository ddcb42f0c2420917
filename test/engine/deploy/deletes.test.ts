import fc from "fast-check";
import { deleteUnwanted } from "../../../engine/deploy/deletes";
import { agreeableProvider, existing, simulateRun, urnOf } from "../support/simulated-run";
import type { ResourceState } from "../../../engine/state/types";

fc.configureGlobal({ seed: 2026 });

/** Resources of which each depends on some of those before it. */
const graphs = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((needs) =>
    needs.map((choices, index) =>
      existing(String(index), {
        dependencies: index === 0 ? [] : choices.map((choice) => urnOf(String(choice % index))),
      }),
    ),
  );

describe("deletion", () => {
  test("takes everything, each resource only when all that depend on it are gone", async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.scheduler(), async (resources, scheduler) => {
        const gone = new Set<string>();
        const provider = agreeableProvider({
          delete: async ({ urn }) => {
            const dependents = resources.filter(({ dependencies }) => dependencies?.includes(urn));
            for (const dependent of dependents) expect(gone).toContain(dependent.urn);
            await scheduler.schedule(Promise.resolve());
            gone.add(urn);
          },
        });
        const { run, session } = simulateRun(provider, resources);
        await scheduler.waitFor(deleteUnwanted(run));
        expect(session.snapshot().resources).toEqual([]);
        expect(run.reporter.hasFailed).toBe(false);
      }),
    );
  });

  test("keeps what the provider could not delete, and all that it depends on", async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.nat(), async (resources, choice) => {
        const stuck = resources[choice % resources.length]!;
        const provider = agreeableProvider({
          delete: ({ urn }) =>
            urn === stuck.urn ? Promise.reject(new Error("stuck")) : Promise.resolve(),
        });
        const { run, session } = simulateRun(provider, resources, { continueOnError: true });
        await deleteUnwanted(run);
        const kept = session.snapshot().resources.map(({ urn }) => urn);
        expect(kept.sort()).toEqual(neededBy(stuck, resources).sort());
        expect(run.reporter.hasFailed).toBe(true);
      }),
    );
  });

  test("asks for nothing where a resource is retained, external or goes with its container", async () => {
    const asked: string[] = [];
    const provider = agreeableProvider({
      delete: ({ urn }) => {
        asked.push(urn);
        return Promise.resolve();
      },
    });
    const resources = [
      existing("box"),
      existing("inside", { deletedWith: urnOf("box") }),
      existing("retained", { retainOnDelete: true }),
      existing("external", { external: true }),
    ];
    const { run, session } = simulateRun(provider, resources);
    await deleteUnwanted(run);
    expect(asked).toEqual([urnOf("box")]);
    expect(session.snapshot().resources).toEqual([]);
  });

  test("records that it is about to delete before it asks", async () => {
    const resources = [existing("one")];
    const pending: number[] = [];
    const provider = agreeableProvider({
      delete: () => {
        pending.push(session.snapshot().pending_operations?.length ?? 0);
        return Promise.resolve();
      },
    });
    const { run, session } = simulateRun(provider, resources);
    await deleteUnwanted(run);
    expect(pending).toEqual([1]);
    expect(session.snapshot().pending_operations).toBeUndefined();
  });
});

/** A resource and all that it needs, directly or not. */
function neededBy(root: ResourceState, all: readonly ResourceState[]): string[] {
  const needed = new Set<string>();
  const visit = (urn: string): void => {
    if (needed.has(urn)) return;
    needed.add(urn);
    all.find((one) => one.urn === urn)?.dependencies?.forEach(visit);
  };
  visit(root.urn);
  return [...needed];
}
