import { execFileSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const FORBIDDEN = "no-restricted-imports";

interface Case {
  readonly filePath: string;
  readonly source: string;
  readonly why: string;
}
const forbidden: Case[] = [
  ["emulator/store.ts", "pulumi-storage-access", "the emulator may not know the provider"],
  ["engine/state/types.ts", "pulumi-storage-access-catalog", "the engine knows no cloud"],
  ["engine/state/types.ts", "../../provider/core/errors", "not by relative path either"],
  ["catalog/index.ts", "pulumi-storage-access", "the catalog is data only"],
  ["provider/core/errors.ts", "../scaleway/cloud", "the core knows no cloud"],
  ["provider/core/retry.ts", "axios", "axios lives in core/http only"],
  ["provider/scaleway/cloud.ts", "axios", "axios lives in core/http only"],
  [
    "provider/scaleway/cloud.ts",
    "pulumi-storage-access-emulator",
    "the provider knows no emulator",
  ],
  ["examples/preferred-project/index.ts", "../../provider", "examples use packages by name"],
].map(([filePath = "", source = "", why = ""]) => ({ filePath, source, why }));

/** The rules that each text breaks when it stands in its file. */
function brokenRules(texts: { filePath: string; text: string }[]): string[][] {
  const output = execFileSync(process.execPath, [join(ROOT, "test/support/lint-texts.mjs")], {
    cwd: ROOT,
    input: JSON.stringify(texts),
    encoding: "utf8",
  });
  return JSON.parse(output) as string[][];
}

const importing = ({ filePath, source }: { filePath: string; source: string }) => ({
  filePath,
  text: `import * as it from "${source}";\nexport { it };\n`,
});

describe("lint", () => {
  let answers: string[][] = [];
  beforeAll(() => {
    answers = brokenRules([
      { filePath: "catalog/index.ts", text: "const later = Promise.resolve(1);\nlater;\n" },
      importing({
        filePath: "provider/scaleway/cloud.ts",
        source: "pulumi-storage-access-catalog",
      }),
      ...forbidden.map(importing),
    ]);
  });

  it("refuses a floating promise", () => {
    expect(answers[0]).toContain("@typescript-eslint/no-floating-promises");
  });

  it("lets a room import what its arrows allow", () => {
    expect(answers[1]).not.toContain(FORBIDDEN);
  });

  it.each(forbidden.map((each, index) => ({ ...each, index })))(
    "refuses in $filePath an import of $source: $why",
    ({ index }) => {
      expect(answers[index + 2]).toContain(FORBIDDEN);
    },
  );
});
