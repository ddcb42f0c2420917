/**
 * What an operation tells while it runs.
 * @module
 */
import type { PackIdentity, Violation } from "../policies/policy-pack";
import type { PropertyMap, ResourceState } from "../state/types";
import type { DetailedDifference } from "./input-diff";

/** What an operation is. */
export type OperationKind = "preview" | "up" | "refresh" | "destroy";

/** What a step does to one resource. */
export type StepOp =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "remove-pending-replace"
  | "read"
  | "read-replacement"
  | "discard"
  | "discard-replaced"
  | "refresh";

/** One step: what is done, to what, and why. */
export interface Step {
  op: StepOp;
  urn: string;
  type: string;
  /** The resource before the step. */
  old?: ResourceState | undefined;
  /** The resource after the step; within an `end` event complete, before that as far as it is known. */
  new?: ResourceState | undefined;
  /** The properties whose change forces a replacement. */
  keys?: string[] | undefined;
  /** The top-level properties that changed, where the engine compared them itself. */
  diffs?: string[] | undefined;
  /** Every property that changed, where the engine compared them itself. */
  detailedDiff?: DetailedDifference | undefined;
}

/** The operation begins. */
export interface PreludeEvent {
  kind: "prelude";
  operation: OperationKind;
  /** Whether nothing is changed. */
  dryRun: boolean;
  project: string;
  stack: string;
}

/**
 * A step begins, ended or failed. A component's `end` comes when its outputs are registered; in a preview there is
 * one more, right after its beginning.
 */
export interface StepEvent extends Step {
  kind: "step";
  phase: "begin" | "end" | "failed";
}

/** How loud a diagnostic is; `info#err` is what a process wrote to its standard error. */
export type Severity = "debug" | "info" | "info#err" | "warning" | "error";

/** Something to tell the user. */
export interface DiagnosticEvent {
  kind: "diagnostic";
  severity: Severity;
  message: string;
  /** The resource that it is about; absent: the operation as a whole. */
  urn?: string;
}

/** The policy packs are on their way. */
export interface PolicyLoadEvent {
  kind: "policy-load";
}

/** A policy objects to a resource, or to the stack. */
export interface PolicyViolationEvent extends Violation {
  kind: "policy-violation";
  /** The resource; that of the stack where a policy of the stack names none. */
  urn: string;
  /** The inputs that the policy saw, secrets marked: its message may have them. Absent: it saw the whole stack. */
  inputs?: PropertyMap;
  pack: PackIdentity;
}

/** A policy has changed the inputs of a resource. */
export interface PolicyRemediationEvent {
  kind: "policy-remediation";
  urn: string;
  pack: PackIdentity;
  policy: string;
  before: PropertyMap;
  after: PropertyMap;
}

/** A pack has looked at something. Policies that are disabled, or not made for such a thing, are in neither list. */
export interface PolicySummaryEvent {
  kind: "policy-summary";
  call: "remediate" | "analyze" | "analyze-stack";
  /** The resource; absent: the whole stack. */
  urn?: string;
  pack: PackIdentity;
  passed: string[];
  failed: string[];
}

/** What is told of policies. */
export type PolicyEvent =
  PolicyLoadEvent | PolicyViolationEvent | PolicyRemediationEvent | PolicySummaryEvent;

/** The operation is over. */
export interface SummaryEvent {
  kind: "summary";
  result: "succeeded" | "failed";
  /** How many steps of each kind were done; default providers do not count. */
  changes: Record<string, number>;
  /** Outputs of the stack, secrets marked. */
  outputs: PropertyMap;
  /** The policy packs that were run. */
  policyPacks: PackIdentity[];
  durationMilliseconds: number;
}

/** What an operation tells. */
export type EngineEvent = PreludeEvent | StepEvent | DiagnosticEvent | PolicyEvent | SummaryEvent;
