/**
 * What the classes register: one short constant provider text, identity, references, secret outputs.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import * as index from "../../../provider/index";
import { markInput } from "../../../provider/core/mark";
import { goesFirst, resourceOptions } from "../../../provider/core/resource";
import handlersFor from "../../../provider/handlers";
import * as scaleway from "../../../provider/scaleway";

const { definitionOf } = handlersFor;
const registered: MockResourceArgs[] = [];

/** What was registered under a name. */
const registration = (name: string): MockResourceArgs => {
  const found = registered.find((resource) => resource.name === name);
  if (!found) throw new Error(`nothing was registered under ${name}`);
  return found;
};

const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => void output.apply(resolve));

const TOKENS = [
  "ApiKey",
  "Application",
  "Bucket",
  "BucketAcl",
  "BucketPolicy",
  "EffectiveAccess",
  "Group",
  "GroupMembership",
  "OrganizationSecuritySettings",
  "Policy",
  "Project",
  "SshKey",
  "User",
] as const;

/** The resources of a program that uses every kind. */
function program() {
  const application = new scaleway.Application("app", { name: "my-app" });
  const group = new scaleway.Group("group", { applicationIds: [application.id] });
  const project = new scaleway.Project("project");
  const policy = new scaleway.Policy("policy", {
    groupId: group.id,
    rules: [{ projectIds: [project.id], permissionSetNames: ["ObjectStorageFullAccess"] }],
  });
  const key = new scaleway.ApiKey("key", {
    applicationId: application.id,
    defaultProjectId: project.id,
  });
  const bucket = new scaleway.Bucket("bucket", { projectId: project.id });
  const sshKey = new scaleway.SshKey("ssh", { publicKey: "ssh-ed25519 AAAA" });
  const membership = new scaleway.GroupMembership("membership", { groupId: group.id });
  const security = new scaleway.OrganizationSecuritySettings("security", {});
  const user = new scaleway.User("user", { email: "ada@example.com", username: "ada" });
  const { accessKey, secretKey } = key;
  const proof = new scaleway.EffectiveAccess("proof", { accessKey, secretKey, bucket });
  const acl = new scaleway.BucketAcl("acl", { bucket, acl: "private" });
  const bucketPolicy = new scaleway.BucketPolicy("bucket-policy", {
    bucket,
    statements: [{ principals: { applicationIds: [application.id] }, actions: ["*"] }],
  });
  return {
    ...{ application, group, project, policy, key, bucket, proof, sshKey, user, membership },
    ...{ acl, bucketPolicy, security },
  };
}

describe("a program with every kind", () => {
  let resources: ReturnType<typeof program>;
  beforeAll(async () => {
    await pulumi.runtime.setMocks(
      {
        newResource: (resource) => {
          registered.push(resource);
          const inputs = resource.inputs as Record<string, unknown>;
          const state = { ...inputs, accessKey: "SCWTEST", secretKey: "canary" };
          return { id: `id-of-${resource.name}`, state };
        },
        call: () => ({}),
      },
      "site",
      "dev",
    );
    resources = program();
    await Promise.all(Object.values(resources).map(({ urn }) => valueOf(urn)));
  });

  it("registers each as a dynamic resource of its own type, and the stack's lineage once, before them", () => {
    const [first, ...others] = registered;
    expect(first).toMatchObject({
      type: "pulumi-nodejs:dynamic/storage-access:Lineage",
      name: "lineage",
    });
    expect(others.map(({ type }) => type).sort()).toEqual(
      TOKENS.map((token) => `pulumi-nodejs:dynamic/scaleway:${token}`),
    );
  });

  it("makes reading a secret that goes to a sink an error that names the sink, and reading the rest none", async () => {
    const applicationId = "0a0a0a0a-0000-4000-8000-000000000001";
    const secretTo = { file: "./key.json" };
    const key = new scaleway.ApiKey("handed", { applicationId, secretTo });
    expect(() => key.secretKey).toThrow(
      'The secretKey of API key "handed" is not known to the program: secretTo hands it to the file ./key.json. Read it there.',
    );
    const later = pulumi.output({ command: ["vault"] });
    const other = new scaleway.ApiKey("later", { applicationId, secretTo: later });
    expect(() => other.secretKey).toThrow("what secretTo names");
    expect(await valueOf(key.accessKey)).toBe("SCWTEST");
    expect(Object.keys(key)).not.toContain("secretKey");
    await Promise.all([key, other].map(({ urn }) => valueOf(urn)));
    registered.splice(-2);
  });

  it("gives each a constant provider text of at most 300 bytes", () => {
    for (const { type, inputs } of registered) {
      const token = type.split("/")[1] ?? "";
      const text = String((inputs as Record<string, unknown>)["__provider"]);
      expect(text).toBe(
        `exports.handler=()=>require("pulumi-storage-access/handlers")("${token}")`,
      );
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(300);
    }
  });

  it("tells each who it is: the same at every run, another for every resource", () => {
    const marks = registered
      .slice(1)
      .map(({ inputs }) => (inputs as Record<string, string>)["mark"]);
    expect(new Set(marks).size).toBe(TOKENS.length);
    expect((registration("app").inputs as Record<string, string>)["mark"]).toMatch(
      /^app#[0-9a-f]{20}\.id-of-lineage$/,
    );
  });

  it("makes the mark of the resource's URN, without an Output of its own", async () => {
    const urn = await valueOf(resources.application.urn);
    const where = { organization: "organization", urn, owner: undefined, lineage: "id-of-lineage" };
    expect(urn).toBe("urn:pulumi:dev::site::pulumi-nodejs:dynamic/scaleway:Application::app");
    expect(registration("app").inputs).toMatchObject({ mark: markInput("app", where) });
    expect(resources.application).not.toHaveProperty("references");
    expect(resources.key).toHaveProperty("references");
  });

  it("adds references down to the leaf, and none where there are none", () => {
    const references = (name: string): unknown =>
      (registration(name).inputs as Record<string, unknown>)["references"];
    const urn = (token: string, name: string): string =>
      `urn:pulumi:dev::site::pulumi-nodejs:dynamic/scaleway:${token}::${name}`;
    expect(references("policy")).toEqual({
      groupId: urn("Group", "group"),
      "rules[0].projectIds[0]": urn("Project", "project"),
    });
    expect(references("key")).toEqual({
      applicationId: urn("Application", "app"),
      defaultProjectId: urn("Project", "project"),
    });
    expect(references("app")).toBeUndefined();
  });

  it("takes the Project of what belongs to a bucket from the bucket", () => {
    for (const name of ["acl", "bucket-policy"]) {
      expect(registration(name).inputs).toMatchObject({
        bucket: "id-of-bucket",
        projectId: "id-of-project",
      });
    }
  });

  it("asks the engine to keep the secret key secret, and nothing of the others", () => {
    const { additionalSecretOutputs } = resourceOptions(definitionOf("scaleway:ApiKey"), {
      additionalSecretOutputs: ["description"],
    });
    expect(additionalSecretOutputs).toEqual(["description", "secretKey"]);
    expect(resourceOptions(definitionOf("scaleway:Application"), {})).toEqual({
      additionalSecretOutputs: [],
    });
  });

  it("asks for the old half of a replacement first where there is one place and no mark, unless told otherwise", () => {
    const bucketPolicy = definitionOf("scaleway:BucketPolicy");
    const { deleteBeforeReplace } = resourceOptions(bucketPolicy, undefined);
    expect(deleteBeforeReplace).toBe(true);
    const told = resourceOptions(bucketPolicy, { deleteBeforeReplace: false });
    expect(told.deleteBeforeReplace).toBe(false);
    // Marked, always there, or better twice for a moment than nowhere.
    const others = ["Bucket", "OrganizationSecuritySettings", "BucketObject"];
    expect(others.filter((kind) => goesFirst(definitionOf(`scaleway:${kind}`)))).toEqual([]);
  });

  it("gives a key as an access key that acts in one Project", async () => {
    expect(await valueOf(resources.key.accessKeyFor(resources.project.id))).toBe(
      "SCWTEST@id-of-project",
    );
  });

  it("knows its instances, also those of another copy of the package", () => {
    const { application, group } = resources;
    expect(scaleway.Application.isInstance(application)).toBe(true);
    expect(scaleway.Application.isInstance(group)).toBe(false);
    expect(scaleway.Application.isInstance(undefined)).toBe(false);
    const { __pulumiType } = scaleway.Application;
    expect(scaleway.Application.isInstance({ __pulumiType })).toBe(true);
  });

  it("does not touch the arguments, which may be used again", () => {
    const args = Object.freeze({ name: "shared", tags: Object.freeze(["a"]) as string[] });
    new scaleway.Application("first", args);
    new scaleway.Application("second", args);
    expect(args).toEqual({ name: "shared", tags: ["a"] });
  });

  it("marks children of different components apart", async () => {
    class Component extends pulumi.ComponentResource {
      constructor(type: string) {
        super(type, "component");
        new scaleway.Application(`child-${type.at(-1) ?? ""}`, {}, { parent: this });
        new scaleway.Project("same", {}, { parent: this });
      }
    }
    const components = [new Component("example:index:A"), new Component("example:index:B")];
    await Promise.all(components.map(({ urn }) => valueOf(urn)));
    await new Promise((resolve) => setImmediate(resolve));
    const marks = registered
      .filter(({ name }) => name === "same")
      .map(({ inputs }) => (inputs as Record<string, string>)["mark"]);
    expect(new Set(marks).size).toBe(2);
  });

  it("leaves the length of stack traces as it was, and shows where a wrong call stands", () => {
    const limit = Error.stackTraceLimit;
    new scaleway.Project("stack-trace");
    expect(Error.stackTraceLimit).toBe(limit);
    let thrown: unknown;
    try {
      new scaleway.Project("");
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Error);
    expect((thrown as Error).stack).toContain("classes.test.ts");
    expect(Error.stackTraceLimit).toBe(limit);
  });

  it("is at hand from the package's root as well", () => {
    expect(index.scaleway.Application).toBe(scaleway.Application);
  });
});
