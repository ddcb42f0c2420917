import { CloudError } from "../../../provider/core/errors";
import { createPause, waitFor } from "../../../provider/core/wait";
import { testContext } from "../../support/context";

describe("waitFor", () => {
  it("answers the value as soon as the probe is done", async () => {
    const pacing = testContext();
    let looks = 0;
    const value = await waitFor({
      what: "the bucket",
      pacing,
      probe: () => {
        looks += 1;
        return Promise.resolve(
          looks === 3
            ? { done: true as const, value: "there" }
            : { done: false as const, observed: "not yet" },
        );
      },
    });
    expect(value).toBe("there");
    expect(pacing.lines).toEqual([]);
  });

  it("ends at the deadline with an error that names the wait, what was seen, and what to do", async () => {
    const pacing = testContext({}, 60);
    const wait = waitFor({
      what: "Project photos to become deletable",
      pacing,
      probe: () => Promise.resolve({ done: false, observed: "still counting" }),
    });
    await expect(wait).rejects.toMatchObject({ kind: "unavailable", code: "deadline" });
    await expect(wait).rejects.toThrow(
      /wait for "Project photos to become deletable": still counting, still so after 60 s, .*timeouts/,
    );
    expect(pacing.clock.now()).toEqual(pacing.deadline);
  });

  it("prints what it waits for, how long so far and until when, once it takes more than five seconds", async () => {
    const pacing = testContext({}, 60);
    await expect(
      waitFor({
        what: "the Project",
        pacing,
        probe: () => Promise.resolve({ done: false, observed: "busy" }),
      }),
    ).rejects.toThrow();
    expect(pacing.lines.length).toBeGreaterThan(1);
    expect(pacing.lines.length).toBeLessThan(6);
    expect(pacing.lines[0]).toMatch(
      /^waiting for the Project \(busy\): \d s so far, next try in \d s, deadline in \d+ s \(2027-01-01T00:01:00.000Z\)$/,
    );
  });

  it("ends with what the last look saw when the next one comes too late for the deadline", async () => {
    const pacing = testContext({}, 60);
    const wait = waitFor({
      what: "x",
      pacing,
      probe: () => {
        const isLate = pacing.clock.now() >= pacing.deadline;
        const late = {
          kind: "unavailable",
          code: "deadline",
          operation: "read",
          resource: "x",
        } as const;
        return isLate
          ? Promise.reject(new CloudError({ ...late, answer: "too late" }))
          : Promise.resolve({ done: false, observed: "busy" });
      },
    });
    await expect(wait).rejects.toThrow(/wait for "x": busy, still so after 60 s/);
  });

  it("looks no earlier than the service asks, and not at all when that is after the deadline", async () => {
    for (const [deadlineSeconds, sleeps] of [
      [100, [40_000, 40_000]],
      [30, []],
    ] as const) {
      const pacing = testContext({}, deadlineSeconds);
      const probe = () =>
        Promise.resolve({ done: false as const, observed: "busy", retryAfterSeconds: 40 });
      await expect(waitFor({ what: "x", pacing, probe })).rejects.toMatchObject({
        code: "deadline",
      });
      expect(pacing.clock.sleeps).toEqual(sleeps);
    }
  });

  it("gives the error the kind and the hint that fit the wait", async () => {
    const wait = waitFor({
      what: "x",
      pacing: testContext({}, 1),
      probe: () => Promise.resolve({ done: false, observed: "busy" }),
      failure: { kind: "precondition", hint: "Ask later." },
    });
    await expect(wait).rejects.toMatchObject({ kind: "precondition", hint: "Ask later." });
  });
});

describe("createPause", () => {
  it("announces one long sleep before it begins", async () => {
    const pacing = testContext();
    await createPause("the rate limit to pass", pacing)(60_000);
    expect(pacing.lines).toEqual([
      "waiting for the rate limit to pass: 0 s so far, next try in 60 s, deadline in 300 s (2027-01-01T00:05:00.000Z)",
    ]);
  });

  it("stays silent while the waits together are short", async () => {
    const pacing = testContext();
    const pause = createPause("x", pacing);
    await pause(2_000);
    await pause(2_000);
    expect(pacing.lines).toEqual([]);
    await pause(2_000);
    expect(pacing.lines).toHaveLength(1);
  });

  it("ends as canceled when the deployment is canceled", async () => {
    const pacing = testContext({ signal: AbortSignal.abort() });
    await expect(createPause("x", pacing)(1_000)).rejects.toMatchObject({ code: "canceled" });
  });
});
