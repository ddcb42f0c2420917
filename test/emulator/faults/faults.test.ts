import { connect } from "node:net";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { CloudOptions, FaultPlan, FaultRule, PlannedFault } from "../../../emulator/index";
import { openCloud, type OpenCloud } from "../support";

const PATH = "/iam/v1alpha1/applications";
const Bucket = "a-bucket";
let open: OpenCloud;
let storage: S3Client;

async function start(faultPlan: FaultPlan, options: CloudOptions = {}): Promise<void> {
  open = await openCloud({ faultPlan, ...options });
  const { s3Endpoint, accessKey, secretKey } = open.cloud.description.scaleway;
  storage = new S3Client({
    endpoint: s3Endpoint,
    region: "fr-par",
    forcePathStyle: true,
    maxAttempts: 1,
    systemClockOffset: open.clock.now().getTime() - Date.now(),
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
  });
}
afterEach(async () => {
  storage.destroy();
  await open.cloud.stop();
});

/** The rule strikes the first request that it is about. */
const first = (operation: string, fault: PlannedFault): FaultPlan => ({
  rules: [{ operation, nth: 1, fault }],
});

const make = (name: string): Promise<{ status: number; body: unknown; headers: Headers }> =>
  open.owner.call("POST", PATH, { name, organization_id: open.owner.organizationId });

const count = async (): Promise<number> => (await open.owner.list(PATH)).total_count;

describe("a planned fault of IAM and Account [own]", () => {
  it("is 429 as recorded: nothing but a header, and no word of when to come back [recorded]", async () => {
    await start(first("POST *", "rate-limited"));
    const { status, body, headers } = await make("ci");
    expect([status, body]).toEqual([429, {}]);
    expect(headers.get("x-envoy-ratelimited")).toBe("true");
    expect([headers.get("retry-after"), headers.get("content-type")]).toEqual([null, null]);
    expect(await count()).toBe(0);
  });

  it("is 429 with a time to wait, where that is asked for", async () => {
    await start(first("POST *", { kind: "rate-limited", retryAfterSeconds: 7 }));
    expect((await make("ci")).headers.get("retry-after")).toBe("7");
  });

  it.each([
    ["server-error", 500, { message: "Internal error" }],
    [
      "transient-state",
      409,
      {
        current_state: "updating",
        message: "resource is in a transient state",
        resource: "application",
        resource_id: "",
        type: "transient_state",
      },
    ],
    [
      "resource-not-usable",
      412,
      {
        help_message: "an unexpected error happened when checking the resource, please retry later",
        message: "precondition is not respected",
        precondition: "resource_not_usable",
        type: "precondition_failed",
      },
    ],
    [{ status: 418, body: { a: "pot" } }, 418, { a: "pot" }],
  ] as const)("is %j, and nothing is done", async (fault, status, body) => {
    await start(first("POST *", fault));
    expect(await make("ci")).toMatchObject({ status, body });
    expect(await count()).toBe(0);
  });

  it.each([
    ["drop-before", 0],
    ["drop-after", 1],
    ["truncated", 1],
  ] as const)("is %s: no answer, and so much is done: %d", async (fault, done) => {
    await start(first("POST *", fault));
    await expect(make("ci")).rejects.toThrow();
    expect(await count()).toBe(done);
  });

  it("is half a body under the length of the whole, and then the end", async () => {
    await start(first("GET *", "truncated"));
    const { apiUrl, secretKey } = open.cloud.description.scaleway;
    const socket = connect(Number(new URL(apiUrl).port), "127.0.0.1");
    const query = `organization_id=${open.owner.organizationId}`;
    socket.write(`GET ${PATH}?${query} HTTP/1.1\r\nHost: a\r\nX-Auth-Token: ${secretKey}\r\n\r\n`);
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    const [head = "", body = ""] = text.split("\r\n\r\n");
    const whole = '{"applications":[],"total_count":0}';
    expect(head).toContain("HTTP/1.1 200 OK");
    expect(head).toContain(`content-length: ${whole.length}`);
    expect(body).toBe(whole.slice(0, Math.floor(whole.length / 2)));
  });

  it("is slow on the cloud's clock: it takes no time of ours where that clock can sleep", async () => {
    await start(first("POST *", { kind: "slow", milliseconds: 3_600_000 }), {
      clock: {
        now: () => open.clock.now(),
        sleep: (milliseconds) => {
          open.clock.forward(milliseconds / 1000);
          return Promise.resolve();
        },
      },
    });
    expect((await make("ci")).body).toMatchObject({ created_at: "2026-06-01T11:00:00Z" });
  });

  it("is slow really, on a clock that nobody moves", async () => {
    await start(first("POST *", { kind: "slow", milliseconds: 30 }));
    const begin = performance.now();
    expect((await make("ci")).status).toBe(200);
    // A timer may fire within a millisecond before its time.
    expect(performance.now() - begin).toBeGreaterThanOrEqual(29);
  });
});

describe("a planned fault of Object Storage [own]", () => {
  it.each([
    ["rate-limited", 503, "ServiceUnavailable"],
    ["unavailable", 503, "ServiceUnavailable"],
    ["server-error", 500, "InternalError"],
    ["transient-state", 409, "OperationAborted"],
  ] as const)("is %s in its own XML", async (fault, httpStatusCode, name) => {
    await start(first("CreateBucket", fault));
    const refusal = await storage
      .send(new CreateBucketCommand({ Bucket }))
      .catch((e: unknown) => e);
    expect(refusal).toMatchObject({ name, $metadata: { httpStatusCode } });
    expect((refusal as { $metadata: { requestId: string } }).$metadata.requestId).toMatch(/^txg/);
    await expect(storage.send(new HeadBucketCommand({ Bucket }))).rejects.toThrow();
  });

  it("is no refusal that Object Storage does not have", async () => {
    await start({ rules: [{ fault: "resource-not-usable" }] });
    await storage.send(new CreateBucketCommand({ Bucket }));
    expect((await make("ci")).status).toBe(412);
  });

  it("is half of an object", async () => {
    await start(first("GetObject", "truncated"));
    await storage.send(new CreateBucketCommand({ Bucket }));
    await storage.send(new PutObjectCommand({ Bucket, Key: "k", Body: "0123456789" }));
    const read = async (): Promise<string> =>
      (await storage.send(new GetObjectCommand({ Bucket, Key: "k" }))).Body!.transformToString();
    await expect(read()).rejects.toThrow();
    expect(await read()).toBe("0123456789");
  });

  it("is an object, and a list, as they were", async () => {
    await start({
      rules: [
        { operation: "ListObjectsV2", nth: 1, fault: { kind: "stale", seconds: 5 } },
        { operation: "GetObject", nth: 1, fault: { kind: "stale", seconds: 5 } },
      ],
    });
    await storage.send(new CreateBucketCommand({ Bucket }));
    await storage.send(new PutObjectCommand({ Bucket, Key: "k", Body: "old" }));
    open.clock.forward(60);
    await storage.send(new PutObjectCommand({ Bucket, Key: "k", Body: "new" }));
    await storage.send(new PutObjectCommand({ Bucket, Key: "l", Body: "another" }));
    open.clock.forward(4);
    const keys = async (): Promise<unknown> =>
      (await storage.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key);
    const read = async (): Promise<string> =>
      (await storage.send(new GetObjectCommand({ Bucket, Key: "k" }))).Body!.transformToString();
    expect([await keys(), await read()]).toEqual([["k"], "old"]);
    expect([await keys(), await read()]).toEqual([["k", "l"], "new"]);
  });
});

describe("a stale read of IAM [own]", () => {
  const names = async (): Promise<string[]> =>
    (await open.owner.list(PATH)).applications.map(({ name }) => name);

  it("knows neither of what is new nor of what went", async () => {
    await start({
      rules: [{ operation: "GET *", nth: [2, 3], fault: { kind: "stale", seconds: 10 } }],
    });
    const { id } = await open.owner.application("gone");
    open.clock.forward(20);
    await open.owner.ok("DELETE", `${PATH}/${id}`);
    await open.owner.application("new");
    open.clock.forward(9);
    expect(await names()).toEqual(["new"]);
    expect(await names()).toEqual(["gone"]);
    expect((await open.owner.ok("GET", `${PATH}/${id}`)).name).toBe("gone");
    expect((await open.owner.call("GET", `${PATH}/${id}`)).status).toBe(404);
  });

  it("is as old as the seed says within the bound, and never goes back where it is monotonic", async () => {
    const seen = async (monotonic: boolean): Promise<number[]> => {
      const fault = { kind: "stale", upToSeconds: 60, monotonic } as const;
      await start({ seed: "ages", rules: [{ operation: "GET *", fault }] });
      const counts: number[] = [];
      for (let second = 0; second < 25; second += 1) {
        await open.owner.application(`app-${second}`);
        open.clock.forward(1);
        counts.push(await count());
      }
      await open.cloud.stop();
      return counts;
    };
    const [free, monotonic, again] = [await seen(false), await seen(true), await seen(true)];
    const sorted = (counts: number[]): number[] => [...counts].sort((a, b) => a - b);
    expect(free).not.toEqual(sorted(free));
    expect(monotonic).toEqual(sorted(monotonic));
    expect(Math.max(...monotonic.map((seenThen, second) => second + 1 - seenThen))).toBeGreaterThan(
      5,
    );
    expect(again).toEqual(monotonic);
  });
});

describe("a plan [own]", () => {
  /** Statuses of thirty calls of both services, and what the cloud noted. */
  const played = async (plan: FaultPlan): Promise<{ statuses: number[]; noted: FaultPlan }> => {
    await start(plan);
    const statuses: number[] = [];
    for (let call = 0; call < 15; call += 1) {
      statuses.push((await make(`app-${call}`)).status);
      statuses.push((await open.owner.call("GET", "/account/v3/projects")).status);
    }
    await open.cloud.stop();
    return { statuses, noted: open.cloud.injectedFaults() };
  };
  const rules: FaultRule[] = [
    { service: "account", nth: [2, 4], fault: "transient-state" },
    { probability: 0.3, times: 5, fault: "server-error" },
  ];

  it("strikes the same requests with the same seed, others with another", async () => {
    const [one, again, other] = [
      await played({ seed: "one", rules }),
      await played({ seed: "one", rules }),
      await played({ seed: "other", rules }),
    ];
    expect(one.statuses).toEqual(again.statuses);
    expect(one.statuses).not.toEqual(other.statuses);
    expect(one.statuses.filter((status) => status === 409)).toHaveLength(2);
    expect(one.statuses.filter((status) => status === 500)).toHaveLength(5);
    expect([one.statuses[3], one.statuses[7]]).toEqual([409, 409]);
  });

  it("is noted as a plan that makes the same go wrong again, without any seed", async () => {
    const { statuses, noted } = await played({ seed: "one", rules });
    expect(noted.rules).toHaveLength(7);
    expect(noted.rules.every(({ probability }) => probability === undefined)).toBe(true);
    expect((await played(noted)).statuses).toEqual(statuses);
  });
});
