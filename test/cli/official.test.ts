import { createProgram } from "../../cli/program";

const run = (...words: string[]): Promise<unknown> =>
  createProgram()
    .exitOverride()
    .parseAsync(["node", "storage-access", ...words]);

describe("what the Pulumi CLI has and this command does not", () => {
  test.each([
    ["up --target urn:a", "--target"],
    ["up -t urn:a", "--target"],
    ["preview --target-dependents", "--target-dependents"],
    ["preview --save-plan plan.json", "--save-plan"],
    ["up --plan=plan.json", "--plan"],
    ["destroy --exclude-protected", "--exclude-protected"],
    ["destroy -x urn:a", "--exclude"],
    ["refresh --run-program", "--run-program"],
    ["up -c a=b", "--config"],
    ["state delete urn:a", "state"],
    ["import --file x.json", "import"],
    ["stack rename other", "stack rename"],
    ["stack tag set a b", "stack tag"],
    ["config set --path a.b 1", "--path"],
    ["config set-all --plaintext a=b", "config set-all"],
  ])("is refused by its name: %s", async (words, name) => {
    await expect(run(...words.split(" "))).rejects.toThrow(
      `${name} of the Pulumi CLI is not here. Nothing was done. `,
    );
  });

  test("is in no help", () => {
    const up = createProgram().commands.find((command) => command.name() === "up");
    expect(up?.helpInformation()).not.toContain("--target");
  });
});
