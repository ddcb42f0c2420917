/**
 * @module
 */
import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
} from "@aws-sdk/client-s3";
import { freshStack } from "../../support/fresh-stack";
import { CheckFailed, SimulatedStack, type Program, type Values } from "../../support/stack";
import { killEverywhere } from "../../support/disturbances";
import { idsInState, ownersStorage, type World } from "../../support/world";

jest.setTimeout(60_000);

const NAME = "example-vault-0a1b2c3d";
const DAYS = { mode: "GOVERNANCE", days: 30 };

/** A bucket with object lock, and its default retention if there is one. */
const vault =
  (lock?: Values, bucket: Values = {}): Program =>
  async (declare) => {
    const { id } = await declare("scaleway:Bucket", "bucket", {
      name: NAME,
      objectLock: true,
      ...bucket,
    });
    if (lock) await declare("scaleway:BucketLock", "lock", { bucket: id, ...lock });
  };

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await freshStack("bucket lock")));
afterEach(() => world.stop());

const storage = () => ownersStorage(world.cloud);
const configuration = async (): Promise<unknown> =>
  (await storage().send(new GetObjectLockConfigurationCommand({ Bucket: NAME })))
    .ObjectLockConfiguration;
const retention = (Mode: string, more: object) => ({
  ObjectLockEnabled: "Enabled",
  Rule: { DefaultRetention: { Mode, ...more } },
});

describe("a bucket with object lock", () => {
  it("is versioned without saying so, and is then unchanged", async () => {
    await stack.up(vault());
    expect(stack.outputsOf("bucket")).toMatchObject({ objectLock: true, versioning: true });
    const { Status } = await storage().send(new GetBucketVersioningCommand({ Bucket: NAME }));
    expect(Status).toBe("Enabled");
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(vault())).toMatchObject({ same: 1 });
  });

  it("is refused without versioning, before any call", async () => {
    const failure = stack.up(vault(undefined, { versioning: false }));
    await expect(failure).rejects.toThrow(CheckFailed);
    await expect(failure).rejects.toThrow(
      /^versioning: false is not allowed with objectLock: true/,
    );
    expect(world.cloud.counts()).toEqual({});
  });

  it("is replaced where it is to be without, and the other way round", async () => {
    await stack.up(vault());
    expect(await stack.up(vault(undefined, { objectLock: false }))).toMatchObject({ replace: 1 });
    expect(stack.outputsOf("bucket")).toMatchObject({ objectLock: false, versioning: false });
    expect(await stack.up(vault())).toMatchObject({ replace: 1 });
    expect(stack.outputsOf("bucket")).toMatchObject({ objectLock: true, versioning: true });
  });

  it("is made once, wherever the run that makes it is interrupted", async () => {
    const kills = await killEverywhere((fresh) => {
      const killed = new SimulatedStack({ cloud: fresh.cloud });
      return Promise.resolve({
        stack: killed,
        run: () => killed.up(vault(DAYS)),
        verify: async () => {
          expect(killed.outputsOf("lock")).toMatchObject(DAYS);
          expect(await fresh.ids()).toEqual(idsInState(killed));
        },
      });
    });
    expect(kills).toBeGreaterThan(6);
  });

  it.each(["GOVERNANCE", "COMPLIANCE"])(
    "that keeps an object in %s mode is not emptied, and the error says until when and what to do",
    async (mode) => {
      await stack.up(vault({ mode, days: 30 }, { forceDestroy: true }));
      const client = storage();
      await client.send(new PutObjectCommand({ Bucket: NAME, Key: "ledger.csv", Body: "1" }));
      await client.send(new DeleteObjectCommand({ Bucket: NAME, Key: "ledger.csv" }));
      const until = new RegExp(`ledger.csv.*kept in ${mode} mode until \\d{4}-\\d\\d-\\d\\dT`, "s");
      world.cloud.resetCounts();
      await expect(stack.destroy()).rejects.toThrow(until);
      expect(world.cloud.counts()).toMatchObject({ DeleteObjects: 1 });
      const remedy = mode === "GOVERNANCE" ? /bypass/ : /nobody can remove it/;
      await expect(stack.destroy()).rejects.toThrow(remedy);
      const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket: NAME }));
      expect(Versions).toHaveLength(1);
    },
  );

  it("that holds an object under a legal hold says so", async () => {
    await stack.up(vault(undefined, { forceDestroy: true }));
    const hold = { Bucket: NAME, Key: "a", Body: "a", ObjectLockLegalHoldStatus: "ON" } as const;
    await storage().send(new PutObjectCommand(hold));
    await expect(stack.destroy()).rejects.toThrow(/legal hold/);
  });
});

describe("the default retention of a bucket", () => {
  it("is set, changed from days to years and back, and dropped without touching the lock", async () => {
    await stack.up(vault(DAYS));
    expect(await configuration()).toEqual(retention("GOVERNANCE", { Days: 30 }));
    expect(await stack.up(vault(DAYS))).toMatchObject({ same: 2 });
    expect(await stack.refresh()).toEqual([]);
    await stack.up(vault({ mode: "COMPLIANCE", years: 1 }));
    expect(await configuration()).toEqual(retention("COMPLIANCE", { Years: 1 }));
    expect(stack.outputsOf("lock")).not.toHaveProperty("days");
    await stack.up(vault({ mode: "COMPLIANCE", days: 1 }));
    expect(await configuration()).toEqual(retention("COMPLIANCE", { Days: 1 }));
    await stack.up(vault());
    expect(await configuration()).toEqual({ ObjectLockEnabled: "Enabled" });
    expect(stack.lines.join("\n")).toContain("object lock itself stays on");
  });

  it("that somebody changed is seen and put back", async () => {
    await stack.up(vault(DAYS));
    const foreign = {
      Bucket: NAME,
      ObjectLockConfiguration: retention("GOVERNANCE", { Days: 3 }),
    } as never;
    await storage().send(new PutObjectLockConfigurationCommand(foreign));
    const change = stack.up(vault({ mode: "GOVERNANCE", days: 31 }));
    await expect(change).rejects.toThrow(/days is 3 and was 30 at the last run/);
    await stack.refresh();
    expect(stack.outputsOf("lock")).toMatchObject({ days: 3 });
    expect(await stack.up(vault(DAYS))).toMatchObject({ update: 1 });
    expect(await configuration()).toEqual(retention("GOVERNANCE", { Days: 30 }));
  });

  it("that somebody dropped is made again", async () => {
    await stack.up(vault(DAYS));
    const foreign = {
      Bucket: NAME,
      ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" },
    } as const;
    await storage().send(new PutObjectLockConfigurationCommand(foreign));
    expect(await stack.refresh()).toEqual(["lock"]);
    expect(await stack.up(vault(DAYS))).toMatchObject({ create: 1 });
  });

  it("that somebody else set is not overwritten, and can be adopted", async () => {
    await stack.up(vault());
    const foreign = {
      Bucket: NAME,
      ObjectLockConfiguration: retention("COMPLIANCE", { Days: 3 }),
    } as never;
    await storage().send(new PutObjectLockConfigurationCommand(foreign));
    await expect(stack.up(vault(DAYS))).rejects.toThrow(/mode is "COMPLIANCE" there/);
    await stack.up(vault({ mode: "COMPLIANCE", days: 5, adopt: "existing" }));
    expect(await configuration()).toEqual(retention("COMPLIANCE", { Days: 5 }));
  });

  it("is taken from years to days by adopting it, in the mode that it has", async () => {
    await stack.up(vault({ mode: "COMPLIANCE", years: 1 }));
    const adopter = new SimulatedStack({ cloud: world.cloud, project: "adopter" });
    await adopter.up(async (declare) => {
      const lock = { bucket: NAME, mode: "COMPLIANCE", days: 400, adopt: "existing" };
      await declare("scaleway:BucketLock", "lock", lock);
    });
    expect(await configuration()).toEqual(retention("COMPLIANCE", { Days: 400 }));
    expect(adopter.outputsOf("lock")).not.toHaveProperty("years");
  });

  it("needs a bucket with object lock: none is switched on behind the program's back", async () => {
    const plain = vault(DAYS, { objectLock: false, versioning: true });
    await expect(stack.up(plain)).rejects.toThrow(/no object lock.*objectLock: true/s);
    const reading = storage().send(new GetObjectLockConfigurationCommand({ Bucket: NAME }));
    await expect(reading).rejects.toThrow("Object Lock configuration does not exist");
  });

  it("goes with its bucket", async () => {
    await stack.up(vault(DAYS));
    await stack.destroy();
    expect(await world.ids()).toEqual(idsInState(stack));
  });

  it.each([
    ["none of days, years is given", { mode: "GOVERNANCE" }],
    ["exactly one is allowed", { ...DAYS, years: 1 }],
    ["a whole number from 1 to 36500", { mode: "GOVERNANCE", days: 1.5 }],
    ['one of "GOVERNANCE", "COMPLIANCE"', { mode: "FOREVER", days: 1 }],
  ])("is refused before any call: %s", async (reason, lock) => {
    const failure = stack.up(vault(lock));
    await expect(failure).rejects.toThrow(CheckFailed);
    await expect(failure).rejects.toThrow(reason);
  });
});
