/**
 * Operations on a stack: preview, up, refresh, destroy.
 * @module
 */
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { providerInputs, storedConfiguration } from "./deploy/default-provider";
import { deleteUnwanted } from "./deploy/deletes";
import { createEngineService } from "./deploy/engine-service";
import type { DiagnosticEvent, EngineEvent, OperationKind } from "./deploy/events";
import { createMonitor } from "./deploy/monitor";
import { finishStack } from "./deploy/outputs";
import { settlePendingOperations } from "./deploy/pending";
import { enforceStackPolicies } from "./deploy/policies";
import {
  locateProgram,
  startProgram,
  workingDirectory,
  type ProjectOptions,
} from "./deploy/program";
import { DynamicProvider } from "./deploy/dynamic-provider";
import { refreshAll } from "./deploy/refresh";
import { refuseForeignResources, UnsupportedFeatureError } from "./deploy/refusals";
import { Reporter } from "./deploy/reporter";
import { isDynamicType } from "./deploy/resource-types";
import { startServer } from "./deploy/rpc";
import { DeploymentRun, type RunSettings } from "./deploy/run";
import { followProgram, Shutdown } from "./deploy/run-program";
import { containsSecret } from "./deploy/values";
import { preparePacks, RunningPacks, type PreparedPack } from "./policies";
import type { PackOptions } from "./policies/pack-folder";
import type { PackContext } from "./policies/pack-process";
import type { PackIdentity } from "./policies/policy-pack";
import type { PropertyMap, StackSession } from "./state/types";

/** Every stack of the local backend belongs to it. */
const ORGANIZATION = "organization";
const DEFAULT_PARALLEL = 16;

/** What to do, on what. */
export interface OperationOptions {
  kind: OperationKind;
  project: ProjectOptions;
  /** The stack's name, without organization and project. */
  stack: string;
  /** Configuration in clear, `namespace:key` to value; objects as JSON. */
  config: Record<string, string>;
  /** The keys of `config` whose values are secret. */
  secretConfigKeys: string[];
  /** The stack's state; nothing is committed to it when nothing is to be changed. */
  session: StackSession;
  /** How many resources are worked on at once; default 16. */
  parallel?: number;
  /** Refreshes the state first; default no. */
  refresh?: boolean;
  /** Only shows what `refresh` or `destroy` would do; default no. `preview` is that of `up`. */
  previewOnly?: boolean;
  /** Has the operation fail when anything changes; default no. */
  expectNoChanges?: boolean;
  /** Goes on with what does not depend on a failure; default no. */
  continueOnError?: boolean;
  /** Lets `refresh` forget creations that a stopped engine left open; default no. */
  clearPendingCreates?: boolean;
  /** Policy packs that have a say in a preview or an update; default none. */
  policyPacks?: PackOptions[];
  /** Not supported: anything but an empty list is refused. */
  targets?: string[];
  /** Environment of program and provider beside the engine's own. */
  env?: Record<string, string>;
  /** Called with everything that happens, in order. */
  onEvent?: (event: EngineEvent) => void;
  /** Cancels: what is under way is finished and recorded, nothing more is started. */
  signal?: AbortSignal;
  /** The clock; default the machine's. */
  now?: () => Date;
}

/** How an operation came out. */
export interface OperationResult {
  result: "succeeded" | "failed";
  /** How many steps of each kind were done, such as `{ create: 3, same: 1 }`. */
  changes: Record<string, number>;
  /** Outputs of the stack as its state has them now; secrets carry Pulumi's signature. */
  outputs: PropertyMap;
  /** The outputs that are secret, or have a secret in them. */
  outputsSecretKeys: string[];
  /** Everything told but debug messages. */
  diagnostics: DiagnosticEvent[];
  /** Whether the operation failed only because something changed that was not to. */
  hasUnexpectedChanges: boolean;
}

/**
 * Runs an operation. Failures of resources, provider and program are told in events and in the result.
 * Throws an UnsupportedFeatureError, before anything happens, for what this engine does not have.
 */
export async function runOperation(options: OperationOptions): Promise<OperationResult> {
  refuseOptions(options);
  refuseForeignResources(options.session.base.resources);
  const packs = preparePacks(options.policyPacks ?? []);
  const begin = Date.now();
  const reporter = new Reporter(options.onEvent ?? (() => undefined));
  const { kind, project, stack } = options;
  const dryRun = kind === "preview" || options.previewOnly === true;
  reporter.emit({ kind: "prelude", operation: kind, dryRun, project: project.name, stack });
  const { outputs, policyPacks } = await operate(options, packs, reporter, dryRun);
  if (reporter.hasFailedStep)
    reporter.diagnostic("error", `${dryRun ? "preview" : "update"} failed`);
  const hasUnexpectedChanges =
    options.expectNoChanges === true && !reporter.hasFailed && hasChanges(reporter.changes);
  const result = reporter.hasFailed || hasUnexpectedChanges ? "failed" : "succeeded";
  const { changes, diagnostics } = reporter;
  const durationMilliseconds = Date.now() - begin;
  reporter.emit({ kind: "summary", result, changes, outputs, policyPacks, durationMilliseconds });
  const outputsSecretKeys = Object.keys(outputs).filter((key) => containsSecret(outputs[key]));
  return { result, changes, outputs, outputsSecretKeys, diagnostics, hasUnexpectedChanges };
}

function refuseOptions({ kind, policyPacks = [], targets = [] }: OperationOptions): void {
  if (policyPacks.length > 0 && (kind === "refresh" || kind === "destroy")) {
    throw new Error(`Policy packs have a say in preview and up; ${kind} takes none.`);
  }
  if (targets.length > 0) throw new UnsupportedFeatureError("targets");
}

function hasChanges(changes: Record<string, number>): boolean {
  return Object.entries(changes).some(([op, count]) => op !== "same" && count > 0);
}

/** Opens the engine's services, lets the operation run, and leaves nothing behind. */
async function operate(
  options: OperationOptions,
  prepared: readonly PreparedPack[],
  reporter: Reporter,
  dryRun: boolean,
): Promise<{ outputs: PropertyMap; policyPacks: PackIdentity[] }> {
  const shutdown = new Shutdown();
  const run: DeploymentRun = new DeploymentRun(
    { ...settingsOf(options), dryRun },
    reporter,
    options.session,
    () => startProvider(options, run, server.address),
    prepared.length === 0 ? undefined : () => packs.ready,
  );
  const server = await startServer((grpc) => {
    grpc.addService(ResourceMonitorService, createMonitor(run, shutdown.signalAndWait));
    grpc.addService(EngineService, createEngineService(reporter));
  });
  const packs = new RunningPacks(prepared, packContext(options, run, server.address), reporter);
  const cancel = (): void => {
    reporter.failure("The operation was canceled. What was under way is finished and recorded.");
    run.cancel();
    void packs.close();
  };
  options.signal?.addEventListener("abort", cancel);
  if (options.signal?.aborted) cancel();
  try {
    await settlePendingOperations(run, options);
    await carryOut(options, run, { shutdown, address: server.address });
  } catch (error) {
    run.failure(error);
  } finally {
    options.signal?.removeEventListener("abort", cancel);
    await run.idle();
    await Promise.all([run.closeProvider(), packs.close()]);
    server.close();
  }
  return { outputs: stackOutputs(run), policyPacks: await packs.identities() };
}

function settingsOf(options: OperationOptions): Omit<RunSettings, "dryRun"> {
  return {
    project: options.project.name,
    stack: options.stack,
    config: options.config,
    secretConfigKeys: options.secretConfigKeys,
    directory: workingDirectory(options.project.main),
    parallel: options.parallel ?? DEFAULT_PARALLEL,
    continueOnError: options.continueOnError ?? false,
    now: options.now ?? (() => new Date()),
  };
}

async function carryOut(
  options: OperationOptions,
  run: DeploymentRun,
  services: { shutdown: Shutdown; address: string },
): Promise<void> {
  const { kind } = options;
  // It takes a while to come up: better while the program does, which will hardly be without dynamic resources.
  const isWithProgram = kind === "up" || kind === "preview";
  if (isWithProgram || run.olds.all().some(({ type }) => isDynamicType(type))) void run.provider();
  // What a pack's configuration gets wrong is told before the state is touched.
  if (options.refresh) await run.policyPacks();
  if (kind === "refresh" || options.refresh) await refreshAll(run, kind === "refresh");
  if (kind === "refresh" || run.reporter.hasFailed) return;
  if (kind === "destroy") await deleteUnwanted(run);
  else await runProgram(options, run, services);
}

async function runProgram(
  options: OperationOptions,
  run: DeploymentRun,
  { shutdown, address }: { shutdown: Shutdown; address: string },
): Promise<void> {
  const program = startProgram({
    ...run.settings,
    project: options.project,
    organization: ORGANIZATION,
    address,
    environment: { ...process.env, ...options.env },
    onLine: tellLine(run.reporter),
  });
  const isComplete = await followProgram(run, program, shutdown);
  await finishStack(run);
  if (isComplete) await enforceStackPolicies(run);
}

function packContext(
  options: OperationOptions,
  { settings, reporter }: DeploymentRun,
  address: string,
): PackContext {
  return {
    ...settings,
    organization: ORGANIZATION,
    address,
    environment: { ...process.env, ...options.env },
    onLine: tellLine(reporter),
  };
}

async function startProvider(
  options: OperationOptions,
  run: DeploymentRun,
  address: string,
): Promise<DynamicProvider> {
  const { project, stack, kind } = options;
  // Without a program there is no other configuration than the one that the resources were made with.
  const stored = storedConfiguration(run.olds.all());
  const current = providerInputs(options.config, options.secretConfigKeys);
  return DynamicProvider.start({
    project: project.name,
    stack,
    directory: locateProgram(project.main).directory,
    address,
    config: kind === "refresh" || kind === "destroy" ? stored : current,
    environment: { ...process.env, ...options.env },
    dryRun: run.settings.dryRun,
    onLine: tellLine(run.reporter),
  });
}

function tellLine(reporter: Reporter): (line: string, stream: "stdout" | "stderr") => void {
  return (line, stream) => reporter.diagnostic(stream === "stdout" ? "info" : "info#err", line);
}

function stackOutputs(run: DeploymentRun): PropertyMap {
  const urn = run.stackUrn;
  if (run.isDeleted(urn) && !run.settings.dryRun) return {};
  return (run.news.get(urn)?.state ?? run.olds.get(urn))?.outputs ?? {};
}
