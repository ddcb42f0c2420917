/**
 * Tables that survive the process, even a killed one: read from memory, written to LMDB.
 * @module
 */
import { mkdirSync } from "node:fs";
import { open, type Database, type RootDatabase } from "lmdb";
import { claimDirectory } from "./directory-claim";
import type { Store, Table } from "./store";

/** One record on disk: under its sequence number, so that reading in key order gives the order of first writing. */
type Row = [key: string, value: unknown];

class DiskTable<Value> implements Table<Value> {
  private readonly entries = new Map<string, { sequence: number; value: Value }>();
  private nextSequence = 1;

  constructor(private readonly rows: Database<Row, number>) {
    for (const { key: sequence, value: row } of rows.getRange()) {
      this.entries.set(row[0], { sequence, value: row[1] as Value });
      this.nextSequence = sequence + 1;
    }
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: string): Value | undefined {
    return this.entries.get(key)?.value;
  }

  set(key: string, value: Value): void {
    const sequence = this.entries.get(key)?.sequence ?? this.nextSequence++;
    this.entries.set(key, { sequence, value });
    // Writes of one event turn go into one transaction: a request is on disk whole or not at all.
    void this.rows.put(sequence, [key, value]);
  }

  delete(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    void this.rows.remove(entry.sequence);
  }

  *values(): IterableIterator<Value> {
    for (const entry of this.entries.values()) yield entry.value;
  }
}

/** A store in a folder, which one process at a time may have open. */
export class DiskStore implements Store {
  private readonly root: RootDatabase;
  private readonly tables = new Map<string, DiskTable<unknown>>();
  private readonly release: () => void;

  /**
   * @param directory - made when it does not exist
   * @throws Error when another process has it open
   */
  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.release = claimDirectory(directory);
    this.root = open({ path: directory, maxDbs: 64 });
  }

  table<Value>(name: string): Table<Value> {
    let table = this.tables.get(name);
    if (!table) {
      table = new DiskTable<unknown>(this.root.openDB<Row, number>({ name }));
      this.tables.set(name, table);
    }
    return table as unknown as Table<Value>;
  }

  async flushed(): Promise<void> {
    await this.root.flushed;
  }

  async close(): Promise<void> {
    await this.flushed();
    await this.root.close();
    this.release();
  }
}
