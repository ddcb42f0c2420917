"use strict";
/** Prints the closing line that CI reads: `N passed, N failed[, N skipped]`. A suite that cannot run counts as one failure. */
module.exports = class ClosingLine {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : "";
    // Jest prints its own summary after its reporters; this line has to be the last.
    process.once("exit", () =>
      process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed${skipped}\n`),
    );
  }
};
