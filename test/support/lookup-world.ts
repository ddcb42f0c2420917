/**
 * A local cloud with more than a page of everything, and profiles to look at it: its owner's, and one without any right.
 * Secrets of all kinds are in it; some objects carry the mark of a program.
 * @module
 */
import {
  CreateBucketCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCloud, type Cloud } from "../../emulator";
import { MARK_TAG } from "../../provider/core/mark";
import { asOwner, type Wire } from "./owner";
import { ownersStorage } from "./world";

/** More than the largest page of the service. */
export const MANY = 103;
/** What a program's mark looks like, at the end of a text and among tags. */
export const MARK = `${"0a".repeat(10)}.${"1b".repeat(4)}`;
/** No object has it. */
export const NOWHERE = "7f1b1a3e-0000-4000-8000-000000000000";

const IAM = "/iam/v1alpha1";

/** Some of what is in the cloud, by name. */
export interface LookupWorld {
  readonly cloud: Cloud;
  readonly ids: Readonly<Record<string, string>>;
  /** What no answer may contain. */
  readonly secrets: readonly string[];
  stop(): Promise<void>;
}

/**
 * Starts and fills the cloud; `SCW_CONFIG_PATH` then leads to profiles `owner` and `denied`.
 * @param many how many of each kind there are
 */
export async function startLookupWorld(many = MANY): Promise<LookupWorld> {
  const cloud = await startCloud({
    seed: "lookups",
    switches: { apiKeysReachTokens: true, duplicateName: "accept" },
    quotas: { projects: 1_000 },
  });
  const { organizationId } = cloud.description.scaleway;
  const secrets = [cloud.description.scaleway.secretKey, "pass-canary-1"];
  const ids: Record<string, string> = { organization: organizationId };
  const make = async (path: string, body: object): Promise<string> => {
    const made = await asOwner(cloud, "POST", path, { organization_id: organizationId, ...body });
    for (const secret of [made["secret_key"], made["token"], made["renew_token"]]) {
      if (typeof secret === "string") secrets.push(secret);
    }
    return String(made["id"] ?? made["access_key"] ?? (made["jwt"] as Wire | undefined)?.["jti"]);
  };
  await fill(cloud, ids, { make, many });
  const denied = await asOwner(cloud, "POST", `${IAM}/api-keys`, {
    application_id: ids["ci"],
    description: "denied",
  });
  secrets.push(String(denied["secret_key"]));
  const folder = writeProfiles(cloud, denied);
  return {
    cloud,
    ids,
    secrets,
    async stop() {
      await cloud.stop();
      rmSync(folder, { recursive: true });
      delete process.env["SCW_CONFIG_PATH"];
    },
  };
}

type Make = (path: string, body: object) => Promise<string>;

async function fill(
  cloud: Cloud,
  ids: Record<string, string>,
  { make, many }: { make: Make; many: number },
): Promise<void> {
  const tags = ["team=data", `${MARK_TAG}=${MARK}`];
  const marked = (text: string): string => `${text} [pulumi ${MARK}]`;
  const own = (await asOwner(cloud, "GET", `${IAM}/users?organization_id=${ids["organization"]}`))[
    "users"
  ] as Wire[];
  ids["owner"] = String(own[0]?.["id"]);
  ids["ci"] = await make(`${IAM}/applications`, { name: "ci", tags });
  ids["ada"] = await make(`${IAM}/users`, { tags, member: memberOf("ada", "pass-canary-1") });
  ids["archives"] = await make("/account/v3/projects", {
    name: "archives",
    description: marked("Old things"),
  });
  ids["devs"] = await make(`${IAM}/groups`, { name: "devs", tags });
  await asOwner(cloud, "PUT", `${IAM}/groups/${ids["devs"]}/members`, {
    user_ids: [ids["ada"]],
    application_ids: [ids["ci"]],
  });
  for (const [name, principal] of principalsOf(ids)) {
    ids[name] = await make(`${IAM}/policies`, { name, rules: [], ...principal });
  }
  ids["tagged"] = await make(`${IAM}/policies`, { name: "tagged", tags, no_principal: true });
  ids["key"] = await make(`${IAM}/api-keys`, {
    application_id: ids["ci"],
    description: marked("of ci"),
    expires_at: "2099-01-01T00:00:00Z",
  });
  ids["laptop"] = await make(`${IAM}/ssh-keys`, {
    name: marked("laptop"),
    public_key: publicKey(0),
    project_id: ids["archives"],
  });
  await asOwner(cloud, "PATCH", `${IAM}/ssh-keys/${ids["laptop"]}`, { disabled: true });
  for (let index = 1; index < many; index += 1) await addOneOfEach(index, ids, make);
  // What was made first is changed last: the orders of creation and of change differ.
  await asOwner(cloud, "PATCH", `${IAM}/applications/${ids["ci"]}`, { description: "later" });
  await asOwner(cloud, "PATCH", `${IAM}/groups/${ids["devs"]}`, { description: "later" });
  await asOwner(cloud, "PATCH", `${IAM}/users/${ids["ada"]}`, { first_name: "Ada" });
  await setManyRules(cloud, ids);
  await makeBuckets(cloud, ids, many);
}

/** One bucket apart, in another Project and region, with all that can be seen of it; the others in the defaults. */
async function makeBuckets(
  cloud: Cloud,
  ids: Readonly<Record<string, string>>,
  many: number,
): Promise<void> {
  const apart = ownersStorage(cloud, ids["archives"], "nl-ams");
  const Bucket = "pictures";
  await apart.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  const TagSet = [
    { Key: "team", Value: "data" },
    { Key: MARK_TAG, Value: MARK },
  ];
  await apart.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  const here = ownersStorage(cloud);
  await here.send(new CreateBucketCommand({ Bucket: "plain" }));
  await here.send(
    new PutBucketVersioningCommand({
      Bucket: "plain",
      VersioningConfiguration: { Status: "Suspended" },
    }),
  );
  for (let index = 1; index < many; index += 1) {
    await here.send(new CreateBucketCommand({ Bucket: nameOf(index) }));
  }
}

/** Names that are neither in the order of creation nor against it. */
const nameOf = (index: number): string => `n-${String((index * 37) % MANY).padStart(3, "0")}`;

async function addOneOfEach(index: number, ids: Record<string, string>, make: Make): Promise<void> {
  const name = nameOf(index);
  await make(`${IAM}/applications`, { name });
  await make(`${IAM}/groups`, { name });
  await make(`${IAM}/policies`, { name, no_principal: true });
  await make("/account/v3/projects", { name: index <= 2 ? "twice" : name });
  await make(`${IAM}/users`, { member: memberOf(name, "pass-canary-1") });
  await make(`${IAM}/api-keys`, { application_id: ids["ci"], description: name });
  await make(`${IAM}/ssh-keys`, {
    name: index <= 2 ? "twice" : name,
    public_key: publicKey(index),
    project_id: ids["organization"],
  });
  ids["token"] = await make(`${IAM}/jwts`, { user_id: ids["owner"], referrer: "" });
}

function principalsOf(ids: Readonly<Record<string, string>>): [string, object][] {
  return [
    ["for-ci", { application_id: ids["ci"] }],
    ["for-ada", { user_id: ids["ada"] }],
    ["for-devs", { group_id: ids["devs"] }],
  ];
}

/** Without a right of its own: what the caller of the profile `denied` has must stay nothing. */
async function setManyRules(cloud: Cloud, ids: Readonly<Record<string, string>>): Promise<void> {
  const rules = Array.from({ length: MANY }, (_, index) => ({
    permission_set_names: ["ObjectStorageReadOnly"],
    project_ids: [ids["archives"]],
    condition: `${String(index)} == ${String(index)}`,
  }));
  await asOwner(cloud, "PUT", `${IAM}/rules`, { policy_id: ids["tagged"], rules });
}

function memberOf(username: string, password: string): object {
  return { username, email: `${username}@example.com`, password };
}

/** An ed25519 key of that number; nobody has its other half. */
function publicKey(index: number): string {
  const blob = Buffer.alloc(32, index);
  const field = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const wire = Buffer.concat([field(Buffer.from("ssh-ed25519")), field(blob)]);
  return `ssh-ed25519 ${wire.toString("base64")}`;
}

function writeProfiles(cloud: Cloud, denied: Wire): string {
  const { apiUrl, s3Endpoint, organizationId, accessKey, secretKey } = cloud.description.scaleway;
  const profile = (name: string, access: string, secret: string): string =>
    [
      `  ${name}:`,
      `    access_key: ${access}`,
      `    secret_key: ${secret}`,
      `    default_organization_id: ${organizationId}`,
      `    api_url: ${apiUrl}`,
      `    s3_endpoint: ${s3Endpoint}`,
    ].join("\n");
  const folder = mkdtempSync(join(tmpdir(), "lookups-"));
  const path = join(folder, "config.yaml");
  const profiles = [
    profile("owner", accessKey, secretKey),
    profile("denied", String(denied["access_key"]), String(denied["secret_key"])),
  ];
  writeFileSync(path, `profiles:\n${profiles.join("\n")}\n`);
  process.env["SCW_CONFIG_PATH"] = path;
  return folder;
}
