/**
 * What the official engine did with resources that come, change and go.
 * @module
 */
import { replay } from "../support/replay";

const DISPLAY = "a display flag: the same preview as the one before";

replay("01-create-same");
replay("02-update-in-place", { skipped: { 3: DISPLAY, 4: DISPLAY } });
replay("03-replace-create-before-delete", { skipped: { 3: DISPLAY, 4: DISPLAY } });
replay("04-replace-delete-before-replace");
replay("05-dbr-with-dependents");
replay("06-removal-from-program");
replay("07-destroy-order");
replay("31-deleted-with");
