/**
 * The properties that every kind has, beside its own.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Field } from "./definition";
import { map, number, oneOf, record, set, text, wordOr } from "./rules";
import type { Properties } from "./sanitize";
import { SECRET_INPUTS } from "./secret-inputs";

/** How long operations on a resource may take. The engine's `customTimeouts` do not reach a dynamic provider. */
export interface Timeouts {
  /** Default 600. */
  createSeconds?: number;
  /** Default 600. */
  updateSeconds?: number;
  /** Default 1,200: a Project may take that long to become deletable. */
  deleteSeconds?: number;
  /** Default 300. */
  readSeconds?: number;
}

/** Which object a resource takes over instead of making one; see {@link CommonArgs.adopt}. */
export type Adopt =
  | "fail"
  | "existing"
  | {
      /** The object's id: that of the resource that will stand for it, such as a UUID, an access key, a bucket's name, or `region/projectId/bucket` of what belongs to one. */
      id: string;
      /** `"anotherStack"`: also where the object carries the mark of another stack, whose it then should no longer be. */
      from?: "anotherStack" | undefined;
    };

/** Arguments of every resource. */
export interface CommonArgs {
  /** The profile of the configuration file to use for this resource. Default: the stack's `storage-access:profile`. */
  profile?: pulumi.Input<string> | undefined;
  /** Longest durations, in seconds. */
  timeouts?: pulumi.Input<Timeouts> | undefined;
  /**
   * What an update does with a value that was changed elsewhere since the last refresh: `"fail"` (default) names it and
   * changes nothing; `"overwrite"` writes what the program says.
   */
  onForeignChange?: pulumi.Input<"fail" | "overwrite"> | undefined;
  /**
   * What is done about an object that was made without this program. `"fail"` (default): nothing, one that is in the way is
   * an error. `"existing"`: the one with the declared name is taken over, and made where there is none. `{ id }`: that one is
   * taken over. The first preview says which it is and what changes. Where the program says nothing about a property it
   * stays as it is, for as long as `adopt` is there; no mark is written. Destroy deletes what was adopted: to keep it, use
   * the resource option `retainOnDelete`.
   */
  adopt?: pulumi.Input<Adopt> | undefined;
}

/** The four operations that take time. */
export type TimedOperation = "create" | "update" | "delete" | "read";

const DEFAULT_SECONDS: Readonly<Record<TimedOperation, number>> = {
  create: 600,
  update: 600,
  delete: 1200,
  read: 300,
};

const seconds = { rule: number(1, 86_400) };
const idText = text({ minimum: 1, maximum: 300 });
const anyText = text({ minimum: 0, maximum: 10_000 });

/** The engine's constant text that leads to our handlers; see `resource.ts`. */
export const PROVIDER_KEY = "__provider";

/** Properties that never make a difference: they direct one operation, or say who the resource is. */
export const silentFields: Readonly<Record<string, Field>> = {
  timeouts: {
    rule: record({
      createSeconds: seconds,
      updateSeconds: seconds,
      deleteSeconds: seconds,
      readSeconds: seconds,
    }),
    absent: "none",
    local: true,
  },
  onForeignChange: { rule: oneOf("fail", "overwrite"), absent: "none", local: true },
  adopt: {
    rule: wordOr(
      oneOf("fail", "existing"),
      record({ id: { rule: idText, required: true }, from: { rule: oneOf("anotherStack") } }),
    ),
    absent: "none",
    local: true,
  },
  mark: { rule: anyText, absent: "none", local: true, internal: true },
  references: { rule: map(anyText, anyText), absent: "none", local: true, internal: true },
  [SECRET_INPUTS]: { rule: set(anyText), absent: "none", local: true, internal: true },
  [PROVIDER_KEY]: { rule: anyText, absent: "none", local: true, internal: true },
};

/** Properties of every kind whose change is recorded. */
export const recordedFields: Readonly<Record<string, Field>> = {
  profile: { rule: text({ minimum: 1, maximum: 200 }), absent: "none", local: true },
};

/** The time an operation may take, in seconds; the default as long as it is not known. */
export function timeoutSeconds(operation: TimedOperation, properties: Properties): number {
  const timeouts = properties["timeouts"] as Timeouts | undefined;
  const given = timeouts?.[`${operation}Seconds`];
  return typeof given === "number" ? given : DEFAULT_SECONDS[operation];
}
