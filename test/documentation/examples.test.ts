/**
 * Every example of the documentation compiles, and deploys on the local cloud.
 * @module
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { TestDeployment } from "../support/deployment";
import { examples, programs } from "./examples";

const all = programs(examples());

/** What the compiler says about a program's text, each message with the example that it is about. */
function complaintsAbout(text: string): string[] {
  const file = join(__dirname, "program-of-examples.ts");
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, exactOptionalPropertyTypes: true },
    ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Node16 },
    ...{ moduleResolution: ts.ModuleResolutionKind.Node16, types: ["node"] },
  };
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  host.fileExists = (name) => name === file || onDisk.fileExists(name);
  host.readFile = (name) => (name === file ? text : onDisk.readFile(name));
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, text, version) : onDisk.getSourceFile(name, version);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start = 0 }) => {
    const where =
      text
        .slice(0, start)
        .match(/^\/\/ (.*)$/gm)
        ?.at(-1) ?? "the prelude";
    return `${where}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

/** The files that examples upload. */
function writeFiles(folder: string): void {
  mkdirSync(join(folder, "site"));
  writeFileSync(join(folder, "site/index.html"), "<!doctype html><title>Welcome</title>");
}

test("there are examples", () => {
  expect(examples().length).toBeGreaterThan(15);
});

describe.each(all.map((program, index) => ({ ...program, number: index + 1 })))(
  "the examples, program $number",
  ({ text }) => {
    it("compile", () => {
      expect(complaintsAbout(text)).toEqual([]);
    });

    it("deploy, have nothing to change then, and are destroyed", async () => {
      const deployment = await TestDeployment.open({ program: text });
      try {
        writeFiles(deployment.folder);
        await deployment.succeed(["up"]);
        await deployment.succeed(["preview", "--expect-no-changes"]);
        await deployment.succeed(["destroy"]);
      } finally {
        await deployment.close();
      }
    });
  },
);
