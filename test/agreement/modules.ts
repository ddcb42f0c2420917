/**
 * Loads sources of this repository apart from all others, and if so wished with one place of them changed: that a test
 * would see such a change is how we know that it sees anything. No source has a hook for it.
 * @module
 */
import { transformSync } from "@swc/core";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** A change of one file: the text that stands there exactly once, and what takes its place. */
export interface Change {
  /** From the root of the repository, such as `emulator/authorization/grants.ts`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** What is loaded instead of a file, by its path from the root. */
export type Substitutes = Readonly<Record<string, object>>;

/** Files, compiled. Those that are not changed are compiled once for all that load them. */
const compiledSources = new Map<string, string>();

/** Modules of their own: whoever loads a file here shares nothing with those who import it. */
export class Modules {
  private readonly loaded = new Map<string, { exports: unknown }>();
  private readonly substitutes: ReadonlyMap<string, object>;
  private isChanged = false;

  constructor(
    private readonly change?: Change,
    substitutes: Substitutes = {},
  ) {
    this.substitutes = new Map(
      Object.entries(substitutes).map(([file, substitute]) => [join(ROOT, file), substitute]),
    );
  }

  /**
   * What a file exports.
   * @param file - from the root of the repository
   */
  load(file: string): unknown {
    return this.require(join(ROOT, file));
  }

  /** @throws Error when no file that was loaded is the one to be changed: the change would mean nothing */
  requireChanged(): void {
    if (this.change && !this.isChanged) throw new Error(`Nothing loads ${this.change.file}.`);
  }

  private require(path: string): unknown {
    const substitute = this.substitutes.get(path);
    if (substitute) return substitute;
    const known = this.loaded.get(path);
    if (known) return known.exports;
    const module = { exports: {} as unknown };
    this.loaded.set(path, module);
    // In the same realm as the tests, as nothing else in Node would do.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const run = new Function("require", "module", "exports", this.compiled(path)) as (
      require: (name: string) => unknown,
      module: object,
      exports: unknown,
    ) => void;
    run((name) => this.requireFrom(path, name), module, module.exports);
    return module.exports;
  }

  private requireFrom(path: string, name: string): unknown {
    if (!name.startsWith(".")) return requirePackage(name);
    const base = resolve(dirname(path), name);
    const found = [`${base}.ts`, join(base, "index.ts")].find((candidate) => existsSync(candidate));
    return found === undefined ? requirePackage(base) : this.require(found);
  }

  private compiled(path: string): string {
    if (this.change && join(ROOT, this.change.file) === path) {
      this.isChanged = true;
      return compile(changed(readFileSync(path, "utf8"), this.change));
    }
    const known = compiledSources.get(path);
    if (known !== undefined) return known;
    const code = compile(readFileSync(path, "utf8"));
    compiledSources.set(path, code);
    return code;
  }
}

function requirePackage(name: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(name);
}

function changed(source: string, { file, from, to }: Change): string {
  const count = source.split(from).length - 1;
  if (count !== 1) {
    throw new Error(`${file} has ${count} times, not once, the text to be changed: ${from}`);
  }
  return source.replace(from, () => to);
}

function compile(source: string): string {
  const { code } = transformSync(source, {
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
  });
  return code;
}
