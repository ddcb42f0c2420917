/**
 * Which program runs: one process may run several, one after another or at once, each for a stack of its own.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";

const NO_PROGRAM = {};

/** One run of a program; where none runs, as in tests with mocks, the process. */
export function currentProgram(): object {
  return pulumi.runtime.getStackResource() ?? NO_PROGRAM;
}
