/**
 * Options that several commands have, spelled once.
 * @module
 */
import { InvalidArgumentError, Option, type Command } from "commander";

/** Adds --cwd and --stack. */
export function withPlace(command: Command): Command {
  return command
    .addOption(
      new Option("-C, --cwd <directory>", "folder of the project, or one below it").default(
        process.cwd(),
        "the current one",
      ),
    )
    .option("-s, --stack <name>", "stack; default: PULUMI_STACK, else the selected or only one");
}

/** Adds where access is read from: --stack, --state or --live, with --cwd. */
export function withSource(command: Command): Command {
  return withPlace(command)
    .option(
      "--state <file>",
      "read access from a state: what `stack export` prints, or a checkpoint",
    )
    .option("--live", "read access from the API, with the provider's settings")
    .option("--profile <name>", "with --live: the profile of the profile file")
    .option("--region <name...>", "with --live: where to look for buckets; default: everywhere");
}

/** Adds what every operation has. */
export function withOperationOptions(command: Command): Command {
  return withPlace(command)
    .option("-p, --parallel <number>", "resources worked on at once", positiveInteger, 16)
    .option("--diff", "show every property that changes")
    .option("--expect-no-changes", "fail when anything changes")
    .option("-j, --json", "print one JSON summary on standard output, all else on standard error")
    .option("--non-interactive", "never ask");
}

/** Adds what an operation has that changes something: whether it asks first. */
export function withConsent(command: Command): Command {
  return command
    .option("-y, --yes", "go ahead without asking; --json means it")
    .option("-f, --skip-preview", "go ahead without showing the plan and asking")
    .option("--preview-only", "show the plan only");
}

/** Adds --create. */
export function withCreation(command: Command): Command {
  return command.option("--create", "make the stack when there is none");
}

/** Adds --access. */
export function withAccess(command: Command): Command {
  return command
    .option("--access", "tell who gains and who loses what")
    .addOption(
      new Option(
        "--format <format>",
        "with --access: markdown prints that alone, for a comment; all else goes to standard error",
      )
        .choices(["text", "markdown"])
        .default("text"),
    );
}

/** Adds --refresh. */
export function withRefresh(command: Command): Command {
  return command.option(
    "-r, --refresh [true-or-false]",
    "read the resources from the cloud first; default: as options.refresh in Pulumi.yaml says",
    trueOrFalse,
  );
}

/** Reads the value of an option that may be given without one. */
function trueOrFalse(text: string): boolean {
  if (text !== "true" && text !== "false") {
    throw new InvalidArgumentError("Expected true or false.");
  }
  return text === "true";
}

/** Adds --policy-pack and --policy-pack-config. */
export function withPolicyPacks(command: Command): Command {
  return command
    .option("--policy-pack <directory>", "run a policy pack; may be repeated", another)
    .option(
      "--policy-pack-config <file>",
      "JSON with the levels and the configuration of its policies; one for each pack, in the same order",
      another,
    );
}

/** Collects the values of an option that may be repeated, or have several with commas between them. */
function another(text: string, others: string[] = []): string[] {
  return [...others, ...text.split(",")];
}

/** Reads a whole number of at least one. */
export function positiveInteger(text: string): number {
  const number = wholeNumber(text);
  if (number < 1) throw new InvalidArgumentError("Expected a whole number of at least 1.");
  return number;
}

/** Reads a whole number of at least zero. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Expected a whole number.");
  return Number(text);
}

/** Reads a number of seconds or milliseconds, fractions allowed. */
export function duration(text: string): number {
  if (!/^\d{1,9}(\.\d+)?$/.test(text)) throw new InvalidArgumentError("Expected a number.");
  return Number(text);
}

/** Reads a port; 0 is any free one. */
export function port(text: string): number {
  const number = wholeNumber(text);
  if (number > 65_535) throw new InvalidArgumentError("Expected a port, 0 to 65535.");
  return number;
}
