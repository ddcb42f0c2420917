/**
 * What a rule was told: the user's value, or the default of the rule's schema. What is of the wrong kind counts as absent,
 * because the engine has refused it already.
 * @module
 */
import type { PolicyConfigSchema } from "@pulumi/policy";

/** What one property of a configuration must look like, in JSON Schema. */
export type PropertySchema = PolicyConfigSchema["properties"][string];

/** The configuration of one rule. */
export class Config {
  constructor(
    private readonly given: Readonly<Record<string, unknown>>,
    private readonly schema: Readonly<Record<string, PropertySchema>> = {},
  ) {}

  /** What is given under that name, or the default. */
  value(name: string): unknown {
    return this.given[name] ?? this.schema[name]?.default;
  }

  /** A number; the schema must have a default. */
  number(name: string): number {
    const value = this.value(name);
    return typeof value === "number" ? value : Number(this.schema[name]?.default);
  }

  /** A text, or undefined. */
  text(name: string): string | undefined {
    const value = this.value(name);
    return typeof value === "string" ? value : undefined;
  }

  /** A list of texts; empty where there is none. */
  texts(name: string): string[] {
    const value = this.value(name);
    return Array.isArray(value)
      ? value.filter((item): item is string => typeof item === "string")
      : [];
  }
}

/** The schema of a list of texts. */
export const textList = (
  description: string,
  defaults: readonly string[] = [],
): PropertySchema => ({
  type: "array",
  items: { type: "string" },
  default: [...defaults],
  description,
});

/** The schema of a whole number of at least 1. */
export const count = (description: string, fallback: number): PropertySchema => ({
  type: "integer",
  minimum: 1,
  default: fallback,
  description,
});
