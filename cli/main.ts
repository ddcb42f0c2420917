/**
 * Runs `storage-access` with the arguments of this process. An error is one message on standard error and exit code 1.
 * @module
 */
import { survivePipes } from "./output";
import { createProgram } from "./program";

survivePipes();
createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
