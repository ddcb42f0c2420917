/**
 * The cloud that the SCW_* variables or the profile file lead to, for tests that otherwise run on the local one.
 * @module
 */
import type { Cloud } from "../../emulator";
import { realClock } from "../../provider/core/clock";
import { resolveSettings } from "../../provider/core/settings";
import type { Declare, Program, Values } from "../support/stack";
import type { SimulatedClock } from "../support/simulated-clock";

/** What every name begins with that these tests give: whatever has it may be swept away. */
export const PREFIX = "psa-acc-";

/**
 * The cloud as the tests of kinds see it. What only the local cloud can do is missing.
 * @throws CloudError without credentials; Error where no Organization is named
 */
export async function realCloud(): Promise<Cloud> {
  const settings = await resolveSettings({ config: () => undefined, env: process.env });
  const { organizationId, accessKey, secretKey, region, apiUrl, s3Endpoint } = settings;
  if (organizationId === undefined) {
    throw new Error(
      "Set SCW_DEFAULT_ORGANIZATION_ID: these tests list and sweep one Organization.",
    );
  }
  const scaleway = {
    ...{ apiUrl, s3Endpoint, region, organizationId, accessKey, secretKey },
    defaultProjectId: settings.defaultProjectId ?? organizationId,
  };
  return { description: { scaleway } } as unknown as Cloud;
}

/** The machine's own clock, for stacks on a cloud that has one too. */
export const machineClock: SimulatedClock = {
  ...{ now: () => realClock.now(), sleeps: [] },
  sleep: (milliseconds, signal) => realClock.sleep(milliseconds, signal),
  advance() {
    throw new Error("the machine's clock cannot be moved");
  },
};

/** A program whose every name begins with a prefix. */
export function prefixed(prefix: string, program: Program): Program {
  return (declare, projectId) => {
    const named: Declare = (token, name, args = {}, options) =>
      declare(token, prefix + name, withPrefix(prefix, args), options);
    return program(named, projectId);
  };
}

function withPrefix(prefix: string, args: Values): Values {
  const { name } = args;
  return typeof name === "string" && !name.startsWith(prefix)
    ? { ...args, name: prefix + name }
    : args;
}
