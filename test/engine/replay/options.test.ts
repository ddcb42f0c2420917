/**
 * What the official engine did with the options of resources.
 * @module
 */
import { replay } from "../support/replay";

replay("16-aliases");
replay("17-protect", {
  skipped: { 8: "--exclude-protected is no option of this engine" },
  races: {
    5: { resources: ["keep"], reason: "it may be registered before the replacement is refused" },
  },
});
replay("18-retain-on-delete");
replay("19-ignore-changes");
replay("20-depends-on");
