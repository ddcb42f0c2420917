import {
  GetBucketAclCommand,
  GetObjectAclCommand,
  PutBucketAclCommand,
  type GetBucketAclCommandOutput,
  type Grant,
  type ObjectCannedACL,
  type Permission,
} from "@aws-sdk/client-s3";
import { addKey, answerTo, DENIED } from "./callers";
import { sendSigned, type RawRequest } from "./raw";
import { FIRST_PROJECT, refusalOf, SECOND_PROJECT, startStorage, type Storage } from "./support";

const KEY = "SCWADAAAAAAAAAAAAAAA";
const IN_SECOND = `${KEY}@${SECOND_PROJECT}`;
const ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
const AUTHENTICATED = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
const twice = (projectId: string): string => `${projectId}:${projectId}`;

let storage: Storage;
beforeEach(async () => {
  storage = await startStorage();
  addKey(storage, KEY);
  await ask("PUT /bucket");
  await ask("PUT /bucket/k", { body: "x" });
});
afterEach(() => storage.stop());

const ask = (request: string, more: RawRequest = {}, accessKey: string | undefined = KEY) => {
  const [method = "", path = ""] = request.split(" ");
  return answerTo(storage, accessKey, { method, path, ...more });
};
const asNobody = (request: string, more: RawRequest = {}) => {
  const [method = "", path = ""] = request.split(" ");
  return answerTo(storage, undefined, { method, path, ...more });
};

/** Lines as `grantee PERMISSION`, the owner's Project and the groups by short names. */
const lines = ({ Grants = [] }: Pick<GetBucketAclCommandOutput, "Grants">): string[] =>
  Grants.map(({ Grantee, Permission }) => {
    const who = Grantee?.URI?.split("/").at(-1) ?? Grantee?.ID;
    return `${who === twice(FIRST_PROJECT) ? "owner" : String(who)} ${String(Permission)}`;
  });
const ofBucket = async (name = "bucket") =>
  lines(await storage.client().send(new GetBucketAclCommand({ Bucket: name })));
const ofObject = async (key = "k") =>
  lines(await storage.client().send(new GetObjectAclCommand({ Bucket: "bucket", Key: key })));

const CANNED: [ObjectCannedACL, string[]][] = [
  ["private", ["owner FULL_CONTROL"]],
  ["public-read", ["owner FULL_CONTROL", "AllUsers READ"]],
  ["public-read-write", ["owner FULL_CONTROL", "AllUsers READ", "AllUsers WRITE"]],
  ["authenticated-read", ["owner FULL_CONTROL", "AuthenticatedUsers READ"]],
];

describe("The access control list", () => {
  it.each(CANNED)("%s of a bucket is %j, in that order [recorded]", async (canned, expected) => {
    expect(await ask("PUT /bucket?acl", { headers: { "x-amz-acl": canned } })).toBe("200");
    expect(await ofBucket()).toEqual(expected);
  });

  it.each(CANNED)("%s of an object is %j, as that of a bucket", async (canned, expected) => {
    expect(await ask("PUT /bucket/k?acl", { headers: { "x-amz-acl": canned } })).toBe("200");
    expect(await ofObject()).toEqual(expected);
  });

  it.each(CANNED)(
    "%s given with a new bucket has its lines in reverse [recorded]",
    async (canned, expected) => {
      await ask("PUT /another", { headers: { "x-amz-acl": canned } });
      expect(await ofBucket("another")).toEqual([...expected].reverse());
    },
  );

  it.each(CANNED)(
    "%s given with a new object or a copy has the owner's line first [recorded]",
    async (canned, expected) => {
      const headers = { "x-amz-acl": canned };
      await ask("PUT /bucket/put", { headers, body: "x" });
      expect(await ofObject("put")).toEqual(expected);
      const source = { "x-amz-copy-source": "/bucket/put" };
      await ask("PUT /bucket/copy", { headers: { ...headers, ...source } });
      expect(await ofObject("copy")).toEqual(expected);
      await ask("PUT /bucket/plain", { headers: source });
      expect(await ofObject("plain")).toEqual(["owner FULL_CONTROL"]);
    },
  );

  it("given to an upload in parts is that of the object", async () => {
    const request = { method: "POST", path: "/bucket/big?uploads" };
    const headers = { "x-amz-acl": "public-read" };
    const begun = await sendSigned(storage, { ...request, headers });
    const id = /<UploadId>(\w+)</.exec(begun.body)?.[1];
    const part = await sendSigned(storage, {
      method: "PUT",
      path: `/bucket/big?partNumber=1&uploadId=${String(id)}`,
      body: "x",
    });
    const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${String(part.headers.etag)}</ETag></Part></CompleteMultipartUpload>`;
    await sendSigned(storage, { method: "POST", path: `/bucket/big?uploadId=${String(id)}`, body });
    expect(await asNobody("GET /bucket/big")).toBe("200");
  });

  it("is read as recorded [recorded]", async () => {
    const { body } = await sendSigned(storage, { path: "/bucket?acl" });
    const id = twice(FIRST_PROJECT);
    expect(body).toContain(
      `<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><DisplayName>${id}</DisplayName><ID>${id}</ID></Owner>` +
        `<AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>${id}</ID><DisplayName>${id}</DisplayName></Grantee>` +
        `<Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>`,
    );
  });

  it("keeps the order of the lines that a body gives [recorded]", async () => {
    await putAcl([
      ["READ", { Type: "Group", URI: AUTHENTICATED }],
      ["WRITE_ACP", { Type: "CanonicalUser", ID: twice(SECOND_PROJECT) }],
      ["FULL_CONTROL", { Type: "CanonicalUser", ID: twice(FIRST_PROJECT) }],
    ]);
    expect(await ofBucket()).toEqual([
      "AuthenticatedUsers READ",
      `${twice(SECOND_PROJECT)} WRITE_ACP`,
      "owner FULL_CONTROL",
    ]);
  });

  it("is made of headers that grant", async () => {
    const headers = {
      "x-amz-grant-read": `uri="${ALL_USERS}", id="${twice(SECOND_PROJECT)}"`,
      "x-amz-grant-full-control": `id=${twice(FIRST_PROJECT)}`,
    };
    expect(await ask("PUT /bucket?acl", { headers })).toBe("200");
    expect(await ofBucket()).toEqual([
      "owner FULL_CONTROL",
      "AllUsers READ",
      `${twice(SECOND_PROJECT)} READ`,
    ]);
  });

  it("is refused where the body names another owner [recorded]", async () => {
    const refusal = await refusalOf(putAcl([], SECOND_PROJECT));
    expect(refusal).toMatchObject({ code: "AccessDenied", status: 403 });
  });

  it.each<[string, Record<string, string>, string]>([
    ["another word", { "x-amz-acl": "log-delivery-write" }, "400 InvalidArgument"],
    ["a word for objects", { "x-amz-acl": "bucket-owner-read" }, "400 InvalidArgument"],
    ["half an id", { "x-amz-grant-read": `id="${FIRST_PROJECT}"` }, "400 InvalidArgument"],
    [
      "two Projects",
      { "x-amz-grant-read": `id="${FIRST_PROJECT}:${SECOND_PROJECT}"` },
      "400 InvalidArgument",
    ],
    ["a mail address", { "x-amz-grant-read": 'emailAddress="a@b.c"' }, "400 InvalidArgument"],
    ["another group", { "x-amz-grant-read": 'uri="http://x"' }, "400 InvalidArgument"],
    [
      "two ways at once",
      { "x-amz-acl": "private", "x-amz-grant-read": `uri="${ALL_USERS}"` },
      "400 InvalidRequest",
    ],
    ["nothing", {}, "400 MissingSecurityHeader"],
  ])("is refused with %s", async (_what, headers, answer) => {
    expect(await ask("PUT /bucket?acl", { headers })).toContain(answer);
    expect(await ofBucket()).toEqual(["owner FULL_CONTROL"]);
  });

  it.each([
    "<AccessControlPolicy/>",
    `<AccessControlPolicy><Owner><ID>${twice(FIRST_PROJECT)}</ID></Owner><AccessControlList><Grant><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>`,
  ])("is refused as malformed: %s", async (body) => {
    expect(await ask("PUT /bucket?acl", { body })).toContain("400 MalformedXML");
  });

  const putAcl = (
    grants: (readonly [Permission, Grant["Grantee"]])[],
    owner: string = FIRST_PROJECT,
  ) =>
    storage.client().send(
      new PutBucketAclCommand({
        Bucket: "bucket",
        AccessControlPolicy: {
          Owner: { ID: twice(owner) },
          Grants: grants.map(([Permission, Grantee]) => ({ Permission, Grantee })),
        },
      }),
    );
});

describe("A grant", () => {
  const grant = (on: string, headers: Record<string, string>) => ask(`PUT ${on}?acl`, { headers });
  const second = (permission: string) => ({
    [`x-amz-grant-${permission}`]: `id="${twice(SECOND_PROJECT)}"`,
  });

  it.each<[permission: string, allowed: string[], denied: string[]]>([
    ["read", ["GET /bucket", "HEAD /bucket", "GET /bucket?versions", "GET /bucket?uploads"], []],
    ["read", [], ["GET /bucket/k", "PUT /bucket/k", "GET /bucket?acl", "GET /bucket?versioning"]],
    ["write", ["PUT /bucket/new", "POST /bucket/k?uploads"], ["GET /bucket", "GET /bucket/k"]],
    ["read-acp", ["GET /bucket?acl"], ["GET /bucket", "PUT /bucket?acl"]],
    ["write-acp", [], ["GET /bucket?acl", "GET /bucket"]],
    ["full-control", ["GET /bucket", "PUT /bucket/new", "GET /bucket?acl"], ["GET /bucket/k"]],
  ])("of %s on the bucket allows another Project %j and not %j", async (permission, yes, no) => {
    await grant("/bucket", second(permission));
    for (const request of yes) expect(await ask(request, {}, IN_SECOND)).toBe("200");
    for (const request of no) expect(await ask(request, {}, IN_SECOND)).toBe(DENIED);
  });

  it.each<[permission: string, allowed: string[], denied: string[]]>([
    ["read", ["GET /bucket/k", "HEAD /bucket/k"], ["GET /bucket/k?acl", "PUT /bucket/k"]],
    ["read-acp", ["GET /bucket/k?acl"], ["GET /bucket/k"]],
    ["full-control", ["GET /bucket/k", "GET /bucket/k?acl"], ["GET /bucket/k?tagging"]],
  ])("of %s on an object allows another Project %j and not %j", async (permission, yes, no) => {
    await grant("/bucket/k", second(permission));
    for (const request of yes) expect(await ask(request, {}, IN_SECOND)).toBe("200");
    for (const request of no) expect(await ask(request, {}, IN_SECOND)).toBe(DENIED);
  });

  it("lets the list itself be changed", async () => {
    await grant("/bucket", second("write-acp"));
    const headers = { "x-amz-acl": "private" };
    expect(await ask("PUT /bucket?acl", { headers }, IN_SECOND)).toBe("200");
    expect(await ask("PUT /bucket?acl", { headers }, IN_SECOND)).toBe(DENIED);
  });

  it("to a Project serves only those whom IAM gives the right in that Project", async () => {
    await grant("/bucket", second("read"));
    storage.world.rights.set(SECOND_PROJECT, new Set(["GetObject"]));
    expect(await ask("GET /bucket", {}, IN_SECOND)).toBe(DENIED);
  });

  it("to whoever has a key serves every key, and nobody without one", async () => {
    await grant("/bucket", { "x-amz-acl": "authenticated-read" });
    storage.world.powerless.add(KEY);
    expect(await ask("GET /bucket", {}, IN_SECOND)).toBe("200");
    expect(await asNobody("GET /bucket")).toBe(DENIED);
  });

  it("takes nothing from what IAM gives in the bucket's own Project", async () => {
    await grant("/bucket", second("full-control"));
    expect(await ask("GET /bucket")).toBe("200");
  });
});

describe("An object that another Project wrote [reported]", () => {
  const write = (headers: Record<string, string> = {}) =>
    ask("PUT /bucket/theirs", { headers, body: "x" }, IN_SECOND);
  beforeEach(() => ask("PUT /bucket?acl", { headers: { "x-amz-acl": "public-read-write" } }));

  it("belongs to that Project: that of the bucket removes it, and does not read it", async () => {
    await write();
    const { body } = await sendSigned(storage, { path: "/bucket?list-type=2&fetch-owner=true" });
    expect(body).toContain(`<ID>${twice(SECOND_PROJECT)}</ID>`);
    expect(await ask("GET /bucket/theirs", {}, IN_SECOND)).toBe("200");
    expect(await ask("GET /bucket/theirs")).toBe(DENIED);
    expect(await ask("GET /bucket/theirs?acl")).toBe(DENIED);
    expect(await ask("DELETE /bucket/theirs")).toBe("204");
  });

  it("is read by the bucket's Project where the writer grants it", async () => {
    await write({ "x-amz-acl": "bucket-owner-full-control" });
    expect(await ask("GET /bucket/theirs")).toBe("200");
    expect(await ofObject("theirs")).toEqual([
      `${twice(SECOND_PROJECT)} FULL_CONTROL`,
      "owner FULL_CONTROL",
    ]);
  });

  it("belongs to the bucket's Project where the switch says so [assumed]", async () => {
    storage.world.switches.objectOwnerIsWriter = false;
    await write();
    expect(await ask("GET /bucket/theirs")).toBe("200");
  });
});
