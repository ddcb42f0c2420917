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
export { diff, isGain, type AccessChange, type DiffOptions } from "./diff";
export type { Somebody } from "./fingerprints";
export * from "./explain";
export * from "./levels";
export {
  entriesOf,
  matrix,
  type Matrix,
  type MatrixAsker,
  type MatrixCell,
  type MatrixEntry,
  type MatrixOptions,
  type MatrixPlace,
  type MatrixRow,
} from "./matrix";
export { ruleAt } from "./names";
export { IAM_ACTIONS, STORAGE_ACTIONS } from "./rights";
export { ACCESS_SWITCH_VALUES, DEFAULT_ACCESS_SWITCHES, type AccessSwitches } from "./switches";
export type { AccessProfile, Extent, SurveyOptions } from "./survey";
export * from "./world";
export type {
  DescribedResource,
  Finding,
  FindingCode,
  WorldOptions,
  WorldReading,
} from "./sources/described";
export { resourcesOf, worldOfResources, worldOfState } from "./sources/program";
