/**
 * Runs preview, up, refresh or destroy on a stack and shows what happens.
 * @module
 */
import {
  preparePacks,
  runOperation,
  type EngineEvent,
  type OperationKind,
  type OperationResult,
  type PackOptions,
} from "pulumi-storage-access-engine";
import {
  resolveConfiguration,
  type ResolvedConfiguration,
} from "pulumi-storage-access-engine/project";
import { HIDDEN, hideSecrets } from "pulumi-storage-access-engine/secrets";
import {
  deploymentSecrets,
  openStack,
  openStackReadOnly,
  type OpenStack,
  type StackSecrets,
  type StackSession,
} from "pulumi-storage-access-engine/state";
import type { AccessWatch } from "./access-change";
import { Display } from "./display/display";
import { policySummary } from "./display/policies";
import { isAsking, terminalOf, type ConsentFlags, type Terminal } from "./consent";
import { Output } from "./output";
import { agreeToPlan } from "./plan";
import { PreviewSteps } from "./preview-steps";
import { isStackWanted, isThere, missingStack } from "./stack-choice";
import { openSecrets, openWorkspace, type Place, type Workspace } from "./workspace";

/** The flags of an operation, as the command line gives them. */
export interface OperationFlags extends Place, ConsentFlags {
  parallel: number;
  diff?: boolean;
  expectNoChanges?: boolean;
  create?: boolean;
  refresh?: boolean;
  previewOnly?: boolean;
  continueOnError?: boolean;
  clearPendingCreates?: boolean;
  policyPack?: string[];
  policyPackConfig?: string[];
  access?: boolean;
  format?: "text" | "markdown";
}

/** Exit code of an operation that changed something although nothing was to change; the Pulumi CLI's own. */
const UNEXPECTED_CHANGES = 7;

/** Runs an operation and gives the exit code: 0 only when all went well. */
export async function operate(command: OperationKind, flags: OperationFlags): Promise<number> {
  const kind = command === "up" && flags.previewOnly ? "preview" : command;
  const isReadOnly = kind === "preview" || flags.previewOnly === true;
  const terminal = !isReadOnly && isAsking(kind, flags) ? terminalOf(flags) : undefined;
  const packs = policyPacks(flags);
  preparePacks(packs);
  requireAccessForMarkdown(flags);
  const output = new Output(flags.json ?? flags.format === "markdown");
  const workspace = await openWorkspace(flags);
  for (const notice of workspace.notices) output.note(`warning: ${notice}`);
  const isCreating = await isToBeMade(kind, workspace, flags, terminal);
  const { secrets, isSaltNew } = await openSecrets(workspace);
  const setting = settingOf({ kind, flags, packs, workspace, output }, secrets);
  if (isReadOnly) {
    const session = await openStackReadOnly(workspace.location, secrets.passphrase);
    return report(setting, await run(setting, session));
  }
  if (terminal) {
    const session = await openStackReadOnly(workspace.location, secrets.passphrase);
    if (!(await agreeToPlan(setting, terminal, (plan) => run(plan, session)))) return 1;
  }
  const session = await open({ kind, workspace, isCreating }, secrets);
  if (isSaltNew) await workspace.configuration.save();
  for (const notice of session.notices) output.note(`warning: ${notice}`);
  return report(setting, await runAndClose(setting, session));
}

function requireAccessForMarkdown({ format, access }: OperationFlags): void {
  if (format !== "markdown" || access) return;
  throw new Error("--format markdown shows changes of access: add --access.");
}

/** The configuration in clear, whose secrets are hidden from now on, and what shows and collects what happens. */
function settingOf(
  given: Pick<Setting, "kind" | "flags" | "packs" | "workspace" | "output">,
  { crypter }: StackSecrets,
): Setting {
  const { flags, workspace, output } = given;
  const configuration = resolveConfiguration(workspace.project, workspace.configuration, crypter);
  output.mask.add(configuration.secretKeys.map((key) => configuration.values[key] ?? ""));
  const display = new Display(output, { isShowingProperties: flags.diff ?? false });
  return { ...given, configuration, display, steps: new PreviewSteps() };
}

/** Only what runs the program makes a stack; to destroy or refresh one that is not there is a mistake. */
async function isToBeMade(
  kind: OperationKind,
  workspace: Workspace,
  { create = false }: OperationFlags,
  terminal: Terminal | undefined,
): Promise<boolean> {
  if (kind === "up" || kind === "preview") return isStackWanted(workspace, create, terminal);
  if (!isThere(workspace)) throw new Error(`${missingStack(workspace)} Nothing was done.`);
  return false;
}

/** The packs that the flags name; paths are relative to where the command was sent. */
function policyPacks({
  cwd,
  policyPack = [],
  policyPackConfig = [],
}: OperationFlags): PackOptions[] {
  if (policyPackConfig.length > 0 && policyPackConfig.length !== policyPack.length) {
    throw new Error(
      "--policy-pack-config is given once for every --policy-pack, in the same order: there are " +
        `${policyPackConfig.length} of the one and ${policyPack.length} of the other.`,
    );
  }
  return policyPack.map((path, index) => {
    const config = policyPackConfig[index];
    return { path, base: cwd, ...(config !== undefined && { config }) };
  });
}

function open(
  {
    kind,
    workspace: { location, configuration },
    isCreating,
  }: { kind: OperationKind; workspace: Workspace; isCreating: boolean },
  secrets: StackSecrets,
): Promise<OpenStack> {
  return openStack({
    ...location,
    secrets,
    kind: kind === "refresh" || kind === "destroy" ? kind : "update",
    config: configuration.sealedValues(),
    isCreating,
  });
}

/** What an operation works with. */
export interface Setting {
  kind: OperationKind;
  flags: OperationFlags;
  packs: PackOptions[];
  workspace: Workspace;
  configuration: ResolvedConfiguration;
  output: Output;
  display: Display;
  /** Follows who gains and who loses access, where that is asked for and the operation has begun. */
  watch?: AccessWatch;
  onEvent?: (event: EngineEvent) => void;
  steps: PreviewSteps;
}

async function runAndClose(setting: Setting, session: OpenStack): Promise<OperationResult> {
  let result: OperationResult;
  try {
    result = await run(setting, session);
  } catch (error) {
    await session.close("failed");
    throw error;
  }
  await session.close(result.result, result.changes);
  return result;
}

async function run(setting: Setting, session: StackSession): Promise<OperationResult> {
  const { kind, flags, packs, workspace, configuration, output, display } = setting;
  output.mask.add(deploymentSecrets(session.base));
  if (flags.access) {
    // Loaded where it is asked for: it brings the evaluator.
    const { AccessWatch } = await import("./access-change.js");
    setting.watch = new AccessWatch(session.base);
  }
  const cancellation = cancelOnSignals(output);
  try {
    return await runOperation({
      kind,
      project: workspace.project,
      stack: workspace.location.stack,
      config: configuration.values,
      secretConfigKeys: configuration.secretKeys,
      session,
      parallel: flags.parallel,
      refresh: flags.refresh ?? (kind !== "refresh" && workspace.project.isRefreshing),
      previewOnly: flags.previewOnly ?? false,
      expectNoChanges: flags.expectNoChanges ?? false,
      continueOnError: flags.continueOnError ?? false,
      clearPendingCreates: flags.clearPendingCreates ?? false,
      policyPacks: packs,
      onEvent: (event) => {
        display.show(event);
        setting.watch?.note(event);
        setting.onEvent?.(event);
        setting.steps.note(event);
      },
      signal: cancellation.signal,
    });
  } finally {
    cancellation.stop();
  }
}

/** The first signal lets what is under way finish; the second one ends this process. */
function cancelOnSignals(output: Output): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(signal === "SIGINT" ? 130 : 143);
    output.note(
      "Canceling: what is under way is finished and recorded. Once more ends it at once.",
    );
    controller.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  const stop = (): void => {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  };
  return { signal: controller.signal, stop };
}

/** Prints the JSON summary where it was asked for, and gives the exit code. */
function report(
  { kind, flags, workspace, configuration, output, display, watch, steps }: Setting,
  result: OperationResult,
): number {
  const access = watch?.told();
  access?.lines.forEach((line) => output.line(line));
  if (access && flags.format === "markdown") output.result(output.mask.apply(access.markdown()));
  if (flags.json) {
    const { project, stack } = workspace.location;
    const summary = {
      operation: kind,
      project,
      stack,
      result: result.result,
      changes: result.changes,
      // What the Pulumi CLI's own preview has.
      ...((kind === "preview" || flags.previewOnly) && {
        config: shownConfiguration(configuration),
        steps: steps.json(),
        changeSummary: result.changes,
      }),
      outputs: hideSecrets(result.outputs),
      policies: policySummary(display.findings),
      ...(access && { access: access.json() }),
      diagnostics: result.diagnostics,
    };
    const masked = (_name: string, value: unknown): unknown =>
      typeof value === "string" ? output.mask.apply(value) : value;
    output.result(JSON.stringify(summary, masked, 2));
  }
  if (result.hasUnexpectedChanges) {
    output.note("error: something changed, and --expect-no-changes says that nothing should");
    return UNEXPECTED_CHANGES;
  }
  return result.result === "succeeded" ? 0 : 1;
}

function shownConfiguration({ values, secretKeys }: ResolvedConfiguration): object {
  const hidden = secretKeys.map((key) => [key, HIDDEN] as const);
  return { ...values, ...Object.fromEntries(hidden) };
}
