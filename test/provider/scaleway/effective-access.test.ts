/**
 * Proof that a grant is in effect, on a cloud in which grants spread as the real ones do.
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CloudOptions } from "../../../emulator";
import { simulatedClock, type SimulatedClock } from "../../support/simulated-clock";
import { SimulatedStack, type Program, type Values } from "../../support/stack";
import { startWorld, type World } from "../../support/world";

jest.setTimeout(30_000);

describe("a proof of access", () => {
  let world: World;
  let clock: SimulatedClock;
  let stack: SimulatedStack;

  const open = async (options: CloudOptions = {}): Promise<void> => {
    clock = simulatedClock(new Date().toISOString());
    world = await startWorld({ seed: "effective", clock, ...options });
    stack = new SimulatedStack({ cloud: world.cloud, clock });
  };
  afterEach(() => world.stop());

  /** An application with a set, its key, a bucket, and the proof. */
  const proving =
    (
      sets: readonly string[],
      args: (needed: Values) => Values = () => ({}),
      key: Values = {},
    ): Program =>
    async (declare, projectId) => {
      const { id: applicationId } = await declare("scaleway:Application", "app");
      const { id: bucket } = await declare("scaleway:Bucket", "bucket", {
        name: "effective-bucket",
      });
      if (sets.length > 0) {
        const rules = [{ projectIds: [projectId], permissionSetNames: sets }];
        await declare("scaleway:Policy", "policy", { applicationId, rules });
      }
      const made = await declare("scaleway:ApiKey", "key", { applicationId, ...key });
      const { accessKey, secretKey } = made;
      const own = args({ bucket, projectId });
      const secret = "secretFrom" in own ? {} : { secretKey };
      await declare("scaleway:EffectiveAccess", "proof", { accessKey, ...secret, ...own });
    };

  const triedOperations = (): string[] =>
    world.cloud.requests
      .filter(({ service }) => service === "s3")
      .map(({ operation }) => operation);
  const proof = () => stack.outputsOf("proof");

  it("takes three clean answers in a row, and makes nothing in the cloud", async () => {
    await open();
    await stack.up(proving(["ObjectStorageReadOnly"]));
    expect(triedOperations().filter((operation) => operation === "ListBuckets").length).toBe(3 + 1);
    expect(proof()).toMatchObject({ proven: true, operation: "ListBuckets", region: "fr-par" });
    expect(proof()["provenAt"]).toBe(clock.now().toISOString());
  });

  it("outlasts five minutes in which the servers say yes and no by turns", async () => {
    await open({ propagation: { delaySeconds: 60, flickerSeconds: 240 } });
    const before = clock.now().getTime();
    await stack.up(proving(["ObjectStorageReadOnly"], () => ({ cleanAnswers: 5 })));
    expect(clock.now().getTime() - before).toBeGreaterThan(60_000);
    const lines = stack.lines.filter((line) => line.includes("waiting for SCW"));
    expect(lines.length).toBeGreaterThan(2);
    expect(lines[0]).toMatch(/to be allowed ListBuckets .*of 5 clean answers in a row/);
    expect(proof()).toMatchObject({ proven: true });
  });

  it("counts from the start after each refusal", async () => {
    let calls = 0;
    await open({
      faults: ({ operation, service }) => {
        if (service !== "s3" || operation !== "HeadBucket" || !armed) return undefined;
        calls += 1;
        return calls === 3 ? { status: 403 } : undefined;
      },
    });
    let armed = false;
    await stack.up(proving(["ObjectStorageReadOnly"]));
    armed = true;
    const args = ({ bucket }: Values): Values => ({ operation: "HeadBucket", bucket });
    await stack.up(proving(["ObjectStorageReadOnly"], args));
    expect(calls).toBe(6);
  });

  it("fails after its time where the refusal stays, with the Project and the sets that are missing", async () => {
    await open();
    const before = clock.now().getTime();
    const failure = stack.up(proving([], ({ projectId }) => ({ projectId })));
    const { organizationId } = world.cloud.description.scaleway;
    await expect(failure).rejects.toThrow(
      new RegExp(
        `to be allowed ListBuckets.*0 of 3 clean answers in a row, the last was: Object Storage answered 403.*` +
          `no rule gives application .*To allow it: add ObjectStorageBucketsRead on the default Project .${organizationId}.*300 s`,
        "s",
      ),
    );
    expect(clock.now().getTime() - before).toBeLessThan(310_000);
    expect(() => stack.entry("proof")).toThrow("no resource");
  });

  it("says as whom to sign where the right is there in another Project", async () => {
    await open();
    let second = "";
    const failure = stack.up(async (declare) => {
      const { id: applicationId } = await declare("scaleway:Application", "app");
      const { id: projectId } = await declare("scaleway:Project", "second", { name: "second" });
      second = String(projectId);
      const rules = [{ projectIds: [projectId], permissionSetNames: ["ObjectStorageReadOnly"] }];
      await declare("scaleway:Policy", "policy", { name: "read", applicationId, rules });
      const { accessKey, secretKey } = await declare("scaleway:ApiKey", "key", { applicationId });
      await declare("scaleway:EffectiveAccess", "proof", { accessKey, secretKey });
    });
    await expect(failure).rejects.toThrow(
      /rules\[0\] of policy read .* on Project second .* only, not on the default Project/s,
    );
    await expect(failure).rejects.toThrow(new RegExp(`or sign with SCW\\w+@${second}`));
  });

  it("asks why only once it gives up, and keeps to the catalog where it may not know", async () => {
    const asked = (): number =>
      world.cloud.requests.filter(({ path }) => path.startsWith("/iam/v1alpha1/rules")).length;
    await open({
      faults: ({ path }) => (path === "/iam/v1alpha1/policies" ? { status: 403 } : undefined),
    });
    const failure = stack.up(proving([], () => ({ timeoutSeconds: 20 })));
    await expect(failure).rejects.toThrow(/The call acted in the key's preferred Project.*20 s/s);
    expect(asked()).toBe(0);
  });

  it("tries for as long as it may and no longer", async () => {
    await open();
    const before = clock.now().getTime();
    await expect(stack.up(proving([], () => ({ timeoutSeconds: 20 })))).rejects.toThrow("20 s");
    expect(clock.now().getTime() - before).toBeLessThan(25_000);
  });

  it.each([
    ["HeadBucket", ["ObjectStorageBucketsRead"]],
    ["GetBucketTagging", ["ObjectStorageBucketsRead"]],
    ["ListObjectsV2", ["ObjectStorageObjectsRead"]],
    ["GetObject", ["ObjectStorageObjectsRead"]],
  ])("proves %s without a trace, by a set that gives it", async (operation, sets) => {
    await open();
    await stack.up(proving(sets, ({ bucket }) => ({ operation, bucket })));
    expect(proof()).toMatchObject({ proven: true, operation });
    const writes = triedOperations().filter((name) => /^(Put|Post|Delete)/.test(name));
    expect(writes).toEqual(["PutBucketTagging"]); // the bucket's own mark
  });

  it("does not take a missing object for a right to read", async () => {
    await open();
    const args = ({ bucket }: Values) => ({ operation: "GetObject", bucket, timeoutSeconds: 5 });
    await expect(stack.up(proving(["ObjectStorageBucketsRead"], args))).rejects.toThrow("403");
  });

  it("does not take a missing bucket for one either", async () => {
    await open();
    const args = () => ({ operation: "ListObjectsV2", bucket: "not-there", timeoutSeconds: 5 });
    await expect(stack.up(proving(["ObjectStorageFullAccess"], args))).rejects.toThrow("404");
  });

  it("never tries what it could try only by writing, and says so", async () => {
    await open();
    const args = ({ bucket }: Values) => ({ operation: "PutObject", bucket });
    await stack.up(proving(["ObjectStorageObjectsWrite"], args));
    expect(proof()["proven"]).toBe(false);
    expect(proof()).not.toHaveProperty("provenAt");
    expect(stack.lines.join("\n")).toContain("warning: PutObject cannot be tried without writing");
    expect(triedOperations()).not.toContain("PutObject");
  });

  it("is not tried again by a refresh, by a destroy, or where nothing changed", async () => {
    await open();
    await stack.up(proving(["ObjectStorageReadOnly"]));
    const tried = triedOperations().length;
    const isProof = ({ urn }: { urn: string }) => urn.endsWith("::proof");
    for (const [urn, kept] of stack.kept) if (!isProof(kept)) stack.kept.delete(urn);
    const before = structuredClone(proof());
    expect(await stack.refresh()).toEqual([]);
    expect(proof()).toEqual(before);
    await stack.destroy();
    expect(triedOperations()).toHaveLength(tried);
  });

  it("is tried again with the new key after a rotation", async () => {
    await open();
    const rotation = { everyDays: 30, overlapDays: 1 };
    await stack.up(proving(["ObjectStorageReadOnly"], undefined, { rotation }));
    const first = proof()["accessKey"];
    const from = triedOperations().length;
    expect(
      await stack.up(proving(["ObjectStorageReadOnly"], undefined, { rotation })),
    ).toMatchObject({ update: 0 });
    expect(triedOperations()).toHaveLength(from);
    clock.advance(30 * 24 * 3600 * 1000);
    await stack.up(proving(["ObjectStorageReadOnly"], undefined, { rotation }));
    expect(proof()["accessKey"]).not.toBe(first);
    expect(proof()["accessKey"]).toBe(stack.outputsOf("key")["accessKey"]);
    // The first answer tells the client what time it is in the cloud now.
    expect(triedOperations().length).toBe(from + 1 + 3);
  });

  it("reads the secret from the file of secretTo, so that no state has it", async () => {
    await open();
    const folder = mkdtempSync(join(tmpdir(), "effective-"));
    const file = join(folder, "key.json");
    try {
      const from = () => ({ secretFrom: { file } });
      await stack.up(proving(["ObjectStorageReadOnly"], from, { secretTo: { file } }));
      expect(proof()).toMatchObject({ proven: true });
      expect(JSON.stringify([...stack.kept.values()])).not.toContain("secretKey");
      const other = stack.up(proving(["ObjectStorageReadOnly"], from, {}));
      await expect(other).rejects.toThrow(/the file .*key\.json is of no use here/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [
      { secretKey: "s", operation: "HeadBucket" },
      "bucket: it is missing, and HeadBucket is on a bucket",
    ],
    [{ secretKey: "s", bucket: "some-bucket" }, "bucket: ListBuckets is on no bucket"],
    [{ secretKey: "s", operation: "ListBucket" }, 'operation: "ListBucket" is not allowed'],
    [{}, "secretKey: none of secretKey, secretFrom is given"],
    [{ secretKey: "s", accessKey: "SCW@project" }, "accessKey: "],
    [{ secretKey: "s", cleanAnswers: 0 }, "cleanAnswers: 0 is not allowed"],
  ])("is refused before any call: %j", async (args, reason) => {
    await open();
    const preview = stack.preview("scaleway:EffectiveAccess", "proof", {
      accessKey: "SCWTEST0000000000000",
      ...args,
    });
    await expect(preview).rejects.toThrow(reason);
    expect(world.cloud.counts()).toEqual({});
  });
});
