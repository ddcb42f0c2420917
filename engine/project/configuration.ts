/**
 * The configuration that a program runs with: what the stack has, then what Pulumi.yaml declares.
 * @module
 */
import type { Crypter } from "../secrets";
import { isOfType, nameOfType } from "./declared-type";
import type { Project } from "./project";
import { sealedText, type StackConfiguration, type StoredValue } from "./stack-configuration";

/** Configuration as programs and providers get it. */
export interface ResolvedConfiguration {
  /** By qualified key; in clear, objects as JSON. */
  values: Record<string, string>;
  /** The keys whose values are secret, or hold a secret. */
  secretKeys: string[];
}

/** Opens the configuration of a stack. Throws when a declared value without a default is missing, or a secret does not open. */
export function resolveConfiguration(
  project: Project,
  configuration: StackConfiguration,
  crypter: Crypter,
): ResolvedConfiguration {
  const resolved: ResolvedConfiguration = { values: {}, secretKeys: [] };
  const add = (key: string, text: string, isSecret: boolean): void => {
    resolved.values[key] = text;
    if (isSecret) resolved.secretKeys.push(key);
  };
  const stored = configuration.values();
  for (const [key, declared] of project.declared) {
    if (stored.has(key)) continue;
    if (declared.default === undefined) throw missingValue(key, configuration.file);
    add(key, declared.default, declared.isSecret);
  }
  for (const [key, value] of stored) {
    const { text, isSecret } = openValue(key, value, crypter);
    const { type, isSecret: isDeclaredSecret = false } = project.declared.get(key) ?? {};
    const content: unknown = value.kind === "object" ? JSON.parse(text) : text;
    if (type && !isOfType(content, type)) {
      throw new Error(
        `The configuration value "${key}" in ${configuration.file} must be of type '${nameOfType(type)}', ` +
          "which Pulumi.yaml declares.",
      );
    }
    add(key, text, isSecret || isDeclaredSecret);
  }
  return resolved;
}

function missingValue(key: string, file: string): Error {
  return new Error(
    `Pulumi.yaml declares the configuration value "${key}" without a default, and ${file} does not have it. ` +
      `Run \`storage-access config set ${key} VALUE\`.`,
  );
}

/** One value in clear, and whether it holds a secret. `key` is for the error. */
export function openValue(
  key: string,
  value: StoredValue,
  crypter: Crypter,
): { text: string; isSecret: boolean } {
  if (value.kind === "text") return { text: value.text, isSecret: false };
  if (value.kind === "sealed") {
    return { text: openText(key, value.ciphertext, crypter), isSecret: true };
  }
  let isSecret = false;
  const text = JSON.stringify(value.object, (_name, part: unknown) => {
    const ciphertext = sealedText(part);
    if (ciphertext === undefined) return part;
    isSecret = true;
    return openText(key, ciphertext, crypter);
  });
  return { text, isSecret };
}

function openText(key: string, ciphertext: string, crypter: Crypter): string {
  try {
    return crypter.decrypt(ciphertext);
  } catch (error) {
    throw new Error(
      `The secret configuration value "${key}" cannot be opened with this stack's key. ` +
        `Set it again: \`storage-access config set ${key} --secret\`.`,
      { cause: error },
    );
  }
}
