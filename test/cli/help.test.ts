import type { Command } from "commander";
import { withLeadingOptionsBehind } from "../../cli/arguments";
import { createProgram } from "../../cli/program";

function withThoseBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withThoseBelow)];
}

describe("the help", () => {
  it("of every command fits into 80 columns", () => {
    let text = "";
    for (const command of withThoseBelow(createProgram())) {
      command.configureOutput({
        writeOut: (part) => (text += part),
        getOutHelpWidth: () => 80,
      });
      command.outputHelp();
    }
    expect(text).toContain("Exit status:");
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });
});

test("options in front of the command are read as if they stood behind it", () => {
  const words = ["-C", "dir", "--stack=dev", "--non-interactive", "stack", "output", "a"];
  expect(withLeadingOptionsBehind(words)).toEqual([
    ...["stack", "output", "a"],
    ...["-C", "dir", "--stack=dev", "--non-interactive"],
  ]);
  expect(withLeadingOptionsBehind(["--version"])).toEqual(["--version"]);
});
