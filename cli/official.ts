/**
 * What the Pulumi CLI has and this command does not: refused by its own name before anything is touched, with the way out.
 * @module
 */
import { Option, type Command } from "commander";

const USE_OFFICIAL = "Use the Pulumi CLI for it, which opens the same state.";
const SET_CONFIGURATION = "Set it with `storage-access config set` first.";

type Flag = readonly [flags: string, wayOut?: string];

const OF_ALL_OPERATIONS: readonly Flag[] = [
  ["-t, --target <urn>"],
  ["--target-dependents"],
  ["-x, --exclude <urn>"],
  ["--ignore-protect"],
  ["--run-program [true-or-false]"],
  ["--override-env <pair>"],
  ["-c, --config <pair>", SET_CONFIGURATION],
  ["--config-path", SET_CONFIGURATION],
  [
    "--config-file <file>",
    "Name Pulumi.<stack>.yaml and its folder, stackConfigDir of Pulumi.yaml.",
  ],
  ["--skip-config-validation"],
];

const OF_PROGRAMS: readonly Flag[] = [
  ...OF_ALL_OPERATIONS,
  ["--exclude-dependents"],
  ["--target-replace <urn>"],
  ["--replace <urn>"],
  ["--attach-debugger [what]"],
];

/** Flags by command. */
const FLAGS: Readonly<Record<string, readonly Flag[]>> = {
  preview: [...OF_PROGRAMS, ["--save-plan <file>"], ["--import-file <file>"]],
  up: [
    ...OF_PROGRAMS,
    ["--plan <file>"],
    ["--strict"],
    ["--secrets-provider <provider>", "This engine seals every stack with the passphrase."],
  ],
  refresh: [
    ...OF_ALL_OPERATIONS,
    ["--exclude-dependents"],
    ["--import-pending-creates <pair>"],
    ["--skip-pending-creates"],
  ],
  destroy: [
    ...OF_ALL_OPERATIONS,
    ["--exclude-protected"],
    ["--remove", "Run `storage-access stack rm` after it."],
  ],
  set: [["--path"]],
  get: [["--path"]],
  rm: [["--path"]],
};

/** Subcommands, by the command that they belong to. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "storage-access": ["state", "import", "watch", "login", "logout", "convert", "policy", "plugin"],
  stack: ["import", "rename", "tag", "graph", "history", "change-secrets-provider"],
  config: ["cp", "env", "refresh", "set-all", "rm-all"],
};

/** Adds the flags of the Pulumi CLI that a command refuses. */
export function withRefusedFlags(command: Command): void {
  for (const [flags, wayOut = USE_OFFICIAL] of FLAGS[command.name()] ?? []) {
    const option = new Option(flags).hideHelp();
    command.addOption(option).on(`option:${option.name()}`, () => {
      throw notHere(option.long ?? flags, wayOut);
    });
  }
}

/** Adds the subcommands of the Pulumi CLI that a command refuses. */
export function withRefusedCommands(command: Command): void {
  for (const name of COMMANDS[command.name()] ?? []) {
    const words = command.name() === "storage-access" ? name : `${command.name()} ${name}`;
    command
      .command(name, { hidden: true })
      .argument("[words...]")
      .allowUnknownOption()
      .action(() => {
        throw notHere(words, USE_OFFICIAL);
      });
  }
}

function notHere(name: string, wayOut: string): Error {
  return new Error(`${name} of the Pulumi CLI is not here. Nothing was done. ${wayOut}`);
}
