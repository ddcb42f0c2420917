"use strict";
/**
 * Loaded ahead of a program or a provider: ends the process as soon as the engine that started it is gone, so that
 * an engine that was killed leaves nothing behind that still changes the world. The engine holds the other end of
 * file descriptor 3. Processes that the program itself starts inherit the environment, but have another parent.
 */
if (process.env.STORAGE_ACCESS_ENGINE_PID === String(process.ppid)) {
  const { Socket } = require("node:net");
  new Socket({ fd: 3, readable: true, writable: false })
    .on("error", () => process.kill(process.pid, "SIGKILL"))
    .on("close", () => process.kill(process.pid, "SIGKILL"))
    .resume()
    .unref();
}
