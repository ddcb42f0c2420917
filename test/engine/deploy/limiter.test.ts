import fc from "fast-check";
import { Limiter } from "../../../engine/deploy/limiter";

fc.configureGlobal({ seed: 2026 });

test("at most so many tasks run at once, all of them in the end, in order of arrival", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.scheduler(), async (limit, scheduler) => {
      const limiter = new Limiter(limit);
      const started: number[] = [];
      let running = 0;
      let most = 0;
      const tasks = Array.from({ length: 12 }, (_, index) =>
        limiter.run(async () => {
          started.push(index);
          most = Math.max(most, ++running);
          await scheduler.schedule(Promise.resolve());
          running--;
        }),
      );
      await scheduler.waitFor(Promise.all(tasks));
      expect(most).toBe(limit);
      expect(started).toEqual([...started].sort((one, other) => one - other));
    }),
  );
});

test("a task that fails makes room for the next", async () => {
  const limiter = new Limiter(1);
  await expect(limiter.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(limiter.run(() => Promise.resolve("yes"))).resolves.toBe("yes");
});
