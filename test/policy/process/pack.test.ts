/**
 * The pack as the engine meets it: what it declares, levels, waivers, remedies, and what it does with what is malformed.
 * @module
 */
import { rules } from "../../../policy/rules";
import { UNKNOWN } from "../../../provider/access/world";
import { PackProcess, type Diagnostic, type ShownResource } from "../../support/pack-process";

jest.setTimeout(120_000);

let pack: PackProcess;
beforeAll(async () => {
  pack = await PackProcess.start({ STORAGE_ACCESS_PRESET: "production" });
});
afterAll(() => pack.stop());
beforeEach(() => pack.configure({}));

const PROVIDER = 'exports.handler=()=>require("pulumi-storage-access/handlers")("scaleway:Bucket")';
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

function shown(kind: string, name: string, properties: object): ShownResource {
  const type = `pulumi-nodejs:dynamic/scaleway:${kind}`;
  const urn = `urn:pulumi:dev::program::${type}::${name}`;
  return {
    type,
    name,
    urn,
    properties: properties as Record<string, unknown>,
    secretOutputs: ["secretKey"],
  };
}
const of = (policy: string, said: readonly Diagnostic[]): Diagnostic[] =>
  said.filter((each) => each.policy === policy);
const bare = shown("Bucket", "photos", { region: "fr-par" });

describe("The pack", () => {
  it("declares every rule with its severity, steps, link and settings", async () => {
    const { name, version, policiesList } = await pack.info();
    expect([name, version]).toEqual(["pulumi-storage-access", "0.1.0"]);
    expect(policiesList.map((each) => each.name)).toEqual([
      "waivers",
      ...rules.map(({ id }) => id),
    ]);
    for (const declared of policiesList) {
      expect(declared.remediationSteps).not.toBe("");
      expect(declared.url).toBe(`docs/rules.md#${declared.name}`);
      expect(declared.severity).toBeGreaterThan(0);
    }
  });

  it("says what is wrong, what to do, and where to read on", async () => {
    const [said] = of("obj-versioning-off", await pack.analyze(bare));
    expect(said).toMatchObject({ level: "advisory" });
    expect(said?.message.split("\n")).toEqual([
      "A bucket keeps old versions of its objects.",
      "the bucket keeps no old versions: what is written over or deleted is gone.",
      expect.stringMatching(/^What to do: .* See docs\/rules\.md#obj-versioning-off$/),
    ]);
  });

  it("takes the level that is configured", async () => {
    await pack.configure({ "obj-versioning-off": { enforcementLevel: "mandatory" } });
    expect(of("obj-versioning-off", await pack.analyze(bare))).toMatchObject([
      { level: "mandatory" },
    ]);
    await pack.configure({ "obj-versioning-off": { enforcementLevel: "disabled" } });
    expect(of("obj-versioning-off", await pack.analyze(bare))).toEqual([]);
  });

  it("says of what is not known yet that it cannot tell, names it, and stops nothing", async () => {
    await pack.configure({ "obj-versioning-off": { enforcementLevel: "mandatory" } });
    const open = shown("Bucket", "photos", { versioning: UNKNOWN });
    expect(of("obj-versioning-off", await pack.analyze(open))).toEqual([
      {
        policy: "obj-versioning-off",
        level: "advisory",
        urn: open.urn,
        message: expect.stringMatching(/^Undecidable: versioning is not known yet\. /) as string,
      },
    ]);
  });

  it("knows no preset by another name, and says which there are", async () => {
    await expect(PackProcess.start({ STORAGE_ACCESS_PRESET: "strict" })).rejects.toThrow(
      'STORAGE_ACCESS_PRESET is "strict": there is no such preset. Give starter, production, compliance.',
    );
  });
});

describe("A waiver", () => {
  const waiver = (until: string) => ({
    waivers: {
      enforcementLevel: "mandatory" as const,
      waivers: [{ rule: "obj-versioning-off", urn: "*::photos", reason: "thumbnails only", until }],
    },
    "obj-versioning-off": { enforcementLevel: "mandatory" as const },
  });

  it("turns a finding into advice that tells its reason", async () => {
    await pack.configure(waiver("2999-12-31"));
    expect(of("obj-versioning-off", await pack.analyze(bare))).toMatchObject([
      {
        level: "advisory",
        message: expect.stringMatching(/^Waived until 2999-12-31 \(thumbnails only\): /) as string,
      },
    ]);
    expect(of("waivers", await pack.analyzeStack([bare]))).toEqual([]);
  });

  it("is a finding itself once it is over, and holds no more", async () => {
    await pack.configure(waiver("2020-12-31"));
    expect(of("obj-versioning-off", await pack.analyze(bare))).toMatchObject([
      { level: "mandatory" },
    ]);
    expect(of("waivers", await pack.analyzeStack([bare]))).toMatchObject([
      {
        level: "mandatory",
        message: expect.stringContaining("was good until 2020-12-31") as string,
      },
    ]);
  });
});

describe("A remedy", () => {
  const level = { enforcementLevel: "remediate" as const };

  it("changes what is wrong, keeps everything else with the provider's text, and leaves nothing to find", async () => {
    await pack.configure({ "obj-versioning-off": level });
    const given = { __provider: PROVIDER, region: "fr-par", tags: { team: "media" } };
    const made = await pack.remediate(shown("Bucket", "photos", given));
    expect(made).toEqual({ ...given, versioning: true });
    expect(
      of("obj-versioning-off", await pack.analyze(shown("Bucket", "photos", made ?? {}))),
    ).toEqual([]);
  });

  it("makes an open list private, line by line", async () => {
    await pack.configure({ "obj-acl-public": level });
    const own = { projectId: UNKNOWN, permission: "FULL_CONTROL" };
    const open = { group: "AllUsers", permission: "READ" };
    const list = (properties: object) => pack.remediate(shown("BucketAcl", "list", properties));
    expect(await list({ acl: "public-read" })).toEqual({ acl: "private" });
    expect(await list({ grants: [own, open] })).toEqual({ grants: [own] });
    expect(await list({ grants: [open] })).toEqual({ acl: "private" });
    expect(await list({ acl: "private" })).toBeUndefined();
    expect(await list({ acl: UNKNOWN })).toBeUndefined();
  });

  it("gives a key an end, where one is configured", async () => {
    const key = shown("ApiKey", "key", { applicationId: UNKNOWN });
    await pack.configure({ "iam-key-no-expiry": level });
    expect(await pack.remediate(key)).toBeUndefined();
    const expiresAt = "2030-01-01T00:00:00Z";
    await pack.configure({ "iam-key-no-expiry": { ...level, expiresAt } });
    expect(await pack.remediate(key)).toEqual({ applicationId: UNKNOWN, expiresAt });
  });

  it("keeps secrets secret", async () => {
    await pack.configure({ "obj-versioning-off": level });
    const secret = { ...SECRET, value: "hush" };
    const made = await pack.remediate(shown("Bucket", "photos", { name: secret }));
    expect(made).toEqual({ name: secret, versioning: true });
  });

  it("leaves alone what is waived", async () => {
    await pack.configure({
      waivers: {
        waivers: [{ rule: "obj-versioning-off", urn: "*", reason: "for now", until: "2999-12-31" }],
      },
      "obj-versioning-off": level,
    });
    await pack.analyze(bare);
    expect(await pack.remediate(bare)).toBeUndefined();
  });
});

describe("What is malformed", () => {
  const policy = (properties: object) =>
    shown("BucketPolicy", "it", { bucket: "photos", ...properties });

  it.each([
    ["text that is no JSON", { document: "{" }],
    ["statements that are none", { statements: [7, null, "all"] }],
    ["a document of numbers", { document: { Statement: [[1], { Principal: 7, Action: 7 }] } }],
    ["neither", {}],
  ])("is a finding: a bucket policy with %s", async (_what, properties) => {
    const said = [
      ...(await pack.analyze(policy(properties))),
      ...(await pack.analyzeStack([policy(properties)])),
    ];
    expect(of("obj-policy-malformed", said)).not.toEqual([]);
  });

  it("is a finding: a reference to what is not there, and a set that the catalog does not know", async () => {
    const rights = shown("Policy", "rights", {
      applicationId: UNKNOWN,
      references: {
        applicationId: "urn:pulumi:dev::program::pulumi-nodejs:dynamic/scaleway:Application::gone",
      },
      rules: [{ projectIds: ["p"], permissionSetNames: ["ObjectStorageFullAcess"] }],
    });
    expect(of("iam-set-unknown", await pack.analyze(rights))).toMatchObject([
      { message: expect.stringContaining("did you mean ObjectStorageFullAccess?") as string },
    ]);
    expect(of("access-unclear", await pack.analyzeStack([rights]))).toMatchObject([
      { message: expect.stringContaining("which is not there") as string, urn: rights.urn },
    ]);
  });
});
