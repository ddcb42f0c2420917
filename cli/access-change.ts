/**
 * Who gains and who loses what by an operation: the state's world before it, and the world that is planned, or made.
 * @module
 */
import * as access from "pulumi-storage-access/access";
import type { EngineEvent, StepEvent } from "pulumi-storage-access-engine";
import type { Deployment, PropertyMap, ResourceState } from "pulumi-storage-access-engine/state";
import { changesJson, changesLines } from "./report/changes";
import { changesOf } from "./report/compare";
import { changesMarkdown } from "./report/markdown";
import { withDefaultProject, withOrdinaryBuckets } from "./report/places";
import { reportOn, type Report } from "./report/report";
import { withoutSecrets } from "./report/source";

/** Follows an operation from the state that it begins with. */
export class AccessWatch {
  readonly #before: readonly access.DescribedResource[];
  readonly #resources = new Map<string, access.DescribedResource>();
  /** The URNs of resources by their ids: what is replaced gets another id and stays who it was. */
  readonly #urns = new Map<string, string>();

  constructor({ resources }: Deployment) {
    this.#before = resources.filter((one) => one.delete !== true).map((one) => described(one));
    for (const one of this.#before) this.#put(one);
  }

  /** Takes note of what a step does, or would do. */
  note(event: EngineEvent): void {
    if (event.kind !== "step" || event.phase !== "end") return;
    const { op, urn, new: now } = event;
    if (op === "delete" || op === "discard") this.#resources.delete(urn);
    else if (op !== "delete-replaced" && op !== "discard-replaced" && now) {
      this.#put(described(now, kept(event)));
    }
  }

  #put(resource: access.DescribedResource): void {
    this.#resources.set(resource.urn, resource);
    if (resource.id !== undefined) this.#urns.set(resource.id, resource.urn);
  }

  /** What the steps so far change: the lines for a terminal, the `access` of a JSON summary, and a comment in Markdown. */
  told(): { lines: string[]; json: () => object; markdown: () => string } {
    const before = reportOf("the state", this.#before);
    const after = reportOf("the plan", [...this.#resources.values()]);
    const changes = changesOf(before, after, (id) => this.#urns.get(id) ?? id);
    const told = { changes, findings: after.findings };
    const names = { before: before.source, after: after.source };
    return {
      lines: changesLines(told),
      json: () => changesJson(told),
      markdown: () => changesMarkdown(changes, names),
    };
  }
}

function reportOf(source: string, resources: readonly access.DescribedResource[]): Report {
  const { world: told, findings } = access.worldOfResources(resources);
  const world = withDefaultProject(told);
  const judge = new access.Access(withOrdinaryBuckets(world));
  return reportOn({ source, world, judge, findings: findings.map(({ text }) => text) });
}

function described(
  { urn, type, id, inputs, outputs, propertyDependencies }: ResourceState,
  before: PropertyMap = {},
): access.DescribedResource {
  const properties = { ...before, ...inputs, ...outputs };
  return {
    urn,
    type,
    properties: withoutSecrets(properties) as access.DescribedResource["properties"],
    ...(id !== undefined && { id }),
    ...(propertyDependencies && { propertyDependencies }),
  };
}

/** What an update leaves as it was: a preview knows of its outputs only what the program says. */
function kept({ op, old }: StepEvent): PropertyMap {
  if (op !== "update" || !old) return {};
  const given = Object.keys(old.inputs ?? {});
  const outputs = Object.entries(old.outputs ?? {});
  return Object.fromEntries(outputs.filter(([name]) => !given.includes(name)));
}
