/**
 * What every operation that makes calls begins and ends with.
 * @module
 */
import { chosenOf, overlay, pick } from "./assembly";
import { recordedFields, silentFields, type TimedOperation } from "./common";
import type { Context } from "./context";
import type { Identified } from "./bulk";
import type { AnyDefinition } from "./definition";
import { CloudError, explainedError, toCloudError } from "./errors";
import { resourceName } from "./mark";
import type { ProviderProcess, ReadConfig } from "./process";
import { sanitize, type Properties } from "./sanitize";

/** One call of a handler. */
export interface Operation {
  readonly definition: AnyDefinition;
  readonly process: ProviderProcess;
  readonly context: Context;
  readonly organizationId: string;
}

/** What an operation begins with. */
export interface Beginning {
  readonly definition: AnyDefinition;
  readonly process: ProviderProcess;
  readonly readConfig: ReadConfig;
}

/**
 * Opens an operation: settings, deadline, and the certainty that it acts in the Organization where the object was made.
 * @param properties the outputs of the state, or the inputs of a new object
 */
export async function begin(
  { definition, process, readConfig }: Beginning,
  operation: TimedOperation,
  properties: Properties,
): Promise<Operation> {
  const context = await process.contextFor(definition.token, operation, { properties, readConfig });
  const organizationId = await definition.organization(context);
  const recorded = properties["organizationId"];
  if (typeof recorded === "string" && recorded !== organizationId) {
    throw new CloudError({
      kind: "precondition",
      code: "other_organization",
      operation: `${operation} ${definition.noun}`,
      resource: resourceName(properties),
      answer: `it belongs to Organization ${recorded}, and the credentials in use belong to Organization ${organizationId}`,
      hint: "Use credentials of the first one: the profile of the resource or of the stack (storage-access:profile), or the SCW_* variables. Nothing was changed.",
    });
  }
  return { definition, process, context, organizationId };
}

/** What the state keeps of an object. */
export interface Keeping {
  /** Inputs, or the outputs of the state. */
  readonly declared: Properties;
  readonly live: Identified;
  readonly incarnation: string;
  readonly chosen: Properties;
  /** The outputs of the state so far; empty for a new object. */
  readonly state: Properties;
  /** True where the object was made without the program. */
  readonly adopted: boolean;
}

/** The outputs, free of anything that the engine's conversion cannot carry. */
export function outputsOf(operation: Operation, keeping: Keeping): Properties {
  const { definition, context, organizationId } = operation;
  const { declared, live, incarnation, chosen, state, adopted } = keeping;
  return sanitize({
    ...overlay(definition, declared, live),
    ...definition.produce(live, context, state),
    ...(Object.keys(chosen).length === 0 ? {} : { chosen }),
    ...(adopted ? { adopted } : {}),
    schema: definition.schema,
    organizationId,
    incarnation,
  });
}

/** The inputs that would produce these outputs: what refresh compares the program with. */
export function inputsOf(definition: AnyDefinition, outputs: Properties): Properties {
  const chosen = chosenOf(outputs);
  const names = [
    ...Object.keys(definition.fields).filter((name) => !(name in chosen)),
    ...Object.keys(recordedFields),
    ...Object.keys(silentFields),
  ];
  return pick(outputs, names);
}

/** Ids of useless objects that are still to be removed, as the outputs keep them after a failure. */
export const pending = (superseded: readonly string[]): Properties =>
  superseded.length === 0 ? {} : { superseded };

/** The useless objects that a state knows of. */
export const supersededOf = (state: Properties): readonly string[] =>
  (state["superseded"] ?? []) as readonly string[];

/** An object that is there but not as wished: the engine keeps it with the outputs so far, and tries again. */
export class PartialFailure extends Error {
  constructor(
    cause: CloudError,
    /** The id of the object that is there. */
    readonly id: string,
    /** Its outputs so far. */
    readonly properties: Properties,
  ) {
    super(cause.message);
    this.name = cause.name;
    this.reasons = [cause.message];
    this.defect = cause.defect;
    this.stack = `${cause.name}: ${cause.message}`;
  }

  readonly reasons: readonly string[];
  /** Where a defect of the provider is; undefined for every other failure. */
  readonly defect: string | undefined;
}

/** Runs the part of an operation after which the object exists; every failure in it is told with id and outputs. */
export async function withPartialFailure<T>(
  id: string,
  outputsSoFar: () => Properties,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw new PartialFailure(await explainedError(toCloudError(thrown)), id, outputsSoFar());
  }
}
