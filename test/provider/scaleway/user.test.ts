/**
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import handlersFor from "../../../provider/handlers";
import * as scaleway from "../../../provider/scaleway";
import { asOwner, type Wire } from "../../support/owner";
import { freshStack } from "../../support/fresh-stack";
import { SimulatedStack, type Program, type Values } from "../../support/stack";
import { idsInState, startWorld, type World } from "../../support/world";

const USERS = "/iam/v1alpha1/users";
const ADA = { email: "ada@example.com", username: "ada" };
const FIRST = "the first password";
const SECOND = "the second password";

const withUser =
  (args: Values = {}): Program =>
  async (declare) => {
    await declare("scaleway:User", "ada", { ...ADA, ...args });
  };

describe("a user", () => {
  let world: World;
  let stack: SimulatedStack;
  beforeEach(async () => ({ world, stack } = await freshStack("user")));
  afterEach(() => world.stop());

  const at = (action = ""): string => `${USERS}/${stack.entry("ada").id}${action}`;
  const live = (): Promise<Wire> => asOwner(world.cloud, "GET", at());
  const passwordsSet = (): number =>
    world.cloud.counts()[`POST ${USERS}/{id}/update-password`] ?? 0;

  it("gets its first password when it is made, and another one by one call more", async () => {
    await stack.up(withUser({ password: FIRST }));
    expect(passwordsSet()).toBe(0);
    expect(await stack.up(withUser({ password: SECOND }))).toMatchObject({ update: 1 });
    expect(passwordsSet()).toBe(1);
    await stack.refresh();
    expect(await stack.up(withUser({ password: SECOND }))).toMatchObject({ update: 0 });
    await stack.up(withUser({ password: SECOND, firstName: "Ada" }));
    expect(passwordsSet()).toBe(1);
  });

  it("keeps its password where the program no longer gives one", async () => {
    await stack.up(withUser({ password: FIRST }));
    await stack.up(withUser({ firstName: "Ada" }));
    expect(passwordsSet()).toBe(0);
    expect(stack.outputsOf("ada")).not.toHaveProperty("password");
  });

  it("gets its password by the next run where setting it failed", async () => {
    let isBroken = true;
    await world.stop();
    world = await startWorld({
      seed: "user",
      faults: ({ path }) =>
        isBroken && path.endsWith("/update-password")
          ? { status: 400, body: { message: `not ${SECOND}` } }
          : undefined,
    });
    stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(withUser({ password: FIRST }));
    const failure = stack.up(withUser({ password: SECOND }));
    await expect(failure).rejects.toThrow("set the password of user");
    await expect(failure).rejects.not.toThrow(SECOND);
    expect(stack.outputsOf("ada")).toMatchObject({ password: FIRST });
    isBroken = false;
    expect(await stack.up(withUser({ password: SECOND }))).toMatchObject({ update: 1 });
    expect(passwordsSet()).toBe(2);
    expect(stack.outputsOf("ada")).toMatchObject({ password: SECOND });
  });

  it("has no password of more than 72 bytes, and a message about one does not show it", async () => {
    const long = "é".repeat(37);
    const failure = stack.up(withUser({ password: long }));
    await expect(failure).rejects.toThrow("password: it must be a text of 1 to 72 bytes");
    await expect(failure).rejects.not.toThrow("éé");
    expect(world.cloud.counts()).toEqual({});
  });

  it("shows its password in no log line", async () => {
    await stack.up(withUser({ password: FIRST }));
    await stack.up(withUser({ password: SECOND }));
    await stack.destroy();
    expect(stack.lines.join("\n")).not.toMatch(/first password|second password/);
  });

  it("is kept as a secret by its class, whatever the program passes", async () => {
    await pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => ({ id: `id-of-${name}`, state: inputs as Values }),
        call: () => ({}),
      },
      "site",
      "dev",
    );
    const user = new scaleway.User("ada", { ...ADA, password: FIRST });
    expect(await pulumi.isSecret(user.password)).toBe(true);
    expect(await pulumi.isSecret(user.username)).toBe(false);
    expect(handlersFor.definitionOf("scaleway:User").secrets).toEqual(["password"]);
  });

  it("keeps its id when its username and e-mail address change", async () => {
    await stack.up(withUser());
    const { id } = stack.entry("ada");
    await stack.up(withUser({ username: "lovelace", email: "lovelace@example.com" }));
    expect(stack.entry("ada").id).toBe(id);
    expect(await live()).toMatchObject({ username: "lovelace", email: "lovelace@example.com" });
  });

  it("is locked and unlocked by the program, and left alone where it says nothing of it", async () => {
    await stack.up(withUser({ locked: true }));
    expect(await live()).toMatchObject({ locked: true });
    await stack.up(withUser({ locked: false }));
    expect(await live()).toMatchObject({ locked: false });
    await stack.up(withUser());
    await asOwner(world.cloud, "POST", at("/lock"), {});
    await stack.refresh();
    expect(await stack.up(withUser())).toMatchObject({ update: 0 });
    expect(await live()).toMatchObject({ locked: true });
  });

  it("says of itself what it likes where the program says nothing", async () => {
    await stack.up(withUser());
    await asOwner(world.cloud, "PATCH", at(), { first_name: "Augusta", locale: "fr_FR" });
    await stack.refresh();
    expect(await stack.up(withUser({ tags: ["team=data"] }))).toMatchObject({ update: 1 });
    expect(await live()).toMatchObject({ first_name: "Augusta", locale: "fr_FR" });
  });

  it("is written to only when it is made", async () => {
    await stack.up(withUser({ sendWelcomeEmail: true, sendPasswordEmail: true }));
    world.cloud.resetCounts();
    await stack.up(withUser());
    expect(Object.keys(world.cloud.counts())).toEqual([`GET ${USERS}/{id}`]);
  });

  it("fails where the username is taken, and takes nobody over", async () => {
    const { organizationId } = world.cloud.description.scaleway;
    await asOwner(world.cloud, "POST", USERS, { organization_id: organizationId, member: ADA });
    await expect(stack.up(withUser())).rejects.toThrow(/create user "ada".*already exists/);
    expect(stack.kept.size).toBe(0);
  });

  it("that is the owner is adopted, and the error of its deletion says what to do", async () => {
    const adopted = { username: "owner", email: "owner@example.com", adopt: "existing" };
    await stack.up(withUser(adopted));
    expect(stack.outputsOf("ada")).toMatchObject({ type: "owner" });
    await expect(stack.destroy()).rejects.toThrow("it bears the key that this deployment signs");
    await stack.up(withUser({ ...adopted, allowLockOut: true }));
    await expect(stack.destroy()).rejects.toThrow("retainOnDelete");
    expect(stack.kept.size).toBe(1);
  });

  it("leaves nothing behind", async () => {
    await stack.up(withUser());
    await stack.destroy();
    expect(await world.ids()).toEqual(idsInState(stack));
  });
});
