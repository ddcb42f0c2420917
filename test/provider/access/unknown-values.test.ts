/** What is not known yet is nobody's name: two unknown buckets are two, and no text shows the stand-in for a value. */
import {
  Access,
  matrix,
  STORAGE_ACTIONS,
  UNKNOWN,
  worldOfResources,
  type DescribedResource,
} from "../../../provider/access";

const PROJECT = "0a0a0a0a-0000-4000-8000-000000000001";
const APPLICATION = "0b0b0b0b-0000-4000-8000-000000000002";

const resource = (kind: string, name: string, properties: object): DescribedResource => ({
  urn: `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/scaleway:${kind}::${name}`,
  type: `pulumi-nodejs:dynamic/scaleway:${kind}`,
  properties: properties as DescribedResource["properties"],
});

const statement = {
  sid: "read",
  principals: { applicationIds: [APPLICATION] },
  actions: ["s3:GetObject"],
  resources: ["pictures/*"],
};
const document = JSON.stringify({
  Version: "2023-04-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { SCW: `application_id:${APPLICATION}` },
      Action: "s3:GetObject",
      Resource: "pictures/*",
    },
  ],
});

/** Every text that a world and the answers about it hold. */
function textsOf(resources: readonly DescribedResource[]): string[] {
  const { world, findings } = worldOfResources(resources, { isPartial: true });
  const access = new Access(world);
  const texts = findings.map(({ text }) => text);
  for (const { asker } of matrix(world, { keys: true }).askers) {
    for (const { name } of world.buckets) {
      texts.push(name);
      for (const action of STORAGE_ACTIONS) {
        const target = { bucket: name, key: "a" };
        texts.push(...access.can({ asker, action, target }).reasons.map(({ text }) => text));
      }
    }
  }
  return texts;
}

describe("what is not known yet", () => {
  it.each<[string, string, object]>([
    ["a policy's bucket", "BucketPolicy", { bucket: UNKNOWN, statements: [statement] }],
    ["a document's bucket", "BucketPolicy", { bucket: UNKNOWN, document }],
    [
      "a version",
      "BucketPolicy",
      { bucket: "pictures", version: UNKNOWN, statements: [statement] },
    ],
    ["a sid", "BucketPolicy", { bucket: "pictures", statements: [{ ...statement, sid: UNKNOWN }] }],
    ["a list's bucket", "BucketAcl", { bucket: UNKNOWN, acl: "public-read" }],
    ["a key's Project", "ApiKey", { applicationId: APPLICATION, defaultProjectId: UNKNOWN }],
    ["a key's bearer", "ApiKey", { applicationId: UNKNOWN, defaultProjectId: PROJECT }],
  ])("shows in no text: %s", (_name, kind, properties) => {
    const bucket = resource("Bucket", "b", { name: "pictures", projectId: PROJECT });
    const application = resource("Application", "a", { name: "reader" });
    const texts = textsOf([bucket, application, resource(kind, "tested", properties)]);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter((text) => text.includes(UNKNOWN))).toEqual([]);
  });

  it("is not the same bucket twice: one policy's does not stand for the other's", () => {
    const policies = ["one", "two"].map((name) =>
      resource("BucketPolicy", name, { bucket: UNKNOWN, statements: [statement] }),
    );
    const { world, findings } = worldOfResources(policies, { isPartial: true });
    expect(world.buckets.filter(({ policy }) => policy !== undefined)).toHaveLength(2);
    expect(findings.map(({ code }) => code)).not.toContain("duplicate");
  });

  it("makes no document malformed: a resource may be of a bucket without a name", () => {
    const policy = resource("BucketPolicy", "one", { bucket: UNKNOWN, document });
    const { findings } = worldOfResources([policy], { isPartial: true });
    expect(findings.map(({ code }) => code)).not.toContain("malformedPolicy");
  });
});
