/**
 * Conditions of IAM rules, in CEL. The library reads them and computes their operands; what joins operands, compares them
 * and absorbs errors is done here, so that facts that are not known leave open only what depends on them.
 * @module
 */
import type * as Cel from "@marcbachmann/cel-js";
import type { ASTNode, Environment } from "@marcbachmann/cel-js";
import { apply, TIMESTAMP_GETTERS } from "./expression-values";

/** The outcome of an expression or a part of it. */
export type Outcome =
  | { readonly kind: "value"; readonly value: unknown }
  /** It has no value: to CEL an error, which `||` and `&&` absorb. */
  | { readonly kind: "error" }
  /** It depends on facts that are not known. */
  | { readonly kind: "open"; readonly because: readonly string[] };

/** What an expression is evaluated against. */
export interface Bindings {
  readonly request: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
  /** Facts that are there, but not known, such as `request.ip`; in the records some text stands for them. */
  readonly unknown: ReadonlySet<string>;
  /** Texts compared with moments are read as moments. */
  readonly coercesTimes: boolean;
}

type Library = typeof Cel;

const ERROR: Outcome = { kind: "error" };
const LARGE = 4_096;
const OPERATORS: readonly string[] = [
  ...["==", "!=", "<", "<=", ">", ">=", "in"],
  ...["+", "-", "*", "/", "%"],
];
/** No function of Scaleway's own is published: what the library has beyond the language is none. */
const STANDARD: ReadonlySet<string> = new Set([
  ...["has", "size", "contains", "startsWith", "endsWith", "matches", "timestamp", "duration"],
  ...["int", "uint", "double", "string", "bytes", "bool", "dyn", "type"],
  ...["all", "exists", "exists_one", "filter", "map"],
  ...TIMESTAMP_GETTERS,
]);
let library: Library | undefined;

/** Loaded when the first condition is met: most worlds have none. */
function cel(): Library {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  library ??= require("@marcbachmann/cel-js") as Library;
  return library;
}

/** One expression, read once. */
export class Expression {
  private readonly programs = new Map<ASTNode, (context: object) => unknown>();
  private readonly environment: Environment;
  private readonly root: ASTNode;
  /** True where it speaks of `resource`. */
  readonly mentionsResource: boolean;

  /** @throws Error where the text is no CEL */
  constructor(text: string) {
    this.environment = new (cel().Environment)({
      unlistedVariablesAreDyn: true,
      homogeneousAggregateLiterals: false,
      limits: { maxListElements: LARGE, maxMapEntries: LARGE, maxDepth: LARGE },
    });
    this.root = this.environment.parse(text).ast;
    this.mentionsResource = namesOf(this.root).some((name) => /^resource\b/.test(name));
  }

  /** The outcome for these facts. */
  evaluate(bindings: Bindings): Outcome {
    return this.outcome(this.root, bindings);
  }

  private outcome(node: ASTNode, bindings: Bindings): Outcome {
    const { op } = node;
    if (op === "||" || op === "&&") return this.joined(node.args, op === "||", bindings);
    if (op === "!_") return this.negated(node.args, bindings);
    if (op === "?:") return this.chosen(node.args, bindings);
    const applied = applicationOf(node);
    return applied ? this.applied(node, applied, bindings) : this.operand(node, bindings);
  }

  /** One side that settles it is enough, whatever becomes of the other. */
  private joined(sides: readonly ASTNode[], settling: boolean, bindings: Bindings): Outcome {
    const outcomes: Outcome[] = [];
    for (const side of sides) {
      const outcome = this.outcome(side, bindings);
      if (outcome.kind === "value" && outcome.value === settling) return outcome;
      outcomes.push(outcome);
    }
    const because = outcomes.flatMap((outcome) => (outcome.kind === "open" ? outcome.because : []));
    if (because.length > 0) return { kind: "open", because };
    return outcomes.every((outcome) => outcome.kind === "value" && outcome.value === !settling)
      ? { kind: "value", value: !settling }
      : ERROR;
  }

  private negated(node: ASTNode, bindings: Bindings): Outcome {
    const outcome = this.outcome(node, bindings);
    if (outcome.kind !== "value") return outcome;
    return typeof outcome.value === "boolean" ? { kind: "value", value: !outcome.value } : ERROR;
  }

  private chosen(
    [test, then, otherwise]: readonly [ASTNode, ASTNode, ASTNode],
    bindings: Bindings,
  ): Outcome {
    const outcome = this.outcome(test, bindings);
    if (outcome.kind !== "value") return outcome;
    if (typeof outcome.value !== "boolean") return ERROR;
    return this.outcome(outcome.value ? then : otherwise, bindings);
  }

  /** What the library does otherwise than the language's definition, with operands that are computed on their own. */
  private applied(node: ASTNode, { name, operands }: Application, bindings: Bindings): Outcome {
    const outcomes = operands.map((operand) => this.outcome(operand, bindings));
    if (outcomes.some(({ kind }) => kind === "error")) return ERROR;
    if (outcomes.some(({ kind }) => kind === "open")) {
      return { kind: "open", because: [cel().serialize(node)] };
    }
    const values = outcomes.map((outcome) => (outcome.kind === "value" ? outcome.value : null));
    const value = apply(name, values, {
      coercesTimes: bindings.coercesTimes,
      compute: (text, context) => this.environment.evaluate(text, context) as unknown,
    });
    return value === undefined ? ERROR : { kind: "value", value };
  }

  private operand(node: ASTNode, bindings: Bindings): Outcome {
    if (node.op === "value") return { kind: "value", value: node.args };
    if (isOpen(node, bindings.unknown)) return { kind: "open", because: [cel().serialize(node)] };
    let program = this.programs.get(node);
    try {
      if (!program) {
        if (functionsIn(node).some((name) => !STANDARD.has(name))) return ERROR;
        program = this.environment.parse(cel().serialize(node));
        this.programs.set(node, program);
      }
      const { request, resource } = bindings;
      return { kind: "value", value: program({ request, resource }) };
    } catch {
      return ERROR;
    }
  }
}

const OWN_METHODS: readonly string[] = ["size", "matches", ...TIMESTAMP_GETTERS];

/** A part of an expression whose operands are computed on their own. */
interface Application {
  readonly name: string;
  readonly operands: readonly ASTNode[];
}

function applicationOf(node: ASTNode): Application | undefined {
  const { op, args } = node;
  if (OPERATORS.includes(op)) return { name: op, operands: args as [ASTNode, ASTNode] };
  if (op === "rcall" && OWN_METHODS.includes(args[0])) {
    return { name: args[0], operands: [args[1], ...args[2]] };
  }
  const isOwn = op === "call" && (args[0] === "size" || args[0] === "int");
  return isOwn ? { name: args[0], operands: args[1] } : undefined;
}

/** The names of all functions and methods in a part of an expression. */
function functionsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(functionsIn);
  if (typeof node !== "object" || node === null || !("op" in node)) return [];
  const { op, args } = node as ASTNode;
  const inside = op === "value" || op === "id" ? [] : functionsIn(args);
  return op === "call" || op === "rcall" ? [args[0], ...inside] : inside;
}

/** Facts and variables that a part of an expression speaks of, those apart of which it asks only whether they are there. */
function namesOf(node: unknown, isAsked = true): string[] {
  if (Array.isArray(node)) return node.flatMap((item) => namesOf(item, isAsked));
  if (typeof node !== "object" || node === null || !("op" in node)) return [];
  const { op, args } = node as ASTNode;
  if (op === "value") return [];
  if (op === "id") return [args];
  if (op === "call" && args[0] === "has") return namesOf(args[1], false);
  if (op === "." && args[0].op === "id") {
    return isAsked ? [`${args[0].args}.${args[1]}`] : [`${args[0].args}?`];
  }
  return namesOf(args, isAsked);
}

function isOpen(node: ASTNode, unknown: ReadonlySet<string>): boolean {
  if (unknown.size === 0) return false;
  return namesOf(node).some(
    (name) => unknown.has(name) || [...unknown].some((fact) => fact.startsWith(`${name}.`)),
  );
}
