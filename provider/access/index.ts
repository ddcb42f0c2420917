/**
 * Who may do what, where, and why. Pure: a world of plain data goes in, answers with their reasons come out.
 *
 * ```ts
 * import { access } from "pulumi-storage-access";
 * ```
 * @module
 */
export { Access, can, type OpenSwitch } from "./access";
export { conditionError } from "./conditions";
export * from "./decision";
export * from "./levels";
export { IAM_ACTIONS, STORAGE_ACTIONS } from "./rights";
export { ACCESS_SWITCH_VALUES, DEFAULT_ACCESS_SWITCHES, type AccessSwitches } from "./switches";
export * from "./world";
export type {
  DescribedResource,
  Finding,
  FindingCode,
  WorldOptions,
  WorldReading,
} from "./sources/described";
export { resourcesOf, worldOfResources, worldOfState } from "./sources/program";
