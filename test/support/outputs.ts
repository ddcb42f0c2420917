/**
 * What is inside an Output, and Outputs that are not known yet.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";

interface Internals<T> {
  readonly isKnown: Promise<boolean>;
  promise(withUnknowns?: boolean): Promise<T>;
}

/** The value of an output, and whether it is known. */
export async function valueOf<T>(
  output: pulumi.Output<T>,
): Promise<{ isKnown: boolean; value: T }> {
  const internals = output as unknown as Internals<T>;
  return { isKnown: await internals.isKnown, value: await internals.promise() };
}

/** What an output of a resource that is not made yet is at preview. */
export function unknownOutput<T>(): pulumi.Output<T> {
  type OutputConstructor = new (
    resources: Set<pulumi.Resource>,
    promise: Promise<unknown>,
    isKnown: Promise<boolean>,
    isSecret: Promise<boolean>,
    allResources: Promise<Set<pulumi.Resource>>,
  ) => pulumi.Output<T>;
  const Output = pulumi.Output as unknown as OutputConstructor;
  return new Output(
    new Set(),
    Promise.resolve(undefined),
    Promise.resolve(false),
    Promise.resolve(false),
    Promise.resolve(new Set()),
  );
}
