/**
 * The cloud that is measured, in a process of its own: `node cloud-process.js APPLICATIONS KEYS`. Its first line is the
 * cloud's description. It ends when its standard input does.
 * @module
 */
import { startCloud } from "pulumi-storage-access-emulator";
import { prepareWorld } from "./prepared-world";

async function main([applications = 1, keys = 1]: number[]): Promise<void> {
  const cloud = await startCloud({ store: await prepareWorld({ applications, keys }) });
  process.stdout.write(`${JSON.stringify(cloud.description.scaleway)}\n`);
  process.stdin.resume().once("end", () => void cloud.stop());
}

void main(process.argv.slice(2).map(Number));
