/**
 * `storage-access stack ls`
 * @module
 */
import type { Command } from "commander";
import { findProject } from "pulumi-storage-access-engine/project";
import { listStacks } from "pulumi-storage-access-engine/state";
import { withPlace } from "../options";
import { tableText } from "../table";
import { openBackend } from "../workspace";

/** Adds the command below `stack`. */
export function addStackList(parent: Command): void {
  withPlace(parent.command("ls"))
    .description("list the stacks of the project")
    .option("-j, --json", "print JSON")
    .action(listStacksOf);
}

async function listStacksOf({ cwd, json }: { cwd: string; json?: boolean }): Promise<void> {
  const project = await findProject(cwd);
  const { backend } = await openBackend(cwd, project);
  const stacks = await listStacks(backend, project.name);
  if (json) {
    process.stdout.write(`${JSON.stringify(stacks, undefined, 2)}\n`);
    return;
  }
  const rows = stacks.map(({ name, lastUpdate, resourceCount }) => [
    name,
    lastUpdate ?? "never",
    String(resourceCount),
  ]);
  process.stdout.write(`${tableText(["NAME", "LAST UPDATE", "RESOURCE COUNT"], rows)}\n`);
}
