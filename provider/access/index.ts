/**
 * Who may do what, where, and why. Pure: a world of plain data goes in, answers with their reasons come out.
 *
 * ```ts
 * import { access } from "pulumi-storage-access";
 * ```
 * @module
 */
export * from "./decision";
export * from "./levels";
export * from "./world";
