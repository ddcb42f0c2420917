/**
 * Access to object storage, declared as code.
 * @module
 */
export * as scaleway from "./scaleway";
