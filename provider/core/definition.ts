/**
 * What one resource file says about its kind. `define` turns it into the handlers that the engine calls.
 * @module
 */
import type { Identified } from "./bulk";
import type { Context } from "./context";
import type { Member, Report, Rule } from "./fields";
import type { Properties } from "./sanitize";
import type { Succession } from "./succession";

/**
 * What it means when the program does not give a property:
 * - `required`: a mistake
 * - `none`: a wish in itself, such as "no expiry"
 * - `unmanaged`: whatever it is, it is left alone
 * - `kept`: so is that of an adopted object, and the outputs say what it is
 * - `chosen`: the provider chooses when the object is made, and keeps its choice
 * - `{ default }`: this value
 * - `{ derive }`: what follows from the other properties
 */
export type Absence =
  | "required"
  | "none"
  | "unmanaged"
  | "kept"
  | "chosen"
  | { readonly default: unknown }
  | { readonly derive: (properties: Properties) => unknown };

/** One property that a program can give. */
export interface Field {
  readonly rule: Rule;
  readonly absent: Absence;
  /** True where a change makes a new object. */
  readonly replaces?: boolean;
  /** True for what directs the provider and never reaches the cloud, such as `forceDestroy`. */
  readonly local?: boolean;
  /** True for what the resource class adds and no program writes. */
  readonly internal?: boolean;
}

/** The properties of a kind, without those that every kind has. */
export type FieldTable<Model> = { readonly [Name in keyof Model]-?: Field };

/** Something wrong in the arguments, or worth a warning. */
export interface Findings {
  readonly report: Report;
  readonly warn: (line: string) => void;
}

/** What a check may look at beside the new arguments. It makes no call. */
export interface Checked extends Findings {
  /** The arguments of the deployment before, empty for a new object. */
  readonly before: Properties;
  readonly now: Date;
}

/** Fields that are written by one call. */
export interface Aspect<Model, Live> {
  readonly fields: readonly (keyof Model & string)[];
  /**
   * Writes the wish and answers with the object as it is then.
   * @param changes the fields of this aspect that differ, with the values wished for
   */
  readonly write: (
    context: Context,
    live: Live,
    wish: Partial<Model>,
    changes: Partial<Model>,
  ) => Promise<Live>;
}

/** Material for names that a program does not give. */
export interface Naming {
  /** The resource's name in the program, followed by seven hexadecimal digits of its mark. */
  readonly name: (limits: NameLimits) => string;
}

/** What a generated name may look like. */
export interface NameLimits {
  readonly maximum: number;
  /** Matches each character that is not allowed; it becomes a hyphen. */
  readonly forbidden: RegExp;
  readonly lowercase?: boolean;
}

/** A name that only one object can have, such as a bucket's; or the one place where a setting can be. */
export interface Place<Model, Live> {
  readonly nameOf: (wish: Partial<Model>) => string;
  /** True for what is always there and only set, such as an Organization's settings: it is taken whatever it is. */
  readonly alwaysThere?: boolean;
  /** True for what is better twice for a moment than nowhere, such as an object: replaced, the old one goes last. */
  readonly goesLast?: boolean;
  /** True where `find` answers whatever is there although the kind carries a mark: without its mark it counts as unmarked. */
  readonly findsOthers?: boolean;
  /**
   * The half-made object of this very wish; undefined where the name is free. Throws where another object has it. A kind
   * that carries no mark answers whatever is there: it is taken only where it is just what the program describes.
   */
  readonly find: (
    context: Context,
    wish: Partial<Model>,
    digest: string,
  ) => Promise<Live | undefined>;
}

/** Why an object is removed. */
export interface Removal {
  readonly state: Properties;
  /** What the program now says of the resource whose old object this is; undefined where the resource itself goes. */
  readonly replacedBy: Properties | undefined;
}

/** To whom something is handed over. */
export interface Delivery {
  readonly inputs: Properties;
  /** Ids of the objects that the resource had so far. */
  readonly own: readonly string[];
}

/**
 * What a kind asks the service for before the program's wish is judged, where its own clock cannot be relied on. What cannot
 * be asked, for want of credentials or rights, is left to the service.
 */
export interface Foresight {
  /** True where a check hangs on the service's time or rules. */
  readonly beforeCheck: (inputs: Properties, before: Properties, now: Date) => boolean;
  /** True where a comparison does. */
  readonly beforeDiff: (state: Properties, news: Properties, now: Date) => boolean;
  /** Makes a call, whose answer tells the service's time, and reports what the service would refuse. */
  readonly ask: (context: Context, inputs: Properties, findings: Findings) => Promise<void>;
}

/** One kind of resource. `Model` holds its properties as the program names them, `Live` what the service says. */
export interface Definition<Model extends object, Live extends Identified> {
  /** Such as `scaleway:Application`: permanent, it stands in every state. */
  readonly token: string;
  /** For messages, such as `application`. */
  readonly noun: string;
  /** Grows when outputs change their shape; handlers accept every older one. */
  readonly schema: number;
  readonly fields: FieldTable<Model>;
  /** Outputs that are no properties of the program. */
  readonly produced: readonly string[];
  /** The secret ones among the outputs. */
  readonly secrets?: readonly string[];
  /** Rules that concern more than one property. */
  readonly check?: (inputs: Properties, checked: Checked) => void;
  /** Why no object of the kind can be adopted, for the refusal; absent where one can. */
  readonly nothingToAdopt?: string;
  /** The properties by which `adopt: "existing"` finds an object in the list of its kind. Default: its name, if it has one. */
  readonly identifiedBy?: readonly (keyof Model & string)[];
  /** Names of properties whose change replaces the object beyond those that always do. */
  readonly replaces?: (changed: readonly string[], news: Properties) => readonly string[];
  /** True where old and new object cannot exist side by side. */
  readonly deleteBeforeReplace?: (news: Properties, state: Properties) => boolean;
  /** True where time alone makes an update due, although nothing differs. It makes no call. */
  readonly due?: (state: Properties, news: Properties, now: Date) => boolean;

  /** Where time or the service's own rules decide what a preview says. */
  readonly foresight?: Foresight;

  /** The Organization on whose behalf calls are made. */
  readonly organization: (context: Context) => Promise<string>;
  /** Values for properties that the program leaves to the provider. */
  readonly choose?: (
    context: Context,
    given: Partial<Model>,
    naming: Naming,
  ) => Promise<Partial<Model>>;
  /** All objects of the kind; where absent, `place` says how to find the half-made one. */
  readonly list?: (context: Context) => Promise<readonly Live[]>;
  /**
   * What a list leaves out.
   * @param state the outputs so far, for what only they know; empty for an object that is not in the state
   */
  readonly complete?: (context: Context, listed: Live, state: Properties) => Promise<Live>;
  /** True for what every Organization has, whatever became of the rest: its presence in a list proves nothing. */
  readonly isAlwaysThere?: (live: Live, context: Context) => boolean;
  /**
   * For kinds without a list, once an object is missing: true where the service still shows others like it, or what it was
   * part of. Default: true.
   */
  readonly isKnownAround?: (context: Context, state: Properties) => Promise<boolean>;
  /**
   * An object by id; undefined where the service says that there is none.
   * @param wish before an update, for kinds that own what the program names of something larger
   */
  readonly get: (
    context: Context,
    id: string,
    state: Properties,
    wish?: Properties,
  ) => Promise<Live | undefined>;
  /** For kinds whose objects are found by a name that nothing else can have. */
  readonly place?: Place<Model, Live>;
  /** Makes the object by one call. */
  readonly make: (context: Context, wish: Partial<Model>) => Promise<Live>;
  /** False for an object that is of no use when the answer to its creation is lost, such as a key without its secret. */
  readonly isUsable?: (live: Live) => boolean;
  /**
   * Hands over what the service tells only once, and answers with the object without it. Where it fails, the object is
   * removed again.
   */
  readonly deliver?: (context: Context, live: Live, delivery: Delivery) => Promise<Live>;
  /** For kinds whose objects follow one another while the resource stays. */
  readonly succession?: Succession<Live>;
  /** How to write what can be written later, in this order. */
  readonly aspects: readonly Aspect<Model, Live>[];
  /** Removes it; one that is gone already counts as removed. */
  readonly remove: (context: Context, id: string, removal: Removal) => Promise<void>;

  /** The properties as the service has them, the mark included. */
  readonly model: (live: Live) => Partial<Model>;
  /** Values of the `produced` outputs. */
  readonly produce: (live: Live, context: Context, state: Properties) => Properties;
}

/** A definition whose own types no longer matter. */
export type AnyDefinition = Definition<Properties, Identified>;

/** Checks a definition against its own types, then forgets them: the handlers treat all kinds alike. */
export function kind<Model extends object, Live extends Identified>(
  definition: Definition<Model, Live>,
): AnyDefinition {
  return definition as unknown as AnyDefinition;
}

/** Fields as members of the argument object, for checks. */
export function membersOf(fields: Readonly<Record<string, Field>>): Record<string, Member> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { rule, absent, internal = false }]) => [
      name,
      { rule, required: absent === "required", internal },
    ]),
  );
}
