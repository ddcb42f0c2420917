/**
 * The resource monitor: what a program talks to.
 * @module
 */
import { status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import {
  ResourceMonitorService,
  type IResourceMonitorServer,
} from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  ReadResourceResponse,
  RegisterResourceResponse,
  Result,
  SupportsFeatureResponse,
  type ReadResourceRequest,
  type RegisterResourceRequest,
  type ResourceInvokeRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { ResourceState } from "../state/types";
import { hashAssets } from "./assets";
import { goalOf, pluginOf, type Goal } from "./goals";
import { registerOutputs } from "./outputs";
import { readResource, type ReadGoal } from "./reads";
import { STACK_REFERENCE_TYPE, unsupportedFeature, UnsupportedFeatureError } from "./refusals";
import { registerComponent, registerCustom, visibleOutputs } from "./register";
import { isDynamicType } from "./resource-types";
import { answer, RpcError } from "./rpc";
import type { DeploymentRun } from "./run";
import { fromStruct, toStruct } from "./struct";
import { STACK_TYPE } from "./urn";
import { completeReferences, mapValues } from "./values";

/**
 * The handlers of the monitor's calls.
 * @param waitForShutdown called when the program is complete; settles when it may end
 */
export function createMonitor(
  run: DeploymentRun,
  waitForShutdown: () => Promise<void>,
): UntypedServiceImplementation {
  const empty = (): Empty => new Empty();
  const refuse = (feature: string) =>
    answer(() => {
      // Answered as if it was done: the refusal is told here, and ends the program at its next registration.
      run.failure(new UnsupportedFeatureError(feature));
      return empty();
    });
  return {
    // Yes to all: what is not supported is refused by name when a program asks for it.
    supportsFeature: answer(() => new SupportsFeatureResponse().setHassupport(true)),
    registerResource: answer((request) => run.track(register(run, request))),
    registerResourceOutputs: answer((request) => {
      const outputs = mapValues(fromStruct(request.getOutputs()), completeReferences);
      const registered = hashAssets(outputs, run.settings.directory).then((whole) =>
        registerOutputs(run, request.getUrn(), whole),
      );
      return run.track(registered).then(empty);
    }),
    readResource: answer((request) => run.track(read(run, request))),
    invoke: answer((request) => invoke(run, request)),
    registerStackTransform: refuse("transforms"),
    registerStackInvokeTransform: refuse("transforms of invokes"),
    registerResourceHook: refuse("resource hooks"),
    registerErrorHook: refuse("error hooks"),
    signalAndWaitForShutdown: answer(() => waitForShutdown().then(empty)),
  } satisfies Partial<IResourceMonitorServer>;
}

async function register(
  run: DeploymentRun,
  request: RegisterResourceRequest,
): Promise<RegisterResourceResponse> {
  const asked = withParent(run, goalOf(request));
  const urn = run.urnOf(asked.parent, asked.type, asked.name);
  try {
    run.throwIfStopped();
    claim(run, urn);
    const feature = unsupportedFeature(request);
    if (feature !== undefined) throw new UnsupportedFeatureError(feature, urn);
    const goal = { ...asked, inputs: await hashAssets(asked.inputs, run.settings.directory) };
    const state = await (goal.custom ? registerCustom : registerComponent)(run, goal, urn);
    run.throwIfStopped();
    if (state) return registered(state);
    run.unfinished.add(urn);
    return unfinished(urn);
  } catch (error) {
    return await giveUp(run, urn, error);
  }
}

/** Takes a URN for a registration. */
function claim(run: DeploymentRun, urn: string): void {
  if (run.registered.has(urn)) {
    throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
  }
  const renamed = run.formerNames.get(urn);
  if (renamed !== undefined) {
    throw new Error(
      `Duplicate resource URN '${urn}' conflicting with alias on resource with URN '${renamed}'`,
    );
  }
  run.registered.add(urn);
}

function withParent(run: DeploymentRun, goal: Goal): Goal {
  return goal.parent === "" && goal.type !== STACK_TYPE ? { ...goal, parent: run.stackUrn } : goal;
}

/** Tells what failed; the program goes on without the resource where that was asked for, else it ends. */
async function giveUp(
  run: DeploymentRun,
  urn: string,
  error: unknown,
): Promise<RegisterResourceResponse> {
  // The program's own mistake, of which it is told, and which it tells.
  if (error instanceof RpcError && error.code === status.UNKNOWN) throw error;
  const failure = run.failure(error, urn);
  run.unfinished.add(urn);
  if (run.settings.continueOnError && !run.isStopped) return unfinished(urn);
  await run.standstill();
  throw new RpcError(status.UNAVAILABLE, failure.message);
}

function registered(state: ResourceState): RegisterResourceResponse {
  return new RegisterResourceResponse()
    .setUrn(state.urn)
    .setId(state.id ?? "")
    .setObject(toStruct(visibleOutputs(state)));
}

/** Failed, or left alone because of what it needs: SDKs tell neither from the other, and newer ones do not name the latter. */
function unfinished(urn: string): RegisterResourceResponse {
  const response = new RegisterResourceResponse().setUrn(urn).setObject(toStruct({}));
  return response.setResult(Result.FAIL);
}

async function read(
  run: DeploymentRun,
  request: ReadResourceRequest,
): Promise<ReadResourceResponse> {
  const goal = readGoalOf(run, request);
  const urn = run.urnOf(goal.parent, goal.type, goal.name);
  try {
    run.throwIfStopped();
    claim(run, urn);
    if (!isDynamicType(goal.type)) {
      throw new UnsupportedFeatureError(
        goal.type === STACK_REFERENCE_TYPE ? "StackReference" : `reading ${goal.type}`,
        urn,
      );
    }
    const state = await readResource(run, goal, urn);
    return new ReadResourceResponse().setUrn(urn).setProperties(toStruct(state.outputs ?? {}));
  } catch (error) {
    const failure = run.failure(error, urn);
    await run.standstill();
    throw new RpcError(status.UNAVAILABLE, failure.message);
  }
}

function readGoalOf(run: DeploymentRun, request: ReadResourceRequest): ReadGoal {
  return {
    type: request.getType(),
    name: request.getName(),
    id: request.getId(),
    parent: request.getParent() === "" ? run.stackUrn : request.getParent(),
    inputs: fromStruct(request.getProperties()),
    dependencies: request.getDependenciesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    plugin: pluginOf(request),
  };
}

/** The answer to an invoke: the same on the wire for every SDK, of another class for newer ones. */
type InvokeAnswer = ReturnType<typeof ResourceMonitorService.invoke.responseDeserialize>;

/** Looks up a resource of this program, as the SDK does for a reference; providers' functions there are none. */
function invoke(run: DeploymentRun, request: ResourceInvokeRequest): InvokeAnswer {
  const { urn } = fromStruct(request.getArgs());
  const found = typeof urn === "string" ? run.news.get(urn)?.state : undefined;
  if (request.getTok() !== "pulumi:pulumi:getResource") {
    throw new RpcError(
      status.UNIMPLEMENTED,
      new UnsupportedFeatureError(`functions of providers (${request.getTok()})`).message,
    );
  }
  if (found === undefined) {
    throw new RpcError(status.NOT_FOUND, `This program has not registered ${JSON.stringify(urn)}.`);
  }
  const { id = "", outputs: state = {} } = found;
  const response = new InvokeResponse().setReturn(toStruct({ urn: found.urn, id, state }));
  return ResourceMonitorService.invoke.responseDeserialize(Buffer.from(response.serializeBinary()));
}
