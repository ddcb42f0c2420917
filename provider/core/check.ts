/**
 * `check`: says what is wrong with the arguments before anything is done. It makes no call.
 * @module
 */
import { checkAdopt, keepingAbsent, wantsToAdopt } from "./adopt";
import { allFields, isGiven, withDefaults } from "./assembly";
import { PROVIDER_KEY } from "./common";
import { membersOf, type AnyDefinition } from "./definition";
import { checkMembers, concealing, type Report } from "./fields";
import type { Log } from "./log";
import { redact } from "./redact";
import { sanitize, type Properties } from "./sanitize";
import { secretNames } from "./secret-inputs";

/** One wrong argument. */
export interface CheckFailure {
  /** Its path; empty where it is secret: the reason begins with its name then. */
  readonly property: string;
  readonly reason: string;
}

/** The arguments with defaults filled in, and all that is wrong with them. */
export interface CheckAnswer {
  readonly inputs: Properties;
  readonly failures: CheckFailure[];
}

/** Checks the arguments of one resource; values that are not known yet pass untouched, at any depth. */
export function checkInputs(
  definition: AnyDefinition,
  { before, inputs }: { before: Properties; inputs: Properties },
  { now, log }: { now: Date; log: Log },
): CheckAnswer {
  const failures: CheckFailure[] = [];
  const told = secretNames(definition, inputs, before);
  const secret = new Set([...told].filter((name) => isGiven(inputs[name])));
  const report: Report = (path, reason) => {
    // The path into a secret map holds its names, and the engine shows the value of the property that it is told.
    const [property = path] = path.split(/[.[]/);
    const isSecret = secret.has(property);
    failures.push({
      property: isSecret ? "" : path,
      reason: redact(isSecret ? `${property}: ${reason}` : reason),
    });
  };
  // What an adopted object has counts where the program says nothing: no default may stand in its way.
  const filling = wantsToAdopt(inputs) ? keepingAbsent(definition) : definition;
  const filled = withDefaults(filling, inputs);
  checkMembers(filled, membersOf(allFields(definition)), { path: "", report, secret });
  const warn = (line: string): void => log.warn(line);
  checkAdopt(definition, filled, report);
  const checkTogether = (): void => definition.check?.(filled, { before, now, report, warn });
  // Such a check may quote any of the values.
  if ([...secret].some((name) => isGiven(inputs[name]))) concealing(checkTogether);
  else checkTogether();
  return { inputs: sanitize({ ...filled, [PROVIDER_KEY]: inputs[PROVIDER_KEY] }), failures };
}
