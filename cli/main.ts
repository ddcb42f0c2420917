/**
 * Runs `storage-access` with the arguments of this process. An error is one message on standard error and exit code 1.
 * @module
 */
import { withLeadingOptionsBehind } from "./arguments";
import { survivePipes } from "./output";
import { createProgram } from "./program";

survivePipes();
createProgram()
  .parseAsync(withLeadingOptionsBehind(process.argv.slice(2)), { from: "user" })
  .catch((error: unknown) => {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
