/**
 * Pulumi.<stack>.yaml: the configuration of one stack, written back with its comments.
 * @module
 */
import { stat } from "node:fs/promises";
import path from "node:path";
import { isMap, isNode, isScalar, parseDocument, type Document, YAMLMap, type Scalar } from "yaml";
import { hasCode, readTextIfThere, writeDurably } from "../state/files";
import { qualifyKey } from "./key";
import { plainText } from "./yaml-scalar";
import type { Project } from "./project";
import { refuseStackEntries } from "./refusals";

/** A value as the file has it: text, one sealed text, or an object whose leaves may be sealed. */
export type StoredValue =
  | { kind: "text"; text: string }
  | { kind: "sealed"; ciphertext: string }
  | { kind: "object"; object: unknown };

/** New files are for everyone in the team to read: their secrets are sealed. */
const NEW_FILE_MODE = 0o644;

/** The configuration file of a stack, in memory; {@link StackConfiguration.save} writes it. */
export class StackConfiguration {
  readonly file: string;
  readonly #projectName: string;
  readonly #document: Document;

  private constructor(file: string, projectName: string, document: Document) {
    this.file = file;
    this.#projectName = projectName;
    this.#document = document;
  }

  /** Reads the file of a stack; a missing one is empty. */
  static async read(project: Project, stack: string): Promise<StackConfiguration> {
    const file = path.join(project.configurationDirectory, `Pulumi.${stack}${project.extension}`);
    const document: Document = parseDocument((await readTextIfThere(file)) ?? "");
    const [problem] = document.errors;
    if (problem) throw new Error(`${file} is not YAML: ${problem.message}`);
    const { contents } = document;
    if (contents === null || isEmptyScalar(contents)) document.contents = new YAMLMap();
    const config = document.get("config", true);
    const hasValues = config !== undefined && !isEmptyScalar(config);
    if (!isMap(document.contents) || (hasValues && !isMap(config))) {
      throw new Error(`${file} is not a map with a map "config". Correct it by hand.`);
    }
    refuseStackEntries(document.toJS() as object, file);
    // An empty map is written as {}: what is put into it is to have lines of its own again.
    if (isMap(config) && config.items.length === 0) config.flow = false;
    return new StackConfiguration(file, project.name, document);
  }

  /** The salt of the passphrase that seals this file's secrets. */
  get encryptionSalt(): string | undefined {
    const salt: unknown = this.#document.get("encryptionsalt");
    return typeof salt === "string" ? salt : undefined;
  }

  /** Names the salt that secrets are sealed under from now on. */
  setEncryptionSalt(salt: string): void {
    this.#document.set("encryptionsalt", salt);
  }

  /** Every value by its qualified key. */
  values(): Map<string, StoredValue> {
    const values = new Map<string, StoredValue>();
    for (const { key, value } of this.#config()?.items ?? []) {
      const name = String(isScalar(key) ? key.value : key);
      values.set(qualifyKey(name, this.#projectName, this.file), this.#storedValue(value));
    }
    return values;
  }

  #config(): YAMLMap | undefined {
    const config = this.#document.get("config", true);
    return isMap(config) ? config : undefined;
  }

  #storedValue(node: unknown): StoredValue {
    if (isScalar(node)) return { kind: "text", text: scalarText(node) };
    const object: unknown = isNode(node) ? node.toJS(this.#document) : node;
    const ciphertext = sealedText(object);
    return ciphertext === undefined ? { kind: "object", object } : { kind: "sealed", ciphertext };
  }

  /** Sets a value, in place of an older one. */
  set(key: string, value: { text: string } | { ciphertext: string }): void {
    const name = this.#nameInFile(key);
    const config = this.#config();
    const content = "text" in value ? value.text : { secure: value.ciphertext };
    if (!config) this.#document.set("config", this.#document.createNode({ [name]: content }));
    // A bare text goes into the scalar that is there, and its comment stays.
    else if (isScalar(config.get(name, true)) && "text" in value) config.set(name, value.text);
    else config.set(name, this.#document.createNode(content));
    const scalar = this.#config()?.get(name, true);
    if (isScalar(scalar) && "text" in value) quote(scalar, value.text);
  }

  /** Removes a value; false when there was none. */
  remove(key: string): boolean {
    return this.#config()?.delete(this.#nameInFile(key)) ?? false;
  }

  /** The key as the file spells it; the qualified one where it is not there yet. */
  #nameInFile(key: string): string {
    const qualified = qualifyKey(key, this.#projectName, "the command");
    for (const item of this.#config()?.items ?? []) {
      const name = String(isScalar(item.key) ? item.key.value : item.key);
      if (qualifyKey(name, this.#projectName, this.file) === qualified) return name;
    }
    return qualified;
  }

  /** All values with their secrets sealed, as the history of a stack keeps them. */
  sealedValues(): Record<string, unknown> {
    return Object.fromEntries(
      [...this.values()].map(([key, value]) => [
        key,
        value.kind === "text"
          ? value.text
          : value.kind === "sealed"
            ? { secure: value.ciphertext }
            : value.object,
      ]),
    );
  }

  /** Writes the file, with the rights that it had. */
  async save(): Promise<void> {
    const mode = await stat(this.file).then(
      (found) => found.mode & 0o777,
      (error: unknown) => {
        if (hasCode(error, "ENOENT")) return NEW_FILE_MODE;
        throw error;
      },
    );
    await writeDurably(this.file, this.#document.toString({ lineWidth: 0 }), mode);
  }
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

/** The text of a scalar; bare words are what the official engine makes of them. */
function scalarText({ value, source, type }: Scalar): string {
  if (type === "PLAIN" && source !== undefined) return plainText(source);
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

/** Has a text written so that it is read as it is: in quotes where it would be something else without. */
function quote(scalar: Scalar, text: string): void {
  Reflect.deleteProperty(scalar, "source");
  if (plainText(text) !== text) scalar.type = "QUOTE_DOUBLE";
}

/** The ciphertext of `{ secure: v1:... }`; undefined for anything else. */
export function sealedText(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const [entry, ...others] = Object.entries(value);
  if (entry?.[0] !== "secure" || others.length > 0) return undefined;
  return typeof entry[1] === "string" ? entry[1] : undefined;
}
