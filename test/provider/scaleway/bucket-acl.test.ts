/**
 * Access control lists of buckets: by name and by lines, seen when changed elsewhere, private in the end.
 * @module
 */
import { GetBucketAclCommand, PutBucketAclCommand } from "@aws-sdk/client-s3";
import { BUCKET, bucketWith } from "../../support/bucket-with";
import { freshStack } from "../../support/fresh-stack";
import { SimulatedStack, type Values } from "../../support/stack";
import { ownersStorage, type World } from "../../support/world";

jest.setTimeout(30_000);

const READ = { group: "AllUsers", permission: "READ" };

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await freshStack("access control lists")));
afterEach(() => world.stop());

const withAcl = (args?: Values) => bucketWith("scaleway:BucketAcl", "acl", args);
const storage = () => ownersStorage(world.cloud);
const linesThere = async (): Promise<string[]> => {
  const { Grants = [] } = await storage().send(new GetBucketAclCommand({ Bucket: BUCKET }));
  return Grants.map(
    ({ Grantee, Permission }) =>
      `${Grantee?.URI?.split("/").at(-1) ?? "owner"} ${String(Permission)}`,
  );
};

describe("An access control list", () => {
  it.each([
    ["private", ["owner FULL_CONTROL"]],
    ["public-read", ["owner FULL_CONTROL", "AllUsers READ"]],
    ["public-read-write", ["owner FULL_CONTROL", "AllUsers READ", "AllUsers WRITE"]],
    ["authenticated-read", ["owner FULL_CONTROL", "AuthenticatedUsers READ"]],
  ])("named %s is %j, unchanged after a refresh", async (acl, lines) => {
    await stack.up(withAcl({ acl }));
    expect(await linesThere()).toEqual(lines);
    expect(await stack.refresh()).toEqual([]);
    expect(stack.outputsOf("acl")).toMatchObject({ acl });
    expect(await stack.up(withAcl({ acl }))).toMatchObject({ update: 0, create: 0 });
  });

  it("is private again once its resource is gone", async () => {
    await stack.up(withAcl({ grants: [READ] }));
    expect(await linesThere()).toEqual(["AllUsers READ"]);
    await stack.up(withAcl());
    expect(await linesThere()).toEqual(["owner FULL_CONTROL"]);
  });

  it("by name is seen to be another one when somebody changes it, and mended", async () => {
    await stack.up(withAcl({ acl: "public-read" }));
    const change = { Bucket: BUCKET, ACL: "authenticated-read" } as const;
    await storage().send(new PutBucketAclCommand(change));
    await stack.refresh();
    expect(stack.outputsOf("acl")).toMatchObject({ acl: "authenticated-read" });
    expect(await stack.up(withAcl({ acl: "public-read" }))).toMatchObject({ update: 1 });
    expect(await linesThere()).toEqual(["owner FULL_CONTROL", "AllUsers READ"]);
  });

  it("by name that somebody made one without a name is told as such", async () => {
    await stack.up(withAcl({ acl: "public-read" }));
    const other = new SimulatedStack({ cloud: world.cloud });
    for (const [urn, entry] of stack.kept) other.kept.set(urn, structuredClone(entry));
    await other.up(withAcl({ grants: [READ] }));
    await expect(stack.up(withAcl({ acl: "authenticated-read" }))).rejects.toThrow(
      'acl is "custom" and was "public-read" at the last run',
    );
    await stack.refresh();
    expect(stack.outputsOf("acl")).toMatchObject({ acl: "custom" });
    expect(await stack.up(withAcl({ acl: "public-read" }))).toMatchObject({ update: 1 });
  });

  it("means the same in any order of its lines", async () => {
    const write = { group: "AllUsers", permission: "WRITE" };
    await stack.up(withAcl({ grants: [READ, write] }));
    expect(await stack.up(withAcl({ grants: [write, READ] }))).toMatchObject({ update: 0 });
  });

  it("that is there already is an error, unless it is private as every bucket is at first", async () => {
    await stack.up(withAcl());
    await storage().send(new PutBucketAclCommand({ Bucket: BUCKET, ACL: "public-read-write" }));
    await expect(stack.up(withAcl({ acl: "public-read" }))).rejects.toThrow(/has one already/);
    await storage().send(new PutBucketAclCommand({ Bucket: BUCKET, ACL: "private" }));
    await stack.up(withAcl({ acl: "public-read" }));
  });

  it("is refreshed by one call", async () => {
    await stack.up(withAcl({ acl: "public-read" }));
    world.cloud.resetCounts();
    await stack.refresh();
    expect(world.cloud.counts()).toMatchObject({ GetBucketAcl: 1 });
  });

  it.each<[string, Values, RegExp]>([
    ["neither form", {}, /none of acl, grants is given/],
    ["both forms", { acl: "private", grants: [] }, /exactly one is allowed/],
    ["another name", { acl: "log-delivery-write" }, /acl.*must be one of "private"/],
    ["a line for nobody", { grants: [{ permission: "READ" }] }, /grants\[0\]\.projectId: none of/],
    [
      "a line for two",
      { grants: [{ ...READ, projectId: "0e0e0e0e-0000-4000-8000-000000000001" }] },
      /grants\[0\]\.group.*exactly one is allowed/,
    ],
  ])("is refused before any call with %s", async (_what, args, reason) => {
    const preview = stack.preview("scaleway:BucketAcl", "acl", { bucket: BUCKET, ...args });
    await expect(preview).rejects.toThrow(reason);
    expect(world.cloud.counts()).toEqual({});
  });
});
