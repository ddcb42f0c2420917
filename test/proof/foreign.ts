/**
 * Somebody else's edit of an object that a stack has: before a command, or while it is under way.
 * @module
 */
import type { Program, SimulatedStack } from "../support/stack";
import type { Figures } from "./figures";
import type { Stage } from "./stage";

/** An edit by somebody else. */
export interface Foreign {
  /** The name of the resource whose object is edited. */
  readonly of: string;
  readonly edit: (stage: Stage, stack: SimulatedStack) => Promise<void>;
  /** True while the edit is there. */
  readonly isThere: (stage: Stage, stack: SimulatedStack) => Promise<boolean>;
}

/** Where somebody edits, and where it is counted. */
interface Place {
  readonly stage: Stage;
  readonly stack: SimulatedStack;
  readonly figures: Figures;
}

/** Who edits, once. */
export class Somebody {
  private hasEdited = false;

  constructor(
    private readonly foreign: Foreign,
    private readonly place: Place,
  ) {}

  /** Edits, unless it is done already. */
  async edits(): Promise<void> {
    if (this.hasEdited) return;
    this.hasEdited = true;
    const { stage, stack, figures } = this.place;
    figures.foreignEdits += 1;
    await stage.meanwhile(() => this.foreign.edit(stage, stack));
  }

  /**
   * The program, in the middle of which the edit comes: when other resources had their turn, lists were read and kept,
   * and the edited one is next. An edit between an update's own look at its object and its write cannot be noticed: IAM
   * has no conditional writes.
   */
  within(program: Program): Program {
    return (declare, defaultProjectId) =>
      program(async (token, name, args, options) => {
        if (name === this.foreign.of && !this.hasEdited) {
          this.place.figures.editsMeanwhile += 1;
          await this.edits();
        }
        return declare(token, name, args, options);
      }, defaultProjectId);
  }

  /** The edit survived the disturbed command, and is refused to be overwritten until a refresh has taken it in. */
  async settle(run: () => Promise<unknown>): Promise<void> {
    const { stage, stack, figures } = this.place;
    const isRefused = await run().then(
      () => false,
      () => true,
    );
    if (!isRefused || !(await this.foreign.isThere(stage, stack))) {
      figures.overwritten += 1;
      throw new Error("an edit made elsewhere was overwritten");
    }
    await stack.refresh();
  }
}
