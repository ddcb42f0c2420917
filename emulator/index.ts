/**
 * A local cloud that answers as Scaleway IAM, Account and Object Storage do, permissions enforced.
 * @module
 */
export { startCloud, type Cloud, type CloudDescription, type CloudOptions } from "./cloud";
export type { PropagationOptions } from "./authorization/propagation";
export type { Clock } from "./clock";
export { environmentOf } from "./environment";
export type { QuotaName, Quotas } from "./gateway/context";
export type { Fault, FaultAnswer, FaultName } from "./faults/fault";
export type { FaultPlan, FaultRule, PlannedFault } from "./faults/plan";
export { readFaultPlan } from "./faults/plan-file";
export type { RequestHook, RequestRecord, ServiceName } from "./requests";
export type { Store, Table } from "./store";
export { DEFAULT_SWITCHES, SWITCH_VALUES, type Switches } from "./switches";
