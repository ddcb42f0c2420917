import { startCloud, type Fault, type RequestRecord } from "../../emulator/index";
import { RequestLog } from "../../emulator/requests";
import { Caller, openCloud } from "./support";

const PATH = "/iam/v1alpha1/applications";

describe("the request log [own]", () => {
  it("names the operation, the caller's key and the status, and counts by operation", async () => {
    const { cloud, owner } = await openCloud();
    const { id } = await owner.application("ci");
    await owner.ok("GET", `${PATH}/${id}`);
    await owner.ok("GET", `${PATH}/${id}`);
    await new Caller(cloud, undefined).call("GET", "/account/v3/projects");
    expect(cloud.counts()).toEqual({
      "POST /iam/v1alpha1/applications": 1,
      "GET /iam/v1alpha1/applications/{id}": 2,
      "GET /account/v3/projects": 1,
    });
    expect(cloud.requests[1]).toEqual({
      number: 2,
      service: "iam",
      method: "GET",
      path: `${PATH}/${id}`,
      operation: "GET /iam/v1alpha1/applications/{id}",
      accessKey: cloud.description.scaleway.accessKey,
      status: 200,
    });
    expect(cloud.requests[3]).toEqual({
      number: 4,
      service: "account",
      method: "GET",
      path: "/account/v3/projects",
      operation: "GET /account/v3/projects",
      status: 401,
    });
    cloud.resetCounts();
    expect(cloud.counts()).toEqual({});
    await cloud.stop();
  });

  it("keeps the last hundred thousand and counts all", () => {
    const log = new RequestLog();
    const request = { service: "iam", method: "GET", path: "/", operation: "GET /" } as const;
    for (let index = 0; index < 100_001; index += 1) log.add(request);
    expect(log.records.length).toBeLessThanOrEqual(100_000);
    expect(log.records.at(-1)?.number).toBe(100_001);
    expect(log.counts()).toEqual({ "GET /": 100_001 });
  });
});

describe("hooks [own]", () => {
  it("see the request before anything is done, and after it is done but not yet answered", async () => {
    const seen: string[] = [];
    const { cloud, owner } = await openCloud({
      onRequest: (request, phase) => {
        seen.push(`${phase} ${request.operation} ${request.status ?? "-"}`);
      },
    });
    await owner.application("ci");
    expect(seen).toEqual([
      "before POST /iam/v1alpha1/applications -",
      "after POST /iam/v1alpha1/applications 200",
    ]);
    await cloud.stop();
  });
});

describe("faults [own]", () => {
  const during = async (fault: Fault): Promise<{ outcome: unknown; exists: boolean }> => {
    let armed = true;
    const faults = (request: RequestRecord): Fault | undefined =>
      armed && request.method === "POST" ? fault : undefined;
    const { cloud, owner } = await openCloud({ faults });
    const outcome = await owner
      .call("POST", PATH, { name: "ci", organization_id: owner.organizationId })
      .then(({ status, body, headers }) => ({ status, body, type: headers.get("content-type") }))
      .catch((error: unknown) => (error as Error).message);
    armed = false;
    const { total_count } = await owner.list(PATH);
    await cloud.stop();
    return { outcome, exists: total_count === 1 };
  };

  it("answer instead of the service, which then does nothing", async () => {
    expect(await during({ status: 429, headers: { "X-Envoy-Ratelimited": "true" } })).toEqual({
      outcome: { status: 429, body: {}, type: null },
      exists: false,
    });
    expect(await during({ status: 500, body: { message: "Internal error" } })).toEqual({
      outcome: { status: 500, body: { message: "Internal error" }, type: "application/json" },
      exists: false,
    });
  });

  it("cut the connection before anything is done", async () => {
    expect(await during("drop-before")).toEqual({ outcome: "fetch failed", exists: false });
  });

  it("cut the connection after it is done", async () => {
    expect(await during("drop-after")).toEqual({ outcome: "fetch failed", exists: true });
  });
});

describe("a cloud with added latency [own]", () => {
  it("answers no earlier", async () => {
    const { cloud, owner } = await openCloud({ latencyMilliseconds: 30 });
    const start = performance.now();
    await owner.list(PATH);
    // A timer may fire within a millisecond before its time.
    expect(performance.now() - start).toBeGreaterThanOrEqual(29);
    await cloud.stop();
  });
});

describe("a seed [own]", () => {
  it("makes keys and ids the same at every run; without it they differ", async () => {
    const describeCloud = async (seed?: string): Promise<unknown> => {
      const cloud = await startCloud(seed === undefined ? {} : { seed });
      const { organizationId, accessKey, secretKey } = cloud.description.scaleway;
      await cloud.stop();
      return { organizationId, accessKey, secretKey };
    };
    expect(await describeCloud("a")).toEqual(await describeCloud("a"));
    expect(await describeCloud("a")).not.toEqual(await describeCloud("b"));
    expect(await describeCloud()).not.toEqual(await describeCloud());
  });
});
