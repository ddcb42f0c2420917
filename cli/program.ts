/**
 * The `storage-access` command with all that is below it. The engine and the local cloud are loaded when they are run.
 * @module
 */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addCancel } from "./commands/cancel";
import { addCloud } from "./commands/cloud";
import { addConfigGet } from "./commands/config-get";
import { addConfigList } from "./commands/config-list";
import { addConfigRemove } from "./commands/config-remove";
import { addConfigSet } from "./commands/config-set";
import { addDestroy } from "./commands/destroy";
import { addExplain } from "./commands/explain";
import { addPreview } from "./commands/preview";
import { addRefresh } from "./commands/refresh";
import { addStackExport } from "./commands/stack-export";
import { addStackInit } from "./commands/stack-init";
import { addStackList } from "./commands/stack-list";
import { addStackOutput } from "./commands/stack-output";
import { addStackRemove } from "./commands/stack-remove";
import { addStackSelect } from "./commands/stack-select";
import { addUp } from "./commands/up";
import { addWhoCan } from "./commands/who-can";
import { withRefusedCommands, withRefusedFlags } from "./official";

const AFTERWORD = `
Environment:
  PULUMI_CONFIG_PASSPHRASE  what seals the stack's secrets; or _FILE, a file
  PULUMI_BACKEND_URL        where the state is: file://... or s3://..., as for
                            the Pulumi CLI; default: backend.url in Pulumi.yaml,
                            else .storage-access beside it, this clone's alone
  PULUMI_STACK              the stack where --stack is not given

Exit status:
  0  all went well
  1  something failed, was refused, or was not agreed to
  7  something changed, and --expect-no-changes was given
  130, 143  ended at once by a second Ctrl-C or SIGTERM`;

/** Builds the command. */
export function createProgram(): Command {
  const program = new Command("storage-access")
    .description("Access to object storage, declared as code: a local cloud and an embedded engine")
    .version(packageVersion())
    // Descriptions are wrapped beside long names as well: 80 columns are enough for both.
    .configureHelp({ minWidthToWrap: 20 })
    .showHelpAfterError("(add --help for the options)")
    .addHelpText("after", AFTERWORD);
  for (const add of [addCloud, addPreview, addUp, addRefresh, addDestroy]) add(program);
  const stack = program.command("stack").description("make, select, look at and remove stacks");
  for (const add of [
    addStackInit,
    addStackSelect,
    addStackExport,
    addStackList,
    addStackOutput,
    addStackRemove,
  ])
    add(stack);
  const config = program.command("config").description("configuration of a stack");
  for (const add of [addConfigList, addConfigSet, addConfigGet, addConfigRemove]) add(config);
  addWhoCan(program);
  addExplain(program);
  addCancel(program);
  for (const command of [program, stack, config]) withRefusedCommands(command);
  for (const command of program.commands) withRefusedFlags(command);
  for (const command of config.commands) withRefusedFlags(command);
  return program;
}

function packageVersion(): string {
  const file = require.resolve("pulumi-storage-access-cli/package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
