/**
 * The state of stacks: Pulumi's own files and layout, with a journal while an engine runs.
 * @module
 */
export type { Backend } from "./backend";
export { FolderBackend } from "./folder-backend";
export { locateBackend, type BackendChoice, type LocatedBackend } from "./locate";
export { isBackend, stackNames, type StackLocation } from "./location";
export { cancelLock } from "./lock";
export { openStack, openStackReadOnly, type OpenStack, type OpenStackOptions } from "./session";
export type { StackSecrets } from "./sealing";
export {
  deploymentSecrets,
  exportStack,
  listStacks,
  outputsOf,
  readDeployment,
  removeStack,
  stackOutputs,
  stackSalt,
  type StackSummary,
} from "./stacks";
export type {
  Change,
  Deployment,
  PendingOperation,
  PropertyMap,
  PropertyValue,
  ResourceState,
  StackSession,
} from "./types";
