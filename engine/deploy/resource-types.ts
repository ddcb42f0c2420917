/**
 * Kinds of resource types.
 * @module
 */

const DYNAMIC = "pulumi-nodejs:dynamic";

/** Whether a type is that of a provider. */
export function isProviderType(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

/** Whether a type is that of a dynamic resource: `pulumi-nodejs:dynamic:Resource` or `pulumi-nodejs:dynamic/<module>:<Type>`. */
export function isDynamicType(type: string): boolean {
  return type.startsWith(`${DYNAMIC}:`) || type.startsWith(`${DYNAMIC}/`);
}
