/**
 * What the official engine did with values: secrets, unknown ones, outputs, and kinds that do not compare them.
 * @module
 */
import { replay } from "../support/replay";

const DISPLAY = "a display flag: the same preview as the one before";

const OWN_WORDS = "the error is told in words of our own";

replay("13-secrets");
replay("14-unknowns", { skipped: { 2: DISPLAY, 5: DISPLAY, 8: DISPLAY } });
replay("15-components");
replay("30-stack-outputs");
replay("34-no-diff-no-update", { skipped: { 3: DISPLAY } });
replay("37-assets", {
  deviations: {
    6: { parts: ["messages"], reason: OWN_WORDS },
    7: { parts: ["messages"], reason: OWN_WORDS },
  },
});
replay("38-resource-inputs");
replay("41-odd-numbers");
