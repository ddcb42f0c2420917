/**
 * What the page of a report holds: as much as its script needs, and all that can be downloaded from it.
 * @module
 */
import type { ComparedRow } from "../compare";

/** The data of a page. */
export interface PageData {
  readonly version: 1;
  readonly source: string;
  /** Where what was before comes from; absent: there is nothing to compare with. */
  readonly before?: string;
  readonly columns: readonly string[];
  readonly rows: readonly ComparedRow[];
  readonly omitted: number;
  readonly findings: readonly string[];
}
