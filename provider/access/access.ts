/**
 * The one place where questions about access are answered.
 * @module
 */
import type { S3Operation } from "pulumi-storage-access-catalog";
import { Conditions } from "./conditions";
import type { Answer, Decision, Question, Reason } from "./decision";
import { GrantBook } from "./grants";
import { NO_CIRCUMSTANCES, type Inquiry } from "./inquiry";
import { judgeOrganization } from "./organization";
import { Places } from "./places";
import { proof, type Proof, type Truth } from "./proof";
import { IAM_ACTIONS, operationOf, rightOf, setsFor, STORAGE_ACTIONS } from "./rights";
import { refusedBySwitches } from "./statements";
import { judgeStorage } from "./storage";
import { ACCESS_SWITCH_VALUES, DEFAULT_ACCESS_SWITCHES, type AccessSwitches } from "./switches";
import type { BucketPolicy, World } from "./world";

/** A switch whose other value would change an answer. */
export interface OpenSwitch {
  /** The switch's name. */
  readonly name: keyof AccessSwitches;
  /** The other value. */
  readonly value: string | boolean;
  /** The answer under it. */
  readonly answer: Answer;
  /** A sentence for people. */
  readonly reason: Reason;
}

const ANSWERS: Readonly<Record<Truth, Answer>> = { yes: "allow", no: "deny", open: "undecided" };

/**
 * Answers questions about one world. Make it once and ask often: what the world says is looked up, not searched through.
 *
 * ```ts
 * const decisions = new access.Access(world);
 * const asker = { kind: "application", id: "22222222-2222-4222-8222-222222222222" } as const;
 * decisions.answer({ asker, action: "GetObject", target: { bucket: "photos" } });
 * ```
 */
export class Access {
  /** What holds where the documents leave something open. */
  readonly switches: Readonly<AccessSwitches>;
  private readonly places: Places;
  private readonly grants: GrantBook;
  private readonly conditions: Conditions;
  private readonly sets = new Map<S3Operation, readonly string[]>();
  private readonly faults = new WeakMap<BucketPolicy, { readonly fault: string | undefined }>();
  private lastPlain?: Inquiry;
  private lastExplaining?: Inquiry;
  private readonly others = new Map<string, Access>();

  constructor(world: World, switches: Partial<AccessSwitches> = {}) {
    this.switches = { ...DEFAULT_ACCESS_SWITCHES, ...switches };
    this.places = new Places(world);
    this.grants = new GrantBook(this.places);
    this.conditions = new Conditions(this.switches);
  }

  /** The world that is asked about. */
  get world(): World {
    return this.places.world;
  }

  /** The answer alone: for many questions. */
  answer(question: Question): Answer {
    return ANSWERS[this.judge(question, false).truth];
  }

  /** The answer with its reasons, and what would turn a no into a yes. */
  can(question: Question): Decision {
    const { truth, reasons, remedies } = this.judge(question, true);
    return { answer: ANSWERS[truth], reasons, remedies: truth === "no" ? remedies : [] };
  }

  /** The switches whose other value would change the answer: where there are some, the answer is uncertain. */
  openSwitches(question: Question): readonly OpenSwitch[] {
    const usual = this.answer(question);
    const names = Object.keys(ACCESS_SWITCH_VALUES) as (keyof AccessSwitches)[];
    return names.flatMap((name) =>
      ACCESS_SWITCH_VALUES[name]
        .filter((value) => value !== this.switches[name])
        .map((value) => ({ name, value, answer: this.under(name, value).answer(question) }))
        .filter(({ answer }) => answer !== usual)
        .map((other) => ({ ...other, reason: uncertain(other) })),
    );
  }

  private under(name: keyof AccessSwitches, value: string | boolean): Access {
    const kept = `${name} ${String(value)}`;
    const known =
      this.others.get(kept) ?? new Access(this.world, { ...this.switches, [name]: value });
    this.others.set(kept, known);
    return known;
  }

  private judge(question: Question, explains: boolean): Proof {
    const inquiry = this.inquiry(question, explains);
    const entry = operationOf(question.action);
    if (entry?.iamPermission) {
      return judgeStorage(entry, question, inquiry);
    }
    const right = rightOf(question.action);
    if (right) return judgeOrganization(right, question, inquiry);
    return proof(explains, "open", () => ({ reasons: [unknownAction(question.action)] }));
  }

  /** One after another, questions mostly are about the same circumstances. */
  private inquiry({ circumstances = NO_CIRCUMSTANCES }: Question, explains: boolean): Inquiry {
    const last = explains ? this.lastExplaining : this.lastPlain;
    if (last?.given === circumstances) return last;
    const inquiry: Inquiry = {
      places: this.places,
      grants: this.grants,
      switches: this.switches,
      conditions: this.conditions,
      setsFor: this.setsFor,
      faultOf: this.faultOf,
      given: circumstances,
      explains,
    };
    if (explains) this.lastExplaining = inquiry;
    else this.lastPlain = inquiry;
    return inquiry;
  }

  private readonly setsFor = (entry: S3Operation): readonly string[] => {
    const known = this.sets.get(entry) ?? setsFor(entry, this.switches);
    this.sets.set(entry, known);
    return known;
  };

  private readonly faultOf = (policy: BucketPolicy): string | undefined => {
    const known = this.faults.get(policy) ?? { fault: refusedBySwitches(policy, this.switches) };
    this.faults.set(policy, known);
    return known.fault;
  };
}

/** May this one do that there? For many questions about one world make an {@link Access}. */
export function can(
  world: World,
  question: Question,
  switches?: Partial<AccessSwitches>,
): Decision {
  return new Access(world, switches).can(question);
}

function uncertain({ name, value, answer }: Omit<OpenSwitch, "reason">): Reason {
  const text = `uncertain: the documents leave ${name} open; were it ${String(value)}, the answer would be ${answer}`;
  return { code: "openSwitch", text };
}

function unknownAction(action: string) {
  const lowered = action.toLowerCase();
  const known = [...STORAGE_ACTIONS, ...IAM_ACTIONS];
  const same = known.find((name) => name.toLowerCase() === lowered.replace(/^s3:/, ""));
  const hint = same === undefined ? "" : `; did you mean ${same}?`;
  const isOpen = operationOf(action) !== undefined;
  return {
    code: "unknownAction" as const,
    text: isOpen
      ? `${action} is answered from the bucket's CORS rules, not from rights`
      : `the catalog knows no action ${action}${hint}`,
  };
}
