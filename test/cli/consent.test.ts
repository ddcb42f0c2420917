import { PassThrough } from "node:stream";
import { ask, isAsking, type Terminal } from "../../cli/consent";

const ANSWERS = ["yes", "no", "details"] as const;

/** A terminal at which these lines are typed. */
function terminal(...lines: string[]): Terminal {
  const input = new PassThrough();
  input.end(lines.map((line) => `${line}\n`).join(""));
  return { input, output: new PassThrough() };
}

describe("a question", () => {
  it.each([
    [["yes"], "yes"],
    [["Y"], "yes"],
    [["n"], "no"],
    [["d"], "details"],
    [["", "perhaps", "yes"], "yes"],
  ])("that %j answers is answered by %s", async (lines, answer) => {
    expect(await ask("Go?", ANSWERS, terminal(...lines))).toBe(answer);
  });

  it("that nobody answers is answered by no", async () => {
    expect(await ask("Go?", ANSWERS, terminal())).toBe("no");
    expect(await ask("Go?", ANSWERS, terminal("perhaps"))).toBe("no");
  });
});

describe("an operation that changes something", () => {
  it("asks at a terminal, unless it is told not to", () => {
    expect(isAsking("up", {}, terminal())).toBe(true);
    expect(isAsking("up", { yes: true }, terminal())).toBe(false);
    expect(isAsking("up", { json: true }, terminal())).toBe(false);
    expect(isAsking("up", { skipPreview: true }, terminal())).toBe(false);
  });

  it("is refused where there is no terminal and nobody said yes, naming the flags", () => {
    expect(() => isAsking("destroy", { nonInteractive: true })).toThrow(
      /`destroy` asks .*Nothing was done.*--yes .*--json.*--preview-only/,
    );
    expect(isAsking("destroy", { nonInteractive: true, json: true })).toBe(false);
  });
});
