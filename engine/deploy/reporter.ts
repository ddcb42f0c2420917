/**
 * Tells what happens, counts it, and knows whether anything failed.
 * @module
 */
import { isDeepStrictEqual, stripVTControlCharacters } from "node:util";
import type { DiagnosticEvent, EngineEvent, Severity, Step, StepEvent, StepOp } from "./events";
import { isProviderType } from "./resource-types";

/** Parts of a replacement: the `replace` step alone counts. */
const UNCOUNTED: ReadonlySet<StepOp> = new Set([
  "create-replacement",
  "delete-replaced",
  "discard-replaced",
  "read-replacement",
  "remove-pending-replace",
]);

/** Something failed, and the user was told. */
export class ReportedError extends Error {}

/** The events of one operation. */
export class Reporter {
  readonly changes: Record<string, number> = {};
  readonly diagnostics: DiagnosticEvent[] = [];
  /** Whether anything failed, so that the operation as a whole will have failed. */
  hasFailed = false;
  /** Settles when something failed that leaves no room to go on. */
  readonly stopping: Promise<void>;
  /** Whether a step failed, which the end of the operation tells once more. */
  hasFailedStep = false;
  readonly #listen: (event: EngineEvent) => void;
  #stop = (): void => undefined;
  #mustStop = false;

  constructor(listen: (event: EngineEvent) => void) {
    this.#listen = listen;
    this.stopping = new Promise((resolve) => (this.#stop = resolve));
  }

  /** Whether what failed leaves no room to go on. */
  get mustStop(): boolean {
    return this.#mustStop;
  }

  /** Tells an event. */
  emit(event: EngineEvent): void {
    this.#listen(event);
  }

  /** Tells a message, without the colors that programs put into theirs; debug ones are not kept. */
  diagnostic(severity: Severity, text: string, urn?: string): void {
    const message = stripVTControlCharacters(text);
    const event: DiagnosticEvent = {
      kind: "diagnostic",
      severity,
      message,
      ...(urn !== undefined && urn !== "" && { urn }),
    };
    if (severity !== "debug") this.diagnostics.push(event);
    this.emit(event);
  }

  /** Tells that a step begins, ended or failed. */
  step(phase: StepEvent["phase"], step: Step): void {
    this.emit({ kind: "step", phase, ...step });
  }

  /** Counts a step that is done. */
  count(step: Step): void {
    if (UNCOUNTED.has(step.op) || isProviderType(step.type)) return;
    if (step.op === "read" && !isReadChange(step)) return;
    this.changes[step.op] = (this.changes[step.op] ?? 0) + 1;
  }

  /** Tells why the operation fails, and answers the error to throw. */
  failure(message: string, urn?: string): ReportedError {
    const error = this.refusal(message);
    this.diagnostic("error", message, urn);
    return error;
  }

  /** Fails the operation for something that was told in an event of its own. */
  refusal(message: string): ReportedError {
    this.hasFailed = true;
    this.#mustStop = true;
    this.#stop();
    return new ReportedError(message);
  }

  /** Notes that the operation will have failed, though the rest of it goes on. */
  willFail(): void {
    this.hasFailed = true;
    this.hasFailedStep = true;
  }

  /** Tells why the operation will have failed, though the rest of it goes on. */
  objection(message: string, urn: string): void {
    this.willFail();
    this.diagnostic("error", message, urn);
  }

  /** As `failure`, for a step that was begun. */
  stepFailure(step: Step, message: string): ReportedError {
    this.hasFailedStep = true;
    this.step("failed", step);
    return this.failure(message, step.urn);
  }
}

/** A read counts when it saw something else than the time before. */
function isReadChange({ old, new: found }: Step): boolean {
  return (
    old?.outputs !== undefined &&
    found?.outputs !== undefined &&
    !isDeepStrictEqual(old.outputs, found.outputs)
  );
}
