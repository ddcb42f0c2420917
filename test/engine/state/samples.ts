/**
 * Entries, secrets and stacks that tests of the state start from.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCrypter, secretOf, type Crypter } from "../../../engine/secrets";
import {
  FolderBackend,
  openStack,
  type OpenStack,
  type OpenStackOptions,
  type StackLocation,
} from "../../../engine/state";
import type { PropertyValue, ResourceState } from "../../../engine/state/types";

export const PASSPHRASE = "correct horse";
/** The text that must stand in no file. */
export const CANARY = "canary-3f9c";
export const STACK_URN = "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev";
export const PROVIDER_URN = "urn:pulumi:dev::test::pulumi:providers:pulumi-nodejs::default";

/** The URN of a test's resource. */
export function urnOf(name: string): string {
  return `urn:pulumi:dev::test::pulumi-nodejs:dynamic/test:Thing::${name}`;
}

/** An entry as an engine makes it. */
export function entry(name: string, more: Partial<ResourceState> = {}): ResourceState {
  return {
    urn: urnOf(name),
    custom: true,
    id: `id-of-${name}`,
    type: "pulumi-nodejs:dynamic/test:Thing",
    inputs: { name },
    outputs: { name },
    ...more,
  };
}

/** An entry that holds the canary as a secret. */
export function secretive(name: string, text: PropertyValue = CANARY): ResourceState {
  return entry(name, {
    inputs: { name, password: secretOf(text) },
    outputs: { name, nested: { list: [secretOf({ deep: text })] } },
  });
}

export function stackEntry(more: Partial<ResourceState> = {}): ResourceState {
  return { urn: STACK_URN, custom: false, type: "pulumi:pulumi:Stack", ...more };
}

let crypter: Promise<Crypter> | undefined;

/** One key for all tests of a file: deriving one takes a while. */
export function testCrypter(): Promise<Crypter> {
  crypter ??= createCrypter(PASSPHRASE);
  return crypter;
}

/** A folder that is a backend, and the stack `dev` of the project `test` in it. */
export class TestBackend {
  readonly backendDirectory = mkdtempSync(join(tmpdir(), "storage-access-state-"));
  readonly project = "test";
  readonly stack = "dev";

  /** A file below `.pulumi`. */
  path(...names: string[]): string {
    return join(this.backendDirectory, ".pulumi", ...names);
  }

  get stackFile(): string {
    return this.path("stacks", "test", "dev.json");
  }

  get journalFile(): string {
    return this.path("journals", "test", "dev.jsonl");
  }

  readonly backend = new FolderBackend(this.backendDirectory);

  get location(): StackLocation {
    return { backend: this.backend, project: this.project, stack: this.stack };
  }

  async open(more: Partial<OpenStackOptions> = {}): Promise<OpenStack> {
    return openStack({
      ...this.location,
      secrets: { crypter: await testCrypter(), passphrase: PASSPHRASE },
      kind: "update",
      isCreating: true,
      now: () => new Date("2026-01-02T03:04:05Z"),
      ...more,
    });
  }

  /** Makes the stack with these entries in it. */
  async fill(...entries: ResourceState[]): Promise<void> {
    const session = await this.open();
    for (const put of entries) await session.commit({ put });
    await session.close("succeeded");
  }

  /** Leaves the files as a kill of the session's engine at this moment would; the session itself is closed. */
  async kill(session: OpenStack): Promise<void> {
    const files = [this.stackFile, this.journalFile];
    const left = files.map((file) => readFileSync(file));
    await session.close("failed");
    files.forEach((file, index) => writeFileSync(file, left[index]!));
  }

  remove(): void {
    rmSync(this.backendDirectory, { recursive: true, force: true });
  }
}
