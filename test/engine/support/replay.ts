/**
 * Replays recorded scenarios as tests, one test a command.
 * @module
 */
import {
  Normalizer,
  playedOutcome,
  readRecording,
  recordedOutcome,
  type Outcome,
} from "./recorded";
import { orderViolations } from "./order";
import { withoutPlace } from "./recorded-policies";
import { readCommands, Scenario } from "./scenario";
import type { ResourceState } from "../../../engine/state/types";

/** Where a scenario is not the recorded one, by the command's number; each with its reason. */
export interface Exceptions {
  /** Commands that are not played. */
  skipped?: Record<number, string>;
  /** Resources and messages that chance decides about: they are left out of the comparison. */
  races?: Record<number, { resources: string[]; messages?: string[]; reason: string }>;
  /** Policies that name any one of many resources: which one is left open. */
  anywhere?: Record<number, { policy: string; reason: string }>;
  /** Parts of the outcome that differ, and must differ: an exception that is none any more fails. */
  deviations?: Record<number, { parts: (keyof Outcome)[]; reason: string }>;
}

/** Declares the tests of a scenario. */
export function replay(name: string, exceptions: Exceptions = {}): void {
  describe(name, () => {
    let scenario: Scenario;
    let normalizer: Normalizer;
    let before: ResourceState[] = [];
    beforeAll(() => {
      scenario = new Scenario(name);
      normalizer = new Normalizer(scenario.folder);
    });
    afterAll(() => scenario.dispose());
    const recording = readRecording(name);
    readCommands(name).forEach((command, index) => {
      const words = [command.run, ...(command.flags ?? [])].join(" ");
      const title = `${index}: ${words}, step ${command.step ?? 1}`;
      const reason = exceptions.skipped?.[index];
      if (reason !== undefined) {
        test(`skips ${title}: ${reason}`, () => scenario.changeCloud(command.cloud));
        return;
      }
      test(`does what was recorded in ${title}`, async () => {
        const played = await scenario.play(command);
        if (played === undefined) return;
        const expected = recordedOutcome(recording[index]!);
        const actual = playedOutcome(played, normalizer);
        compare(actual, expected, index, exceptions);
        expect(orderViolations(played, before)).toEqual([]);
        before = played.deployment.resources;
      });
    });
  });
}

function compare(
  played: Outcome,
  recorded: Outcome,
  index: number,
  { races, anywhere, deviations }: Exceptions,
): void {
  const policy = anywhere?.[index]?.policy;
  const [actual, expected] = [played, recorded].map((one) => withoutPlace(one, policy)) as [
    Outcome,
    Outcome,
  ];
  const { resources: race = [], messages: said = [] } = races?.[index] ?? {};
  const parts = deviations?.[index]?.parts ?? [];
  // A preview leaves state and cloud as they are, and the recording does not show them.
  const compared = (Object.keys(expected) as (keyof Outcome)[]).filter(
    (part) => !(race.length > 0 && part === "changes"),
  );
  for (const part of compared) {
    const [mine, theirs] = [actual, expected].map((one) => leaveOut(one[part], race, said));
    if (parts.includes(part)) expect({ [part]: mine }).not.toEqual({ [part]: theirs });
    else expect({ [part]: mine }).toEqual({ [part]: theirs });
  }
}

/** A part of an outcome without what is about the given resources, and without the given messages. */
function leaveOut(
  part: unknown,
  resources: readonly string[],
  messages: readonly string[],
): unknown {
  if (resources.length === 0 || typeof part !== "object" || part === null) return part;
  const isAbout = (text: string): boolean =>
    resources.some((name) => new RegExp(`(::| |-)${name}( |-\\d+|$)`).test(text)) ||
    messages.some((message) => text.includes(message));
  if (Array.isArray(part)) {
    return part.filter((item) => {
      const { urn } = item as { urn?: string };
      return !isAbout(urn ?? String(item).split("\n")[0]!);
    });
  }
  return Object.fromEntries(Object.entries(part).filter(([key]) => !isAbout(key)));
}
