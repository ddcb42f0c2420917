import { readFile, writeFile } from "node:fs/promises";
import fc from "fast-check";
import { PropertyCrypter } from "../../../engine/secrets";
import { deploymentOf, parseCheckpoint } from "../../../engine/state/checkpoint";
import { exportStack } from "../../../engine/state";
import { integrityProblem } from "../../../engine/state/integrity";
import { Ledger } from "../../../engine/state/ledger";
import { Recorder } from "../../../engine/state/recorder";
import { textOf } from "../../../engine/state/journal";
import { digestOf, foldJournal, readJournal } from "../../../engine/state/replay";
import type {
  Change,
  Deployment,
  PendingOperation,
  ResourceState,
} from "../../../engine/state/types";
import { entry, PASSPHRASE, secretive, TestBackend, testCrypter } from "./samples";

let backend: TestBackend;
beforeEach(() => {
  backend = new TestBackend();
});
afterEach(() => backend.remove());

/** What a killed engine leaves: a state, and a journal of one creation after the other. */
async function leaveJournal(names: readonly string[]): Promise<void> {
  await backend.fill(secretive("base"));
  const session = await backend.open();
  for (const name of names) {
    const operation: PendingOperation = { type: "creating", resource: secretive(name) };
    await session.begin(operation);
    await session.commit({ settles: operation, put: secretive(name) });
  }
  await backend.kill(session);
}

function idsIn({ resources }: Deployment): string[] {
  return resources.map(({ id }) => id!.slice("id-of-".length));
}

async function reopened(): Promise<Deployment> {
  const session = await backend.open();
  await session.close("succeeded");
  return session.base;
}

describe("a journal that a killed engine left", () => {
  it("is folded into Pulumi's file when the stack is opened, and that is said", async () => {
    await leaveJournal(["a", "b"]);
    const session = await backend.open();
    expect(session.notices).toEqual([expect.stringContaining("journal of 4 entries")]);
    expect(session.base.resources).toEqual([secretive("a"), secretive("b"), secretive("base")]);
    await session.close("succeeded");
    const text = await readFile(backend.stackFile, "utf8");
    expect(idsIn(deploymentOf(parseCheckpoint(text, "")))).toEqual(["a", "b", "base"]);
    expect((await reopened()).resources).toHaveLength(3);
  });

  it("is folded by an export too, which needs no passphrase", async () => {
    await leaveJournal(["a"]);
    expect(idsIn((await exportStack(backend.location)).deployment)).toEqual(["a", "base"]);
    const text = await readFile(backend.stackFile, "utf8");
    expect(idsIn(deploymentOf(parseCheckpoint(text, "")))).toEqual(["a", "base"]);
  });

  it("is seen by an export while its engine still works, and left to it", async () => {
    await backend.fill(entry("base"));
    const session = await backend.open();
    await session.commit({ put: entry("a") });
    expect(idsIn((await exportStack(backend.location, PASSPHRASE)).deployment)).toEqual([
      "a",
      "base",
    ]);
    expect(readJournal(await readFile(backend.journalFile, "utf8"))?.lines).toHaveLength(1);
    await session.close("succeeded");
  });

  it("keeps what was under way as a pending operation", async () => {
    await backend.fill();
    const session = await backend.open();
    await session.begin({ type: "creating", resource: secretive("a") });
    await backend.kill(session);
    expect((await reopened()).pending_operations).toEqual([
      { type: "creating", resource: secretive("a") },
    ]);
  });

  it("does not count twice when the engine was killed after writing Pulumi's file", async () => {
    await leaveJournal(["a"]);
    const journal = await readFile(backend.journalFile, "utf8");
    await reopened();
    const folded = await readFile(backend.stackFile, "utf8");
    await writeFile(backend.journalFile, journal + textOf({ folded: digestOf(folded) }));
    expect(idsIn(await reopened())).toEqual(["a", "base"]);
  });

  it("stops everything when others changed the state under it", async () => {
    await leaveJournal(["a"]);
    const text = await readFile(backend.stackFile, "utf8");
    await writeFile(backend.stackFile, `${text} `);
    await expect(backend.open()).rejects.toThrow(/was changed while the journal .* 2 entries/);
    await expect(exportStack(backend.location)).rejects.toThrow(/was changed/);
    await writeFile(backend.stackFile, text);
    expect(idsIn(await reopened())).toEqual(["a", "base"]);
  });

  it("cut at any byte still tells every change whose line is whole", async () => {
    const names = ["a", "b", "c"];
    await leaveJournal(names);
    const state = await readFile(backend.stackFile, "utf8");
    const journal = await readFile(backend.journalFile);
    for (let length = 0; length <= journal.length; length++) {
      const cut = journal.subarray(0, length).toString("utf8");
      const found = readJournal(cut);
      const base = deploymentOf(parseCheckpoint(state, ""));
      const told = found ? foldJournal(base, found) : base;
      const whole = Math.max(0, cut.split("\n").length - 2);
      expect(idsIn(told)).toEqual([...names.slice(0, Math.floor(whole / 2)), "base"]);
      expect(told.pending_operations ?? []).toHaveLength(whole % 2);
      expect(integrityProblem(told)).toBeUndefined();
    }
  });

  it("cut anywhere does not keep the stack from being opened", async () => {
    await leaveJournal(["a", "b"]);
    const state = await readFile(backend.stackFile);
    const journal = await readFile(backend.journalFile);
    const cuts = fc.nat({ max: journal.length });
    await fc.assert(
      fc.asyncProperty(cuts, async (length) => {
        await writeFile(backend.stackFile, state);
        await writeFile(backend.journalFile, journal.subarray(0, length));
        const { resources } = await reopened();
        expect(resources.at(-1)).toEqual(secretive("base"));
      }),
      { numRuns: 20 },
    );
  });
});

describe("the cost of a journal", () => {
  it("is one write for everything that comes while the disk is busy", async () => {
    await backend.fill();
    const session = await backend.open();
    const changes = Array.from({ length: 50 }, (_, index) => ({ put: entry(String(index)) }));
    await Promise.all(changes.map((change) => session.commit(change)));
    const journal = readJournal(await readFile(backend.journalFile, "utf8"));
    expect(journal?.lines).toHaveLength(50);
    await session.close("succeeded");
  });

  it("of a step is the same in a stack of five and of five hundred", async () => {
    const bytes: number[] = [];
    for (const size of [5, 500]) {
      const place = new TestBackend();
      await place.fill(...Array.from({ length: size }, (_, index) => entry(String(index))));
      const session = await place.open();
      await session.commit({ put: entry("new") });
      bytes.push((await readFile(place.journalFile)).length - String(size).length);
      await session.close("succeeded");
      place.remove();
    }
    expect(bytes[0]).toBe(bytes[1]);
  });

  it("is nothing for a step that changes nothing", async () => {
    await backend.fill(entry("a"));
    const session = await backend.open();
    const [a] = session.base.resources;
    await session.commit({ put: { ...a! }, supersedes: a! });
    await expect(readFile(backend.journalFile)).rejects.toThrow(/ENOENT/);
    await session.close("succeeded");
  });
});

/** What an engine may do next, as numbers to choose by. */
const moves = fc.array(
  fc.record({
    act: fc.constantFrom("create", "update", "same", "replace", "delete", "begin", "rename"),
    pick: fc.nat(100),
  }),
  { maxLength: 25 },
);

describe("a journal and the memory of its engine", () => {
  it("tell the same state after every sequence of steps", async () => {
    const properties = new PropertyCrypter(await testCrypter());
    fc.assert(
      fc.property(moves, (sequence) => {
        const base: Deployment = {
          manifest: { time: "", magic: "", version: "" },
          resources: [entry("x"), entry("y", { dependencies: [entry("x").urn] })],
        };
        const copy = JSON.parse(JSON.stringify(base)) as Deployment;
        const player = new Player(base, properties);
        for (const { act, pick } of sequence) player.move(act, pick);
        const journal = readJournal([textOf({ journal: 1, base: "" }), ...player.lines].join(""));
        const told = foldJournal(copy, journal!);
        // What changed nothing is not in the journal: its place among those operated on may differ.
        expect(sorted(told)).toEqual(sorted(player.snapshot()));
        expect(integrityProblem(told)).toBeUndefined();
      }),
    );
  });
});

function sorted({ resources, ...rest }: Deployment): Deployment {
  const nameOf = ({ urn, id }: ResourceState): string => `${urn} ${id ?? ""}`;
  return { ...rest, resources: resources.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)) };
}

/** An engine's memory and its journal, driven by moves. */
class Player {
  readonly lines: string[] = [];
  readonly #ledger: Ledger;
  readonly #recorder: Recorder;
  readonly #present: ResourceState[];
  #serial = 0;

  constructor(base: Deployment, properties: PropertyCrypter) {
    this.#ledger = new Ledger(base);
    this.#recorder = new Recorder(base, properties);
    this.#present = [...base.resources];
  }

  snapshot(): Deployment {
    return this.#ledger.snapshot();
  }

  move(act: string, pick: number): void {
    const index = pick % (this.#present.length || 1);
    const chosen = this.#present[index];
    const name = `n${this.#serial++}`;
    if (act === "begin") this.#begin(name, pick % 2 === 0);
    else if (act === "create" || !chosen) {
      this.#add(entry(name, chosen && !chosen.delete ? { dependencies: [chosen.urn] } : {}));
    } else if (act === "replace" && !chosen.delete) this.#add({ ...chosen, id: name });
    else if (act === "delete") this.#commit({ drop: this.#present.splice(index, 1)[0]! });
    else this.#supersede(index, { ...chosen, ...this.#novelty(act, chosen, name) });
  }

  /** What is new of an entry that stands in for the chosen one; nothing for a step that changes nothing. */
  #novelty(act: string, chosen: ResourceState, name: string): Partial<ResourceState> {
    if (act === "update") return { outputs: { name } };
    return act === "rename" && !chosen.delete ? { urn: entry(name).urn } : {};
  }

  #begin(name: string, isSettled: boolean): void {
    const operation: PendingOperation = { type: "creating", resource: entry(name) };
    this.lines.push(textOf(this.#recorder.begin(operation)));
    this.#ledger.begin(operation);
    if (isSettled) this.#commit({ settles: operation });
  }

  #add(put: ResourceState): void {
    this.#commit({ put });
    this.#present.push(put);
  }

  #supersede(index: number, put: ResourceState): void {
    this.#commit({ put, supersedes: this.#present[index]! });
    this.#present[index] = put;
  }

  #commit(change: Change): void {
    const line = this.#recorder.commit(change);
    this.#ledger.commit(change);
    if (line) this.lines.push(textOf(line));
  }
}
