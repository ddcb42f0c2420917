"use strict";
/** An engine in a process of its own, for tests that kill it: runs the operation that it is sent, and sends events. */
const {
  createCrypter,
  FolderBackend,
  openStack,
  runOperation,
} = require("pulumi-storage-access-engine");

process.once("message", async ({ operation, stack, passphrase }) => {
  const secrets = { crypter: await createCrypter(passphrase), passphrase };
  const session = await openStack({
    ...stack,
    backend: new FolderBackend(stack.backendDirectory),
    secrets,
  });
  const onEvent = (event) => process.send(event);
  const { result } = await runOperation({ ...operation, session, onEvent });
  await session.close(result);
  process.disconnect();
});
