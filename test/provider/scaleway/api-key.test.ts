/**
 * @module
 */
import { redact } from "../../../provider/core/redact";
import { asOwner, type Wire } from "../../support/owner";
import { freshStack } from "../../support/fresh-stack";
import { simulatedClock } from "../../support/simulated-clock";
import { SimulatedStack, type Program, type Values } from "../../support/stack";
import { idsInState, startWorld, type World } from "../../support/world";

const EXPIRY = "2035-06-01T00:00:00Z";
const LATER = "2036-06-01T00:00:00Z";

const withKey =
  (args: Values): Program =>
  async (declare) => {
    const { id } = await declare("scaleway:Application", "app");
    await declare("scaleway:ApiKey", "key", { applicationId: id, ...args });
  };

describe("an API key", () => {
  let world: World;
  let stack: SimulatedStack;
  beforeEach(async () => ({ world, stack } = await freshStack("api-key")));
  afterEach(() => world.stop());

  const live = (): Promise<Wire> =>
    asOwner(world.cloud, "GET", `/iam/v1alpha1/api-keys/${stack.entry("key").id}`);

  it("keeps access key and secret while preferred Project and description change", async () => {
    await stack.up(async (declare) => {
      await declare("scaleway:Project", "second");
      await withKey({ description: "one" })(declare, "");
    });
    const { accessKey, secretKey } = stack.outputsOf("key");
    await stack.up(async (declare) => {
      const { id: defaultProjectId } = await declare("scaleway:Project", "second");
      await withKey({ description: "two", defaultProjectId })(declare, "");
    });
    expect(stack.outputsOf("key")).toMatchObject({ accessKey, secretKey, description: "two" });
    expect(await live()).toMatchObject({
      access_key: accessKey,
      default_project_id: stack.entry("second").id,
    });
    await stack.refresh();
    expect(stack.outputsOf("key")).toMatchObject({ accessKey, secretKey });
  });

  it("prefers the default Project unless told otherwise, and goes back to it", async () => {
    const { organizationId } = world.cloud.description.scaleway;
    await stack.up(withKey({}));
    expect(stack.outputsOf("key")).toMatchObject({ defaultProjectId: organizationId });
    const { id } = await asOwner(world.cloud, "POST", "/account/v3/projects", {
      name: "elsewhere",
      organization_id: organizationId,
    });
    await asOwner(world.cloud, "PATCH", `/iam/v1alpha1/api-keys/${stack.entry("key").id}`, {
      default_project_id: id,
    });
    await stack.refresh();
    expect(stack.outputsOf("key")).toMatchObject({ defaultProjectId: id });
    expect(await stack.up(withKey({}))).toMatchObject({ update: 1 });
    expect((await live())["default_project_id"]).toBe(organizationId);
  });

  it("gets its expiry changed in place where the service takes the change", async () => {
    world.cloud.setSwitches({ expiryEditable: "accept" });
    await stack.up(withKey({ expiresAt: EXPIRY }));
    const { id } = stack.entry("key");
    expect(await stack.up(withKey({ expiresAt: LATER }))).toMatchObject({ update: 1 });
    expect(stack.entry("key").id).toBe(id);
    expect((await live())["expires_at"]).toBe(LATER);
  });

  it.each(["refuse", "ignore"] as const)(
    "fails to change its expiry where the service would %s, naming it and the way out, and records the rest",
    async (expiryEditable) => {
      await stack.up(withKey({ expiresAt: EXPIRY }));
      const { id } = stack.entry("key");
      world.cloud.setSwitches({ expiryEditable });
      const change = () => stack.up(withKey({ expiresAt: LATER, description: "changed" }));
      await expect(change()).rejects.toThrow(/expiresAt.*replaceOnExpiryChange: true/s);
      expect(stack.entry("key").id).toBe(id);
      expect(stack.outputsOf("key")).toMatchObject({ description: "changed", expiresAt: EXPIRY });
      await expect(change()).rejects.toThrow("replaceOnExpiryChange");
      expect(await stack.up(withKey({ expiresAt: EXPIRY, description: "changed" }))).toBeDefined();
      expect(await world.ids()).toEqual(idsInState(stack));
    },
  );

  it("is replaced for its expiry only where the program says so", async () => {
    await stack.up(withKey({ expiresAt: EXPIRY }));
    const before = structuredClone(stack.outputsOf("key"));
    const wish = { expiresAt: LATER, replaceOnExpiryChange: true };
    expect(await stack.up(withKey(wish))).toMatchObject({ replace: 1 });
    const after = stack.outputsOf("key");
    expect(after["accessKey"]).not.toBe(before["accessKey"]);
    expect(after["secretKey"]).not.toBe(before["secretKey"]);
    expect(await world.ids()).toEqual(idsInState(stack));
  });

  it("sees no change where the same moment is written differently", async () => {
    await stack.up(withKey({ expiresAt: EXPIRY }));
    const same = { expiresAt: "2035-06-01T02:00:00.000+02:00" };
    expect(await stack.up(withKey(same))).toMatchObject({ update: 0 });
  });

  it("must not be new, or newly changed, with an expiry that is past", async () => {
    const past = withKey({ expiresAt: "2020-01-01T00:00:00Z" });
    await expect(stack.up(past)).rejects.toThrow(
      'expiresAt: "2020-01-01T00:00:00Z" is past: it must be later than now',
    );
    await stack.up(withKey({ expiresAt: EXPIRY }));
    await expect(stack.up(past)).rejects.toThrow("is past");
  });

  it("stops no stack when it has expired meanwhile: an unchanged past expiry is a warning", async () => {
    await world.stop();
    const clock = simulatedClock(new Date().toISOString());
    world = await startWorld({ seed: "api-key", clock });
    stack = new SimulatedStack({ cloud: world.cloud, clock });
    await stack.up(withKey({ expiresAt: EXPIRY }));
    clock.advance(20 * 365 * 24 * 3600 * 1000);
    expect(await stack.up(withKey({ expiresAt: EXPIRY }))).toMatchObject({ update: 0 });
    expect(stack.lines.join("\n")).toContain(`warning: the key expired at ${EXPIRY}`);
  });

  it("has exactly one bearer", async () => {
    const id = "0a0a0a0a-0000-4000-8000-000000000001";
    const bearers = async (args: Values) =>
      stack.up(async (declare) => {
        await declare("scaleway:ApiKey", "key", args);
      });
    await expect(bearers({})).rejects.toThrow("none of applicationId, userId is given");
    await expect(bearers({ applicationId: id, userId: id })).rejects.toThrow(
      `applicationId ("${id}") and userId ("${id}") are given: of applicationId, userId, exactly one is allowed`,
    );
    expect(world.cloud.counts()).toEqual({});
  });

  it("may have a bearer that is not known yet, beside another that may turn out absent", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const args = { applicationId: unknown, userId: unknown };
    await expect(stack.preview("scaleway:ApiKey", "key", args)).resolves.toBeDefined();
  });

  it("has its secret masked in every message once a state was seen", async () => {
    await stack.up(withKey({}));
    const secret = "5ec2e700-0000-4000-8000-0000000000aa";
    stack.outputsOf("key")["secretKey"] = secret;
    await stack.up(withKey({}));
    expect(redact(`the key ${secret} is odd`)).not.toContain(secret);
  });

  it("shows its secret in no log line", async () => {
    await stack.up(withKey({}));
    const { secretKey } = stack.outputsOf("key");
    expect(stack.lines.join("\n")).not.toContain(secretKey);
  });
});
