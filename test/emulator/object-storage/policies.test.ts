import {
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import type { Switches } from "../../../emulator/switches";
import { addKey, ADA, answerTo, BOB, DENIED } from "./callers";
import { sendSigned, type RawRequest } from "./raw";
import { refusalOf, SECOND_PROJECT, startStorage, type Storage } from "./support";

const ADA_KEY = "SCWADAAAAAAAAAAAAAAA";
const BOB_KEY = "SCWBOBBBBBBBBBBBBBBB";
const APPLICATION_KEY = "SCWAPPLICATIONNNNNNN";
const ROBOT = "cccccccc-0000-4000-8000-00000000000c";

let storage: Storage;
beforeEach(async () => {
  storage = await startStorage();
  addKey(storage, ADA_KEY);
  addKey(storage, BOB_KEY, { bearer: { kind: "user", id: BOB } });
  addKey(storage, APPLICATION_KEY, { bearer: { kind: "application", id: ROBOT } });
  for (const path of ["/bucket", "/bucket/k", "/bucket/p/k", "/other", "/other/k"]) {
    await sendSigned(storage, { method: "PUT", path, body: path.split("/")[2] ? "x" : "" });
  }
});
afterEach(() => storage.stop());

interface Statement {
  readonly Effect?: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly Action?: string | string[];
  readonly Resource?: string | string[];
  readonly Condition?: object;
}

/** Puts a policy; each statement allows Ada everything unless it says otherwise. */
async function givePolicy(statements: readonly Statement[], version = "2023-04-17") {
  const policy = {
    Version: version,
    Statement: statements.map((statement) => ({
      Effect: "Allow",
      Principal: { SCW: `user_id:${ADA}` },
      Action: "*",
      Resource: ["bucket", "bucket/*"],
      ...statement,
    })),
  };
  await storage
    .client()
    .send(new PutBucketPolicyCommand({ Bucket: "bucket", Policy: JSON.stringify(policy) }));
}

const ask = (accessKey: string | undefined, request: string, more: RawRequest = {}) => {
  const [method = "", path = ""] = request.split(" ");
  return answerTo(storage, accessKey, { method, path, ...more });
};
const turn = (switches: Partial<Switches>) => void Object.assign(storage.world.switches, switches);

describe("A bucket policy [documented]", () => {
  const client = () => storage.client();

  it("is read as it was accepted, says whether it is public, and is taken away", async () => {
    await givePolicy([{ Action: ["s3:GetObject"], Principal: "*", Resource: ["bucket/*"] }]);
    const { Policy = "" } = await client().send(new GetBucketPolicyCommand({ Bucket: "bucket" }));
    expect(JSON.parse(Policy)).toEqual({
      Version: "2023-04-17",
      Statement: [
        { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "bucket/*" },
      ],
    });
    const status = () => client().send(new GetBucketPolicyStatusCommand({ Bucket: "bucket" }));
    expect((await status()).PolicyStatus).toEqual({ IsPublic: true });
    await givePolicy([{}]);
    expect((await status()).PolicyStatus).toEqual({ IsPublic: false });
    await client().send(new DeleteBucketPolicyCommand({ Bucket: "bucket" }));
    for (const request of [
      status(),
      client().send(new GetBucketPolicyCommand({ Bucket: "bucket" })),
    ]) {
      expect(await refusalOf(request)).toMatchObject({ code: "NoSuchBucketPolicy", status: 404 });
    }
  });

  it("that is refused leaves the one before in force [assumed]", async () => {
    await givePolicy([{}]);
    const answer = await ask(ADA_KEY, "PUT /bucket?policy", { body: "{}" });
    expect(answer).toBe("400 MalformedPolicy Policy has invalid version");
    expect(await ask(BOB_KEY, "GET /bucket/k")).toBe(DENIED);
  });

  it("is read and changed by whoever IAM lets, and never by whom it names [reported]", async () => {
    await givePolicy([{}]);
    expect(await ask(BOB_KEY, "GET /bucket?policy")).toBe("200");
    storage.world.powerless.add(ADA_KEY);
    expect(await ask(ADA_KEY, "GET /bucket?policy")).toBe(DENIED);
    expect(await ask(ADA_KEY, "DELETE /bucket?policy")).toBe(DENIED);
    expect(await ask(BOB_KEY, "DELETE /bucket?policy")).toBe("204");
    expect(await ask(BOB_KEY, "GET /bucket/k")).toBe("200");
  });

  it.each<[who: string, request: string, answer: string]>([
    [ADA_KEY, "GET /bucket/k", "200"],
    [ADA_KEY, "HEAD /bucket", "200"],
    [ADA_KEY, "GET /bucket?acl", "200"],
    [ADA_KEY, "DELETE /bucket/k", "204"],
    [BOB_KEY, "GET /bucket/k", DENIED],
    [BOB_KEY, "HEAD /bucket", "403"],
    [BOB_KEY, "GET /bucket", DENIED],
    [BOB_KEY, "GET /bucket?object-lock", DENIED],
    [BOB_KEY, "DELETE /bucket", DENIED],
    [BOB_KEY, "GET /other/k", "200"],
    [BOB_KEY, "GET /nowhere/k", "404 NoSuchBucket The specified bucket does not exist"],
  ])("that names Ada answers %s for %s with %s", async (who, request, answer) => {
    await givePolicy([{}]);
    expect(await ask(who, request)).toBe(answer);
  });

  it("hides no bucket from the list of who may list them [reported]", async () => {
    await givePolicy([{}]);
    const { body } = await sendSigned(storage, {}, { accessKey: BOB_KEY });
    expect(body).toContain("<Name>bucket</Name>");
  });

  it("gives nothing to whom it names and IAM does not know", async () => {
    await givePolicy([{}]);
    storage.world.powerless.add(ADA_KEY);
    expect(await ask(ADA_KEY, "GET /bucket/k")).toBe(DENIED);
  });

  it("tells users and applications apart", async () => {
    await givePolicy([{ Principal: { SCW: [`application_id:${ROBOT}`, `user_id:${BOB}`] } }]);
    expect(await ask(APPLICATION_KEY, "GET /bucket/k")).toBe("200");
    expect(await ask(BOB_KEY, "GET /bucket/k")).toBe("200");
    expect(await ask(ADA_KEY, "GET /bucket/k")).toBe(DENIED);
    await givePolicy([{ Principal: { SCW: `user_id:${ROBOT}` } }]);
    expect(await ask(APPLICATION_KEY, "GET /bucket/k")).toBe(DENIED);
  });

  const expectAnswers = async (
    statement: Statement,
    allowed: readonly string[],
    denied: readonly string[],
  ): Promise<void> => {
    await givePolicy([statement]);
    for (const request of allowed) expect(await ask(ADA_KEY, request)).toBe("200");
    for (const request of denied) expect(await ask(ADA_KEY, request)).toBe(DENIED);
  };

  it.each<[action: string, resource: string, allowed: string[], denied: string[]]>([
    [
      "s3:GetObject",
      "bucket/*",
      ["GET /bucket/k", "HEAD /bucket/p/k"],
      ["PUT /bucket/k", "GET /bucket", "GET /bucket/k?acl"],
    ],
    ["s3:GetObject", "bucket/p/*", ["GET /bucket/p/k"], ["GET /bucket/k"]],
    ["s3:GetObject", "bucket/k", ["GET /bucket/k"], ["GET /bucket/p/k"]],
    [
      "s3:ListBucket",
      "bucket",
      ["GET /bucket", "GET /bucket?list-type=2", "HEAD /bucket"],
      ["GET /bucket?versions"],
    ],
    [
      "s3:PutObject",
      "bucket/*",
      ["PUT /bucket/k", "POST /bucket/k?uploads"],
      ["DELETE /bucket/k", "GET /bucket/k"],
    ],
  ])("for %s on %s allows %j and not %j", async (Action, Resource, allowed, denied) => {
    await expectAnswers({ Action, Resource }, allowed, denied);
  });

  it.each<[action: string, resource: string, allowed: string[], denied: string[]]>([
    ["s3:getobject", "bucket/p/*", ["GET /bucket/p/k"], ["GET /bucket/k"]],
    ["s3:GetObject", "bucket", [], ["GET /bucket/k"]],
    ["s3:ListBucket", "bucket/*", [], ["GET /bucket"]],
    [
      "s3:GetBucketAcl",
      "bucket",
      ["GET /bucket?acl"],
      ["GET /bucket?encryption", "DELETE /bucket"],
    ],
    ["s3:*", "bucket", ["GET /bucket?encryption", "GET /bucket"], ["GET /bucket/k"]],
    ["s3:GetObject", "bucket/*k", ["GET /bucket/k", "GET /bucket/p/k"], ["GET /bucket"]],
    ["s3:GetObject", "bucket/*/k", ["GET /bucket/p/k"], ["GET /bucket/k"]],
  ])("for %s on %s is read so: %j and not %j [assumed]", async (Action, Resource, yes, no) => {
    await expectAnswers({ Action, Resource }, yes, no);
  });

  it("asks for the action on versions where one is named", async () => {
    await givePolicy([{ Action: "s3:GetObject" }]);
    expect(await ask(ADA_KEY, "GET /bucket/k?versionId=null")).toBe(DENIED);
    await givePolicy([{ Action: "s3:GetObjectVersion" }]);
    expect(await ask(ADA_KEY, "GET /bucket/k?versionId=null")).toBe("200");
    expect(await ask(ADA_KEY, "GET /bucket/k")).toBe(DENIED);
  });

  it("asks for reading as well where a write depends on what is there", async () => {
    await givePolicy([{ Action: "s3:PutObject" }]);
    const headers = { "if-match": "*" };
    expect(await ask(ADA_KEY, "PUT /bucket/k", { headers })).toBe(DENIED);
    await givePolicy([{ Action: ["s3:PutObject", "s3:GetObject"] }]);
    expect(await ask(ADA_KEY, "PUT /bucket/k", { headers })).not.toBe(DENIED);
  });

  it("judges what is copied by the policy of its own bucket [assumed]", async () => {
    await givePolicy([{ Action: "s3:PutObject" }]);
    const copy = (from: string, to: string) =>
      ask(ADA_KEY, `PUT ${to}`, { headers: { "x-amz-copy-source": from } });
    expect(await copy("/other/k", "/bucket/copy")).toBe("200");
    expect(await copy("/bucket/k", "/other/copy")).toBe(DENIED);
    await givePolicy([{ Action: "s3:GetObject", Resource: "bucket/p/*" }]);
    expect(await copy("/bucket/p/k", "/other/copy")).toBe("200");
    expect(await copy("/bucket/k", "/other/copy")).toBe(DENIED);
    expect(await copy("/other/k", "/bucket/copy")).toBe(DENIED);
  });

  it("judges each of many deletions by itself [assumed]", async () => {
    await givePolicy([{ Action: "s3:DeleteObject", Resource: "bucket/p/*" }]);
    const Objects = [{ Key: "k" }, { Key: "p/k" }];
    const client = storage.client({ accessKey: ADA_KEY });
    const answer = await client.send(
      new DeleteObjectsCommand({ Bucket: "bucket", Delete: { Objects } }),
    );
    expect(answer.Deleted).toEqual([{ Key: "p/k" }]);
    expect(answer.Errors).toEqual([{ Key: "k", Code: "AccessDenied", Message: "Access Denied" }]);
  });

  it("holds under its conditions only", async () => {
    const headers = { referer: "https://example.com/page" };
    await givePolicy([
      { Condition: { StringLike: { "aws:Referer": "https://example.com/*" } } },
      { Action: "s3:ListBucket", Condition: { StringLike: { "s3:prefix": "p/*" } } },
    ]);
    expect(await ask(ADA_KEY, "GET /bucket/k", { headers })).toBe("200");
    expect(await ask(ADA_KEY, "GET /bucket/k")).toBe(DENIED);
    expect(await ask(ADA_KEY, "GET /bucket?list-type=2&prefix=p/")).toBe("200");
    expect(await ask(ADA_KEY, "GET /bucket?list-type=2")).toBe(DENIED);
  });

  it("can demand that nothing is overwritten", async () => {
    const Condition = {
      Null: { "s3:if-none-match": "true" },
      Bool: { "s3:ObjectCreationOperation": "true" },
    };
    await givePolicy([{}, { Effect: "Deny", Action: "s3:PutObject", Condition }]);
    expect(await ask(ADA_KEY, "PUT /bucket/new")).toBe(DENIED);
    expect(await ask(ADA_KEY, "PUT /bucket/new", { headers: { "if-none-match": "*" } })).toBe(
      "200",
    );
    expect(await ask(ADA_KEY, "POST /bucket/new?uploads")).toBe("200");
  });
});

describe("A bucket policy and the callers of other Projects [documented]", () => {
  const SHARED = { Principal: { SCW: `project_id:${SECOND_PROJECT}` } };
  const second = `${BOB_KEY}@${SECOND_PROJECT}`;

  it("lets nobody in from there where there is none", async () => {
    expect(await ask(second, "GET /bucket?policy")).toBe(DENIED);
    expect(await ask(second, "GET /bucket/k")).toBe(DENIED);
  });

  it("lets nobody in from there by the current version", async () => {
    await givePolicy([{ Principal: { SCW: `user_id:${BOB}` } }]);
    expect(await ask(second, "GET /bucket/k")).toBe(DENIED);
    turn({ projectMustMatch: false });
    expect(await ask(second, "GET /bucket/k")).toBe("200");
  });

  it("adds the Projects that the old version names, where IAM gives the right in these", async () => {
    await givePolicy([{ ...SHARED, Action: "s3:GetObject" }], "2012-10-17");
    expect(await ask(second, "GET /bucket/k")).toBe("200");
    expect(await ask(second, "PUT /bucket/k")).toBe(DENIED);
    expect(await ask(BOB_KEY, "PUT /bucket/k")).toBe("200");
    storage.world.rights.set(SECOND_PROJECT, new Set());
    expect(await ask(second, "GET /bucket/k")).toBe(DENIED);
  });

  it("takes from the bucket's own Project what the old version denies", async () => {
    const Principal = { SCW: `user_id:${BOB}` };
    await givePolicy([{ Effect: "Deny", Principal, Action: "s3:PutObject" }], "2012-10-17");
    expect(await ask(BOB_KEY, "PUT /bucket/k")).toBe(DENIED);
    expect(await ask(BOB_KEY, "GET /bucket/k")).toBe("200");
  });

  it("narrows by the old version too, where the switch says so [assumed]", async () => {
    turn({ policy2012: "likeVersion2023" });
    await givePolicy([{ ...SHARED, Action: "s3:GetObject" }], "2012-10-17");
    expect(await ask(second, "GET /bucket/k")).toBe("200");
    expect(await ask(BOB_KEY, "GET /bucket/k")).toBe(DENIED);
  });

  it("shows a shared bucket in the list, where the switch says so", async () => {
    await givePolicy([SHARED], "2012-10-17");
    const list = async () => (await sendSigned(storage, {}, { accessKey: second })).body;
    expect(await list()).not.toContain("<Name>bucket</Name>");
    turn({ sharedBucketsInListBuckets: true });
    expect(await list()).toContain("<Name>bucket</Name>");
    expect(await list()).not.toContain("<Name>other</Name>");
  });
});

describe("A switch [documented]", () => {
  it("lets the Owner reach everything, or only what the policy gives", async () => {
    addKey(storage, BOB_KEY, { isOwner: true, bearer: { kind: "user", id: BOB } });
    await givePolicy([{}]);
    expect(await ask(BOB_KEY, "GET /bucket/k")).toBe(DENIED);
    expect(await ask(BOB_KEY, "GET /bucket?policy")).toBe("200");
    turn({ ownerBypassesBucketPolicy: true });
    expect(await ask(BOB_KEY, "GET /bucket/k")).toBe("200");
  });

  it("makes Deny override or count for nothing", async () => {
    await givePolicy([{}, { Effect: "Deny", Action: "s3:GetObject" }]);
    expect(await ask(ADA_KEY, "GET /bucket/k")).toBe(DENIED);
    expect(await ask(ADA_KEY, "PUT /bucket/k")).toBe("200");
    turn({ denyEffect: "ignored" });
    expect(await ask(ADA_KEY, "GET /bucket/k")).toBe("200");
  });

  it("asks IAM of a signed caller for what everyone may do, or does not [assumed]", async () => {
    await givePolicy([{ Principal: "*", Action: "s3:GetObject" }]);
    storage.world.powerless.add(BOB_KEY);
    expect(await ask(BOB_KEY, "GET /bucket/k")).toBe("200");
    expect(await ask(`${ADA_KEY}@${SECOND_PROJECT}`, "GET /bucket/k")).toBe("200");
    turn({ starPrincipalSkipsIam: false });
    expect(await ask(BOB_KEY, "GET /bucket/k")).toBe(DENIED);
    expect(await ask(undefined, "GET /bucket/k")).toBe("200");
  });

  it("lets a policy keep a bucket from being deleted, or does not [assumed]", async () => {
    await givePolicy([{ Action: ["s3:PutBucketAcl", "s3:DeleteObject"] }]);
    await ask(ADA_KEY, "DELETE /bucket/k");
    await ask(ADA_KEY, "DELETE /bucket/p/k");
    expect(await ask(ADA_KEY, "DELETE /bucket")).toBe(DENIED);
    turn({ deleteBucketGate: "none" });
    expect(await ask(ADA_KEY, "DELETE /bucket")).toBe("204");
  });

  it("asks for the actions on ACLs and tags at a write that gives them, or does not [assumed]", async () => {
    await givePolicy([{ Action: "s3:PutObject" }]);
    const requests = [{ "x-amz-acl": "private" }, { "x-amz-tagging": "a=1" }];
    for (const headers of requests) {
      expect(await ask(ADA_KEY, "PUT /bucket/k", { headers })).toBe("200");
    }
    turn({ putHeadersNeedSubActions: true });
    for (const headers of requests) {
      expect(await ask(ADA_KEY, "PUT /bucket/k", { headers })).toBe(DENIED);
    }
    await givePolicy([{ Action: ["s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"] }]);
    for (const headers of requests) {
      expect(await ask(ADA_KEY, "PUT /bucket/k", { headers })).toBe("200");
    }
  });

  it("lets s3:DeleteObjects stand for deleting in batches", async () => {
    turn({ acceptDeleteObjectsAction: true });
    await givePolicy([{ Action: "s3:DeleteObjects" }]);
    const client = storage.client({ accessKey: ADA_KEY });
    const Delete = { Objects: [{ Key: "k" }] };
    const answer = await client.send(new DeleteObjectsCommand({ Bucket: "bucket", Delete }));
    expect(answer.Errors).toBeUndefined();
    expect(await ask(ADA_KEY, "DELETE /bucket/p/k")).toBe(DENIED);
  });

  it("adds ACLs to a policy, or passes them over [assumed]", async () => {
    await ask(ADA_KEY, "PUT /bucket?acl", { headers: { "x-amz-acl": "public-read" } });
    await givePolicy([{}]);
    expect(await ask(BOB_KEY, "GET /bucket")).toBe(DENIED);
    turn({ aclBesidePolicy: "added" });
    expect(await ask(BOB_KEY, "GET /bucket")).toBe("200");
    expect(await ask(BOB_KEY, "GET /bucket/k")).toBe(DENIED);
  });

  it("says what a condition on the transport sees [own]", async () => {
    await givePolicy([
      {},
      { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ]);
    expect(await ask(ADA_KEY, "GET /bucket/k")).toBe("200");
    turn({ plainHttpCountsAsSecure: false });
    expect(await ask(ADA_KEY, "GET /bucket/k")).toBe(DENIED);
  });
});
