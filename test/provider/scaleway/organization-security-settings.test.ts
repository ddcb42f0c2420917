/**
 * @module
 */
import type { Fault } from "../../../emulator";
import { faultEverywhere, killEverywhere } from "../../support/disturbances";
import { asOwner } from "../../support/owner";
import { simulatedClock } from "../../support/simulated-clock";
import { freshStack } from "../../support/fresh-stack";
import { SimulatedStack, type Program, type Values } from "../../support/stack";
import { startWorld, type World } from "../../support/world";

jest.setTimeout(30_000);

const DAY_SECONDS = 24 * 3600;
const SETTINGS = "/iam/v1alpha1/organizations/{id}/security-settings";

const withSettings =
  (args: Values): Program =>
  async (declare) => {
    await declare("scaleway:OrganizationSecuritySettings", "security", args);
  };

const EVERYTHING = {
  enforcePasswordRenewal: true,
  gracePeriodDurationSeconds: 2.5,
  loginAttemptsBeforeLocked: 3,
  maxLoginSessionDurationSeconds: 3600,
  maxApiKeyExpirationDurationSeconds: 90 * DAY_SECONDS,
};

const pathIn = ({ cloud }: Pick<World, "cloud">): string =>
  SETTINGS.replace("{id}", cloud.description.scaleway.organizationId);

describe("the Organization's security settings", () => {
  let world: World;
  let stack: SimulatedStack;
  beforeEach(async () => ({ world, stack } = await freshStack("security")));
  afterEach(() => world.stop());

  const live = () => asOwner(world.cloud, "GET", pathIn(world));
  const edit = (body: Values) => asOwner(world.cloud, "PATCH", pathIn(world), body);

  it("are set as they are given, and are then unchanged", async () => {
    await stack.up(withSettings(EVERYTHING));
    expect(await live()).toEqual({
      enforce_password_renewal: true,
      grace_period_duration: "2.5s",
      login_attempts_before_locked: 3,
      max_login_session_duration: "3600s",
      max_api_key_expiration_duration: "7776000s",
    });
    expect(stack.lines.join("\n")).not.toContain("interrupted");
    expect(stack.entry("security").id).toBe(world.cloud.description.scaleway.organizationId);
    const { outputs } = structuredClone(stack.entry("security"));
    expect(await stack.refresh()).toEqual([]);
    expect(stack.entry("security").outputs).toEqual(outputs);
    expect(await stack.up(withSettings(EVERYTHING))).toMatchObject({ update: 0 });
  });

  it("are left alone where nothing is given", async () => {
    await edit({ grace_period_duration: "60s" });
    await stack.up(withSettings({ loginAttemptsBeforeLocked: 4 }));
    await edit({ max_login_session_duration: "120s" });
    await stack.refresh();
    expect(await stack.up(withSettings({ loginAttemptsBeforeLocked: 4 }))).toMatchObject({
      update: 0,
    });
    await stack.up(withSettings({ loginAttemptsBeforeLocked: 5 }));
    expect(await live()).toMatchObject({
      grace_period_duration: "60s",
      max_login_session_duration: "120s",
      login_attempts_before_locked: 5,
    });
  });

  it("are mended after a refresh has seen a change made elsewhere, and not overwritten before", async () => {
    await stack.up(withSettings({ loginAttemptsBeforeLocked: 4 }));
    await edit({ login_attempts_before_locked: 9 });
    await expect(stack.up(withSettings({ loginAttemptsBeforeLocked: 5 }))).rejects.toThrow(
      /loginAttemptsBeforeLocked is 9 and was 4 at the last run/,
    );
    await stack.refresh();
    expect(await stack.up(withSettings({ loginAttemptsBeforeLocked: 4 }))).toMatchObject({
      update: 1,
    });
    expect(await live()).toMatchObject({ login_attempts_before_locked: 4 });
  });

  it("stay as they are when the resource is destroyed, which says so", async () => {
    await stack.up(withSettings(EVERYTHING));
    const before = await live();
    world.cloud.resetCounts();
    await stack.destroy();
    expect(world.cloud.counts()[`PATCH ${SETTINGS}`]).toBeUndefined();
    expect(await live()).toEqual(before);
    expect(stack.lines.join("\n")).toMatch(/leaves the security settings of Organization .* as/);
  });

  it("are one resource: a second of the same program is refused", async () => {
    const two: Program = async (declare) => {
      await declare("scaleway:OrganizationSecuritySettings", "one", {});
      await declare("scaleway:OrganizationSecuritySettings", "two", {});
    };
    await expect(stack.up(two)).rejects.toThrow("another resource of this program has");
  });

  it.each([
    [{ loginAttemptsBeforeLocked: 0 }, "loginAttemptsBeforeLocked: 0 is not allowed"],
    [{ gracePeriodDurationSeconds: "60s" }, 'gracePeriodDurationSeconds: "60s" is not allowed'],
    [{ enforcePasswordRenewal: "yes" }, 'enforcePasswordRenewal: "yes" is not allowed'],
    [{ maxLoginSessionDurationSeconds: -1 }, "maxLoginSessionDurationSeconds: -1 is not allowed"],
  ])("are checked before any call: %j", async (args, message) => {
    await expect(stack.up(withSettings(args))).rejects.toThrow(message);
    expect(world.cloud.counts()).toEqual({});
  });

  it("are as wished after a kill or a fault at any request", async () => {
    const scene = ({ cloud }: World) => {
      const disturbed = new SimulatedStack({ cloud });
      return Promise.resolve({
        stack: disturbed,
        run: () => disturbed.up(withSettings(EVERYTHING)),
        verify: async () => {
          const settings = await asOwner(cloud, "GET", pathIn({ cloud }));
          expect(settings).toMatchObject({ login_attempts_before_locked: 3 });
          expect(await disturbed.up(withSettings(EVERYTHING))).toMatchObject({ update: 0 });
        },
      });
    };
    expect(await killEverywhere(scene)).toBeGreaterThan(2);
    const faults: Fault[] = ["drop-before", "drop-after", { status: 429 }, { status: 500 }];
    for (const fault of faults) expect(await faultEverywhere(fault, scene)).toBeGreaterThan(1);
  });
});

describe("the longest life of API keys that the Organization allows", () => {
  const clock = simulatedClock("2026-06-01T10:00:00Z");
  let world: World;
  let stack: SimulatedStack;
  beforeEach(async () => {
    world = await startWorld({ seed: "lifetime", clock, switches: { expiryEditable: "accept" } });
    stack = new SimulatedStack({ cloud: world.cloud, clock });
  });
  afterEach(() => world.stop());

  const limit = (text: string) =>
    asOwner(world.cloud, "PATCH", pathIn(world), { max_api_key_expiration_duration: text });
  const withKeys =
    (expiresAt?: string, names = ["key"]): Program =>
    async (declare) => {
      const { id: applicationId } = await declare("scaleway:Application", "app");
      for (const name of names) {
        await declare("scaleway:ApiKey", name, { applicationId, expiresAt });
      }
    };
  const keysMade = (): number => world.cloud.counts()["POST /iam/v1alpha1/api-keys"] ?? 0;

  it("is told before a key without an expiry, or with one too late, is asked for", async () => {
    await limit("864000s");
    await expect(stack.up(withKeys())).rejects.toThrow(
      'lets an API key live for 10 days at most, and this one has no expiresAt. Nothing was sent. The latest expiresAt allowed now is "2026-06-11T10:00:00Z".',
    );
    await expect(stack.up(withKeys("2026-06-11T10:00:01Z"))).rejects.toThrow(
      'this one is to end at "2026-06-11T10:00:01Z"',
    );
    expect(keysMade()).toBe(0);
    await stack.up(withKeys("2026-06-11T10:00:00Z"));
    expect(keysMade()).toBe(1);
  });

  it("is told before an expiry is changed, and the key stays as it was", async () => {
    await stack.up(withKeys("2026-06-05T00:00:00Z"));
    await limit("864000s");
    await expect(stack.up(withKeys("2027-01-01T00:00:00Z"))).rejects.toThrow(
      /update API key .*10 days at most/,
    );
    expect(stack.outputsOf("key")).toMatchObject({ expiresAt: "2026-06-05T00:00:00Z" });
    expect(await stack.up(withKeys("2026-06-10T00:00:00Z"))).toMatchObject({ update: 1 });
  });

  it("is read once for all keys of a deployment, and known at once where the deployment sets it", async () => {
    await stack.up(withKeys(undefined, ["one", "two", "three"]));
    expect(world.cloud.counts()[`GET ${SETTINGS}`]).toBe(1);
    const limited: Program = async (declare) => {
      await declare("scaleway:OrganizationSecuritySettings", "security", {
        maxApiKeyExpirationDurationSeconds: 60,
      });
      await withKeys(undefined, ["one", "two", "three", "four"])(declare, "");
    };
    await expect(stack.up(limited)).rejects.toThrow("live for 60 seconds at most");
  });

  it("is left to the service where the caller may not read it, without a word", async () => {
    const denied = {
      details: [{ action: "read", resource: "organization_security_settings" }],
      message: "insufficient permissions",
      type: "permissions_denied",
    };
    await world.stop();
    world = await startWorld({
      seed: "denied",
      clock,
      faults: ({ method, path }) =>
        method === "GET" && path.endsWith("/security-settings")
          ? { status: 403, body: denied }
          : undefined,
    });
    stack = new SimulatedStack({ cloud: world.cloud, clock });
    await limit("864000s");
    await stack.up(withKeys("2026-06-05T00:00:00Z"));
    expect(keysMade()).toBe(1);
    expect(stack.lines.join("\n")).not.toContain("security");
    await expect(stack.up(withKeys(undefined, ["other"]))).rejects.toThrow(
      "organization security settings require an expiration date for API keys",
    );
  });
});
