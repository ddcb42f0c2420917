/**
 * A deployment that would take from whoever runs it the key, the identity or the right to manage IAM.
 * @module
 */
import { asOwner } from "../../support/owner";
import { simulatedClock, type SimulatedClock } from "../../support/simulated-clock";
import { SimulatedStack, type Declare, type Program, type Values } from "../../support/stack";
import { startWorld, type World } from "../../support/world";

jest.setTimeout(60_000);

const IAM = "/iam/v1alpha1";
const ALLOWED = { allowLockOut: true };

let world: World;
let clock: SimulatedClock;
/** The Owner's hand on the stack. */
let owner: SimulatedStack;
/** The same stack, deployed by the application that it makes. */
let robot: SimulatedStack;
beforeEach(async () => {
  clock = simulatedClock(new Date().toISOString());
  world = await startWorld({ seed: "lock-out", clock, switches: { expiryEditable: "accept" } });
  owner = new SimulatedStack({ cloud: world.cloud, clock });
});
afterEach(() => world.stop());

/** Which parts of the deployer the program declares, and how. */
interface Parts {
  readonly app?: Values | undefined;
  readonly group?: Values | undefined;
  readonly membership?: Values | undefined;
  readonly policy?: Values | undefined;
  readonly second?: Values | undefined;
  readonly key?: Values | undefined;
}

const rulesOf = (organizationId: string, ...permissionSetNames: string[]): Values => ({
  rules: [{ organizationId, permissionSetNames }],
});
const MANAGED = ["IAMManager"];

/** The deployer itself: an application with its key, which manages IAM by a policy, directly or through a group. */
const deployer =
  (parts: Parts, through: "application" | "group" | "membership" = "application"): Program =>
  async (declare: Declare, organizationId) => {
    const { id = parts.app?.["id"] } = parts.app
      ? await declare("scaleway:Application", "app", { name: "robot", ...parts.app })
      : {};
    const members = through === "group" ? { applicationIds: [id] } : {};
    const group = parts.group
      ? await declare("scaleway:Group", "group", { ...members, ...parts.group })
      : {};
    if (parts.membership) {
      const membership = { groupId: group["id"], applicationIds: [id], ...parts.membership };
      await declare("scaleway:GroupMembership", "membership", membership);
    }
    const principal = through === "application" ? { applicationId: id } : { groupId: group["id"] };
    const managing = rulesOf(organizationId, ...MANAGED);
    for (const name of ["policy", "second"] as const) {
      if (!parts[name]) continue;
      await declare("scaleway:Policy", name, { ...principal, ...managing, ...parts[name] });
    }
    if (parts.key) await declare("scaleway:ApiKey", "key", { applicationId: id, ...parts.key });
  };

/** Deploys by the Owner's hand, then hands the stack over to what it made. */
async function handOver(program: Program, parallel = false): Promise<void> {
  await owner.up(program);
  const { accessKey, secretKey } = owner.outputsOf("key");
  const env = { SCW_ACCESS_KEY: String(accessKey), SCW_SECRET_KEY: String(secretKey) };
  robot = new SimulatedStack({ cloud: world.cloud, clock, env, parallel });
  for (const [urn, entry] of owner.kept) robot.kept.set(urn, entry);
}

const writes = (): string[] =>
  Object.keys(world.cloud.counts()).filter((call) => !call.startsWith("GET "));

/** It is refused for that reason, nothing is written, and with allowLockOut deployed before it is done. */
async function refused(change: () => Promise<unknown>, reason: RegExp): Promise<void> {
  world.cloud.resetCounts();
  const failure = change();
  await expect(failure).rejects.toThrow(reason);
  await expect(failure).rejects.toThrow(/Nothing was changed.*allowLockOut: true/s);
  expect(writes()).toEqual([]);
}

const ALL: Parts = { app: {}, policy: {}, key: {} };

describe("the key that deploys", () => {
  const IN_USE = /it is the key that this deployment signs with/;

  it("is not deleted, unless that has been allowed before", async () => {
    await handOver(deployer(ALL));
    await refused(() => robot.up(deployer({ ...ALL, key: undefined })), IN_USE);
    await robot.up(deployer({ ...ALL, key: ALLOWED }));
    await robot.up(deployer({ ...ALL, key: undefined }));
    expect((await world.ids())["scaleway:ApiKey"]).toEqual([]);
  });

  it("is not made to end within the hour, but at any later moment", async () => {
    await handOver(deployer(ALL));
    const end = (hours: number): Values => ({
      expiresAt: new Date(clock.now().getTime() + hours * 3_600_000).toISOString(),
    });
    await refused(() => robot.up(deployer({ ...ALL, key: end(0.5) })), IN_USE);
    await robot.up(deployer({ ...ALL, key: end(48) }));
    await robot.up(deployer({ ...ALL, key: { ...end(0.5), ...ALLOWED } }));
  });

  it("is revoked by its rotation once another one deploys, and the new one is not lost meanwhile", async () => {
    const rotation = { everyDays: 30, overlapDays: 0 };
    await handOver(deployer({ ...ALL, key: { rotation } }));
    clock.advance(31 * 24 * 3_600_000);
    const next = deployer({ ...ALL, key: { rotation } });
    const old = robot.outputsOf("key")["accessKey"];
    await expect(robot.up(next)).rejects.toThrow(IN_USE);
    const { accessKey, secretKey, previousKeys } = robot.outputsOf("key");
    expect(previousKeys).toMatchObject([{ accessKey: old }]);
    const env = { SCW_ACCESS_KEY: String(accessKey), SCW_SECRET_KEY: String(secretKey) };
    const successor = new SimulatedStack({ cloud: world.cloud, clock, env });
    for (const [urn, entry] of robot.kept) successor.kept.set(urn, entry);
    await successor.up(next);
    expect(successor.outputsOf("key")["previousKeys"]).toEqual([]);
    expect((await world.ids())["scaleway:ApiKey"]).toEqual([accessKey]);
  });

  it("of somebody else is deleted as before", async () => {
    await handOver(deployer(ALL));
    await owner.up(deployer({ ...ALL, key: undefined }));
  });
});

describe("who bears it", () => {
  const BEARER = /it bears the key that this deployment signs with/;

  it("is not deleted as an application", async () => {
    await handOver(deployer(ALL));
    const { entries } = { entries: [...robot.kept] };
    for (const [urn] of entries) if (!urn.endsWith("::app")) robot.kept.delete(urn);
    await refused(() => robot.destroy(), BEARER);
  });

  it("is neither locked nor deleted as a user", async () => {
    const person: Program = async (declare) => {
      await declare("scaleway:User", "person", { email: "a@example.com", username: "ada" });
    };
    await owner.up(person);
    const { id } = owner.entry("person");
    const { organizationId: organization_id } = world.cloud.description.scaleway;
    await asOwner(world.cloud, "POST", `${IAM}/policies`, {
      ...{ name: "ada", organization_id, user_id: id },
      rules: [{ permission_set_names: ["IAMManager"], organization_id }],
    });
    let pretended = false;
    const { accessKey } = world.cloud.description.scaleway;
    const answer = await asOwner(world.cloud, "GET", `${IAM}/api-keys/${accessKey}`);
    await world.stop();
    expect(answer["user_id"]).not.toBe(id);
    // Nobody but a person makes a key of its own: the owner's is said to be hers.
    world = await startWorld({
      seed: "lock-out",
      faults: ({ method, path }) =>
        pretended && method === "GET" && path.endsWith(`/api-keys/${accessKey}`)
          ? { status: 200, body: { ...answer, user_id: owner.entry("person").id } }
          : undefined,
    });
    owner = new SimulatedStack({ cloud: world.cloud });
    await owner.up(person);
    pretended = true;
    const locked: Program = async (declare) => {
      const args = { email: "a@example.com", username: "ada", locked: true };
      await declare("scaleway:User", "person", args);
    };
    await refused(() => owner.up(locked), BEARER);
    await refused(() => owner.destroy(), BEARER);
  });
});

describe("the right to manage IAM", () => {
  const LOST = /it is all that lets whoever deploys \(application .*\) manage IAM/;
  const READ = (organizationId: string): Values => rulesOf(organizationId, "IAMReadOnly");
  const organization = (): string => world.cloud.description.scaleway.organizationId;

  it("is not taken from the deployer by other rules, but changed as long as it stays", async () => {
    await handOver(deployer(ALL));
    const fewer = { ...ALL, policy: READ(organization()) };
    await refused(() => robot.up(deployer(fewer)), LOST);
    await robot.up(deployer({ ...ALL, policy: rulesOf(organization(), "IAMManager") }));
    await robot.up(deployer({ ...fewer, policy: { ...fewer.policy, ...ALLOWED } }));
  });

  it("is not taken by another principal", async () => {
    await handOver(deployer(ALL));
    const moved = { applicationId: undefined, noPrincipal: true };
    await refused(() => robot.up(deployer({ ...ALL, policy: moved })), LOST);
  });

  it("is not taken by the end of its policy, unless another one gives it too", async () => {
    await handOver(deployer(ALL));
    await refused(() => robot.up(deployer({ ...ALL, policy: undefined })), LOST);
    await robot.up(deployer({ ...ALL, second: {} }));
    await robot.up(deployer({ ...ALL, policy: undefined, second: {} }));
  });

  it("is not taken with the members, the policy or the end of a group through which it comes", async () => {
    const all: Parts = { ...ALL, group: {} };
    await handOver(deployer(all, "group"));
    const emptied = { ...all, group: { applicationIds: [] } };
    await refused(() => robot.up(deployer(emptied, "group")), LOST);
    const fewer = { ...all, policy: READ(organization()) };
    await refused(() => robot.up(deployer(fewer, "group")), LOST);
    for (const [urn] of [...robot.kept]) if (!urn.endsWith("::group")) robot.kept.delete(urn);
    await refused(() => robot.destroy(), LOST);
  });

  it("is not taken with a membership through which it comes", async () => {
    const all: Parts = { ...ALL, group: {}, membership: {} };
    await handOver(deployer(all, "membership"));
    const without = { ...all, membership: { applicationIds: [] } };
    await refused(() => robot.up(deployer(without, "membership")), LOST);
    await refused(() => robot.up(deployer({ ...all, membership: undefined }, "membership")), LOST);
    await robot.up(deployer({ ...all, membership: ALLOWED }, "membership"));
    await robot.up(deployer({ ...all, membership: undefined }, "membership"));
  });

  it("is none of a policy's that never gave it, and never the owner's to lose", async () => {
    const reading = { ...ALL, second: READ(organization()) };
    await handOver(deployer(reading));
    await robot.up(deployer({ ...reading, second: undefined }));
    await owner.up(deployer({ ...ALL, policy: undefined }));
  });

  const everybody = async (): Promise<string> => {
    const query = `organization_id=${organization()}`;
    const { groups } = await asOwner(world.cloud, "GET", `${IAM}/groups?${query}`);
    const all = (groups as Values[]).find(({ name }) => name === "All Applications");
    return String(all?.["id"]);
  };

  it("is not taken by the end of a policy for all applications, of which the deployer is one", async () => {
    const all = { ...ALL, policy: { applicationId: undefined, groupId: await everybody() } };
    await handOver(deployer(all));
    await refused(() => robot.up(deployer({ ...all, policy: undefined })), LOST);
  });

  it("may be taken from one of two policies where the other is for all applications", async () => {
    const all = { ...ALL, second: { applicationId: undefined, groupId: await everybody() } };
    await handOver(deployer(all));
    await robot.up(deployer({ ...all, policy: undefined }));
    await refused(() => robot.up(deployer({ ...all, policy: undefined, second: undefined })), LOST);
  });

  it("moves from the application's policy to all applications", async () => {
    await handOver(deployer(ALL));
    const moved = { applicationId: undefined, groupId: await everybody() };
    await robot.up(deployer({ ...ALL, policy: moved }));
  });

  it.each([
    ["at once", true],
    ["one by one", false],
  ])("is taken by no two policies that go %s: the second is refused", async (_how, parallel) => {
    await handOver(deployer({ ...ALL, second: {} }), parallel);
    const gone = robot.up(deployer({ ...ALL, policy: undefined }));
    await expect(gone).rejects.toThrow(LOST);
    expect((await world.ids())["scaleway:Policy"]).toHaveLength(1);
  });

  it("is taken by no two policies that are weakened at once", async () => {
    await handOver(deployer({ ...ALL, second: {} }));
    const fewer = READ(organization());
    const atOnce: Program = async (declare, projectId) => {
      const later: Promise<Values>[] = [];
      const collecting: Declare = (token, name, args, options) => {
        const declaring = declare(token, name, args, options);
        if (token === "scaleway:Policy") later.push(declaring);
        return token === "scaleway:Policy" ? Promise.resolve({}) : declaring;
      };
      await deployer({ ...ALL, policy: fewer, second: fewer })(collecting, projectId);
      await Promise.allSettled(later);
      await Promise.all(later);
    };
    await expect(robot.up(atOnce)).rejects.toThrow(LOST);
    const rules = [robot.outputsOf("policy"), robot.outputsOf("second")].map(({ rules }) => rules);
    expect(JSON.stringify(rules).match(/IAMManager/g)).toHaveLength(1);
  });

  const under = (condition: string): Parts => ({
    ...ALL,
    policy: {
      rules: [{ organizationId: organization(), permissionSetNames: MANAGED, condition }],
    },
  });
  const moment = (hours: number): string =>
    `timestamp("${new Date(clock.now().getTime() + hours * 3_600_000).toISOString()}")`;

  it.each<[string, () => string]>([
    ["for another address", () => 'request.ip == "203.0.113.7"'],
    ["in the past", () => `request.time < ${moment(-1)}`],
    ["that ends within the hour", () => `request.time < ${moment(0.5)}`],
    ["that begins tomorrow", () => `request.time > ${moment(24)}`],
    ["for another agent", () => 'request.user_agent.contains("terraform")'],
    ["for one object that is not there", () => 'resource.name == "nothing of that name"'],
  ])("is not taken by a condition %s, whose text the refusal has", async (_what, condition) => {
    await handOver(deployer(ALL));
    await refused(() => robot.up(deployer(under(condition()))), /no longer would: .*condition/);
  });

  it.each<[string, () => string]>([
    ["for its own address", () => 'request.ip == "127.0.0.1"'],
    ["that ends next week", () => `request.time < ${moment(24 * 7)}`],
    ["for its own agent", () => 'request.user_agent.startsWith("pulumi-storage-access/")'],
    [
      "for hours of the day in which it deploys",
      () => {
        const hour = clock.now().getUTCHours();
        return `request.time.getHours() == ${String(hour)}`;
      },
    ],
  ])("stays under a condition %s", async (_what, condition) => {
    await handOver(deployer(ALL));
    await robot.up(deployer(under(condition())));
    expect(robot.lines.join("\n")).not.toContain("cannot be decided");
  });

  it("is not checked where the deployer may not read its own key, which is said once", async () => {
    let isHidden = false;
    await world.stop();
    const isRead = ({ method, path }: { method: string; path: string }): boolean =>
      method === "GET" && path.startsWith(`${IAM}/api-keys/`);
    world = await startWorld({
      ...{ seed: "blind", clock },
      faults: (request) => (isHidden && isRead(request) ? { status: 403 } : undefined),
    });
    owner = new SimulatedStack({ cloud: world.cloud, clock });
    await handOver(deployer({ ...ALL, second: {} }));
    isHidden = true;
    await robot.up(deployer({ ...ALL, second: READ(organization()) }));
    const both = { policy: READ(organization()), second: READ(organization()) };
    await robot.up(deployer({ ...ALL, ...both }));
    const warnings = robot.lines.filter((line) => line.includes("whose the key in use is"));
    expect(warnings).toHaveLength(2);
  });
});
