/**
 * `who-can`: what is asked, and the answers in every format but the page.
 * @module
 */
import type { access } from "pulumi-storage-access";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reportJson } from "../../../cli/report/json";
import { graphOf } from "../../../cli/report/graph";
import { mermaidText } from "../../../cli/report/mermaid";
import type { Report, Row } from "../../../cli/report/report";
import { svgText } from "../../../cli/report/svg";
import { reportTable } from "../../../cli/report/table";
import { answer, whoCan, type WhoCanFlags } from "../../../cli/who-can";
import { CANARY, EVIL, PROJECT, READER, source, temporaryFolder, world, writeState } from "./world";

const ask = (action?: string, resource?: string, flags: Partial<WhoCanFlags> = {}): Report =>
  answer(source, { action, resource }, flags);
/** All that the command prints of everybody and everything. */
const textOf = async (flags: WhoCanFlags): Promise<string> =>
  [...(await whoCan({ action: undefined, resource: undefined }, flags))].join("");
/** `who on: answer` of the only column. */
const brief = ({ rows, columns }: Report): string[] =>
  rows.map(({ who, on, cells }) => `${who.name} ${on.name}: ${cells[columns[0]!.name]!.answer}`);
const row = ({ rows }: Report, who: string, on: string): Row =>
  rows.find((one) => one.who.name === who && one.on.name === on)!;

/** So many of the test's readers and of its buckets. */
const large = (count: number): access.World => ({
  ...world,
  principals: numbered(count, (id) => ({ kind: "application", id, name: `app ${id}` })),
  policies: numbered(count, (id) => ({
    ...world.policies[1]!,
    ...{ id: `policy ${id}`, principal: { kind: "application", id } },
  })),
  buckets: numbered(count, (id) => ({ ...world.buckets[0]!, name: `bucket ${id}` })),
});
const numbered = <T>(count: number, make: (id: string) => T): T[] =>
  Array.from({ length: count }, (_, number) => make(String(number)));
const answered = (one: access.World): Report =>
  answer({ ...source, world: one }, { action: undefined, resource: undefined }, {});

describe("Who can delete objects in a bucket", () => {
  it("is answered with those who can, and why", () => {
    const report = ask("delete", "monthly");
    expect(brief(report)).toEqual(["owner@example.com monthly: allow", "writer monthly: allow"]);
    expect(reportTable(report)).toContain("gives ObjectStorageFullAccess on Project reports");
    expect(report.omitted).toBe(3);
  });

  it("with --all is answered with those who cannot, and what would let them", () => {
    const text = reportTable(ask("DeleteObject", "monthly", { all: true }));
    expect(text).toMatch(
      /application reader +bucket monthly +no +.*To allow it: add .*Project reports/,
    );
  });

  it.each([
    ["DeleteObject", ["DeleteObject"]],
    ["deleteobject", ["DeleteObject"]],
    ["s3:DeleteObject", ["DeleteObject", "DeleteObjects"]],
    ["object:delete", ["DeleteObject", "DeleteObjects", "AbortMultipartUpload"]],
    ["delete", ["DeleteObject", "DeleteObjects", "AbortMultipartUpload"]],
    ["policy:write", ["policy:write"]],
  ])("understands %s", (word, actions) => {
    expect(ask(word).columns).toEqual([{ name: expect.any(String) as string, actions }]);
  });

  it.each([
    ["DeletObject", "DeleteObject"],
    ["s3:GetObjct", "s3:GetObject"],
    ["wrte", "write"],
    ["polcy:write", "policy:write"],
  ])("tells for %s that %s was meant", (word, meant) => {
    expect(() => ask(word)).toThrow(`No action is called "${word}". Did you mean "${meant}"?`);
  });
});

describe("What is asked about", () => {
  it("is a bucket, an object in it, a Project by id or name, or the Organization", () => {
    const on = (resource: string) => ask("any", resource, { all: true }).rows[0]!.on;
    expect(on("monthly")).toMatchObject({ kind: "bucket", id: "monthly", region: "fr-par" });
    expect(on("closed/2026/a.csv")).toMatchObject({ kind: "bucket", id: "closed/2026/a.csv" });
    expect(on("reports")).toMatchObject({ kind: "project", id: PROJECT });
    expect(on(PROJECT)).toMatchObject({ kind: "project", name: "reports" });
    expect(on("organization")).toMatchObject({ kind: "organization" });
  });

  it("can be the only word", () => {
    expect(ask("monthly").rows.every(({ on }) => on.name === "monthly")).toBe(true);
  });

  it("that is not there is an error with the nearest", () => {
    expect(() => ask("read", "montly")).toThrow(
      'There is no bucket and no Project "montly". Did you mean "monthly"?',
    );
  });

  it("of a Project are its buckets that have no policy of their own", () => {
    const { cells } = row(ask(undefined, "reports"), "writer", "reports");
    expect([cells["read"]!.answer, cells["manage"]!.answer]).toEqual(["allow", "allow"]);
  });
});

describe("What somebody can do", () => {
  it("is answered for one of them alone", () => {
    const report = ask(undefined, undefined, { who: "reader" });
    expect(report.rows.map(({ on }) => on.name)).toEqual(["monthly", "closed", "reports"]);
    const { cells, keys } = row(report, "reader", "monthly");
    expect(Object.entries(cells).map(([name, { answer: is }]) => `${name} ${is}`)).toEqual([
      ...["list allow", "read allow", "write deny", "delete deny"],
      ...["inspect some", "manage deny", "grant deny"],
    ]);
    expect(keys).toEqual([`SCWREADER00000000000@${PROJECT}`]);
  });

  it("narrows where the bucket's policy names them for less", () => {
    const { cells } = row(ask(undefined, "closed"), "reader", "closed");
    expect(cells["read"]).toMatchObject({ answer: "some" });
    expect(cells["read"]!.allowed).toContain("GetObject");
    expect(cells["list"]).toMatchObject({ answer: "deny" });
  });

  it("with a key is what the key may in its Project", () => {
    const plain = ask("read", "monthly", { who: "SCWREADER00000000000", all: true });
    expect(plain.rows[0]!.cells["read"]).toMatchObject({ answer: "deny" });
    const there = ask("read", "monthly", { who: `SCWREADER00000000000@${PROJECT}` });
    expect(there.rows[0]!.cells["read"]).toMatchObject({ answer: "allow" });
  });

  it("for a name that is not there is an error with the nearest", () => {
    expect(() => ask("read", "monthly", { who: "readr" })).toThrow('Did you mean "reader"?');
  });
});

describe("A large world", () => {
  it("is answered at once as pair by pair", () => {
    const one = large(30);
    const whole = answered(one);
    expect(whole.rows.length).toBeGreaterThan(500);
    const pair = answer({ ...source, world: one }, { action: undefined, resource: "bucket 7" }, {});
    expect(pair.rows).toEqual(whole.rows.filter(({ on }) => on.name === "bucket 7"));
  });

  it("of more rows than anybody reads has answers without reasons, and says so", () => {
    const report = answered(large(75));
    expect(report.rows.length).toBeGreaterThan(5_000);
    const { answer: is, reasons } = report.rows[0]!.cells["read"]!;
    expect([is, reasons]).toEqual(["allow", []]);
    expect(report.findings).toEqual([expect.stringContaining("the reasons are left out")]);
  });
});

describe("The formats", () => {
  it.each([
    ["of everybody and everything", ask(undefined, undefined, { all: true })],
    ["of a large world", answered(large(75))],
    ["without rows", ask("grant", "monthly", { who: "reader" })],
    ["whose source wants to be rows", { ...ask(), source: '\n  "rows": []' }],
  ])("as JSON are in pieces what they are as a whole: %s", (_which, report) => {
    const isSame = [...reportJson(report)].join("") === JSON.stringify(report, undefined, 2);
    expect(isSame).toBe(true);
  });

  it("as JSON come in pieces that are small beside all of it", () => {
    const lengths = [...reportJson(answered(large(75)))].map(({ length }) => length);
    expect(lengths.length).toBeGreaterThan(100);
    expect(Math.max(...lengths)).toBeLessThan(100_000);
  });

  it("as JSON have everything, reasons and remedies too", () => {
    const report = ask(undefined, undefined, { all: true });
    const { cells } = row(report, "reader", "monthly");
    expect(cells["read"]!.reasons.at(-1)).toMatchObject({ code: "rule", project: PROJECT });
    expect(cells["write"]!.remedies[0]).toMatchObject({ projectId: PROJECT });
  });

  it("as a table show the matrix, and how much they leave out", () => {
    const text = reportTable(ask());
    expect(text).toMatch(/WHO +ON +LIST +READ +WRITE +DELETE +INSPECT +MANAGE +GRANT/);
    expect(text).toMatch(/application reader +bucket monthly +yes +yes +no +no +some +no +no/);
    expect(text).toMatch(/\d+ pairs without any access not shown/);
  });

  it("as a table show no more rows than a terminal keeps, and how many that leaves out", () => {
    const report = answered(large(75));
    const lines = reportTable(report).split("\n");
    expect(lines.filter((line) => line.startsWith("application app "))).toHaveLength(1_000);
    expect(lines).toContain(
      `${String(report.rows.length - 1_000)} more rows not shown: ask about less; --format json has all.`,
    );
  });

  it("as a table obey no name", () => {
    const named = { ...world.principals[1]!, name: "red\u001b[31m\u202ename\nnext" };
    const text = reportTable(
      answer(
        { ...source, world: { ...world, principals: [named] } },
        { action: "read", resource: "monthly" },
        {},
      ),
    );
    expect(text).toContain("red\\u001b[31m\\u202ename\\u000anext");
    expect(["\u001b", "\u202e"].filter((one) => text.includes(one))).toEqual([]);
  });

  it("as Mermaid draw who gets there by which group, policy and sets", () => {
    const text = mermaidText(graphOf(world, ask("read", "monthly", { who: "reader" })));
    expect(text.split("\n")).toEqual([
      "flowchart LR",
      '  n0(["application<br/>reader"])',
      '  n1>"key<br/>SCWREADER00000000000"]',
      '  n2[["project<br/>default"]]',
      '  n3[("bucket<br/>monthly")]',
      '  n4[["project<br/>reports"]]',
      '  n5{{"group<br/>readers"}}',
      '  n6["policy<br/>read-reports"]',
      '  n1 -.->|"of"| n0',
      '  n1 -.->|"prefers"| n2',
      "  n4 -.-> n3",
      "  n0 --> n5",
      "  n5 --> n6",
      '  n6 -->|"ObjectStorageReadOnly"| n4',
    ]);
  });

  it("as Mermaid and SVG take names for names", async () => {
    const renamed = world.principals.map((one) =>
      one.id === READER ? { ...one, name: EVIL } : one,
    );
    const evil = { ...source, world: { ...world, principals: renamed } };
    const report = answer(evil, { action: "read", resource: undefined }, {});
    const graph = graphOf(evil.world, report);
    const mermaid = mermaidText(graph);
    expect(mermaid).not.toMatch(/<script|["`]\[x\]|\|`/);
    expect(mermaid).toContain("#60;script#62;alert");
    const svg = await svgText(graph, "title <script>");
    expect(svg).toMatch(/^<svg[^]*<\/svg>$/);
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;alert");
  });

  it("as pictures say so where nobody has access", async () => {
    const graph = graphOf(world, ask("grant", "closed", { who: "reader" }));
    expect(mermaidText(graph)).toContain("nobody has access");
    expect(await svgText(graph, "")).toContain("nobody has access");
  });
});

describe("The pictures of the documentation", () => {
  it("are what the command makes of the tutorial's state", async () => {
    const state = join(__dirname, "tutorial.json");
    const text = await textOf({ cwd: __dirname, state, format: "svg" });
    const picture = readFileSync(join(__dirname, "../../../docs/pictures/who-can.svg"), "utf8");
    expect(withoutPlace(`${text}\n`)).toBe(withoutPlace(picture));
  });
});

/** Where the state's file was is part of the picture's title. */
const withoutPlace = (svg: string): string => svg.replace(/title="state file [^"]*"/g, "");

describe("A state file", () => {
  const { folder, remove } = temporaryFolder();
  afterAll(() => remove());

  it("is read without a passphrase, and nothing secret comes out of it in any format", async () => {
    const state = writeState(folder, "state.json", ["ObjectStorageReadOnly"]);
    for (const format of ["table", "json", "mermaid", "svg", "html"] as const) {
      const text = await textOf({ cwd: folder, state, format, all: true });
      expect(text).toContain("reader");
      expect(text).not.toContain(CANARY);
    }
  });

  it("that is none is an error which says what it has to be", async () => {
    const flags = { cwd: folder, state: "/nowhere/state.json", format: "table" } as const;
    await expect(textOf(flags)).rejects.toThrow(
      /The state file \/nowhere\/state.json cannot be read: ENOENT.*stack export/,
    );
  });

  it("and another one show who gains and who loses what, in an order that does not change", async () => {
    const old = writeState(folder, "old.json", ["ObjectStorageObjectsRead"]);
    const now = writeState(folder, "now.json", ["ObjectStorageObjectsWrite"]);
    const compare = (diff: string[], format: WhoCanFlags["format"] = "table"): Promise<string> =>
      textOf({ cwd: folder, format, diff });
    const text = await compare([old, now]);
    expect(text).toContain("**1 gain, 1 loss.**");
    expect(text).toMatch(/### Gains[^]*\| application reader \| project reports \| write, /);
    expect(text).toMatch(
      /### Losses[^]*\| application reader \| project reports \| list \(.*\), read, /,
    );
    expect(await compare([old, now])).toBe(text);
    expect(await compare([old, old])).toContain("Nobody gains or loses access.");
    const { gains } = JSON.parse(await compare([old, now], "json")) as { gains: unknown[] };
    expect(gains[0]).toMatchObject({ column: "write", before: "deny", after: "allow" });
    await expect(compare([old])).rejects.toThrow("--diff needs two state files");
  });
});
