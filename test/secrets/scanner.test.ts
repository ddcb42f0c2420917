import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Scanner } from "../support/scanner";

const CANARY = 'cana/ry+5e:cr"et=%value';
const scanner = new Scanner({ canary: CANARY });

describe("the scanner for secrets", () => {
  it.each([
    ["as it is", CANARY],
    ["in a URL", encodeURIComponent(CANARY)],
    ["in JSON", JSON.stringify({ it: CANARY })],
    ["in JSON within JSON", JSON.stringify({ it: JSON.stringify({ it: CANARY }) })],
    ["in base64", Buffer.from(CANARY).toString("base64")],
    ["in base64 after one byte", Buffer.from(`:${CANARY}!`).toString("base64")],
    ["in base64 after two bytes", Buffer.from(`k:${CANARY}!!`).toString("base64")],
    ["in hexadecimal", Buffer.from(CANARY).toString("hex")],
  ])("finds one that is planted %s", (_how, planted) => {
    expect(scanner.text("here", `before ${planted} after`)).toHaveLength(1);
  });

  it("finds one that is planted in a file of any folder, and names the file", () => {
    const folder = mkdtempSync(join(tmpdir(), "scanner-"));
    try {
      mkdirSync(join(folder, "deep", "er"), { recursive: true });
      const file = join(folder, "deep", "er", "state.json.bak");
      writeFileSync(file, Buffer.concat([Buffer.from([0, 255]), Buffer.from(CANARY)]));
      expect(scanner.folder(folder)).toEqual([{ secret: "canary", place: file, form: "plain" }]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("sees nothing where there is nothing", () => {
    expect(scanner.text("here", "an ordinary text")).toEqual([]);
  });
});
