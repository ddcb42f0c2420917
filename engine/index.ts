/**
 * The embedded engine: operations on stacks of component and dynamic resources, in Pulumi's own protocols.
 * @module
 */
export * from "./operation";
export type {
  DiagnosticEvent,
  EngineEvent,
  OperationKind,
  PolicyEvent,
  PolicyRemediationEvent,
  PolicySummaryEvent,
  PolicyViolationEvent,
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
export { preparePacks } from "./policies";
export type { PackOptions } from "./policies/pack-folder";
export type { EnforcementLevel, PackIdentity, PolicySeverity } from "./policies/policy-pack";
export * from "./project";
export * from "./secrets";
export * from "./state";
