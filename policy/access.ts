/**
 * The evaluator, by the one import that all rules share: it loads no client and no resource class.
 * @module
 */
export * as access from "pulumi-storage-access/access";
