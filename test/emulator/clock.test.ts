import { openCloud, type OpenCloud } from "./support";

const PATH = "/_cloud/clock";
let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

describe("the cloud's clock [own]", () => {
  const created = async (name: string): Promise<string> =>
    (await open.owner.application(name)).created_at;

  it("is moved by the program that started the cloud, and goes on from there", async () => {
    open.cloud.advance(90_000);
    expect(await created("later")).toBe("2026-06-01T10:01:30Z");
    open.cloud.setTime(new Date("2030-01-01T00:00:00Z"));
    open.clock.forward(1);
    expect(await created("much later")).toBe("2030-01-01T00:00:01Z");
  });

  it("is moved by other programs with the Owner's secret", async () => {
    const { owner } = open;
    expect(await owner.ok("GET", PATH)).toEqual({ now: "2026-06-01T10:00:00.000Z" });
    const advance = { advanceMilliseconds: 1500 };
    expect(await owner.ok("POST", PATH, advance)).toEqual({ now: "2026-06-01T10:00:01.500Z" });
    expect(await created("later")).toBe("2026-06-01T10:00:01.500Z");
    const time = "2031-05-05T02:00:00+02:00";
    expect(await owner.ok("POST", PATH, { time })).toEqual({ now: "2031-05-05T00:00:00.000Z" });
  });

  it("obeys nobody else, and is no part of what is emulated: in no log, under no fault", async () => {
    const ci = await open.owner.applicationWith("ci", ["AllProductsFullAccess"]);
    const before = open.cloud.requests.length;
    expect(await ci.call("POST", PATH, { advanceMilliseconds: 1 })).toMatchObject({ status: 403 });
    expect(await ci.call("GET", PATH)).toMatchObject({ status: 403 });
    const answer = await open.owner.call("GET", PATH);
    expect(answer.body).toEqual({ now: "2026-06-01T10:00:00.000Z" });
    expect(answer.headers.get("server")).toBeNull();
    expect(open.cloud.requests).toHaveLength(before);
  });

  it.each([
    {},
    { advanceMilliseconds: "1" },
    { time: "soon" },
    { time: 5 },
    { advanceMilliseconds: 1, time: "2030-01-01T00:00:00Z" },
    { advanceMilliseconds: 1e300 },
    "no JSON",
  ])("refuses %j, and stays where it is", async (body) => {
    expect((await open.owner.call("POST", PATH, body)).status).toBe(400);
    expect(await open.owner.ok("GET", PATH)).toEqual({ now: "2026-06-01T10:00:00.000Z" });
  });
});
