/**
 * What the official engine did with drift, with resources that it only reads, and after a kill.
 * @module
 */
import { replay } from "../support/replay";

const WARNING = "the warning tells what to do with this engine";

replay("21-refresh-drift");
replay("22-refresh-gone");
replay("23-up-refresh");
replay("27-read-by-id");
replay("28-sigkill-during-create", {
  skipped: { 2: "the lock of a dead process is taken over: see the tests of the state" },
  deviations: {
    5: { parts: ["messages"], reason: WARNING },
    6: { parts: ["messages"], reason: WARNING },
  },
});
replay("29-expect-no-changes");
