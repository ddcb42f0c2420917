/**
 * What the official engine did when something failed.
 * @module
 */
import { replay } from "../support/replay";

replay("08-check-failure", {
  races: {
    6: { resources: ["bad", "fresh", "unnamed"], reason: "two bad ones: which is first is open" },
    7: { resources: ["bad", "fresh", "unnamed"], reason: "two bad ones: which is first is open" },
  },
});
replay("09-create-fails");
replay("10-partial-create", { skipped: { 5: "the same command as the one before" } });
replay("11-partial-update");
replay("12-delete-fails");
replay("24-duplicate-urn");
replay("25-program-throws", {
  races: {
    6: { resources: ["a", "default"], reason: "process.exit may come before the registration" },
  },
});
const TOO_EARLY = "the official engine deletes before it learns how the program ended";
replay("36-bad-end", {
  deviations: {
    5: { parts: ["changes", "steps"], reason: TOO_EARLY },
    6: { parts: ["changes", "steps", "calls", "resources", "cloud"], reason: TOO_EARLY },
    7: { parts: ["changes", "steps", "calls"], reason: `${TOO_EARLY}: here is the deletion` },
  },
});
replay("32-continue-on-error", {
  races: {
    6: { resources: ["bad1"], reason: "its deletion may begin before another one fails" },
    7: { resources: ["bad1"], reason: "it may be gone already" },
  },
});
