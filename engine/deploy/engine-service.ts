/**
 * The engine's own service: a program's log, and the stack's resource.
 * @module
 */
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type { IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  LogSeverity,
  RequirePulumiVersionResponse,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Severity } from "./events";
import type { Reporter } from "./reporter";
import { answer } from "./rpc";

const SEVERITIES: Record<LogSeverity, Severity> = {
  [LogSeverity.DEBUG]: "debug",
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
};

/** The handlers of the engine service's calls. */
export function createEngineService(reporter: Reporter): UntypedServiceImplementation {
  let root = "";
  return {
    log: answer((request) => {
      const severity = SEVERITIES[request.getSeverity()];
      if (!request.getEphemeral()) {
        reporter.diagnostic(severity, request.getMessage(), request.getUrn());
      }
      return new Empty();
    }),
    getRootResource: answer(() => new GetRootResourceResponse().setUrn(root)),
    setRootResource: answer((request) => {
      root = request.getUrn();
      return new SetRootResourceResponse();
    }),
    requirePulumiVersion: answer(() => new RequirePulumiVersionResponse()),
  } satisfies Partial<IEngineServer>;
}
