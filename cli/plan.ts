/**
 * Shows what an operation would do, and asks whether it is to be done.
 * @module
 */
import type { EngineEvent, OperationKind, OperationResult } from "pulumi-storage-access-engine";
import { ask, type Terminal } from "./consent";
import { Display } from "./display/display";
import type { Setting } from "./operation";
import { PreviewSteps } from "./preview-steps";

const QUESTIONS: Record<OperationKind, string> = {
  preview: "Do you want to see this update?",
  up: "Do you want to perform this update?",
  refresh: "Do you want to perform this refresh?",
  destroy: "Do you want to perform this destroy?",
};

/** Shows the plan that `preview` makes, and asks; true after a yes. "details" shows every property that changes. */
export async function agreeToPlan(
  setting: Setting,
  terminal: Terminal,
  preview: (plan: Setting) => Promise<OperationResult>,
): Promise<boolean> {
  const { kind, output } = setting;
  const events: EngineEvent[] = [];
  const plan: Setting = {
    ...setting,
    kind: kind === "up" ? "preview" : kind,
    flags: { ...setting.flags, previewOnly: true },
    display: new Display(output, { isShowingProperties: setting.flags.diff ?? false }),
    steps: new PreviewSteps(),
    onEvent: (event) => events.push(event),
  };
  const { result } = await preview(plan);
  plan.watch?.told().lines.forEach((line) => output.line(line));
  if (result === "failed") return false;
  for (;;) {
    const answer = await ask(QUESTIONS[kind], ["yes", "no", "details"], terminal);
    if (answer === "yes") return true;
    if (answer === "no") {
      output.note("error: no yes was given: nothing was changed");
      return false;
    }
    const details = new Display(output, { isShowingProperties: true });
    for (const event of events) details.show(event);
  }
}
