/**
 * Validation of inputs by the provider.
 * @module
 */
import type { PropertyMap } from "../state/types";
import { ReportedError } from "./reporter";
import type { ResourceProvider } from "./resource-provider";
import type { DeploymentRun } from "./run";
import { nameOf, typeOf } from "./urn";
import { containsSecret } from "./values";

/** Inputs are wrong, and the user was told. */
export class CheckFailure extends ReportedError {
  constructor(
    message: string,
    /** The inputs as the provider understood them. */
    readonly inputs: PropertyMap,
  ) {
    super(message);
  }
}

/** Has inputs checked; fails the operation, property by property, when they are wrong. */
export async function checkInputs(
  run: DeploymentRun,
  provider: ResourceProvider,
  urn: string,
  olds: PropertyMap,
  news: PropertyMap,
): Promise<PropertyMap> {
  run.throwIfStopped();
  try {
    const { inputs, failures } = await provider.check(urn, olds, news);
    const errors = failures.map((failure) =>
      run.reporter.failure(failureMessage(urn, failure, inputs), urn),
    );
    if (errors[0]) throw new CheckFailure(errors[0].message, inputs);
    return inputs;
  } catch (error) {
    throw run.failure(error, urn);
  }
}

function failureMessage(
  urn: string,
  { property, reason }: { property: string; reason: string },
  inputs: PropertyMap,
): string {
  const resource = `${typeOf(urn)} resource '${nameOf(urn)}'`;
  if (property === "") return `${resource} has a problem: ${reason}`;
  const value = inputs[property];
  const shown =
    value === undefined
      ? "<nil>"
      : containsSecret(value)
        ? "[secret]"
        : typeof value === "string"
          ? value
          : JSON.stringify(value);
  return `${resource}: property ${property} value {${shown}} has a problem: ${reason}`;
}
