/**
 * A machine whose clock is wrong, and an Organization that lets keys live only for so long.
 * @module
 */
import { asOwner } from "../../../support/owner";
import { simulatedClock, type SimulatedClock } from "../../../support/simulated-clock";
import { SimulatedStack, type Values } from "../../../support/stack";
import { startWorld, type World } from "../../../support/world";
import { DAY, ROTATION, accessKeysOf, inCloud, keyOf, keysIn, withKey, works } from "./keys";

jest.setTimeout(60_000);

let world: World;
let service: SimulatedClock;
let machine: SimulatedClock;
let stack: SimulatedStack;
afterEach(() => world.stop());

/** A world whose service knows the time, and a machine that is some days off. */
async function start(daysAhead: number): Promise<void> {
  service = simulatedClock("2027-01-01T00:00:00Z");
  machine = simulatedClock("2027-01-01T00:00:00Z");
  machine.advance(daysAhead * DAY);
  world = await startWorld({ seed: "clocks", clock: service });
  stack = new SimulatedStack({ cloud: world.cloud, clock: machine });
}

function wait(days: number): void {
  service.advance(days * DAY);
  machine.advance(days * DAY);
}

describe.each([
  ["100 days ahead", 100],
  ["10 days behind", -10],
])("a machine whose clock is %s", (_name, days) => {
  beforeEach(() => start(days));

  it("makes no key before its day, whatever its clock says", async () => {
    await stack.up(withKey());
    for (let run = 0; run < 3; run += 1) {
      expect(await stack.up(withKey())).toMatchObject({ update: 0, create: 0 });
      wait(5);
    }
    expect(await keysIn(world)).toHaveLength(1);
  });

  it("gives the old key the right end, once", async () => {
    await stack.up(withKey());
    const before = keyOf(stack);
    wait(90 - Math.min(days, 0));
    const rotatedAt = service.now().getTime();
    expect(await stack.up(withKey())).toMatchObject({ update: 1 });
    const [previous] = keyOf(stack).previousKeys;
    expect(Date.parse(previous?.revokeAt ?? "")).toBe(rotatedAt + 7 * DAY);
    const { expires_at: end } = await inCloud(world.cloud, before.accessKey);
    expect(Date.parse(String(end))).toBe(rotatedAt + 7 * DAY);
    expect(await stack.up(withKey())).toMatchObject({ update: 0 });
    expect(stack.lines.join("\n")).not.toContain("warning");
    expect(await keysIn(world)).toEqual(accessKeysOf(stack));
  });

  it("neither refuses an end that is to come nor lets a past one be", async () => {
    const applicationId = "0a0a0a0a-0000-4000-8000-000000000001";
    const preview = (inDays: number) =>
      stack.preview("scaleway:ApiKey", "key", {
        applicationId,
        expiresAt: new Date(service.now().getTime() + inDays * DAY).toISOString(),
      });
    await preview(50);
    expect(stack.lines.join("\n")).not.toContain("the key ends");
    await expect(preview(-11)).rejects.toThrow("is past: it must be later than now");
  });
});

describe("a rotation where keys may live for 30 days", () => {
  const rotation = { everyDays: 20, overlapDays: 5 };
  const end = async (accessKey: string): Promise<number> =>
    Date.parse(String((await inCloud(world.cloud, accessKey))["expires_at"]));
  const daysLeft = async (accessKey: string): Promise<number> =>
    ((await end(accessKey)) - service.now().getTime()) / DAY;
  const preview = (args: Values) =>
    stack.preview("scaleway:ApiKey", "another", {
      applicationId: "0a0a0a0a-0000-4000-8000-000000000001",
      ...args,
    });

  beforeEach(async () => {
    await start(0);
    const { organizationId } = world.cloud.description.scaleway;
    const path = `/iam/v1alpha1/organizations/${organizationId}/security-settings`;
    await asOwner(world.cloud, "PATCH", path, { max_api_key_expiration_duration: "2592000s" });
  });

  it("makes keys that end when they must, each with a successor before, and nothing to do between", async () => {
    let program = withKey({ rotation });
    await stack.up(program);
    for (let time = 0; time < 4; time += 1) {
      const { accessKey } = keyOf(stack);
      const age = time === 0 ? 0 : rotation.overlapDays;
      expect(await daysLeft(accessKey)).toBeCloseTo(30 - age, 2);
      expect(stack.outputsOf("key")).toMatchObject({ endsAt: expect.any(String) as string });
      expect(stack.outputsOf("key")).not.toHaveProperty("expiresAt");
      expect(await stack.refresh()).toEqual([]);
      expect(await stack.up(program)).toMatchObject({ update: 0, replace: 0 });
      wait(19 - age);
      program = withKey({ rotation, description: `run ${String(time)}` });
      expect(await stack.up(program)).toMatchObject({
        update: 1,
      });
      expect(keyOf(stack).accessKey).toBe(accessKey);
      wait(1);
      expect(await stack.up(program)).toMatchObject({
        update: 1,
      });
      expect(keyOf(stack).accessKey).not.toBe(accessKey);
      // The service does not change an end that was given: the first run after the overlap revokes the old key.
      expect(keyOf(stack).previousKeys).toMatchObject([{ accessKey }]);
      expect(await works(world.cloud, keyOf(stack))).toBe(true);
      wait(5);
      await stack.up(program);
      expect(await keysIn(world)).toEqual([keyOf(stack).accessKey]);
    }
  });

  it("leaves expiresAt the end of all keys", async () => {
    const expiresAt = new Date(service.now().getTime() + 45 * DAY).toISOString();
    await stack.up(withKey({ rotation, expiresAt }));
    expect(await daysLeft(keyOf(stack).accessKey)).toBeCloseTo(30, 2);
    expect(stack.outputsOf("key")).toMatchObject({ expiresAt });
    expect(await stack.up(withKey({ rotation, expiresAt }))).toMatchObject({ update: 0 });
    wait(20);
    await stack.up(withKey({ rotation, expiresAt }));
    expect(await end(keyOf(stack).accessKey)).toBe(Date.parse(expiresAt));
    expect(stack.outputsOf("key")).not.toHaveProperty("endsAt");
  });

  it("is refused at preview where a key would end before its successor is made", async () => {
    await expect(preview({ rotation: { everyDays: 30, overlapDays: 0 } })).rejects.toThrow(
      "rotation.everyDays: it must be less than 30: the Organization lets an API key live for 30 days at most",
    );
    await preview({ rotation: { everyDays: 28, overlapDays: 7 } });
    expect(stack.lines.join("\n")).toContain("the overlap of keys is shorter than overlapDays");
    await expect(preview({ rotation: ROTATION })).rejects.toThrow("rotation.everyDays");
  });

  it("is not refused where the deployer may not read the bound", async () => {
    await world.stop();
    world = await startWorld({
      seed: "clocks",
      clock: service,
      faults: ({ operation }) =>
        operation.includes("security-settings")
          ? { status: 403, body: { type: "permissions_denied", message: "no", details: [] } }
          : undefined,
    });
    stack = new SimulatedStack({ cloud: world.cloud, clock: machine });
    await preview({ rotation: ROTATION });
  });
});
