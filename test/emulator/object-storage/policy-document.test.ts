import { S3Error } from "../../../emulator/object-storage/errors";
import { readPolicy } from "../../../emulator/object-storage/policy-document";
import { DEFAULT_SWITCHES, type Switches } from "../../../emulator/switches";

const ID = "aaaaaaaa-0000-4000-8000-000000000001";
const STATEMENT = {
  Effect: "Allow",
  Principal: "*",
  Action: ["s3:GetObject"],
  Resource: ["b/*"],
};

/** The text of a policy with these members and one statement with those. */
function policyText(statement: object = {}, members: object = {}): string {
  return JSON.stringify({
    Version: "2023-04-17",
    Statement: [{ ...STATEMENT, ...statement }],
    ...members,
  });
}

const read = (text: string, switches: Partial<Switches> = {}) =>
  readPolicy(text, { bucketName: "b", switches: { ...DEFAULT_SWITCHES, ...switches } });

const condition = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
});

describe("The text of a bucket policy [documented]", () => {
  it("is given back with single values as texts, actions sorted, and members in their order [recorded]", () => {
    const text = `{"Version":"2023-04-17","Id":"MyPolicy","Statement":[{"Sid":"s","Effect":"Allow",
      "Principal":{"SCW":["user_id:${ID}"]},"Action":["s3:PutObject","s3:GetObject"],"Resource":["b"]},
      {"Action":["*"],"Resource":["b/*","b"],"Principal":"*","Effect":"Deny"}]}`;
    expect(JSON.stringify(read(text))).toBe(
      `{"Version":"2023-04-17","Id":"MyPolicy","Statement":[{"Sid":"s","Effect":"Allow",` +
        `"Principal":{"SCW":["user_id:${ID}"]},"Action":["s3:GetObject","s3:PutObject"],"Resource":"b"},` +
        `{"Action":"*","Resource":["b/*","b"],"Principal":"*","Effect":"Deny"}]}`,
    );
  });

  it.each<[string, object]>([
    ["everyone in its other form", { Principal: { SCW: "*" } }],
    ["a user", { Principal: { SCW: `user_id:${ID}` } }],
    ["several", { Principal: { SCW: [`user_id:${ID}`, `application_id:${ID}`] } }],
    ["all actions", { Action: "s3:*" }],
    ["an action in other letters", { Action: "s3:GetBucketCors" }],
    ["the bucket, a prefix and a key", { Resource: ["b", "b/p/*", "b/k"] }],
    ["an address", condition("IpAddress", "aws:SourceIp", ["192.0.2.1", "2001:db8::/32"])],
    ["a day", condition("DateLessThan", "aws:CurrentTime", "2027-01-01")],
    ["a second", condition("DateGreaterThan", "aws:EpochTime", 1_767_225_600)],
    ["a prefix", condition("StringLike", "s3:prefix", ["a/*", ""])],
    ["a missing key", condition("Null", "s3:if-none-match", true)],
    ["attributes", { Action: "s3:GetObjectAttributes" }],
  ])("may name %s", (_what, statement) => {
    expect(() => read(policyText(statement))).not.toThrow();
  });

  it("may name the transport [reported]", () => {
    const statement = condition("Bool", "aws:SecureTransport", "false");
    expect(() => read(policyText(statement))).not.toThrow();
  });

  const expectRefusal = (_what: string, text: string, message: string): void =>
    expect(() => read(text)).toThrow(new S3Error("MalformedPolicy", { message }));

  it.each<[string, string, string]>([
    ["no JSON", "{", "This policy contains invalid Json"],
    [
      "an application in the old version",
      policyText({ Principal: { SCW: `application_id:${ID}` } }, { Version: "2012-10-17" }),
      "application_id Principal is supported in the bucket-policy versions 2023-04-17",
    ],
    ["an unknown action", policyText({ Action: "s3:HeadObject" }), "Policy has invalid action"],
    ["an ARN", policyText({ Resource: "arn:aws:s3:::b/*" }), "Policy has invalid resource"],
  ])("is refused with %s, in these words [reported]", expectRefusal);

  it.each<[string, string, string]>([
    ["no object", "[]", "This policy contains invalid Json"],
    ["no version", policyText({}, { Version: undefined }), "Policy has invalid version"],
    ["another version", policyText({}, { Version: "2008-10-17" }), "Policy has invalid version"],
    ["a long id", policyText({}, { Id: "i".repeat(281) }), "Policy has invalid id"],
    ["no statement", policyText({}, { Statement: [] }), "Policy has invalid statement"],
    ["another effect", policyText({ Effect: "allow" }), "Policy has invalid effect"],
    ["NotAction", policyText({ NotAction: "*" }), "Policy has invalid field NotAction"],
    ["no principal", policyText({ Principal: undefined }), "Policy has invalid principal"],
    ["AWS principals", policyText({ Principal: { AWS: "*" } }), "Policy has invalid principal"],
    [
      "a group",
      policyText({ Principal: { SCW: `group_id:${ID}` } }),
      "Policy has invalid principal",
    ],
    [
      "a Project in the current version",
      policyText({ Principal: { SCW: `project_id:${ID}` } }),
      "Policy has invalid principal",
    ],
    ["part of an action", policyText({ Action: "s3:Get*" }), "Policy has invalid action"],
    ["no action", policyText({ Action: [] }), "Policy has invalid action"],
    ["another bucket", policyText({ Resource: "bb" }), "Policy has invalid resource"],
    ["all resources", policyText({ Resource: "*" }), "Policy has invalid resource"],
    [
      "an operator that there is not",
      policyText(condition("DateEquals", "aws:CurrentTime", "2027-01-01")),
      "Policy has invalid condition",
    ],
    [
      "a key that does not fit",
      policyText(condition("IpAddress", "s3:prefix", "192.0.2.1")),
      "Policy has invalid condition",
    ],
    [
      "no address",
      policyText(condition("IpAddress", "aws:SourceIp", "192.0.2.1/33")),
      "Policy has invalid condition",
    ],
    [
      "no moment",
      policyText(condition("DateLessThan", "aws:CurrentTime", "soon")),
      "Policy has invalid condition",
    ],
    ["no conditions", policyText({ Condition: [] }), "Policy has invalid condition"],
  ])("is refused with %s [assumed]", expectRefusal);

  const expectSwitch = (statement: object, accepting: Partial<Switches>): void => {
    const refusing: Partial<Switches> = {
      acceptDeleteObjectsAction: false,
      midWildcard: "refused",
      acceptObjectAttributesActions: false,
    };
    expect(() => read(policyText(statement), accepting)).not.toThrow();
    expect(() => read(policyText(statement), refusing)).toThrow("Policy has invalid");
  };

  it.each<[object, Partial<Switches>]>([
    [{ Action: "s3:DeleteObjects" }, { acceptDeleteObjectsAction: true }],
    [{ Action: "s3:GetObjectVersionAttributes" }, { acceptObjectAttributesActions: true }],
  ])("may name %j where %j says so, and not otherwise", expectSwitch);

  it("may have a star in the middle where the switch says so, and not otherwise [assumed]", () => {
    expectSwitch({ Resource: "b/*/k" }, { midWildcard: "matches" });
  });
});
