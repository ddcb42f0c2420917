/**
 * What an operation tells while it runs.
 * @module
 */
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

/** The operation is over. */
export interface SummaryEvent {
  kind: "summary";
  result: "succeeded" | "failed";
  /** How many steps of each kind were done; default providers do not count. */
  changes: Record<string, number>;
  /** Outputs of the stack, secrets marked. */
  outputs: PropertyMap;
  durationMilliseconds: number;
}

/** What an operation tells. */
export type EngineEvent = PreludeEvent | StepEvent | DiagnosticEvent | SummaryEvent;
