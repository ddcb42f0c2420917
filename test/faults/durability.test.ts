import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { LATE_DISK, startChildCloud, type ChildCloud } from "./child-cloud";
import { Client } from "./kept-things";
import { Witness } from "./witness";

const SEED = 20_261_128;
const ROUNDS = 12;
const MOST_ANSWERS = 80;
const MOST_MILLISECONDS = 4;

let directory: string;
let cloud: ChildCloud | undefined;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "cloud-"))));
afterEach(() => {
  cloud?.process.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

/**
 * Kills a cloud again and again, at moments that the seed chooses, while twelve writers of six kinds are at work.
 * @returns what it had acknowledged and did not have when it came back, by round
 */
async function killedOverAndOver(rounds: number, spoiling?: string): Promise<string[]> {
  const witness = new Witness(SEED);
  const lost: string[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const started = await startChildCloud(directory, spoiling);
    cloud = started;
    const client = new Client(started.description.scaleway);
    if (round === 0) await client.prepare();
    lost.push(...(await witness.lost(client)).map((what) => `round ${round}: ${what}`));
    const answers = 10 + witness.upTo(MOST_ANSWERS);
    const milliseconds = witness.upTo(MOST_MILLISECONDS);
    const ended = once(started.process, "exit");
    await witness.write(client, (count) => {
      // Between two answers, too: a cloud is killed at any moment of its work.
      if (count === answers) void pass(milliseconds).then(() => started.process.kill("SIGKILL"));
    });
    await ended;
    client.close();
  }
  return lost;
}

describe("A data folder [own]", () => {
  it("has everything that was acknowledged, whenever its cloud is killed", async () => {
    expect(await killedOverAndOver(ROUNDS)).toEqual([]);
  }, 240_000);

  // The same with a store that answers first and keeps twenty milliseconds later: the test above would notice. With
  // nothing but the wait for the disk left out of `DiskStore.flushed`, it notices as well.
  it("would be found out if it were acknowledged first and kept later", async () => {
    expect(await killedOverAndOver(2, LATE_DISK)).not.toEqual([]);
  }, 120_000);
});
