/** Resources as an engine describes them. */
import type { DescribedResource } from "../../../../provider/access";

/** The URN of a resource. */
export const urn = (kind: string, name: string): string =>
  `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/scaleway:${kind}::${name}`;

/** A resource at its first preview, or with an id as it is later. */
export function resource(
  kind: string,
  name: string,
  properties: Record<string, unknown> = {},
  { id, dependencies = {} }: { id?: string; dependencies?: Record<string, string[]> } = {},
): DescribedResource {
  return {
    urn: urn(kind, name),
    type: `pulumi-nodejs:dynamic/scaleway:${kind}`,
    ...(id === undefined ? {} : { id }),
    properties,
    propertyDependencies: dependencies,
  };
}
