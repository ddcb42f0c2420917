/** A state becomes a world: as `pulumi stack export` writes it, and as a backend keeps it. */
import { Access, resourcesOf, worldOfState } from "../../../provider/access";
import { resource, urn } from "./support/resources";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const rules = [{ permissionSetNames: ["ObjectStorageFullAccess"], projectIds: ["p"] }];

function kept(kind: string, name: string, outputs: Record<string, unknown>, id: string) {
  const { urn: its, type } = resource(kind, name);
  return { urn: its, type, id, inputs: { name: "old" }, outputs };
}

const RESOURCES = [
  { urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", type: "pulumi:pulumi:Stack" },
  kept("Application", "app", { name: "uploader", organizationId: "organization" }, "app"),
  kept("Policy", "policy", { name: "all", applicationId: "app", rules }, "policy"),
  kept("Bucket", "pictures", { name: "pictures", projectId: "p", region: "fr-par" }, "pictures"),
  { ...kept("Policy", "policy", { applicationId: "other", rules }, "going"), delete: true },
];
const FORMS: [string, unknown][] = [
  ["an export", { version: 3, deployment: { resources: RESOURCES } }],
  ["a checkpoint", { version: 3, checkpoint: { stack: "dev", latest: { resources: RESOURCES } } }],
  ["a deployment", { resources: RESOURCES }],
];

describe.each(FORMS)("a state, as %s", (_form, state) => {
  const { world, findings } = worldOfState(state);
  const answer = (id: string) =>
    new Access(world).answer({
      ...{
        asker: { kind: "application", id },
        action: "GetObject",
        target: { bucket: "pictures" },
      },
    });

  it("is read by its outputs", () => {
    expect(findings).toEqual([]);
    expect(world.organizationId).toBe("organization");
    expect(world.principals[0]).toMatchObject({ id: "app", name: "uploader" });
    expect(answer("app")).toBe("allow");
  });

  it("has nothing of what is on its way out", () => {
    expect(world.policies.map(({ id }) => id)).toEqual(["policy"]);
    expect(answer("other")).toBe("deny");
  });
});

describe("a secret in a state", () => {
  const bearer = (applicationId: unknown) =>
    worldOfState({
      resources: [
        kept("ApiKey", "key", { accessKey: "SCW1", applicationId, defaultProjectId: "p" }, "SCW1"),
      ],
    }).world.keys[0]?.bearer.id;

  it("is read where it is there in plain text, and not known where it is not", () => {
    expect(bearer({ ...SECRET, value: "app" })).toBe("app");
    expect(bearer({ ...SECRET, plaintext: '"app"' })).toBe("app");
    expect(bearer({ ...SECRET, ciphertext: "v1:xyz" })).toBe(
      "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    );
  });
});

it("what is no state has no resources", () => {
  for (const value of [undefined, null, 3, "text", [], {}, { deployment: null }]) {
    expect(resourcesOf(value)).toEqual([]);
  }
  expect(resourcesOf({ resources: [null, { urn: 1 }, { urn: urn("A", "b"), type: "t" }] })).toEqual(
    [{ urn: urn("A", "b"), type: "t", properties: {} }],
  );
});
