/**
 * A local cloud in a process of its own, which a test kills.
 * @module
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { CloudDescription } from "../../emulator/index";

const PROGRAM = `
require("pulumi-storage-access-emulator").startCloud({ dataDirectory: process.argv[1] })
  .then((cloud) => console.log(JSON.stringify(cloud.description)));
`;

/** A cloud that runs, and the process that it runs in. */
export interface ChildCloud {
  readonly process: ChildProcess;
  readonly description: CloudDescription;
}

/**
 * Starts a cloud that keeps what it knows in a folder.
 * @param spoiling - what is run before it, to make it worse than it is
 */
export async function startChildCloud(directory: string, spoiling = ""): Promise<ChildCloud> {
  const child = spawn(process.execPath, ["-e", `${spoiling}\n${PROGRAM}`, directory], {
    cwd: __dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { process: child, description: JSON.parse(line.toString("utf8")) as CloudDescription };
}

/** A spoiling: every write is acknowledged at once, and reaches the disk a moment later. */
export const LATE_DISK = `
const { DiskStore } = require(${JSON.stringify(join(__dirname, "../../emulator/dist/disk-store.js"))});
const { table } = DiskStore.prototype;
DiskStore.prototype.flushed = () => Promise.resolve();
DiskStore.prototype.table = function (name) {
  const made = table.call(this, name);
  if (made.isLate) return made;
  const { rows } = made;
  const late = (method) => (...args) => void setTimeout(() => rows[method](...args), 20);
  return Object.assign(made, { isLate: true, rows: { put: late("put"), remove: late("remove") } });
};
`;
