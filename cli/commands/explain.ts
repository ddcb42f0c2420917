/**
 * `storage-access explain`
 * @module
 */
import type { Command } from "commander";
import { withSource } from "../options";
import type { ExplainFlags } from "../explain";

const EXAMPLE = `
Example:
  storage-access explain --access-key SCW... --operation GetObject \\
    --bucket reports --key 2026/a.csv --live`;

/** Adds the command. */
export function addExplain(parent: Command): void {
  withSource(parent.command("explain"))
    .description("why a call is denied, and what would allow it; changes nothing")
    .requiredOption("--access-key <key>", "the key that signs, with or without @Project")
    .requiredOption(
      "--operation <name>",
      "as the AWS SDK names it, or a right such as policy:write",
    )
    .option("-b, --bucket <name>", "the bucket that is asked for")
    .option("-k, --key <key>", "the object that is asked for")
    .option("-j, --json", "print the decision as JSON")
    .addHelpText("after", EXAMPLE)
    .action(runExplain);
}

async function runExplain(flags: ExplainFlags): Promise<void> {
  const { explain } = await import("../explain.js");
  process.stdout.write(`${await explain(flags)}\n`);
}
