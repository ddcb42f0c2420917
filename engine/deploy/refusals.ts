/**
 * What this engine does not do, said by name rather than done by half.
 * @module
 */
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { ResourceState } from "../state/types";
import { isDynamicType, isProviderType } from "./resource-types";

/** The type of a reference to another stack. */
export const STACK_REFERENCE_TYPE = "pulumi:pulumi:StackReference";

/** The error for a feature that this engine does not have. */
export class UnsupportedFeatureError extends Error {
  constructor(feature: string, subject?: string) {
    super(
      `The embedded engine does not support ${feature}${subject === undefined ? "" : `, which ${subject} asks for`}. ` +
        "Deploy this program with the official Pulumi CLI: its engine has everything, and it opens the same state.",
    );
  }
}

/** The first unsupported feature that a registration asks for. */
export function unsupportedFeature(request: RegisterResourceRequest): string | undefined {
  const type = request.getType();
  if (request.getRemote()) return `components that a plugin implements (${type})`;
  if (request.getCustom() && isProviderType(type)) return `explicit providers (${type})`;
  if (request.getCustom() && !isDynamicType(type)) return `resources of provider plugins (${type})`;
  if (request.getImportid() !== "") return "the option `import`";
  if (request.getTransformsList().length > 0) return "the option `transforms`";
  if (hasHooks(request)) return "resource hooks";
  if (request.getReplaceWithList().length > 0) return "the option `replaceWith`";
  return request.hasReplacementTrigger() ? "the option `replacementTrigger`" : undefined;
}

function hasHooks(request: RegisterResourceRequest): boolean {
  return Object.values(request.getHooks()?.toObject() ?? {}).some(
    (names) => Array.isArray(names) && names.length > 0,
  );
}

/** Refuses a state that has resources which only provider plugins can deal with. */
export function refuseForeignResources(resources: readonly ResourceState[]): void {
  const foreign = resources.find(
    ({ custom, type }) => custom && !isDynamicType(type) && !isProviderType(type),
  );
  if (foreign === undefined) return;
  const feature =
    foreign.type === STACK_REFERENCE_TYPE
      ? "StackReference"
      : `resources of provider plugins (${foreign.type})`;
  throw new UnsupportedFeatureError(feature, `${foreign.urn} in the state`);
}
