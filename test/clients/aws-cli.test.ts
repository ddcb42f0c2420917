import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openCloud, type Caller, type Json, type OpenCloud } from "../emulator/support";
import { describeWith } from "../support/requires";
import { AwsHome, type AwsOutcome } from "./aws";

interface Row {
  readonly step: string;
  readonly command: string;
  readonly answer: string;
}

/** The table of `docs/tutorial-commands.md`. */
function rows(): Row[] {
  const text = readFileSync(join(__dirname, "../../docs/tutorial-commands.md"), "utf8");
  const plain = (cell = ""): string => (cell === "nothing" ? "" : cell.replaceAll("`", ""));
  return text.split("\n").flatMap((line) => {
    const [, step = "", , command, answer] = line.split("|").map((cell) => cell.trim());
    return /^\d/.test(step) ? [{ step, command: plain(command), answer: plain(answer) }] : [];
  });
}

describeWith("aws", "The tutorial, run with the AWS CLI", () => {
  let open: OpenCloud;
  let owner: Caller;
  let home: AwsHome;
  let application: Json;
  let key: Json;
  let second: Json;
  let policy: Json;
  let variables: Record<string, string>;

  const ruleOn = (...project_ids: string[]): object => ({
    project_ids,
    permission_set_names: ["ObjectStorageFullAccess"],
  });

  /** What the tutorial does in the console before a step. */
  const preparations: Record<string, () => Promise<void>> = {
    "1.6": async () => {
      policy = await owner.ok("POST", "/iam/v1alpha1/policies", {
        name: "object-storage-full-access",
        organization_id: owner.organizationId,
        application_id: application.id,
        rules: [ruleOn(owner.organizationId)],
      });
    },
    "2.5": async () => {
      const rules = [ruleOn(owner.organizationId), ruleOn(second.id)];
      await owner.ok("PUT", "/iam/v1alpha1/rules", { policy_id: policy.id, rules });
    },
  };

  const say = async (command: string): Promise<string> => {
    const words = command
      .replace(/\$(\w+)/g, (_match, name: string) => variables[name] ?? "")
      .split(" ");
    const [program, ...args] = words;
    if (program === "export") {
      const [name = "", value = ""] = args[0]!.split("=");
      variables = { ...variables, [name]: value };
      return "";
    }
    const signing = {
      accessKey: variables["AWS_ACCESS_KEY_ID"]!,
      secretKey: key.secret_key,
    };
    return (await home.run(signing, ...args)).text;
  };

  beforeAll(async () => {
    open = await openCloud({ clock: { now: () => new Date() } });
    owner = open.owner;
    application = await owner.application("my-test-app");
    const application_id = application.id;
    key = await owner.ok("POST", "/iam/v1alpha1/api-keys", { application_id });
    second = await owner.project("my-second-project");
    home = new AwsHome(open.cloud.description.scaleway.s3Endpoint);
    writeFileSync(join(home.folder, "report.txt"), "report");
    variables = {
      ACCESS_KEY: key.access_key,
      AWS_ACCESS_KEY_ID: key.access_key,
      SECOND_PROJECT_ID: second.id,
    };
  });
  afterAll(async () => {
    home.remove();
    await open.cloud.stop();
  });

  it("answers every command as the table says", async () => {
    const said: Row[] = [];
    for (const { step, command } of rows()) {
      await preparations[step]?.();
      said.push({ step, command, answer: await say(command) });
    }
    expect(said).toEqual(rows());
    expect(said.length).toBeGreaterThan(10);
  }, 120_000);
});

describeWith("aws", "Objects moved about with the AWS CLI", () => {
  const BUCKET = "s3://cli-bucket";
  let open: OpenCloud;
  let home: AwsHome;
  const file = (name: string): string => join(home.folder, name);
  const s3 = async (...args: string[]): Promise<string> => {
    const { code, text } = await home.run(open.cloud.description.scaleway, "s3", ...args);
    if (code !== 0) throw new Error(`aws s3 ${args.join(" ")}: ${text}`);
    return text;
  };

  beforeAll(async () => {
    open = await openCloud({ clock: { now: () => new Date() } });
    home = new AwsHome(open.cloud.description.scaleway.s3Endpoint);
    await s3("mb", BUCKET);
  });
  afterAll(async () => {
    home.remove();
    await open.cloud.stop();
  });

  it("come back as they went, even in parts", async () => {
    const body = Buffer.alloc(9 * 1024 * 1024, "0123456789abcdef");
    writeFileSync(file("large"), body);
    await s3("cp", "large", `${BUCKET}/large`);
    await s3("mv", `${BUCKET}/large`, `${BUCKET}/moved`);
    await s3("cp", `${BUCKET}/moved`, "back");
    expect(readFileSync(file("back")).equals(body)).toBe(true);
    expect(open.cloud.counts()).toMatchObject({ UploadPart: 2, UploadPartCopy: 2 });
  }, 60_000);

  it("are read by anyone who holds a presigned URL", async () => {
    writeFileSync(file("note é.txt"), "hello");
    await s3("cp", "note é.txt", `${BUCKET}/folder/note é.txt`);
    const url = await s3("presign", `${BUCKET}/folder/note é.txt`);
    expect(await (await fetch(url)).text()).toBe("hello");
    expect(await s3("ls", `${BUCKET}/folder/`)).toBe("DATE 5 note é.txt");
  }, 60_000);

  it("are kept in step with a folder, removals included", async () => {
    mkdirSync(file("tree/sub"), { recursive: true });
    // The service tells times in whole seconds: what is uploaded in the second of its making would look older there.
    const anHourAgo = Date.now() / 1000 - 3600;
    for (const name of ["a.txt", "sub/b é.txt", "sub/c.log"]) {
      writeFileSync(file(`tree/${name}`), name);
      utimesSync(file(`tree/${name}`), anHourAgo, anHourAgo);
    }
    const sync = (...args: string[]): Promise<string> =>
      s3("sync", "tree", `${BUCKET}/tree`, "--delete", "--no-progress", ...args);
    expect((await sync("--exclude", "*.log")).match(/^upload:/gm)).toHaveLength(2);
    expect(await sync("--exclude", "*.log")).toBe("");
    rmSync(file("tree/a.txt"));
    expect(await sync()).toMatch(/^(?=[^]*delete: s3:..cli-bucket.tree.a.txt)[^]*upload: /);
    await s3("sync", `${BUCKET}/tree`, "back-tree", "--no-progress");
    expect(readFileSync(file("back-tree/sub/b é.txt"), "utf8")).toBe("sub/b é.txt");
    expect(await s3("ls", "--recursive", `${BUCKET}/tree/`)).toBe(
      "DATE 12 tree/sub/b é.txt\nDATE 9 tree/sub/c.log",
    );
  }, 60_000);

  it("are removed all at once", async () => {
    await s3("rb", "--force", BUCKET);
    expect(await s3("ls")).toBe("");
  }, 60_000);
});

/** What is set, its file's content, and a part of what is answered to the question for it; then how it is removed, if it can be. */
const SETTINGS: readonly [
  set: string,
  option: string,
  value: object,
  get: string,
  remove: string,
][] = [
  [
    "put-bucket-policy",
    "--policy",
    {
      Version: "2023-04-17",
      Statement: [
        {
          Sid: "a",
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: "cli-set/*",
        },
      ],
    },
    "get-bucket-policy",
    "delete-bucket-policy",
  ],
  [
    "put-bucket-lifecycle-configuration",
    "--lifecycle-configuration",
    { Rules: [{ ID: "a", Status: "Enabled", Filter: { Prefix: "a/" }, Expiration: { Days: 3 } }] },
    "get-bucket-lifecycle-configuration",
    "delete-bucket-lifecycle",
  ],
  [
    "put-bucket-cors",
    "--cors-configuration",
    { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] },
    "get-bucket-cors",
    "delete-bucket-cors",
  ],
  [
    "put-bucket-website",
    "--website-configuration",
    { IndexDocument: { Suffix: "index.html" } },
    "get-bucket-website",
    "delete-bucket-website",
  ],
  [
    "put-bucket-tagging",
    "--tagging",
    { TagSet: [{ Key: "team", Value: "a" }] },
    "get-bucket-tagging",
    "delete-bucket-tagging",
  ],
  [
    "put-bucket-versioning",
    "--versioning-configuration",
    { Status: "Enabled" },
    "get-bucket-versioning",
    "",
  ],
];

describeWith("aws", "A bucket's settings, with the AWS CLI", () => {
  let open: OpenCloud;
  let home: AwsHome;
  const s3api = (...args: string[]): Promise<AwsOutcome> =>
    home.run(open.cloud.description.scaleway, "s3api", ...args, "--bucket", "cli-set");

  beforeAll(async () => {
    open = await openCloud({ clock: { now: () => new Date() } });
    home = new AwsHome(open.cloud.description.scaleway.s3Endpoint);
    expect(await s3api("create-bucket")).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    home.remove();
    await open.cloud.stop();
  });

  it.each(SETTINGS)(
    "%s is read back as it was set",
    async (set, option, value, get, remove) => {
      writeFileSync(join(home.folder, "value.json"), JSON.stringify(value));
      expect(await s3api(set, option, "file://value.json")).toEqual({ code: 0, text: "" });
      const { text } = await s3api(get);
      const { Policy, ...answer } = JSON.parse(text) as { Policy?: string };
      const found: unknown = Policy === undefined ? answer : JSON.parse(Policy);
      expect(found).toMatchObject(value);
      if (remove === "") return;
      expect(await s3api(remove)).toEqual({ code: 0, text: "" });
      expect((await s3api(get)).text).toContain("(NoSuch");
    },
    60_000,
  );

  it("show an object's versions, ACL and lock to who asks for them", async () => {
    writeFileSync(join(home.folder, "text"), "hello");
    const put = await s3api("put-object", "--key", "k", "--body", "text");
    const { VersionId = "" } = JSON.parse(put.text) as { VersionId?: string };
    expect(VersionId).not.toBe("");
    const versions = await s3api("list-object-versions", "--query", "Versions[].VersionId");
    expect(JSON.parse(versions.text)).toEqual([VersionId]);
    const grants = await s3api("get-object-acl", "--key", "k", "--query", "Grants[].Permission");
    expect(JSON.parse(grants.text)).toEqual(["FULL_CONTROL"]);
    const lock = await s3api("get-object-lock-configuration");
    expect(lock.text).toContain("ObjectLockConfigurationNotFoundError");
  }, 60_000);
});
