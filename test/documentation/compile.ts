/**
 * What the compiler says about a program that stands in no file.
 * @module
 */
import { join } from "node:path";
import ts from "typescript";

/** Each message with the example that it is about: the last comment before it that begins a line. */
export function complaintsAbout(text: string): string[] {
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

/** A script below its imports in a function, where it may await. */
export function inFunction(text: string): string {
  const isImport = (line: string): boolean => line.startsWith("import ");
  const lines = text.split("\n");
  const body = lines.filter((line) => !isImport(line)).join("\n");
  return `${lines.filter(isImport).join("\n")}\nvoid (async () => {\n${body}\n})();\n`;
}

/** A script as JavaScript that is loaded by `require`. */
export function runnable(text: string): string {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(inFunction(text), { compilerOptions }).outputText;
}
