import { access } from "pulumi-storage-access";
import { s3Operations } from "pulumi-storage-access-catalog";

const { ACCESS_LEVELS, actionsOf, leveledActions, levelOf, placeOf, placeOfTarget } = access;

describe("Levels of access", () => {
  it("hold every operation of Object Storage, but for the one that nobody is refused", () => {
    const without = s3Operations.filter(({ operation }) => levelOf(operation) === undefined);
    expect(without.map(({ operation }) => operation)).toEqual(["OptionsObject"]);
  });

  it("hold each action once, where it is done", () => {
    const places = ["bucket", "project", "organization"] as const;
    const all = places.flatMap((place) =>
      ACCESS_LEVELS.flatMap((level) => [...actionsOf(level, place)]),
    );
    expect([...all].sort()).toEqual([...leveledActions()].sort());
  });

  it.each([
    ["ListObjectsV2", "list", "bucket"],
    ["GetObject", "read", "bucket"],
    ["CopyObject", "write", "bucket"],
    ["AbortMultipartUpload", "delete", "bucket"],
    ["DeleteBucket", "manage", "bucket"],
    ["GetBucketPolicy", "inspect", "bucket"],
    ["PutBucketAcl", "grant", "bucket"],
    ["ListBuckets", "list", "project"],
    ["CreateBucket", "manage", "project"],
    ["policy:write", "grant", "organization"],
    ["policy:delete", "manage", "organization"],
    ["user:read", "inspect", "organization"],
    ["PutObjects", undefined, undefined],
  ])("put %s under %s, of a %s", (action, level, place) => {
    expect([levelOf(action), placeOf(action)]).toEqual([level, place]);
  });

  it("know what kind of place a target is", () => {
    expect([
      placeOfTarget({ bucket: "b", key: "k" }),
      placeOfTarget({ projectId: "p" }),
      placeOfTarget({ organization: true }),
    ]).toEqual(["bucket", "project", "organization"]);
  });
});
