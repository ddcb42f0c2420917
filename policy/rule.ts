/**
 * What a rule is: plain data about it, and a pure function from what a program declares to findings.
 * @module
 */
import type { Severity } from "@pulumi/policy";
import type { Config, PropertySchema } from "./config";
import { Undecidable } from "./place";
import type { Declared } from "./declared";
import type { Stack } from "./stack";

/** One thing that a rule has found. */
export interface Finding {
  /** A sentence without its full stop. */
  readonly message: string;
  /** The resource that it is about; none: the stack as a whole. */
  readonly urn?: string | undefined;
  /** True: the rule could not tell, because something is not known yet. */
  readonly isUndecidable?: boolean;
  /** True: it informs, and stops nothing. */
  readonly isAdvice?: boolean;
}

/** What a rule is asked with. */
export interface Circumstances {
  /** What the rule was told, with its defaults. */
  readonly config: Config;
  /** What time it is. */
  readonly now: Date;
}

/** What all rules say about themselves. */
export interface RuleDescription {
  /** Such as `iam-key-no-expiry`; permanent, because configurations and waivers name it. */
  readonly id: string;
  /** How bad it is: `low`, `medium`, `high` or `critical`. */
  readonly severity: Severity;
  /** What it looks for, one sentence. */
  readonly description: string;
  /** What to do about a finding, one sentence or more. */
  readonly remediation: string;
  /** What it can be told, by name. Every property has a description, and a default or none. */
  readonly config?: Readonly<Record<string, PropertySchema>>;
  /** True: it only informs, whatever the preset. */
  readonly isAdvice?: boolean;
}

/** Changes the inputs of a resource in place so that the rule has nothing to say; false where it cannot, or need not. */
export type Remedy = (
  properties: Record<string, unknown>,
  declared: Declared,
  circumstances: Circumstances,
) => boolean;

/** A rule about one resource at a time. */
export interface ResourceRule extends RuleDescription {
  /** What it looks at. */
  readonly kind: "resource";
  /** The types of the resources that it is about. */
  readonly types: readonly string[];
  /** What is wrong with a resource. */
  readonly findings: (declared: Declared, circumstances: Circumstances) => Finding[];
  /** Puts it right, where that can be done. */
  readonly remedy?: Remedy;
}

/** A rule about how the resources of a stack work together. */
export interface StackRule extends RuleDescription {
  /** What it looks at. */
  readonly kind: "stack";
  /** What is wrong with a stack. */
  readonly findings: (stack: Stack, circumstances: Circumstances) => Finding[];
}

/** A rule. */
export type Rule = ResourceRule | StackRule;

/** A rule about one resource, told by what it looks at and what it says of each. */
export interface ResourceRuleText<Subject> extends RuleDescription {
  readonly types: readonly string[];
  /** What to look at, one by one: an unknown value in one does not hide the others. */
  readonly subjects: (declared: Declared, circumstances: Circumstances) => Iterable<Subject>;
  /** What is wrong with one of them; undefined: nothing. */
  readonly check: (
    subject: Subject,
    declared: Declared,
    circumstances: Circumstances,
  ) => string | undefined;
  readonly remedy?: Remedy;
}

/** Makes a rule about one resource. */
export function resourceRule<Subject>(text: ResourceRuleText<Subject>): ResourceRule {
  const { subjects, check, ...description } = text;
  return {
    ...description,
    kind: "resource",
    findings: (declared, circumstances) =>
      guarded({
        urn: declared.urn,
        subjects: () => subjects(declared, circumstances),
        check: (subject) => {
          const message = check(subject, declared, circumstances);
          return message === undefined ? undefined : { message, urn: declared.urn };
        },
      }),
  };
}

/** A rule about a stack, told by what it looks at and what it says of each. */
export interface StackRuleText<Subject> extends RuleDescription {
  readonly subjects: (stack: Stack, circumstances: Circumstances) => Iterable<Subject>;
  /** What is wrong with one of them; undefined: nothing. */
  readonly check: (
    subject: Subject,
    stack: Stack,
    circumstances: Circumstances,
  ) => Finding | undefined;
}

/** Makes a rule about a stack. */
export function stackRule<Subject>(text: StackRuleText<Subject>): StackRule {
  const { subjects, check, ...description } = text;
  return {
    ...description,
    kind: "stack",
    findings: (stack, circumstances) =>
      guarded({
        urn: undefined,
        subjects: () => subjects(stack, circumstances),
        check: (subject) => check(subject, stack, circumstances),
      }),
  };
}

/** Looks at each subject by itself: what is unknown about one is a finding, and the next one is looked at. */
function guarded<Subject>({
  urn,
  subjects,
  check,
}: {
  urn: string | undefined;
  subjects: () => Iterable<Subject>;
  check: (subject: Subject) => Finding | undefined;
}): Finding[] {
  const found: Finding[] = [];
  const attempt = (look: () => void): void => {
    try {
      look();
    } catch (thrown) {
      if (!(thrown instanceof Undecidable)) throw thrown;
      found.push({ message: thrown.message, urn: thrown.urn ?? urn, isUndecidable: true });
    }
  };
  attempt(() => {
    for (const subject of subjects()) {
      attempt(() => {
        const finding = check(subject);
        if (finding) found.push(finding);
      });
    }
  });
  return withoutRepetitions(found);
}

function withoutRepetitions(findings: readonly Finding[]): Finding[] {
  const known = new Map(findings.map((each) => [`${each.urn ?? ""} ${each.message}`, each]));
  return [...known.values()];
}
