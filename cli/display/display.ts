/**
 * Shows an operation to people: a line a step, what program and provider say, the outputs, and a summary.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import type {
  DiagnosticEvent,
  EngineEvent,
  OperationKind,
  PolicyEvent,
  PreludeEvent,
  StepEvent,
  StepOp,
  SummaryEvent,
} from "pulumi-storage-access-engine";
import { secretTexts } from "pulumi-storage-access-engine/secrets";
import type { Output } from "../output";
import { changedText, isTold } from "./changed-names";
import { findingsOf, policyLines, type PackFindings } from "./policies";
import { changedProperties, propertyText } from "./properties";
import { countText, wordsOf } from "./words";

const TITLES: Record<OperationKind, { preview: string; change: string }> = {
  preview: { preview: "Previewing update", change: "Previewing update" },
  up: { preview: "Previewing update", change: "Updating" },
  refresh: { preview: "Previewing refresh", change: "Refreshing" },
  destroy: { preview: "Previewing destroy", change: "Destroying" },
};

/** The display of one operation. */
export class Display {
  readonly #output: Output;
  readonly #isShowingProperties: boolean;
  readonly #now: () => number;
  /** The last step that began on a resource, and when, in milliseconds. */
  readonly #begun = new Map<string, { op: StepOp; since: number }>();
  readonly #policyEvents: PolicyEvent[] = [];
  #findings: PackFindings[] = [];
  #isPreview = false;

  constructor(
    output: Output,
    {
      isShowingProperties = false,
      now = () => performance.now(),
    }: { isShowingProperties?: boolean; now?: () => number } = {},
  ) {
    this.#output = output;
    this.#isShowingProperties = isShowingProperties;
    this.#now = now;
  }

  /** Shows one event, and hides from now on every secret that comes with it. */
  show(event: EngineEvent): void {
    if (event.kind === "prelude") this.#showPrelude(event);
    else if (event.kind === "step") this.#showStep(event);
    else if (event.kind === "diagnostic") this.#showDiagnostic(event);
    else if (event.kind === "summary") this.#showSummary(event);
    else this.#showPolicy(event);
  }

  /** What policy packs found, once the operation is over. */
  get findings(): readonly PackFindings[] {
    return this.#findings;
  }

  #showPrelude({ operation, dryRun, project, stack }: PreludeEvent): void {
    this.#isPreview = dryRun;
    const title = TITLES[operation][dryRun ? "preview" : "change"];
    this.#output.line(`${title} (${project}/${stack}):`);
  }

  #showStep(event: StepEvent): void {
    const { phase, op, urn } = event;
    for (const state of [event.old, event.new]) {
      this.#output.mask.add(secretTexts(state?.inputs ?? null));
      this.#output.mask.add(secretTexts(state?.outputs ?? null));
    }
    if (phase === "begin") this.#begun.set(urn, { op, since: this.#now() });
    const begun = this.#begun.get(urn);
    if (!this.#isTelling(phase, begun?.op) || isSilent(event)) return;
    const words = wordsOf(op);
    const seconds = begun ? ` (${((this.#now() - begun.since) / 1000).toFixed(1)}s)` : "";
    const what = this.#isPreview ? words.verb : `${words.done}${seconds}`;
    const outcome = phase === "failed" ? `${words.verb} failed${seconds}` : what;
    this.#output.line(`  ${words.symbol} ${resourceText(event)} ${outcome}${changedText(event)}`);
    if (this.#isShowingProperties) this.#showProperties(event);
  }

  /** A preview tells what is about to be done; only of a refresh it takes the end to know. */
  #isTelling(phase: StepEvent["phase"], op: StepOp | undefined): boolean {
    if (phase === "failed") return true;
    return phase === (this.#isPreview && op !== "refresh" ? "begin" : "end");
  }

  #showProperties({ type, old, new: now }: StepEvent): void {
    const isShown = (name: string): boolean => isTold(type, name);
    for (const line of changedProperties(old?.inputs ?? {}, now?.inputs ?? {}, isShown)) {
      this.#output.line(`      ${line}`);
    }
  }

  #showDiagnostic({ severity, message, urn }: DiagnosticEvent): void {
    if (severity === "debug" || message.trim() === "") return;
    const about = urn === undefined ? "" : `${nameOf(urn)}: `;
    const loudness = severity === "warning" || severity === "error" ? `${severity}: ` : "";
    this.#output.line(`  ${loudness}${about}${message.trimEnd()}`);
  }

  /** What packs find is shown as a whole, at the end. */
  #showPolicy(event: PolicyEvent): void {
    if (event.kind === "policy-load") this.#output.line("Loading policy packs...");
    const inputs =
      event.kind === "policy-remediation"
        ? event.before
        : event.kind === "policy-violation"
          ? event.inputs
          : undefined;
    this.#output.mask.add(secretTexts(inputs ?? null));
    this.#policyEvents.push(event);
  }

  #showSummary({ changes, outputs, policyPacks, durationMilliseconds }: SummaryEvent): void {
    this.#findings = findingsOf(policyPacks, this.#policyEvents);
    for (const line of policyLines(this.#findings)) this.#output.line(line);
    this.#output.mask.add(secretTexts(outputs));
    const names = Object.keys(outputs).sort();
    if (names.length > 0) this.#output.line("Outputs:");
    for (const name of names) this.#output.line(`    ${name}: ${propertyText(outputs[name])}`);
    const counts = Object.entries(changes).filter(([, count]) => count > 0);
    this.#output.line("Resources:");
    if (counts.length === 0) this.#output.line("    none");
    for (const [op, count] of counts)
      this.#output.line(`    ${countText(op, count, this.#isPreview)}`);
    this.#output.line(`Duration: ${(durationMilliseconds / 1000).toFixed(1)}s`);
  }
}

/** Steps that are not worth a line: what stays as it is, and the engine's own provider. */
function isSilent({ op, type, phase, old, new: now }: StepEvent): boolean {
  if (phase === "failed") return false;
  if (op === "same" || type.startsWith("pulumi:providers:")) return true;
  return op === "refresh" && isDeepStrictEqual(old?.outputs, now?.outputs);
}

function resourceText({ type, urn }: StepEvent): string {
  return `${type.replace(/^pulumi-nodejs:dynamic[/:]/, "")} ${nameOf(urn)}`;
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
