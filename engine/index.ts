/**
 * The embedded engine: operations on stacks of component and dynamic resources, in Pulumi's own protocols.
 * @module
 */
export * from "./operation";
export type {
  DiagnosticEvent,
  EngineEvent,
  OperationKind,
  PreludeEvent,
  Severity,
  Step,
  StepEvent,
  StepOp,
  SummaryEvent,
} from "./deploy/events";
export type { DetailedDifference, PropertyDifference } from "./deploy/input-diff";
export type { ProjectOptions } from "./deploy/program";
export { UnsupportedFeatureError } from "./deploy/refusals";
export { nameOf, typeOf } from "./deploy/urn";
export { containsSecret, UNKNOWN } from "./deploy/values";
export * from "./project";
export * from "./secrets";
export * from "./state";
