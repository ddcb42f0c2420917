"use strict";
/**
 * Loaded ahead of a script of Pulumi's SDK: what the SDK has to serialize functions (the TypeScript compiler, and npm's
 * own trees of packages) is half of what it loads and hardly ever used, so it is loaded when it is used. Where the SDK is
 * another than this knows, it loads what it likes.
 */
const { createRequire, Module } = require("node:module");

try {
  const requireAsScript = createRequire(process.argv[1]);
  later("../../typescript-shim", (load) => new Proxy({}, { get: (_, name) => load()[name] }));
  later("../../runtime/closure/codePaths", (load) => ({
    __esModule: true,
    computeCodePaths: (...given) => load().computeCodePaths(...given),
  }));

  /** Puts exports in the place of a module that load it at their first use. */
  function later(name, exportsOf) {
    const path = requireAsScript.resolve(name);
    const standIn = new Module(path);
    const load = () => {
      if (require.cache[path] === standIn) delete require.cache[path];
      return requireAsScript(path);
    };
    require.cache[path] = Object.assign(standIn, { exports: exportsOf(load), loaded: true });
  }
} catch {
  // All of it is a matter of time, not of what is done.
}
