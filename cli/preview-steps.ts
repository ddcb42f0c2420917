/**
 * The steps of a preview as the Pulumi CLI's `preview --json` has them.
 * @module
 */
import type { EngineEvent, StepEvent } from "pulumi-storage-access-engine";
import { hideSecrets } from "pulumi-storage-access-engine/secrets";
import type { PropertyValue, ResourceState } from "pulumi-storage-access-engine/state";
import { changedNames, isTold } from "./display/changed-names";

const STACK_TYPE = "pulumi:pulumi:Stack";

/** Collects the steps of a preview. */
export class PreviewSteps {
  readonly #steps = new Map<string, StepEvent>();

  /** Takes note of a step; what its end knows takes the place of what its beginning knew. */
  note(event: EngineEvent): void {
    if (event.kind !== "step" || !isShown(event)) return;
    this.#steps.set(`${event.op} ${event.urn}`, event);
  }

  /** Every step but those that leave a resource as it is, secrets as `[secret]`. */
  json(): object[] {
    return [...this.#steps.values()].map(stepJson);
  }
}

function isShown({ op, type }: StepEvent): boolean {
  if (type.startsWith("pulumi:providers:")) return false;
  return op !== "same" || type === STACK_TYPE;
}

function stepJson(event: StepEvent): object {
  const { op, urn, type, old, new: now } = event;
  const provider = (now ?? old)?.provider;
  const reasons = changedNames(event).map(({ name }) => name);
  const replacing = (event.keys ?? []).filter((name) => isTold(type, name));
  return {
    op,
    urn,
    ...(provider !== undefined && { provider }),
    ...(old && { oldState: shown(old) }),
    ...(now && { newState: shown(now) }),
    ...(reasons.length > 0 && { diffReasons: reasons }),
    ...(replacing.length > 0 && { replaceReasons: replacing }),
    detailedDiff: event.detailedDiff ?? null,
  };
}

function shown(state: ResourceState): object {
  const hidden = (value: ResourceState["inputs"]): PropertyValue => hideSecrets(value ?? {});
  return {
    ...state,
    ...(state.inputs && { inputs: hidden(state.inputs) }),
    ...(state.outputs && { outputs: hidden(state.outputs) }),
  };
}
