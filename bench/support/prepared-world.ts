/**
 * A world of any size without a request for each thing in it: one of each is made over the API, and its record copied
 * under other names before the cloud that is measured starts. Nothing of a cloud runs while they are copied.
 * @module
 */
import { startCloud, type Store, type Table } from "pulumi-storage-access-emulator";
import { randomUUID } from "node:crypto";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { s3ClientOf } from "./signed-requests";

/** How much there is. */
export interface WorldSize {
  readonly applications: number;
  readonly keys: number;
}

/** Where the keys are. */
export const BUCKET = "bench-bucket";

/** The name of a key in order. */
export function keyName(number: number): string {
  return `folder/${String(number).padStart(8, "0")}`;
}

type Row = Record<string, unknown>;

/** Tables in memory that can be looked into. */
class Tables implements Store {
  private readonly tables = new Map<string, Map<string, unknown>>();

  table<Value>(name: string): Table<Value> {
    return this.rows(name) as Table<Value>;
  }

  rows(name: string): Map<string, unknown> {
    let table = this.tables.get(name);
    if (!table) this.tables.set(name, (table = new Map<string, unknown>()));
    return table;
  }

  /** The same rows in tables that no cloud has opened yet. */
  moved(): Tables {
    const moved = new Tables();
    for (const [name, rows] of this.tables)
      for (const [key, row] of rows) moved.rows(name).set(key, row);
    return moved;
  }

  flushed(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Prepares a world of that size. */
export async function prepareWorld(size: WorldSize): Promise<Store> {
  const first = new Tables();
  await makeOneOfEach(first);
  const world = first.moved();
  copyApplications(world, size.applications);
  copyObjects(world, size.keys);
  return world;
}

async function makeOneOfEach(store: Store): Promise<void> {
  const cloud = await startCloud({ store });
  const { apiUrl, secretKey, organizationId } = cloud.description.scaleway;
  const answer = await fetch(`${apiUrl}/iam/v1alpha1/applications`, {
    method: "POST",
    headers: { "X-Auth-Token": secretKey, "Content-Type": "application/json" },
    body: JSON.stringify({ name: "application-0", organization_id: organizationId }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  const client = s3ClientOf(cloud.description.scaleway);
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await client.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: keyName(0), Body: Buffer.alloc(1024) }),
  );
  client.destroy();
  await cloud.stop();
}

function copyApplications(world: Tables, count: number): void {
  const rows = world.rows("applications");
  const [template] = [...rows.values()] as Row[];
  const createdAt = Number(template?.["createdAt"]);
  for (let number = 1; number < count; number += 1) {
    const id = randomUUID();
    const moment = createdAt + number;
    const name = `application-${String(number)}`;
    const tags = ["all", `tag-${String(number)}`];
    rows.set(id, { ...template, id, name, tags, createdAt: moment, updatedAt: moment });
  }
}

function copyObjects(world: Tables, count: number): void {
  const versions = world.rows("storage-versions");
  const bodies = world.rows("storage-bodies");
  const [template] = [...versions.values()] as Row[];
  const [body] = bodies.values();
  const first = Number(template?.["sequence"]);
  for (let number = 1; number < count; number += 1) {
    const sequence = first + number;
    versions.set(String(sequence), { ...template, key: keyName(number), sequence });
    bodies.set(String(sequence), body);
  }
}
