/**
 * A deployment whose key Object Storage refuses: the error says why, in the words of `explain`.
 * @module
 */
import { simulatedClock, type SimulatedClock } from "../../support/simulated-clock";
import { SimulatedStack, type Program } from "../../support/stack";
import { startWorld, type World } from "../../support/world";

jest.setTimeout(60_000);

let world: World;
let clock: SimulatedClock;
beforeEach(async () => {
  clock = simulatedClock(new Date().toISOString());
  world = await startWorld({ seed: "refusal", clock });
});
afterEach(() => world.stop());

/** A stack in the hand of an application with these sets: IAM's on the Organization, storage's on the default Project. */
async function deployedBy(
  iamSets: readonly string[],
  storageSets: readonly string[],
): Promise<SimulatedStack> {
  const owner = new SimulatedStack({ cloud: world.cloud, clock });
  const { organizationId, defaultProjectId } = world.cloud.description.scaleway;
  await owner.up(async (declare) => {
    const { id: applicationId } = await declare("scaleway:Application", "robot", { name: "robot" });
    const rules = [
      { organizationId, permissionSetNames: iamSets },
      { projectIds: [defaultProjectId], permissionSetNames: storageSets },
    ].filter(({ permissionSetNames }) => permissionSetNames.length > 0);
    await declare("scaleway:Policy", "policy", { name: "robot", applicationId, rules });
    await declare("scaleway:ApiKey", "key", { applicationId });
  });
  const { accessKey, secretKey } = owner.outputsOf("key");
  const env = { SCW_ACCESS_KEY: String(accessKey), SCW_SECRET_KEY: String(secretKey) };
  return new SimulatedStack({ cloud: world.cloud, clock, env });
}

const aBucket: Program = async (declare) => {
  await declare("scaleway:Bucket", "bucket", { name: "a-bucket-of-the-robot" });
};

const rulesRead = (): number =>
  world.cloud.requests.filter(({ path }) => path.startsWith("/iam/v1alpha1/rules")).length;

it("says what is missing on which Project, and what to add", async () => {
  const robot = await deployedBy(
    ["IAMReadOnly", "ProjectReadOnly"],
    ["ObjectStorageObjectsRead", "ObjectStorageBucketsRead"],
  );
  await expect(robot.up(aBucket)).rejects.toThrow(
    /Could not create bucket "a-bucket-of-the-robot".*403.*no rule gives application robot .* CreateBucket on the default Project.*To allow it: add ObjectStorageBucketsWrite on the default Project/s,
  );
});

it("keeps to the catalog where the deployer may not read what decides", async () => {
  const robot = await deployedBy(["IAMApplicationManager"], ["ObjectStorageBucketsRead"]);
  await expect(robot.up(aBucket)).rejects.toThrow(/The caller needs one of .* on that Project/);
});

it("asks nothing more where a refusal does not end an operation", async () => {
  const robot = await deployedBy(["IAMReadOnly", "ProjectReadOnly"], ["ObjectStorageFullAccess"]);
  const before = rulesRead();
  await robot.up(aBucket);
  await robot.refresh();
  expect(rulesRead()).toBe(before);
});
