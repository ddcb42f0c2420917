#!/usr/bin/env node
"use strict";
// The commands are a package of their own: who deploys with the official engine alone may leave optional packages out.
const COMMANDS = "pulumi-storage-access-cli";
try {
  require.resolve(COMMANDS);
} catch {
  process.stderr.write(
    `storage-access: the package ${COMMANDS} is not installed, as optional packages were left out. Install it: npm install --save-dev ${COMMANDS}\n`,
  );
  process.exit(1);
}
require(COMMANDS);
