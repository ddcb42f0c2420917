/**
 * What stands between fences in the pages, beside the programs of resources: it compiles, and runs as written.
 * @module
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFaultPlan } from "../../emulator";
import { PackProcess } from "../support/pack-process";
import { complaintsAbout, inFunction, runnable } from "./compile";
import { PROGRAM_PAGES } from "./examples";
import { blocks } from "./pages";
import { WORKSPACE } from "./sources";

const STATE = { version: 3, deployment: { resources: [] } };
const PACK_PAGE = "policy/README.md";

const all = blocks();
/** The blocks of one page in one language, as one text. */
const textOf = (page: string, language: string): string =>
  all
    .filter((block) => block.page === page && block.language === language)
    .map(({ text }) => text)
    .join("\n");
const pagesIn = (language: string): string[] => [
  ...new Set(all.filter((block) => block.language === language).map(({ page }) => page)),
];
const scripts = pagesIn("ts").filter((page) => !PROGRAM_PAGES.includes(page));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "storage-access-page-"));
  symlinkSync(join(WORKSPACE, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "state.json"), JSON.stringify(STATE));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("no page's code is left out by these tests", () => {
  expect(scripts).toEqual(["docs/access.md", "emulator/README.md", PACK_PAGE]);
  expect(pagesIn("json")).toEqual(["emulator/README.md", PACK_PAGE]);
});

it.each(scripts)("the code of %s compiles", (page) => {
  expect(complaintsAbout(inFunction(textOf(page, "ts")))).toEqual([]);
});

it.each(scripts.filter((page) => page !== PACK_PAGE))("the code of %s runs", (page) => {
  writeFileSync(join(folder, "page.js"), runnable(textOf(page, "ts")));
  execFileSync(process.execPath, ["page.js"], { cwd: folder, stdio: "pipe" });
});

test("the pack of the policy pack's page starts, and takes the configuration that stands there", async () => {
  writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  writeFileSync(join(folder, "package.json"), '{ "name": "own", "version": "1.0.0" }');
  writeFileSync(join(folder, "index.js"), runnable(textOf(PACK_PAGE, "ts")));
  const pack = await PackProcess.start({}, folder);
  try {
    expect((await pack.info()).name).toBe("our-rules");
    await pack.configure(JSON.parse(textOf(PACK_PAGE, "json")) as never);
  } finally {
    await pack.stop();
  }
});

test("the plan of faults of the local cloud's page is one", () => {
  expect(readFaultPlan(textOf("emulator/README.md", "json")).rules).toHaveLength(3);
});
