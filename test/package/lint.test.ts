import { ESLint } from "eslint";

const eslint = new ESLint({ cwd: `${__dirname}/../..` });

/** The rules that a text breaks when it stands in a file of that room. */
async function brokenRules(filePath: string, text: string): Promise<(string | null)[]> {
  const results = await eslint.lintText(text, { filePath });
  return results.flatMap((result) => result.messages.map((message) => message.ruleId));
}

describe("lint", () => {
  it("refuses a floating promise", async () => {
    const rules = await brokenRules(
      "catalog/index.ts",
      "const later = Promise.resolve(1);\nlater;\nexport {};\n",
    );
    expect(rules).toContain("@typescript-eslint/no-floating-promises");
  });

  it.each([
    ["emulator/store.ts", "pulumi-storage-access", "the emulator may not know the provider"],
    ["engine/state/types.ts", "pulumi-storage-access-catalog", "the engine knows no cloud"],
    ["engine/state/types.ts", "../../provider/core/errors", "by relative path neither"],
    ["catalog/index.ts", "pulumi-storage-access", "the catalog is data only"],
    ["provider/core/errors.ts", "../scaleway/cloud", "the core knows no cloud"],
    ["provider/scaleway/cloud.ts", "axios", "axios lives in core/http only"],
    ["provider/scaleway/cloud.ts", "pulumi-storage-access-emulator", "nor the emulator"],
    ["examples/preferred-project/index.ts", "../../provider", "examples use packages by name"],
  ])("in %s refuses an import of %s: %s", async (filePath, source) => {
    const rules = await brokenRules(filePath, `import * as it from "${source}";\nexport { it };\n`);
    expect(rules).toContain("no-restricted-imports");
  });

  it("lets a room import what its arrows allow", async () => {
    const rules = await brokenRules(
      "provider/scaleway/cloud.ts",
      'import * as it from "pulumi-storage-access-catalog";\nexport { it };\n',
    );
    expect(rules).not.toContain("no-restricted-imports");
  });
});
