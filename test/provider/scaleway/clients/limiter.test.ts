/**
 * Work in parallel: after a failure nothing more is sent, and what is done about it meets nothing that is still under way.
 * @module
 */
import { setImmediate as immediate } from "node:timers/promises";
import type { StorageConnection } from "../../../../provider/scaleway/clients/object-storage/connection";
import {
  abortUploads,
  removeVersions,
} from "../../../../provider/scaleway/clients/object-storage/emptying";
import { limited } from "../../../../provider/scaleway/clients/object-storage/limiter";
import { uploadInParts } from "../../../../provider/scaleway/clients/object-storage/parts";
import { testContext } from "../../../support/context";

/** What a call answers: a value, a failure, or that of a promise. */
type Answer = () => unknown;

/** A connection that notes when each call begins and ends; a slow one ends some turns later. */
function connectionWith(answers: Readonly<Record<string, Answer>>): {
  connection: StorageConnection;
  events: string[];
} {
  const events: string[] = [];
  const call = async ({ sdkOperation }: { sdkOperation: string }): Promise<unknown> => {
    events.push(`${sdkOperation} begins`);
    try {
      return await answers[sdkOperation]?.();
    } finally {
      events.push(`${sdkOperation} ends`);
    }
  };
  const connection = { context: testContext(), call, once: call } as unknown as StorageConnection;
  return { connection, events };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await immediate();
}

/** How many calls of an operation are under way at each moment at which another one begins. */
function underWayWhen(events: readonly string[], operation: string, begins: string): number[] {
  let underWay = 0;
  return events.flatMap((event) => {
    if (event === `${operation} begins`) underWay += 1;
    if (event === `${operation} ends`) underWay -= 1;
    return event === `${begins} begins` ? [underWay] : [];
  });
}

describe("work of which so much is under way at a time", () => {
  it("has nothing under way any more when it fails, be it by a piece or by what adds them", async () => {
    for (const fails of ["piece", "producer"]) {
      let underWay = 0;
      const slow = async () => {
        underWay += 1;
        await turns(5);
        underWay -= 1;
      };
      const work = limited(3, async (add) => {
        await add(slow);
        await add(slow);
        if (fails === "producer") throw new Error("the producer fails");
        await add(() => Promise.reject(new Error("the piece fails")));
        for (let more = 0; more < 5; more += 1) await add(slow);
      });
      await expect(work).rejects.toThrow(`the ${fails} fails`);
      expect(underWay).toBe(0);
    }
  });

  it("starts nothing more after a failure", async () => {
    const started: number[] = [];
    const work = limited(1, async (add) => {
      for (let piece = 0; piece < 5; piece += 1) {
        await add(async () => {
          started.push(piece);
          await immediate();
          if (piece === 1) throw new Error("the second piece fails");
        });
      }
    });
    await expect(work).rejects.toThrow("the second piece fails");
    expect(started).toEqual([0, 1]);
  });
});

describe("an upload in parts that fails", () => {
  it("is aborted only when no part is under way", async () => {
    let parts = 0;
    const { connection, events } = connectionWith({
      ListMultipartUploads: () => ({ Uploads: [{ Key: "large", UploadId: "one" }] }),
      CreateMultipartUpload: () => ({ UploadId: "one" }),
      UploadPart: async () => {
        if ((parts += 1) === 2) throw new Error("the second part fails");
        await turns(10);
        return { ETag: "tag" };
      },
    });
    const content = { sizeBytes: 80, partBytes: 10, read: () => Promise.resolve(Buffer.alloc(10)) };
    const upload = uploadInParts(connection, { bucket: "b", key: "large" }, content, {});
    await expect(upload).rejects.toThrow("the second part fails");
    const aborts = underWayWhen(events, "UploadPart", "AbortMultipartUpload");
    expect(aborts).toEqual([0, 0]);
  });
});

describe("the emptying of a bucket that fails", () => {
  const page = (names: readonly string[], next: string) => ({
    Versions: names.map((Key) => ({ Key, VersionId: "1" })),
    Uploads: names.map((Key) => ({ Key, UploadId: "1" })),
    IsTruncated: true,
    NextKeyMarker: next,
    NextUploadIdMarker: next,
  });
  it.each([
    ["removeVersions", "ListObjectVersions", "DeleteObjects", removeVersions],
    ["abortUploads", "ListMultipartUploads", "AbortMultipartUpload", abortUploads],
  ] as const)("sends nothing any more once %s has failed", async (_name, lists, removes, empty) => {
    let pages = 0;
    const { connection, events } = connectionWith({
      [lists]: () => {
        if ((pages += 1) === 3) throw new Error("the third page fails");
        return page(["a", "b"], String(pages));
      },
      [removes]: () => turns(10),
    });
    const work =
      empty === removeVersions ? empty(connection, { bucket: "b" }) : abortUploads(connection, "b");
    await expect(work).rejects.toThrow("the third page fails");
    const ofRemovals = events.filter((event) => event.startsWith(removes));
    expect(ofRemovals.length).toBeGreaterThan(0);
    expect(ofRemovals.filter((event) => event.endsWith("begins"))).toHaveLength(
      ofRemovals.length / 2,
    );
  });
});
