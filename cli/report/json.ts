/**
 * A report as JSON: the whole of it, as docs/who-can.md describes.
 * @module
 */
import type { Report } from "./report";

/** The text of a report. */
export function reportJson(report: Report): string {
  return JSON.stringify(report, undefined, 2);
}
