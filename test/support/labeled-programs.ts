/**
 * Programs as data, with what each rule must find in them: on first deploy, when no id is known, and on update.
 * @module
 */
import { UNKNOWN } from "../../provider/access/world";
import type { ShownResource } from "./pack-process";

type Values = Readonly<Record<string, unknown>>;

/** A resource of a program. */
export interface ProgramResource {
  /** Such as `Bucket`. */
  readonly kind: string;
  readonly inputs: Values;
  readonly isProtected?: boolean;
  readonly secretOutputs?: readonly string[];
}

/** A program, and what one rule must say of it. */
export interface LabeledProgram {
  readonly rule: string;
  readonly title: string;
  /** The resources by name. */
  readonly resources: Readonly<Record<string, ProgramResource>>;
  /** What the rule is told. */
  readonly config?: Values;
  /** Names of the resources that it must find fault with, `stack` for the whole. Default: none. */
  readonly bad?: readonly string[];
  /** Names of the resources of which it must say at a first deploy that it cannot tell. Default: none. */
  readonly openAtFirst?: readonly string[];
  /** The same on update. Default: none. */
  readonly openOnUpdate?: readonly string[];
  /** The stack's name. Default: `dev`. */
  readonly stack?: string;
}

/** When a program is shown to the pack. */
export type Moment = "first deploy" | "update";

/** The id of a resource of the program: not known at a first deploy. */
export class IdOf {
  constructor(readonly name: string) {}
}

/** A value that is not known at a first deploy, and belongs to no resource. */
export class Later {
  constructor(readonly value: unknown) {}
}

/** Another output of a resource: not known at a first deploy. */
export class OutputOf {
  constructor(
    readonly name: string,
    readonly property: string,
  ) {}
}

export const outputOf = (name: string, property: string): OutputOf => new OutputOf(name, property);
export const idOf = (name: string): IdOf => new IdOf(name);
export const later = (value: unknown): Later => new Later(value);

const resource =
  (kind: string) =>
  (
    inputs: Values = {},
    options: Omit<ProgramResource, "kind" | "inputs"> = {},
  ): ProgramResource => ({
    kind,
    inputs,
    ...options,
  });

export const apiKey = (
  inputs: Values = {},
  options: Omit<ProgramResource, "kind" | "inputs"> = { secretOutputs: ["secretKey"] },
): ProgramResource => ({ kind: "ApiKey", inputs, ...options });
export const application = resource("Application");
export const bucket = resource("Bucket");
export const bucketAcl = resource("BucketAcl");
export const bucketCors = resource("BucketCors");
export const bucketEncryption = resource("BucketEncryption");
export const bucketLifecycle = resource("BucketLifecycle");
export const bucketLock = resource("BucketLock");
export const bucketObject = resource("BucketObject");
export const bucketPolicy = resource("BucketPolicy");
export const effectiveAccess = resource("EffectiveAccess");
export const group = resource("Group");
export const groupMembership = resource("GroupMembership");
export const policy = resource("Policy");
export const project = resource("Project");
export const sshKey = resource("SshKey");
export const user = resource("User");

/** An Organization, and so its default Project. */
export const ORGANIZATION = "0aaaaaaa-0000-4000-8000-000000000000";

/** A UUID that stays the same for the same word. */
export function uuid(word: string): string {
  const digits = Buffer.from(word).toString("hex");
  return `0b0b0b0b-0000-4000-8000-${digits.padEnd(12, "0").slice(0, 12)}`;
}

/** An id as the service would give it. */
function idFor(kind: string, name: string): string {
  if (kind === "ApiKey")
    return `SCW${name.toUpperCase().replace(/[^A-Z0-9]/g, "")}`.padEnd(20, "0");
  return kind === "Bucket" ? `${name}-0a1b2c3` : uuid(name);
}

const typeOf = (kind: string): string => `pulumi-nodejs:dynamic/scaleway:${kind}`;

/** The URN of a resource. */
export const urnOf = ({ kind }: ProgramResource, name: string, stack = "dev"): string =>
  `urn:pulumi:${stack}::program::${typeOf(kind)}::${name}`;

/** What the pack is shown: inputs for each resource, and outputs for the stack. */
export interface Shown {
  readonly inputs: readonly ShownResource[];
  readonly outputs: readonly ShownResource[];
}

/** The program as the engine shows it at that moment. */
export function shown(program: LabeledProgram, moment: Moment): Shown {
  const entries = Object.entries(program.resources);
  const inputs = entries.map(([name, declared]) => {
    const { isProtected, secretOutputs, kind } = declared;
    const urn = urnOf(declared, name, program.stack);
    return {
      type: typeOf(kind),
      ...{ name, urn },
      ...propertiesOf(program, declared, moment),
      ...(isProtected === undefined ? {} : { isProtected }),
      ...(secretOutputs === undefined ? {} : { secretOutputs }),
    };
  });
  const outputs = inputs.map((each) => ({
    ...each,
    properties: { ...each.properties, ...produced(program, each.name, moment) },
  }));
  return { inputs, outputs };
}

function propertiesOf(
  program: LabeledProgram,
  { inputs }: ProgramResource,
  moment: Moment,
): Pick<ShownResource, "properties" | "dependencies"> {
  const references: Record<string, string> = {};
  const dependencies: Record<string, string[]> = {};
  const comesFrom = (name: string, path: string): ProgramResource => {
    const target = program.resources[name];
    if (!target) throw new Error(`The program has no resource ${name}.`);
    const [property = ""] = path.split(/[.[]/);
    (dependencies[property] ??= []).push(urnOf(target, name, program.stack));
    return target;
  };
  const valueOf = (value: unknown, path: string): unknown => {
    if (value instanceof Later) return moment === "update" ? value.value : UNKNOWN;
    if (value instanceof OutputOf) {
      const target = comesFrom(value.name, path);
      // Where an id belongs, the resource that it comes from is noted, whatever it is.
      if (/projectids?/i.test(path)) references[path] = urnOf(target, value.name, program.stack);
      const outputs = produced(program, value.name, moment);
      return moment === "update" ? outputs[value.property] : UNKNOWN;
    }
    if (value instanceof IdOf) {
      const target = comesFrom(value.name, path);
      references[path] = urnOf(target, value.name, program.stack);
      return moment === "update" ? knownId(target, value.name) : UNKNOWN;
    }
    if (Array.isArray(value)) {
      return value.map((item, index) => valueOf(item, `${path}[${String(index)}]`));
    }
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        valueOf(member, path === "" ? key : `${path}.${key}`),
      ]),
    );
  };
  const properties = valueOf(inputs, "") as Values;
  const isAlone = Object.keys(references).length === 0;
  return { properties: isAlone ? properties : { ...properties, references }, dependencies };
}

/** A bucket's id is its name. */
const knownId = ({ kind, inputs }: ProgramResource, name: string): string =>
  kind === "Bucket" && typeof inputs["name"] === "string" ? inputs["name"] : idFor(kind, name);

/** What the service adds, or what is not known before it has. */
function produced(program: LabeledProgram, name: string, moment: Moment): Values {
  const declared = program.resources[name];
  if (moment === "first deploy" || !declared) return {};
  const id = knownId(declared, name);
  const common = { organizationId: ORGANIZATION };
  if (declared.kind === "ApiKey") return { ...common, accessKey: id, previousKeys: [] };
  const held = declared.inputs["projectId"];
  const projectId = held instanceof IdOf ? uuid(held.name) : (held ?? ORGANIZATION);
  return declared.kind === "Bucket" ? { ...common, name: id, projectId } : common;
}

type Labels = Omit<LabeledProgram, "rule" | "title" | "resources">;

/** A program in which a rule finds fault with nothing. */
export const good = (
  rule: string,
  title: string,
  resources: LabeledProgram["resources"],
  labels: Labels = {},
): LabeledProgram => ({ rule, title, resources, ...labels });

/** A program in which a rule finds fault with one resource, called `it`, unless others are named. */
export const bad = (
  rule: string,
  title: string,
  resources: LabeledProgram["resources"],
  labels: Labels = {},
): LabeledProgram => ({ rule, title, resources, bad: ["it"], ...labels });

/** A program in which a rule cannot tell before the first deploy, about one resource, called `it`. */
export const open = (
  rule: string,
  title: string,
  resources: LabeledProgram["resources"],
  labels: Labels = {},
): LabeledProgram => ({ rule, title, resources, openAtFirst: ["it"], ...labels });
