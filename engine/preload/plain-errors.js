"use strict";
/**
 * Loaded ahead of a script of Pulumi's SDK: errors are described without colors, which the engine takes out of them anyway.
 * Node 20 paints the names of packages in stacks, and on a line such as `node_modules/@pulumi/resource.ts` it does so until
 * its memory is full.
 */
const util = require("node:util");

util.inspect = new Proxy(util.inspect, {
  apply(inspect, receiver, [value, options, ...others]) {
    const isColored = typeof options === "object" && options !== null && options.colors;
    const plain = isColored ? { ...options, colors: false } : options;
    return Reflect.apply(inspect, receiver, [value, plain, ...others]);
  },
});
