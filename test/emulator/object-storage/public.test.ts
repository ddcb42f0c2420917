import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { addKey, ADA, answerTo, DENIED } from "./callers";
import { presigned, send, sendSigned } from "./raw";
import { ACCESS_KEY, startStorage, type Storage } from "./support";

const NO_KEY = "404 NoSuchKey The specified key does not exist.";
const LOCKED = "SCWLOCKEDDDDDDDDDDDD";

let storage: Storage;
beforeEach(async () => {
  storage = await startStorage();
  addKey(storage, LOCKED, { isLocked: true });
  await put("/bucket");
  await put("/bucket/k", "x");
});
afterEach(() => storage.stop());

const put = (path: string, body = "", headers: Record<string, string> = {}) =>
  sendSigned(storage, { method: "PUT", path, body, headers });
const open = (path: string, acl = "public-read") => put(path, "", { "x-amz-acl": acl });
const ask = (request: string, accessKey?: string, body = "") => {
  const [method = "", path = ""] = request.split(" ");
  return answerTo(storage, accessKey, { method, path, body });
};
const givePolicy = (...statements: object[]) =>
  storage.client().send(
    new PutBucketPolicyCommand({
      Bucket: "bucket",
      Policy: JSON.stringify({
        Version: "2023-04-17",
        Statement: statements.map((more) => ({ Effect: "Allow", Principal: "*", ...more })),
      }),
    }),
  );

describe("Nobody in particular [documented]", () => {
  it.each([
    "GET /",
    "PUT /another-bucket",
    "GET /bucket",
    "GET /bucket/k",
    "PUT /bucket/k",
    "DELETE /bucket",
    "GET /bucket?policy",
    "PUT /bucket?acl",
    "POST /bucket?delete",
  ])("may not %s", async (request) => {
    expect(await ask(request)).toBe(DENIED);
  });

  it("is not told whether a bucket or an object is there [assumed]", async () => {
    for (const path of ["/nowhere", "/bucket/none"]) expect(await ask(`GET ${path}`)).toBe(DENIED);
  });

  it("is told that an object is not there by a bucket that it may list, and by an open policy [assumed]", async () => {
    await open("/bucket?acl");
    expect(await ask("GET /bucket/none")).toBe(NO_KEY);
    await givePolicy({ Action: "s3:GetObject", Resource: "bucket/public/*" });
    expect(await ask("GET /bucket/public/none")).toBe(NO_KEY);
  });

  it("lists a public bucket, and reads nothing in it", async () => {
    await open("/bucket?acl");
    expect(await ask("GET /bucket?list-type=2")).toBe("200");
    expect(await ask("HEAD /bucket")).toBe("200");
    expect(await ask("GET /bucket/k")).toBe(DENIED);
    expect(await ask("PUT /bucket/k", undefined, "y")).toBe(DENIED);
  });

  it("reads what is in a public bucket where the switch says so [reported]", async () => {
    await open("/bucket?acl");
    storage.world.switches.publicBucketOpensObjects = true;
    expect(await ask("GET /bucket/k")).toBe("200");
    expect(await ask("GET /bucket/k?acl")).toBe(DENIED);
  });

  it("reads a public object of a private bucket", async () => {
    await open("/bucket/k?acl");
    expect(await send(storage, { path: "/bucket/k" })).toMatchObject({ status: 200, body: "x" });
    expect(await ask("HEAD /bucket/k")).toBe("200");
    expect(await ask("GET /bucket")).toBe(DENIED);
  });

  it("writes to a bucket that is open to that, and what it wrote is the bucket's [assumed]", async () => {
    await open("/bucket?acl", "public-read-write");
    expect(await ask("PUT /bucket/new", undefined, "hello")).toBe("200");
    expect((await sendSigned(storage, { path: "/bucket/new" })).body).toBe("hello");
    expect(await ask("DELETE /bucket/new")).toBe("204");
  });

  it("reads what a policy opens to everyone, whatever ACLs say, and no more", async () => {
    await put("/bucket/public/k", "x");
    await open("/bucket/k?acl");
    expect(await ask("GET /bucket/k")).toBe("200");
    await givePolicy({ Action: "s3:GetObject", Resource: "bucket/public/*" });
    expect(await ask("GET /bucket/public/k")).toBe("200");
    expect(await ask("GET /bucket/k")).toBe(DENIED);
    expect(await ask("GET /bucket")).toBe(DENIED);
    expect(await ask("GET /bucket?policy")).toBe(DENIED);
  });

  it("is let in by its address alone where a policy says so", async () => {
    const only = (address: string) => ({
      Action: "s3:GetObject",
      Resource: "bucket/*",
      Condition: { IpAddress: { "aws:SourceIp": address } },
    });
    await givePolicy(only("192.0.2.0/24"));
    expect(await ask("GET /bucket/k")).toBe(DENIED);
    await givePolicy(only("127.0.0.0/8"));
    expect(await ask("GET /bucket/k")).toBe("200");
  });
});

describe("A locked member [documented]", () => {
  it("has lost everything", async () => {
    expect(await ask("GET /bucket/k", LOCKED)).toBe(DENIED);
    expect(await ask("GET /", LOCKED)).toBe(DENIED);
  });

  it("has lost what a policy gives it by name, too [assumed]", async () => {
    const Principal = { SCW: `user_id:${ADA}` };
    await givePolicy({ Principal, Action: "*", Resource: ["bucket", "bucket/*"] });
    expect(await ask("GET /bucket/k", LOCKED)).toBe(DENIED);
    expect(await ask("GET /bucket?policy", LOCKED)).toBe(DENIED);
  });

  it("may do what everybody may, and does not count as somebody with a key [assumed]", async () => {
    await open("/bucket?acl", "authenticated-read");
    expect(await ask("GET /bucket", LOCKED)).toBe(DENIED);
    await open("/bucket?acl");
    expect(await ask("GET /bucket", LOCKED)).toBe("200");
  });
});

describe("A presigned URL [assumed]", () => {
  const HOUR = 3600;
  const later = (seconds: number) =>
    void (storage.world.now = new Date(storage.world.now.getTime() + seconds * 1000));
  const fetchUrl = async (path: string) => {
    const { status, code } = await send(storage, { path });
    return code === undefined ? String(status) : `${String(status)} ${code}`;
  };

  it("is judged as its signer at the time of its use", async () => {
    const path = await presigned(storage, "/bucket/k", HOUR);
    expect(await fetchUrl(path)).toBe("200");
    storage.world.powerless.add(ACCESS_KEY);
    expect(await fetchUrl(path)).toBe("403 AccessDenied");
    storage.world.powerless.delete(ACCESS_KEY);
    expect(await fetchUrl(path)).toBe("200");
    await givePolicy({ Principal: { SCW: `user_id:${ADA}` }, Action: "*", Resource: "bucket/*" });
    expect(await fetchUrl(path)).toBe("403 AccessDenied");
  });

  it("ends with its time, with its key, and with the member who signed", async () => {
    const path = await presigned(storage, "/bucket/k", HOUR);
    const key = storage.world.keys.get(ACCESS_KEY)!;
    for (const change of [{ expired: true }, { isLocked: true }]) {
      storage.world.keys.set(ACCESS_KEY, { ...key, ...change });
      expect(await fetchUrl(path)).toBe("403 AccessDenied");
    }
    storage.world.keys.set(ACCESS_KEY, key);
    later(HOUR);
    expect(await fetchUrl(path)).toBe("200");
    later(1);
    expect(await fetchUrl(path)).toBe("403 AccessDenied");
  });
});
