import {
  DeleteObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type ListObjectsV2CommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { compareKeys, SortedKeys } from "../../../emulator/object-storage/sorted-keys";
import { anyText } from "../../support/arbitrary";
import { FIRST_PROJECT, refusalOf, startStorageWith, type Storage } from "./support";

const Bucket = "listed";
let storage: Storage;
let client: S3Client;

beforeAll(async () => {
  ({ storage, client } = await startStorageWith(Bucket));
  for (const Key of ["readme", "a/1", "a/2", "a/b/3", "z z&<>\"'", "été", "\u{1f600}", "\uffee"]) {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  }
});
afterAll(() => storage.stop());

const ALL = ["a/1", "a/2", "a/b/3", "readme", "z z&<>\"'", "été", "\uffee", "\u{1f600}"];
const list = async (input: Partial<ListObjectsV2CommandInput> = {}) => {
  const {
    Contents = [],
    CommonPrefixes = [],
    ...page
  } = await client.send(new ListObjectsV2Command({ Bucket, ...input }));
  return {
    ...page,
    keys: Contents.map(({ Key }) => Key),
    prefixes: CommonPrefixes.map(({ Prefix }) => Prefix),
  };
};

describe("A list of objects [SDK]", () => {
  it("shows all keys in the order of their UTF-8 bytes", async () => {
    expect((await list()).keys).toEqual(ALL);
  });

  it("shows what is known of each [recorded]", async () => {
    const { Contents } = await client.send(new ListObjectsCommand({ Bucket, Prefix: "readme" }));
    const owner = `${FIRST_PROJECT}:${FIRST_PROJECT}`;
    expect(Contents).toEqual([
      {
        Key: "readme",
        ETag: '"9dd4e461268c8034f5c8564e155c67a6"',
        Size: 1,
        LastModified: new Date("2026-06-01T10:00:00.000Z"),
        Owner: { DisplayName: owner, ID: owner },
        StorageClass: "STANDARD",
        ChecksumAlgorithm: ["CRC32"],
        ChecksumType: "FULL_OBJECT",
      },
    ]);
  });

  it("shows only what starts with the prefix", async () => {
    expect((await list({ Prefix: "a/" })).keys).toEqual(["a/1", "a/2", "a/b/3"]);
    expect((await list({ Prefix: "nothing" })).keys).toEqual([]);
  });

  it("folds keys up to the delimiter", async () => {
    const top = await list({ Delimiter: "/" });
    expect(top.keys).toEqual(ALL.slice(3));
    expect(top.prefixes).toEqual(["a/"]);
    const below = await list({ Delimiter: "/", Prefix: "a/" });
    expect([below.keys, below.prefixes]).toEqual([["a/1", "a/2"], ["a/b/"]]);
  });

  it("begins after a key", async () => {
    expect((await list({ StartAfter: "readme" })).keys).toEqual(ALL.slice(4));
  });

  it("writes keys percent-encoded when asked to", async () => {
    const page = await list({ EncodingType: "url", Prefix: "z" });
    expect(page.keys.map((key) => decodeURIComponent(key!))).toEqual(["z z&<>\"'"]);
    expect(page.keys[0]).toBe("z%20z%26%3C%3E%22%27");
  });

  it("is refused for parameters that are no numbers, no tokens or no encodings [assumed]", async () => {
    const code = async (input: Partial<ListObjectsV2CommandInput>): Promise<string> =>
      (await refusalOf(list(input))).code;
    expect(await code({ MaxKeys: -1 })).toBe("InvalidArgument");
    expect(await code({ ContinuationToken: "made up" })).toBe("InvalidArgument");
    expect(await code({ EncodingType: "rot13" as "url" })).toBe("InvalidArgument");
  });

  it("of zero keys is empty and complete [assumed]", async () => {
    const page = await list({ MaxKeys: 0 });
    expect([page.keys, page.IsTruncated, page.KeyCount]).toEqual([[], false, 0]);
  });

  it("is the same in pages of any size, in both versions", async () => {
    const sizes = fc.record({
      MaxKeys: fc.integer({ min: 1, max: 9 }),
      Delimiter: fc.constantFrom("", "/", "e"),
      Prefix: fc.constantFrom("", "a", "a/", "r"),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ MaxKeys, Delimiter, Prefix }) => {
        const whole = await list({ Delimiter, Prefix });
        const expected = [...whole.keys, ...whole.prefixes].sort();
        const byToken: unknown[] = [];
        for (let token: string | undefined, more = true; more;) {
          const page = await list({
            ...{ MaxKeys, Delimiter, Prefix },
            ...(token && { ContinuationToken: token }),
          });
          expect(page.keys.length + page.prefixes.length).toBeLessThanOrEqual(MaxKeys);
          byToken.push(...page.keys, ...page.prefixes);
          token = page.NextContinuationToken;
          more = page.IsTruncated === true;
        }
        const byMarker: unknown[] = [];
        for (let Marker = "", more = true; more;) {
          const {
            Contents = [],
            CommonPrefixes = [],
            ...page
          } = await client.send(
            new ListObjectsCommand({ Bucket, MaxKeys, Delimiter, Prefix, Marker }),
          );
          byMarker.push(
            ...Contents.map(({ Key }) => Key),
            ...CommonPrefixes.map((each) => each.Prefix),
          );
          Marker = page.NextMarker ?? Contents.at(-1)?.Key ?? "";
          more = page.IsTruncated === true;
        }
        expect(byToken.sort()).toEqual(expected);
        expect(byMarker.sort()).toEqual(expected);
      }),
      { numRuns: 30, seed: 7 },
    );
  });

  it("leaves out what is deleted", async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: "deleted", Body: "x" }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: "deleted" }));
    expect((await list()).keys).toEqual(ALL);
  });
});

describe("Sorted keys [own]", () => {
  it("are in the order of their UTF-8 bytes, whatever is added and removed", () => {
    const texts = fc.uniqueArray(anyText({ minLength: 1 }), { maxLength: 60 });
    fc.assert(
      fc.property(texts, texts, (first, later) => {
        const keys = new SortedKeys(first);
        const expected = new Set(first);
        for (const key of later) {
          if (expected.delete(key)) keys.remove(key);
          else {
            keys.add(key);
            expected.add(key);
          }
        }
        const listed: string[] = [];
        const cursor = keys.atOrAfter("");
        while (cursor.key !== undefined) {
          listed.push(cursor.key);
          cursor.next();
        }
        expect(keys.size).toBe(expected.size);
        expect(listed).toEqual(
          [...expected].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
        );
      }),
    );
  });

  it("are found in thousands as they are in dozens", () => {
    const names = Array.from({ length: 5000 }, (_, number) => String(number).padStart(4, "0"));
    const shuffled = names.map((_, position) => names[(position * 1237) % names.length]!);
    const keys = new SortedKeys();
    for (const name of shuffled) keys.add(name);
    const cursor = keys.atOrAfter("");
    const walked = names.map(() => {
      const { key } = cursor;
      cursor.next();
      return key;
    });
    expect([walked, cursor.key]).toEqual([names, undefined]);
    const found = [keys.after("2499").key, keys.afterPrefix("3").key, keys.after("4999").key];
    expect([keys.size, ...found]).toEqual([5000, "2500", "4000", undefined]);
    for (const name of shuffled.slice(0, 4999)) keys.remove(name);
    expect([keys.size, keys.atOrAfter("").key]).toEqual([1, shuffled[4999]]);
  });

  it("compare as their bytes do", () => {
    const text = anyText();
    fc.assert(
      fc.property(text, text, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(compareKeys(a, b))).toBe(bytes);
      }),
    );
  });
});
