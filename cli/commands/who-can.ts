/**
 * `storage-access who-can`
 * @module
 */
import { Option, type Command } from "commander";
import { withSource } from "../options";
import { printPieces } from "../output";
import type { WhoCanFlags } from "../who-can";

const EXAMPLES = `
Examples:
  storage-access who-can                 the whole matrix of the stack
  storage-access who-can delete reports  who can delete in the bucket reports
  storage-access who-can s3:GetObject reports/2026/a.csv
  storage-access who-can --who reader    what the application reader can do
  storage-access who-can policy:write organization --live
  storage-access who-can --state export.json --format html > access.html
  storage-access who-can --diff before.json after.json`;

/** Adds the command. */
export function addWhoCan(parent: Command): void {
  withSource(parent.command("who-can"))
    .description("who can do what, where and why; changes nothing")
    .argument("[action]", "level, SDK operation, bucket-policy action or IAM right; default: any")
    .argument("[resource]", "bucket, bucket/key, Project or organization; default: all")
    .option("--who <principal>", "user or application, access key, or anonymous; default: all")
    .option("--all", "also those who can do nothing")
    .addOption(
      new Option("-f, --format <format>", "how to print it")
        .choices(["table", "json", "mermaid", "svg", "html", "markdown"])
        .default("table"),
    )
    .option("--diff <old-and-new...>", "two state files: who gains and who loses what, as Markdown")
    .addHelpText("after", EXAMPLES)
    .action(runWhoCan);
}

async function runWhoCan(
  action: string | undefined,
  resource: string | undefined,
  flags: WhoCanFlags,
): Promise<void> {
  const { whoCan } = await import("../who-can.js");
  await printPieces(await whoCan({ action, resource }, flags));
}
