/** Whatever a program's resources hold, a world comes of it, findings, and answers: never a crash. */
import * as fc from "fast-check";
import {
  Access,
  diff,
  matrix,
  STORAGE_ACTIONS,
  UNKNOWN,
  worldOfResources,
  worldOfState,
  type DescribedResource,
} from "../../../provider/access";

const KINDS = [
  ...["Application", "User", "Group", "GroupMembership", "Policy", "ApiKey", "Project"],
  ...["Bucket", "BucketPolicy", "BucketAcl", "BucketObject", "SshKey", "Nonsense"],
];
const PROPERTIES = [
  ...["name", "applicationId", "userId", "groupId", "applicationIds", "userIds", "rules", "bucket"],
  ...["projectId", "defaultProjectId", "statements", "document", "version", "keepDeployer", "acl"],
  ...["grants", "previousKeys", "expiresAt", "references", "key", "locked", "type", "region"],
  ...["organizationId", "accessKey", "username"],
];
const URNS = KINDS.flatMap((kind) =>
  ["a", "b"].map((name) => `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/scaleway:${kind}::${name}`),
);

const leaf = fc.oneof(
  fc.constantFrom<unknown>(UNKNOWN, null, undefined, true, false, 0, -1, "", "*", ...URNS),
  fc.constantFrom(
    "pictures",
    "pictures/*",
    "s3:GetObject",
    "IpAddress",
    "request.ip ==",
    "AllUsers",
  ),
  fc.string(),
  fc.integer(),
);
const inside = [
  ...["permissionSetNames", "projectIds", "condition", "principals", "actions", "resources"],
  ...["everyone", "effect", "conditions", "sid", "permission", "group", "Version", "Statement"],
  ...["Principal", "Action", "Resource", "Effect", "SCW", "Condition", "aws:SourceIp", "__proto__"],
  ...["4dabf18193072939515e22adb298388d", "value", "plaintext", "rules[0].projectIds[0]"],
];
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...inside, ...PROPERTIES), tie("value"), { maxKeys: 5 }),
    fc
      .dictionary(fc.constantFrom(...inside), tie("value"), { maxKeys: 5 })
      .map((value) => JSON.stringify(value)),
  ),
})).value;

const resource = fc.record({
  urn: fc.constantFrom(...URNS),
  type: fc.constantFrom(...KINDS).map((kind) => `pulumi-nodejs:dynamic/scaleway:${kind}`),
  id: fc.option(fc.constantFrom("", "id", "pictures", UNKNOWN), { nil: undefined }),
  properties: fc.dictionary(fc.constantFrom(...PROPERTIES), anything, { maxKeys: 8 }),
  propertyDependencies: fc.option(
    fc.dictionary(fc.constantFrom(...PROPERTIES), anything, { maxKeys: 3 }),
    { nil: undefined },
  ),
});

/** Everything that can be asked of a world is asked once. */
function askEverything(resources: readonly DescribedResource[], isPartial: boolean): void {
  const { world, findings } = worldOfResources(resources, { isPartial });
  const access = new Access(world);
  for (const { asker } of matrix(world, { keys: true }).askers) {
    for (const { name } of world.buckets.slice(0, 2)) {
      for (const action of [...STORAGE_ACTIONS.slice(0, 3), "GetObject", "PutBucketPolicy"]) {
        const question = { asker, action, target: { bucket: name, key: "a" } };
        expect(access.can(question).answer).toBe(access.answer(question));
        access.openSwitches(question);
      }
    }
  }
  expect(diff(world, world)).toEqual([]);
  for (const { code, urn, property, text } of findings) {
    expect([typeof code, typeof urn, typeof property, typeof text]).toEqual(
      Array(4).fill("string"),
    );
  }
}

describe("whatever resources hold", () => {
  it("a world comes of it, and every question about it has an answer", () => {
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 6 }), fc.boolean(), (resources, isPartial) => {
        askEverything(resources as DescribedResource[], isPartial);
      }),
      { numRuns: 300, seed: 20261128 },
    );
  });

  it("also where they are no resources at all", () => {
    fc.assert(
      fc.property(fc.array(anything), anything, (resources, state) => {
        expect(worldOfResources(resources as DescribedResource[]).world.policies).toEqual([]);
        worldOfState(state);
        worldOfState({ deployment: { resources: state } });
        worldOfState({ checkpoint: { latest: { resources } } });
      }),
      { numRuns: 300, seed: 20261128 },
    );
  });
});
