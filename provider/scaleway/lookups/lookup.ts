/**
 * Lookups run in the program's own process, with the same settings as the resources: at preview too.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../core/context";
import { CloudError } from "../../core/errors";
import { checkMembers, type Member, type Report } from "../../core/fields";
import { oncePerName } from "../../core/once";
import { text } from "../../core/rules";
import type { Properties } from "../../core/sanitize";
import { registerSecretInputs } from "../../core/secret-inputs";
import { currentProgram } from "../../core/current-program";
import { programSurroundings, whatDecides, type Surroundings } from "./program";

/** What every lookup may be told. */
export interface LookupArgs {
  /** The profile of the profile file to ask as. Default: the stack's own choice. */
  readonly profile?: string | undefined;
}

/** Arguments in values that may come from resources. */
export type OutputArgs<Args> = {
  readonly [Name in keyof Args]: Args[Name] extends readonly (infer Item)[] | undefined
    ? pulumi.Input<readonly pulumi.Input<Item>[]> | undefined
    : pulumi.Input<Exclude<Args[Name], undefined>> | Extract<Args[Name], undefined>;
};

/** What every lookup may be told, in values that may come from resources. */
export type LookupOutputArgs = OutputArgs<LookupArgs>;

/** The arguments of a call: they may be left out where none is required. */
type Given<Args> = Partial<Args> extends Args ? [args?: Args] : [args: Args];

/** Both forms of a lookup. */
export interface Lookup<Args extends LookupArgs, Answer> {
  /** Asks the service once per run of a program, profile and arguments; a failure is asked again. */
  readonly plain: (...given: Given<Args>) => Promise<Answer>;
  /** The same as an Output; unknown, without a call, where an argument is unknown. */
  readonly output: (...given: Given<OutputArgs<Args>>) => pulumi.Output<Answer>;
}

/** What one lookup is told and how it is answered. */
export interface LookupDefinition<Args extends LookupArgs, Answer> {
  /** For messages, such as `getApplications`. */
  readonly name: string;
  /** Each argument of its own with its rule. */
  readonly members: { readonly [Name in keyof Omit<Args, keyof LookupArgs>]-?: Member };
  /** Rules that concern more than one argument. */
  readonly check?: (args: Properties, report: Report) => void;
  readonly ask: (context: Context, args: Args) => Promise<Answer>;
}

const PROFILE: Member = { rule: text({ minimum: 1, maximum: 200 }) };

/** A lookup. */
export function defineLookup<Args extends LookupArgs, Answer>(
  definition: LookupDefinition<Args, Answer>,
  surroundings: Surroundings = programSurroundings,
): Lookup<Args, Answer> {
  const once = oncePerName<Answer>(currentProgram);
  const { name, ask } = definition;
  const members: Record<string, Member> = { ...definition.members, profile: PROFILE };
  const plain = async (given: object = {}): Promise<Answer> => {
    const args = withoutAbsent(given);
    refuseWrong(definition, members, args);
    const { profile, ...own } = args;
    return once(keyOf(members, args), async () => {
      const context = await surroundings(name, profile as string | undefined);
      return ask(context, own as unknown as Args);
    });
  };
  return {
    plain: (...[given]) => plain(given),
    output: (...[given]) =>
      concealed(pulumi.output<object>(given ?? {})).apply<Answer>((known) => plain(known)),
  };
}

/** Arguments that are secret, in whole or in part, are told in no message. */
function concealed(args: pulumi.Output<object>): pulumi.Output<object> {
  return pulumi.all([args, pulumi.isSecret(args)]).apply(([known, isSecret]) => {
    if (isSecret) registerSecretInputs(new Set(Object.keys(known)), known as Properties);
    return known;
  });
}

function withoutAbsent(given: object): Properties {
  const entries = Object.entries(given as Properties);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}

/** Two calls whose arguments mean the same, asked as the same, share one answer. */
function keyOf(members: Readonly<Record<string, Member>>, args: Properties): string {
  const names = Object.keys(args).sort();
  const given = names.map((name) => [name, members[name]?.rule.canonical(args[name])]);
  return JSON.stringify([given, whatDecides()]);
}

function refuseWrong<Args extends LookupArgs>(
  { name, check }: Pick<LookupDefinition<Args, unknown>, "name" | "check">,
  members: Readonly<Record<string, Member>>,
  args: Properties,
): void {
  const wrong: string[] = [];
  const report: Report = (property, reason) => wrong.push(`${property}: ${reason}`);
  checkMembers(args, members, { path: "", report });
  check?.(args, report);
  if (wrong.length === 0) return;
  const fields = { kind: "invalid", operation: `call ${name}`, resource: "" } as const;
  throw new CloudError({ ...fields, answer: wrong.join("; ") });
}
