/**
 * The rules that every state must keep, the same ones that the official engine checks before it uses a state.
 * @module
 */
import { magicOf } from "./checkpoint";
import { eachReference, isProvider, providerReference, type ReferenceKind } from "./references";
import type { Deployment, ResourceState } from "./types";

const WORDS: Record<ReferenceKind, string> = {
  parent: "has the parent",
  dependency: "depends on",
  propertyDependency: "has a property that depends on",
  deletedWith: "is deleted with",
};

/**
 * What is wrong with a state: the first broken rule as a sentence, or undefined when all hold. The rules: the check
 * word fits the version; every entry has a URN and a type; a component has no id; a URN has at most one entry that is
 * not about to be deleted; all that an entry refers to stands before it.
 */
export function integrityProblem({ manifest, resources }: Deployment): string | undefined {
  if (manifest.magic !== magicOf(manifest.version)) {
    return `the manifest's magic does not fit its version "${manifest.version}"`;
  }
  const everywhere = new Set(resources.map(({ urn }) => urn));
  const before = new Set<string>();
  const providers = new Set<string>();
  const live = new Set<string>();
  for (const resource of resources) {
    if (isProvider(resource)) providers.add(providerReference(resource));
    const problem =
      formProblem(resource) ??
      providerProblem(resource, providers) ??
      referenceProblem(resource, before, everywhere);
    if (problem !== undefined) return problem;
    if (!resource.delete && live.has(resource.urn)) {
      return `${resource.urn} is there twice, not marked for deletion`;
    }
    if (!resource.delete) live.add(resource.urn);
    before.add(resource.urn);
  }
  return undefined;
}

function formProblem(resource: ResourceState): string | undefined {
  if (!resource.urn) return "an entry has no urn";
  if (!resource.type) return `${resource.urn} has no type`;
  if (!resource.custom && resource.id) return `${resource.urn} is not custom, but has an id`;
  if (isProvider(resource) && !resource.id) return `the provider ${resource.urn} has no id`;
  return undefined;
}

function providerProblem(
  { urn, provider, pendingReplacement }: ResourceState,
  providers: ReadonlySet<string>,
): string | undefined {
  if (!provider || providers.has(provider)) return undefined;
  if (!/^urn:pulumi:.+::[^:]+$/.test(provider)) {
    return `${urn} has the provider "${provider}", which is not <urn>::<id>`;
  }
  if (pendingReplacement) return undefined;
  return `${urn} has the provider ${provider}, which does not stand before it`;
}

function referenceProblem(
  resource: ResourceState,
  before: ReadonlySet<string>,
  everywhere: ReadonlySet<string>,
): string | undefined {
  let problem: string | undefined;
  eachReference(resource, (urn, kind) => {
    if (before.has(urn)) return;
    const fault = everywhere.has(urn) ? "stands after it" : "is missing";
    problem ??= `${resource.urn} ${WORDS[kind]} ${urn}, which ${fault}`;
  });
  return problem;
}
