/**
 * Access to object storage, declared as code.
 * @module
 */
export * as access from "./access";
export * as scaleway from "./scaleway";
