import { spawn } from "node:child_process";
import { join } from "node:path";
import { startJsonServer } from "../support/json-server";
import { wireApiKey, wireApplication } from "../support/scripted-cloud";

const PROGRAM = `
  const { getCallerIdentity } = require("pulumi-storage-access/scaleway");
  getCallerIdentity().then(({ bearer }) => console.log(bearer.id));
`;

it("a program that looks something up ends by itself: no timer and no socket holds it", async () => {
  const server = await startJsonServer(({ path }) => ({
    status: 200,
    json: path.includes("api-keys") ? wireApiKey() : wireApplication(1),
  }));
  try {
    const program = spawn(process.execPath, ["-e", PROGRAM], {
      cwd: join(__dirname, "../.."),
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        PATH: process.env["PATH"],
        HOME: "/nonexistent",
        SCW_ACCESS_KEY: "SCWTEST0000000000000",
        SCW_SECRET_KEY: "11111111-2222-4333-8444-555555555555",
        SCW_API_URL: server.url,
      },
    });
    let printed = "";
    program.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString("utf8")));
    // The server keeps its connections open: only the program itself can end.
    const code = await new Promise((resolve) => program.on("close", resolve));
    expect({ code, printed }).toEqual({ code: 0, printed: "app-1\n" });
  } finally {
    await server.stop();
  }
});
