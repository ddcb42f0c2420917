/**
 * @module
 */
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { CloudOptions } from "../../../emulator";
import { asOwner } from "../../support/owner";
import { simulatedClock, type SimulatedClock } from "../../support/simulated-clock";
import { SimulatedStack, type Program, type Values } from "../../support/stack";
import { ownersStorage, startWorld, type World } from "../../support/world";

const PROJECTS = "/account/v3/projects";
const PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgM9R4mtlT4GgaxY0J2f4ZqeRhnC0rnohORR86bJsVX";

const withProject =
  (args: Values = {}): Program =>
  async (declare) => {
    await declare("scaleway:Project", "second", { name: "second", ...args });
  };

describe("a Project", () => {
  let clock: SimulatedClock;
  let world: World;
  let stack: SimulatedStack;
  beforeEach(() => start());
  afterEach(() => world.stop());

  async function start(options: CloudOptions = {}): Promise<void> {
    clock = simulatedClock(new Date().toISOString());
    world = await startWorld({ seed: "project", clock, ...options });
    stack = new SimulatedStack({ cloud: world.cloud, clock });
  }

  const id = (): string => stack.entry("second").id;
  const makeBucket = async (Bucket: string, region = "fr-par"): Promise<void> => {
    await ownersStorage(world.cloud, id(), region).send(new CreateBucketCommand({ Bucket }));
  };
  const addSshKey = (name: string) =>
    asOwner(world.cloud, "POST", "/iam/v1alpha1/ssh-keys", {
      name,
      public_key: PUBLIC_KEY,
      project_id: id(),
    });
  const isThere = async (): Promise<boolean> =>
    (await world.ids())["scaleway:Project"]?.includes(id()) ?? false;

  it("that holds something is kept, and the error names what is left, in every region", async () => {
    await stack.up(withProject());
    await makeBucket("left-in-paris");
    await makeBucket("left-in-amsterdam-a", "nl-ams");
    await makeBucket("left-in-amsterdam-b", "nl-ams");
    await addSshKey("laptop");
    const failure = stack.destroy();
    await expect(failure).rejects.toThrow(
      "Left in it: 1 SSH key (laptop); 1 bucket in fr-par (left-in-paris); " +
        "2 buckets in nl-ams (left-in-amsterdam-a, left-in-amsterdam-b).",
    );
    await expect(failure).rejects.toMatchObject({ code: "resource_still_in_use" });
    expect(await isThere()).toBe(true);
    expect(stack.kept.size).toBe(1);
  });

  it("that holds much names some of it, and says how much more there is", async () => {
    await stack.up(withProject());
    for (let number = 1; number <= 7; number += 1) await makeBucket(`left-behind-${number}`);
    await expect(stack.destroy()).rejects.toThrow(
      /7 buckets in fr-par \(left-behind-1, .*left-behind-5 and 2 more\)/,
    );
  });

  it("tells a caller that may not look where it could not look", async () => {
    const { organizationId } = world.cloud.description.scaleway;
    await stack.up(withProject());
    await makeBucket("out-of-sight");
    const { id: applicationId } = await asOwner(world.cloud, "POST", "/iam/v1alpha1/applications", {
      name: "deployer",
      organization_id: organizationId,
    });
    await asOwner(world.cloud, "POST", "/iam/v1alpha1/policies", {
      name: "projects",
      organization_id: organizationId,
      application_id: applicationId,
      rules: [{ organization_id: organizationId, permission_set_names: ["ProjectManager"] }],
    });
    const key = await asOwner(world.cloud, "POST", "/iam/v1alpha1/api-keys", {
      application_id: applicationId,
    });
    const deployer = new SimulatedStack({
      cloud: world.cloud,
      clock,
      env: {
        SCW_ACCESS_KEY: String(key["access_key"]),
        SCW_SECRET_KEY: String(key["secret_key"]),
      },
    });
    for (const [urn, entry] of stack.kept) deployer.kept.set(urn, entry);
    await expect(deployer.destroy()).rejects.toThrow(
      /Could not look for SSH keys, buckets in fr-par, .*buckets in nl-ams/,
    );
  });

  it("is deleted once the service can tell that it is empty, saying what it waits for", async () => {
    await world.stop();
    await start({ projectSettleSeconds: 300 });
    await stack.up(withProject());
    const key = await addSshKey("short-lived");
    await asOwner(world.cloud, "DELETE", `/iam/v1alpha1/ssh-keys/${String(key["id"])}`);
    const before = clock.now().getTime();
    await stack.destroy();
    expect(clock.now().getTime() - before).toBeGreaterThan(299_000);
    expect(stack.lines.join("\n")).toMatch(/waiting for Project .* to become deletable/);
    expect((await world.ids())["scaleway:Project"]).toEqual([]);
  });

  it("is deleted with everything in it where its own name stands as the safeguard", async () => {
    await world.stop();
    await start({ projectDeletionSeconds: 60 });
    await stack.up(withProject({ deleteWithResources: "second" }));
    await makeBucket("to-be-wiped");
    const storage = ownersStorage(world.cloud, id());
    await storage.send(new PutObjectCommand({ Bucket: "to-be-wiped", Key: "k", Body: "v" }));
    await addSshKey("laptop");
    await stack.destroy();
    expect(await world.ids()).toMatchObject({
      "scaleway:Project": [],
      "scaleway:Bucket": [],
      "scaleway:SshKey": [],
    });
    expect(stack.lines.join("\n")).toMatch(/waiting for Project .* to be gone .*\(deleting\)/);
    expect(world.cloud.counts()[`POST ${PROJECTS}/{id}/delete-with-resources`]).toBe(1);
  });

  it("is not deleted with anything in it where the safeguard is another name", async () => {
    await expect(stack.up(withProject({ deleteWithResources: "first" }))).rejects.toThrow(
      'deleteWithResources: "first" is not the Project\'s name, "second"',
    );
    expect(world.cloud.counts()).toEqual({});
    const chosen: Program = async (declare) => {
      await declare("scaleway:Project", "second", { deleteWithResources: "second" });
    };
    await stack.up(chosen);
    await expect(stack.destroy()).rejects.toThrow(
      /its name is "second-[0-9a-f]{7}", and deleteWithResources says "second".*Nothing was deleted/,
    );
    expect(await isThere()).toBe(true);
  });

  it("may have a safeguard or a name that is not known yet", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    for (const args of [
      { name: unknown, deleteWithResources: "second" },
      { name: "second", deleteWithResources: unknown },
    ]) {
      await expect(stack.preview("scaleway:Project", "second", args)).resolves.toBeDefined();
    }
  });

  it("that is the default one is not deleted: no call is made, and the error says what to do", async () => {
    const { defaultProjectId } = world.cloud.description.scaleway;
    await stack.up(withProject({ name: "default", adopt: { id: defaultProjectId } }));
    world.cloud.resetCounts();
    await expect(stack.destroy()).rejects.toThrow(/default Project.*retainOnDelete/s);
    expect(world.cloud.counts()[`DELETE ${PROJECTS}/{id}`]).toBeUndefined();
    await expect(
      stack.up(withProject({ name: "default", deleteWithResources: "default" })),
    ).rejects.toThrow("deleteWithResources: the default Project cannot be deleted");
    const byName = { name: "default", adopt: "existing" };
    await stack.preview("scaleway:Project", "another", byName);
    expect(stack.lines.join("\n")).toContain("warning: the default Project cannot be deleted");
  });
});
