/**
 * Rules as the policies that Pulumi runs: configuration, waivers and what is undecidable are looked after here, for all.
 * @module
 */
import type {
  EnforcementLevel,
  Policy,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  Severity,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { Config } from "./config";
import { Declared } from "./declared";
import { OncePerCall } from "./once-per-call";
import { levelIn, type Preset } from "./presets";
import type { Finding, ResourceRule, Rule, StackRule } from "./rule";
import type { RuleId } from "./rule-ids";
import { rules as allRules } from "./rules";
import { stackOf } from "./stack";
import { findingsOfWaivers, waiverFor, waiversIn, waiversSchema, type Waiver } from "./waivers";

/** Levels of single rules, by the id of a rule; a pack of one's own may have rules beside these. */
export type RuleLevels = Readonly<Partial<Record<RuleId, EnforcementLevel | undefined>>> &
  Readonly<Record<string, EnforcementLevel | undefined>>;

/** How the rules are to be enforced. */
export interface AccessPolicyOptions {
  /** How strict each rule is. Default: `starter`. */
  readonly preset?: Preset | undefined;
  /** Levels of single rules, instead of the preset's. */
  readonly levels?: RuleLevels | undefined;
  /** True: rules that can put right what they find do so, where the preset does not leave them out. Default: false. */
  readonly remediate?: boolean | undefined;
  /** Findings to live with for a while, beside those of the configuration. */
  readonly waivers?: readonly Waiver[] | undefined;
  /** The rules. Default: all. */
  readonly rules?: readonly Rule[] | undefined;
  /** What time it is. Default: the clock's. */
  readonly now?: (() => Date) | undefined;
}

/** A policy as the engine is given it. */
export type AccessPolicy = ResourceValidationPolicy | StackValidationPolicy;

/** The id of the policy that looks after waivers. */
export const WAIVERS = "waivers";

/** Where the pages on rules are, in this package and in its repository. */
const PAGE = "docs/rules.md";

const resources = new OncePerCall<Declared>();

/** What all policies of one pack share. */
interface Shared {
  readonly now: () => Date;
  waivers: readonly Waiver[];
}

/**
 * The policies of a preset, for a `PolicyPack`.
 *
 * ```ts
 * import { PolicyPack } from "@pulumi/policy";
 * import { accessPolicies } from "pulumi-storage-access-policy";
 *
 * new PolicyPack("our-access", { policies: accessPolicies({ preset: "production" }) });
 * ```
 */
export function accessPolicies(options: AccessPolicyOptions = {}): AccessPolicy[] {
  const { preset = "starter", levels = {}, remediate = false, rules = allRules } = options;
  const shared: Shared = { now: options.now ?? (() => new Date()), waivers: options.waivers ?? [] };
  const levelOf = (rule: Rule): EnforcementLevel => {
    const level = levels[rule.id] ?? levelIn(preset, rule);
    const canRemedy = rule.kind === "resource" && rule.remedy !== undefined;
    return remediate && canRemedy && level !== "disabled" ? "remediate" : level;
  };
  return [
    policyOfWaivers(options.waivers ?? [], shared, rules),
    ...rules.map((rule) =>
      rule.kind === "resource"
        ? policyOfResourceRule(rule, levelOf(rule), shared)
        : policyOfStackRule(rule, levelOf(rule), shared),
    ),
  ];
}

/** What Pulumi is told about a rule. */
function described(rule: Rule, enforcementLevel: EnforcementLevel): Policy {
  const { id, description, severity, remediation, config } = rule;
  return {
    name: id,
    description,
    severity,
    enforcementLevel,
    remediationSteps: remediation,
    url: `${PAGE}#${id}`,
    ...(config === undefined ? {} : { configSchema: { properties: { ...config } } }),
  };
}

function policyOfResourceRule(
  rule: ResourceRule,
  level: EnforcementLevel,
  shared: Shared,
): ResourceValidationPolicy {
  const { remedy, types } = rule;
  const circumstances = (args: ResourceValidationArgs) => ({
    config: new Config(args.getConfig(), rule.config),
    now: shared.now(),
  });
  const validateResource = (args: ResourceValidationArgs, report: ReportViolation): void => {
    if (!types.includes(args.type)) return;
    const declared = resources.get(args.urn, () => Declared.of(args));
    tell(rule, rule.findings(declared, circumstances(args)), { shared, report });
  };
  const remediateResource = (args: ResourceValidationArgs) => {
    if (!types.includes(args.type)) return undefined;
    const declared = Declared.of(args);
    if (waiverFor({ rule: rule.id, urn: args.urn }, shared.waivers, shared.now())) return undefined;
    // Changed in place: a new object would lose what the engine keeps beside the inputs, such as the provider's text.
    return remedy?.(args.props, declared, circumstances(args)) ? args.props : undefined;
  };
  return {
    ...described(rule, level),
    validateResource: ofType(validateResource, types),
    ...(remedy ? { remediateResource: ofType(remediateResource, types) } : {}),
  };
}

/** Lets the engine's library pass over resources of other types before it reads them. */
function ofType<F extends object>(validate: F, types: readonly string[]): F {
  const [only, ...others] = types;
  return others.length === 0 ? Object.assign(validate, { __pulumiType: only }) : validate;
}

function policyOfStackRule(
  rule: StackRule,
  level: EnforcementLevel,
  shared: Shared,
): StackValidationPolicy {
  return {
    ...described(rule, level),
    validateStack: (args, report) => {
      const circumstances = {
        config: new Config(args.getConfig(), rule.config),
        now: shared.now(),
      };
      tell(rule, rule.findings(stackOf(args.resources), circumstances), { shared, report });
    },
  };
}

/** Hands findings to the engine: as they are, as advice where a waiver holds, or as undecidable. */
function tell(
  rule: Rule,
  findings: readonly Finding[],
  { shared, report }: { shared: Shared; report: ReportViolation },
): void {
  for (const { message, urn, isUndecidable, isAdvice } of findings) {
    const waiver = waiverFor({ rule: rule.id, urn }, shared.waivers, shared.now());
    if (isUndecidable) {
      advise(report, rule, { urn, message: `Undecidable: ${message}. ${rule.description}` });
    } else if (isAdvice) {
      advise(report, rule, { urn, message: `${message}.` });
    } else if (waiver) {
      const agreed = `Waived until ${waiver.until} (${waiver.reason}): ${message}.`;
      advise(report, rule, { urn, message: agreed });
    } else {
      report(`${message}.\nWhat to do: ${rule.remediation} See ${PAGE}#${rule.id}`, urn);
    }
  }
}

/** A finding that stops nothing, whatever its rule's level is. */
function advise(
  report: ReportViolation,
  rule: { readonly severity: Severity },
  { message, urn }: { message: string; urn: string | undefined },
): void {
  const info = { message, urn, enforcementLevel: "advisory", severity: rule.severity };
  // The library takes a whole finding since 1.21, which its types do not say yet.
  (report as unknown as (finding: object) => void)(info);
}

/**
 * First of all policies: it takes the waivers of its own configuration, for all rules that come after it, and reports those
 * that are over. It is asked with every resource and with the whole stack.
 */
function policyOfWaivers(
  given: readonly Waiver[],
  shared: Shared,
  rules: readonly Rule[],
): AccessPolicy {
  const take = (args: ResourceValidationArgs | StackValidationArgs): readonly Waiver[] => {
    const { waivers } = args.getConfig<{ waivers?: unknown }>();
    shared.waivers = [...given, ...waiversIn(waivers)];
    return shared.waivers;
  };
  const both: ResourceValidationPolicy & StackValidationPolicy = {
    name: WAIVERS,
    description: "Waivers name a rule and a day, and are taken out when they are over.",
    severity: "medium",
    enforcementLevel: "mandatory",
    remediationSteps: "Put right what the waiver was for and take it out, or agree on a later day.",
    url: `${PAGE}#${WAIVERS}`,
    configSchema: { properties: { [WAIVERS]: waiversSchema } },
    validateResource: (args) => void take(args),
    validateStack: (args, report) => {
      const known = { rules: rules.map(({ id }) => id), now: shared.now() };
      for (const { message } of findingsOfWaivers(take(args), known)) report(`${message}.`);
    },
  };
  return both;
}
