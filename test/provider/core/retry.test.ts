import fc from "fast-check";
import { CloudError, type CloudErrorKind } from "../../../provider/core/errors";
import { createOnce, isTransient, retry } from "../../../provider/core/retry";
import { testContext } from "../../support/context";

function failure(kind: CloudErrorKind, more: Partial<CloudError> = {}): CloudError {
  return new CloudError({ kind, operation: "read", resource: "x", answer: "no", ...more });
}

describe("retry", () => {
  it("answers what a later try answers", async () => {
    const pacing = testContext();
    const result = await retry({ pacing, what: "read x" }, (number) =>
      number < 3 ? Promise.reject(failure("unavailable")) : Promise.resolve(number),
    );
    expect(result).toBe(3);
    expect(pacing.clock.sleeps).toEqual([375, 750]);
  });

  it.each([
    "notFound",
    "denied",
    "conflict",
    "quota",
    "invalid",
    "precondition",
    "protocol",
  ] as const)("does not repeat what failed for good: %s", async (kind) => {
    let tries = 0;
    const policy = { pacing: testContext(), what: "read x" };
    const outcome = retry(policy, () => {
      tries += 1;
      return Promise.reject(failure(kind));
    });
    await expect(outcome).rejects.toMatchObject({ kind });
    expect(tries).toBe(1);
  });

  it("does not repeat what was canceled", () => {
    expect(isTransient(failure("network", { code: "canceled" }))).toBe(false);
    expect(isTransient(failure("network", { code: "ECONNRESET" }))).toBe(true);
  });

  it("gives up after its tries, saying so", async () => {
    const policy = { pacing: testContext(), what: "read x", attempts: 3 };
    await expect(retry(policy, () => Promise.reject(failure("network")))).rejects.toMatchObject({
      kind: "network",
      hint: expect.stringContaining("3 tries") as string,
    });
  });

  it("gives up before a wait that would end after the deadline", async () => {
    const pacing = testContext({}, 10);
    const policy = { pacing, what: "read x" };
    const slow = failure("rateLimited", { retryAfterSeconds: 60 });
    await expect(retry(policy, () => Promise.reject(slow))).rejects.toMatchObject({
      hint: expect.stringContaining("after the deadline") as string,
    });
    expect(pacing.clock.sleeps).toEqual([]);
  });

  it("never comes back earlier than Retry-After asks, whatever the sequence of failures", async () => {
    const failures = fc.array(
      fc.record({
        kind: fc.constantFrom<CloudErrorKind>("rateLimited", "unavailable", "network"),
        retryAfterSeconds: fc.option(fc.double({ min: 0, max: 120, noNaN: true }), {
          nil: undefined,
        }),
      }),
      { maxLength: 8 },
    );
    const randomness = fc.double({ min: 0, max: 0.999, noNaN: true });
    await fc.assert(
      fc.asyncProperty(failures, randomness, async (sequence, random) => {
        const pacing = testContext({ random: () => random }, 100_000);
        const callTimes: number[] = [];
        await retry({ pacing, what: "x", attempts: 20 }, (number) => {
          callTimes.push(pacing.clock.now().getTime());
          const failed = sequence[number - 1];
          return failed === undefined
            ? Promise.resolve()
            : Promise.reject(failure(failed.kind, failed as Partial<CloudError>));
        });
        expect(callTimes).toHaveLength(sequence.length + 1);
        sequence.forEach(({ retryAfterSeconds = 0 }, index) => {
          const waited = callTimes[index + 1]! - callTimes[index]!;
          expect(waited).toBeGreaterThanOrEqual(Math.floor(retryAfterSeconds * 1000));
          expect(waited).toBeGreaterThanOrEqual(250);
        });
      }),
    );
  });

  it("waits longer from try to try, jittered between half and the whole of the step", async () => {
    for (const [random, expected] of [
      [0, [250, 500, 1000, 2000]],
      [0.999999, [500, 1000, 2000, 4000]],
    ] as const) {
      const pacing = testContext({ random: () => random });
      const policy = { pacing, what: "x", attempts: 5 };
      await expect(retry(policy, () => Promise.reject(failure("network")))).rejects.toThrow();
      expect(pacing.clock.sleeps.map(Math.round)).toEqual(expected);
    }
  });
});

/** A service whose answers get lost and whose lists lag behind its writes. */
function laggingService(script: {
  /** For each creation: whether it takes effect, and whether the answer arrives. */
  readonly creations: readonly { readonly effect: boolean; readonly lost: boolean }[];
  readonly lagSeconds: number;
}) {
  const pacing = testContext({}, 600);
  const made: { id: string; visibleAt: number }[] = [];
  let creations = 0;
  const find = (): Promise<string | undefined> => {
    const now = pacing.clock.now().getTime();
    return Promise.resolve(made.find(({ visibleAt }) => visibleAt <= now)?.id);
  };
  const create = (): Promise<string> => {
    const { effect, lost } = script.creations[creations] ?? { effect: true, lost: false };
    creations += 1;
    const id = `object-${String(creations)}`;
    const now = pacing.clock.now().getTime();
    if (effect || !lost) made.push({ id, visibleAt: now + script.lagSeconds * 1000 });
    pacing.clock.advance(30);
    return lost ? Promise.reject(failure("network", { code: "ECONNRESET" })) : Promise.resolve(id);
  };
  return { pacing, made, find, create, count: () => creations };
}

describe("createOnce", () => {
  it("sends one request when the answer arrives", async () => {
    const service = laggingService({ creations: [], lagSeconds: 0 });
    await expect(createOnce({ what: "x", ...service })).resolves.toBe("object-1");
    expect(service.count()).toBe(1);
  });

  it("takes the object that the lost answer would have named", async () => {
    const service = laggingService({ creations: [{ effect: true, lost: true }], lagSeconds: 4 });
    await expect(createOnce({ what: "x", ...service })).resolves.toBe("object-1");
    expect(service.count()).toBe(1);
  });

  it("sends once more, but only after the lists were clean for longer than they may be stale", async () => {
    const service = laggingService({ creations: [{ effect: false, lost: true }], lagSeconds: 0 });
    const startedAt = service.pacing.clock.now().getTime();
    await expect(createOnce({ what: "x", ...service })).resolves.toBe("object-2");
    expect(service.pacing.clock.now().getTime() - startedAt).toBeGreaterThan(5_000);
  });

  it("fails instead of sending a third time", async () => {
    const lost = { effect: false, lost: true };
    const service = laggingService({ creations: [lost, lost], lagSeconds: 0 });
    await expect(createOnce({ what: "x", ...service })).rejects.toMatchObject({
      kind: "network",
      hint: expect.stringContaining("not made twice") as string,
    });
    expect(service.count()).toBe(2);
  });

  it("does not look when the service refused: nothing was made", async () => {
    const find = jest.fn(() => Promise.resolve("somebody else's"));
    const create = (): Promise<string> => Promise.reject(failure("denied"));
    const options = { what: "x", pacing: testContext(), find, create };
    await expect(createOnce(options)).rejects.toMatchObject({ kind: "denied" });
    expect(find).not.toHaveBeenCalled();
  });

  it("fails at the deadline rather than send again in doubt", async () => {
    const service = laggingService({ creations: [{ effect: true, lost: true }], lagSeconds: 60 });
    const pacing = {
      ...service.pacing,
      deadline: new Date(service.pacing.clock.now().getTime() + 2_000),
    };
    await expect(createOnce({ what: "x", ...service, pacing })).rejects.toMatchObject({
      hint: expect.stringContaining("not known") as string,
    });
    expect(service.count()).toBe(1);
  });

  it("neither looks nor sends again earlier than Retry-After asks", async () => {
    const pacing = testContext();
    const startedAt = pacing.clock.now().getTime();
    const calls: number[] = [];
    const call = (): void => void calls.push(pacing.clock.now().getTime() - startedAt);
    const made = await createOnce({
      what: "x",
      pacing,
      find: () => (call(), Promise.resolve(undefined)),
      create: () => {
        call();
        const isFirst = calls.length === 1;
        return isFirst
          ? Promise.reject(failure("unavailable", { retryAfterSeconds: 60 }))
          : Promise.resolve("made");
      },
    });
    expect(made).toBe("made");
    expect(calls).toEqual([0, 60_000, 60_000]);
  });

  it("fails at once when Retry-After reaches past the deadline", async () => {
    const pacing = testContext({}, 30);
    const find = jest.fn(() => Promise.resolve(undefined));
    const create = (): Promise<never> =>
      Promise.reject(failure("unavailable", { retryAfterSeconds: 60 }));
    await expect(createOnce({ what: "x", pacing, find, create })).rejects.toThrow(/not known/);
    expect(find).not.toHaveBeenCalled();
  });

  it("says what it waits for when the lists stay clean for long", async () => {
    const service = laggingService({ creations: [{ effect: false, lost: true }], lagSeconds: 0 });
    await createOnce({ what: 'application "ci"', ...service });
    expect(service.pacing.lines.join("\n")).toContain('waiting for application "ci" to show up');
  });

  it("never makes two objects, whatever gets lost, while lists lag less than the bound", async () => {
    const creation = fc.record({ effect: fc.boolean(), lost: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(creation, { maxLength: 4 }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        async (creations, lagSeconds) => {
          const service = laggingService({ creations, lagSeconds });
          const outcome = await createOnce({ what: "x", ...service }).catch(
            (thrown: unknown) => thrown,
          );
          expect(service.made.length).toBeLessThanOrEqual(1);
          if (typeof outcome === "string") expect(service.made[0]?.id).toBe(outcome);
        },
      ),
      { numRuns: 300 },
    );
  });
});
