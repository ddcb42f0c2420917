/**
 * What others have said about an object stays with it: who may read it, how long caches keep it.
 * @module
 */
import {
  CopyObjectCommand,
  GetObjectAclCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { freshStack } from "../../../support/fresh-stack";
import { SimulatedStack, type Values } from "../../../support/stack";
import { ownersStorage, startWorld, type World } from "../../../support/world";
import { MEBIBYTE, NAME, address, filesInEachTest, site } from "./site";

jest.setTimeout(60_000);

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await freshStack("bucket object")));
afterEach(() => world.stop());

const storage = () => ownersStorage(world.cloud);
const file = filesInEachTest();

describe("an object about which others have said something", () => {
  const said = {
    CacheControl: "max-age=60",
    ContentDisposition: "inline",
    ContentLanguage: "fr",
    Expires: new Date("2030-01-01T00:00:00Z"),
  };
  const everyone = "http://acs.amazonaws.com/groups/global/AllUsers";
  const grants = async () => {
    const { Grants = [] } = await storage().send(new GetObjectAclCommand(address));
    return Grants.map(({ Grantee, Permission }) => [Grantee?.URI ?? "the owner", Permission]);
  };
  const OPEN = [
    ["the owner", "FULL_CONTROL"],
    [everyone, "READ"],
  ];
  const head = async (): Promise<Values> => {
    const { ExpiresString, ...others } = await storage().send(new HeadObjectCommand(address));
    return { ...others, Expires: new Date(ExpiresString ?? "") };
  };

  it("keeps it when it is adopted and described anew", async () => {
    await stack.up(site());
    await storage().send(
      new PutObjectCommand({
        ...{ ...address, ...said, Metadata: { revision: "1" } },
        ...{ Body: "one", ACL: "public-read", StorageClass: "ONEZONE_IA" },
      }),
    );
    const adopted = { content: "one", adopt: "existing", contentType: "text/plain" };
    await stack.up(site(adopted));
    expect(await head()).toMatchObject({
      ...{ ...said, Metadata: { revision: "1" } },
      ...{ ContentType: "text/plain", StorageClass: "ONEZONE_IA" },
    });
    expect((await grants()).sort()).toEqual(OPEN.toSorted());
    expect(await stack.up(site(adopted))).toMatchObject({ same: 2 });
  });

  it.each([
    ["a change of what is said about it", { content: "one", contentType: "text/plain" }, 1, 0],
    ["a change of its content", { content: "two" }, 0, 1],
    [
      "a change of the content in parts",
      { source: () => file("large.bin", Buffer.alloc(9 * MEBIBYTE, "0123456789")) },
      0,
      0,
    ],
  ])("keeps it over %s", async (_what, { source, ...change }: Values, copies, puts) => {
    await stack.up(site({ content: "one" }));
    const copied = { ...said, MetadataDirective: "REPLACE" } as const;
    const { Metadata } = await storage().send(new HeadObjectCommand(address));
    const CopySource = `${NAME}/page`;
    await storage().send(
      new CopyObjectCommand({ ...address, ...copied, Metadata, CopySource, ACL: "public-read" }),
    );
    await stack.refresh();
    world.cloud.resetCounts();
    const asked = typeof source === "function" ? { source: (source as () => string)() } : change;
    await stack.up(site(asked));
    const { CopyObject = 0, PutObject = 0, GetObjectAcl } = world.cloud.counts();
    expect([CopyObject, PutObject, GetObjectAcl]).toEqual([copies, puts, 1]);
    expect(await head()).toMatchObject(said);
    expect((await grants()).sort()).toEqual(OPEN.toSorted());
  });

  it("says so where it cannot see who else may read it", async () => {
    let isHidden = false;
    await world.stop();
    world = await startWorld({
      seed: "hidden",
      faults: ({ operation }) =>
        isHidden && operation === "GetObjectAcl" ? { status: 403 } : undefined,
    });
    stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(site({ content: "one" }));
    isHidden = true;
    await stack.up(site({ content: "two" }));
    expect(stack.lines.join("\n")).toMatch(/warning: .*page is private from now on, if it was not/);
  });
});
