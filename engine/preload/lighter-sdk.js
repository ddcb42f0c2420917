"use strict";
/**
 * Loaded ahead of a program: leaves out what its SDK does for each resource and nobody ever sees, half of a large
 * program's time. Debug messages, sent one after the other, do not leave the program; of the stacks, the one behind
 * every promise is not written down (PULUMI_DEBUG_PROMISE_LEAKS asks for it), nor where in the program a resource stands,
 * which this engine does not keep. Where the SDK is another than this knows, the program runs as it is.
 */
const { createRequire } = require("node:module");

try {
  const requireAsScript = createRequire(process.argv[1]);
  // In the order in which the script loads them.
  requireAsScript("./instrumentation");
  const log = requireAsScript("../../log");
  log.debug = () => Promise.resolve();
  requireAsScript("../../resource").Resource.callsites = () => [];
  const debuggable = requireAsScript("../../runtime/debuggable");
  if (!debuggable.debugPromiseLeaks)
    debuggable.debuggablePromise = withoutStack(debuggable.debuggablePromise);
} catch {
  // All of it is a matter of time, not of what is done.
}

/** The function, within which errors get no stack. */
function withoutStack(run) {
  return (...given) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return run(...given);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}
