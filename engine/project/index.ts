/**
 * Projects and their stacks' configuration: Pulumi.yaml and Pulumi.<stack>.yaml.
 * @module
 */
export { openValue, resolveConfiguration, type ResolvedConfiguration } from "./configuration";
export { qualifyKey } from "./key";
export { findProject, type DeclaredValue, type Project } from "./project";
export { readSelectedStack, selectStackFor } from "./selected-stack";
export { selectStack, type StackChoice } from "./selection";
export { StackConfiguration, type StoredValue } from "./stack-configuration";
