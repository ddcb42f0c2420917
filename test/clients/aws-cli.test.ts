import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openCloud, type Caller, type Json, type OpenCloud } from "../emulator/support";
import { describeWith } from "../support/requires";
import { AwsHome } from "./aws";

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

  it("are removed all at once", async () => {
    await s3("rb", "--force", BUCKET);
    expect(await s3("ls")).toBe("");
  }, 60_000);
});
