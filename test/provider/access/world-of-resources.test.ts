/** A program's resources become a world: also at the first preview, when no id is known yet. */
import {
  Access,
  UNKNOWN,
  worldOfResources,
  type DescribedResource,
} from "../../../provider/access";

const urn = (kind: string, name: string): string =>
  `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/scaleway:${kind}::${name}`;

function resource(
  kind: string,
  name: string,
  properties: Record<string, unknown> = {},
  propertyDependencies: Record<string, string[]> = {},
): DescribedResource {
  return {
    urn: urn(kind, name),
    type: `pulumi-nodejs:dynamic/scaleway:${kind}`,
    properties,
    propertyDependencies,
  };
}

const PHOTOS = urn("Project", "photos");
const INVOICES = urn("Project", "invoices");
const APP = urn("Application", "app");

describe("the first preview of a stack, when no id is known yet", () => {
  const rule = (set: string) => ({ permissionSetNames: [set], projectIds: [UNKNOWN] });
  const { world, findings } = worldOfResources([
    resource("Project", "photos"),
    resource("Project", "invoices"),
    resource("Application", "app"),
    resource("Policy", "policy", {
      applicationId: UNKNOWN,
      rules: [rule("ObjectStorageFullAccess"), rule("ObjectStorageObjectsRead")],
      references: {
        applicationId: APP,
        "rules[0].projectIds[0]": PHOTOS,
        "rules[1].projectIds[0]": INVOICES,
      },
    }),
    resource("ApiKey", "key", {
      applicationId: UNKNOWN,
      defaultProjectId: UNKNOWN,
      references: { applicationId: APP, defaultProjectId: INVOICES },
    }),
    resource("Bucket", "pictures", {
      name: "pictures",
      projectId: UNKNOWN,
      references: { projectId: PHOTOS },
    }),
    resource("Bucket", "bills", {
      name: "bills",
      projectId: UNKNOWN,
      references: { projectId: INVOICES },
    }),
  ]);
  const access = new Access(world);
  const asker = { kind: "application", id: APP } as const;

  it("has nothing that is not known, where references tell", () => {
    expect(findings).toEqual([]);
  });

  it.each([
    ["PutObject", "pictures", "allow"],
    ["GetObject", "pictures", "allow"],
    ["PutObject", "bills", "deny"],
    ["GetObject", "bills", "allow"],
  ])("decides %s in %s: two rules name two new Projects", (action, bucket, answer) => {
    expect(access.can({ asker, action, target: { bucket, key: "a" } }).answer).toBe(answer);
  });

  it("knows in which Project the new key acts, and what to sign with instead", () => {
    const key = { kind: "key", accessKey: urn("ApiKey", "key") } as const;
    expect(access.answer({ asker: key, action: "GetObject", target: { bucket: "bills" } })).toBe(
      "allow",
    );
    const { answer, reasons, remedies } = access.can({
      asker: key,
      action: "GetObject",
      target: { bucket: "pictures" },
    });
    expect(answer).toBe("deny");
    expect(reasons.map(({ code }) => code)).toEqual(["preferredProject", "otherProject"]);
    expect(remedies[0]?.signAs).toBe(`${urn("ApiKey", "key")}@${PHOTOS}`);
  });
});
