import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { startCloud } from "../../emulator/index";
import { Caller, openCloud, type Json, type OpenCloud } from "./support";

const PATH = "/iam/v1alpha1";
let open: OpenCloud;
afterEach(() => open.cloud.stop());

/** An application that may use Object Storage, with a key. */
async function grant(): Promise<{ application: Json; policy: Json; key: Json }> {
  const { owner } = open;
  const application = await owner.application("ci");
  const principal = { application_id: application.id };
  const key = await owner.ok("POST", `${PATH}/api-keys`, principal);
  const policy = await owner.policy("p", ["ObjectStorageFullAccess"], principal);
  return { application, policy, key };
}

/** What ListBuckets answers that key, so many times. */
async function answers({ access_key, secret_key }: Json, times: number): Promise<number[]> {
  const client = new S3Client({
    endpoint: open.cloud.description.scaleway.s3Endpoint,
    region: "fr-par",
    maxAttempts: 1,
    systemClockOffset: open.clock.now().getTime() - Date.now(),
    credentials: { accessKeyId: access_key, secretAccessKey: secret_key },
  });
  const statuses: number[] = [];
  for (let time = 0; time < times; time += 1) {
    statuses.push(
      await client.send(new ListBucketsCommand({})).then(
        () => 200,
        (error: unknown) =>
          (error as { $metadata: { httpStatusCode: number } }).$metadata.httpStatusCode,
      ),
    );
  }
  client.destroy();
  return statuses;
}

const times = (count: number, status: number): number[] => Array<number>(count).fill(status);

describe("a new grant in Object Storage [documented]", () => {
  it("is unknown at first, then known to some requests, then to all [reported]", async () => {
    open = await openCloud({ propagation: { delaySeconds: 30, flickerSeconds: 200 } });
    const { key } = await grant();
    open.clock.forward(29);
    expect(await answers(key, 20)).toEqual(times(20, 403));
    open.clock.forward(100);
    expect((await answers(key, 20)).join(" ")).toMatch(/200.* 403.* 200/);
    open.clock.forward(101);
    expect(await answers(key, 20)).toEqual(times(20, 200));
  });

  it("flickers the same way with the same seed, and another way with another [own]", async () => {
    const played = async (seed: string): Promise<number[]> => {
      open = await openCloud({ propagation: { flickerSeconds: 300, seed } });
      const { key } = await grant();
      open.clock.forward(150);
      const statuses = await answers(key, 12);
      await open.cloud.stop();
      return statuses;
    };
    expect(await played("a")).toEqual(await played("a"));
    expect(await played("a")).not.toEqual(await played("b"));
  });

  it.each(["rule", "membership", "key"])("is late by its %s alone", async (late) => {
    open = await openCloud({ propagation: { delaySeconds: 60 } });
    const { owner, clock } = open;
    const application = await owner.application("ci");
    const group = await owner.group("devs");
    const rules = (sets: string[]): object[] => [
      { permission_set_names: sets, project_ids: [owner.organizationId] },
    ];
    const organization_id = owner.organizationId;
    const policy = await owner.ok("POST", `${PATH}/policies`, {
      name: "p",
      organization_id,
      group_id: group.id,
      rules: rules(late === "rule" ? ["ObjectStorageObjectsRead"] : ["ObjectStorageReadOnly"]),
    });
    const join = (): Promise<Json> =>
      owner.ok("POST", `${PATH}/groups/${group.id}/add-member`, { application_id: application.id });
    const make = (): Promise<Json> =>
      owner.ok("POST", `${PATH}/api-keys`, { application_id: application.id });
    if (late !== "membership") await join();
    let key = await make();
    clock.forward(61);
    if (late === "membership") await join();
    if (late === "key") key = await make();
    if (late === "rule") {
      const changed = { policy_id: policy.id, rules: rules(["ObjectStorageReadOnly"]) };
      await owner.ok("PUT", `${PATH}/rules`, changed);
    }
    expect(await answers(key, 3)).toEqual(times(3, 403));
    clock.forward(61);
    expect(await answers(key, 3)).toEqual(times(3, 200));
  });

  it("goes at once when it is taken away, unless that spreads as well [assumed]", async () => {
    for (const revocations of [false, true]) {
      open = await openCloud({ propagation: { delaySeconds: 60, revocations } });
      const { policy, key } = await grant();
      open.clock.forward(61);
      await open.owner.ok("DELETE", `${PATH}/policies/${policy.id}`);
      expect(await answers(key, 2)).toEqual(times(2, revocations ? 200 : 403));
      open.clock.forward(61);
      expect(await answers(key, 2)).toEqual(times(2, 403));
      await open.cloud.stop();
    }
  });

  it("outlives its key, where revocations spread [assumed]", async () => {
    open = await openCloud({ propagation: { delaySeconds: 60, revocations: true } });
    const { key } = await grant();
    open.clock.forward(61);
    await open.owner.ok("DELETE", `${PATH}/api-keys/${key.access_key}`);
    expect(await answers(key, 2)).toEqual(times(2, 200));
    open.clock.forward(61);
    expect(await answers(key, 2)).toEqual(times(2, 403));
  });
});

describe("a new grant in IAM [assumed]", () => {
  const mayRead = async (caller: Caller): Promise<boolean> =>
    (await caller.call("GET", `${PATH}/applications?organization_id=${caller.organizationId}`))
      .status === 200;

  it("is known at once, unless it spreads there, too", async () => {
    for (const iam of [false, true]) {
      open = await openCloud({ propagation: { delaySeconds: 60, iam } });
      const ci = await open.owner.applicationWith("ci", ["IAMReadOnly"]);
      expect(await mayRead(ci)).toBe(!iam);
      open.clock.forward(61);
      expect(await mayRead(ci)).toBe(true);
      await open.cloud.stop();
    }
  });
});

describe("a delay of grants [own]", () => {
  it("is a propagation with that delay and no flicker, in IAM as well", async () => {
    open = await openCloud({ grantDelaySeconds: 60 });
    const { key, policy } = await grant();
    const path = `${PATH}/policies/${policy.id}`;
    const ci = new Caller(open.cloud, key.secret_key);
    open.clock.forward(59);
    expect([await answers(key, 2), (await ci.call("GET", path)).status]).toEqual([[403, 403], 401]);
    open.clock.forward(2);
    expect([await answers(key, 2), (await ci.call("GET", path)).status]).toEqual([[200, 200], 403]);
  });

  it("says nothing where a propagation is given", async () => {
    open = await openCloud({ grantDelaySeconds: 60, propagation: { delaySeconds: 10 } });
    const { key } = await grant();
    open.clock.forward(11);
    expect(await answers(key, 2)).toEqual([200, 200]);
  });
});

describe("the Owner [own]", () => {
  it("waits for nothing with the key that the cloud begins with", async () => {
    open = await openCloud({ propagation: { delaySeconds: 300, iam: true } });
    const { accessKey: access_key, secretKey: secret_key } = open.cloud.description.scaleway;
    expect(await answers({ access_key, secret_key } as Json, 1)).toEqual([200]);
  });
});

describe("a propagation of more than five minutes [own]", () => {
  it("is refused", async () => {
    await expect(
      startCloud({ propagation: { delaySeconds: 200, flickerSeconds: 101 } }),
    ).rejects.toThrow("0 to 300 seconds, delay and flicker together, not 200 and 101");
    open = await openCloud();
  });
});
