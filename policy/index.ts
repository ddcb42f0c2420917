/**
 * Rules about access to object storage, for Pulumi's policy engine.
 * @module
 */
export {};
