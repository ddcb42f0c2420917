/**
 * Lifecycles: what two rules that are written differently have in common, and how the service is told of them.
 * @module
 */
import { GetBucketLifecycleConfigurationCommand, type LifecycleRule } from "@aws-sdk/client-s3";
import { BUCKET, bucketWith } from "../../support/bucket-with";
import { freshStack } from "../../support/fresh-stack";
import { CheckFailed, type SimulatedStack, type Values } from "../../support/stack";
import { ownersStorage, type World } from "../../support/world";

jest.setTimeout(30_000);

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await freshStack("bucket lifecycle")));
afterEach(() => world.stop());

const withRules = (...rules: Values[]) =>
  bucketWith("scaleway:BucketLifecycle", "lifecycle", { rules });
const rulesThere = async (): Promise<LifecycleRule[]> => {
  const reading = new GetBucketLifecycleConfigurationCommand({ Bucket: BUCKET });
  return (await ownersStorage(world.cloud).send(reading)).Rules ?? [];
};
const week = { expiration: { days: 7 } };
const logs = { filter: { prefix: "logs/" }, expiration: { days: 30 } };

describe("a rule of a lifecycle", () => {
  it("without an id gets one that stays when others come, go and change places", async () => {
    await stack.up(withRules(week));
    const [first] = await rulesThere();
    expect(first?.ID).toMatch(/^rule-[0-9a-f]{12}$/);
    await stack.up(withRules(logs, week));
    expect((await rulesThere()).map(({ ID }) => ID)).toContain(first?.ID);
    expect(new Set((await rulesThere()).map(({ ID }) => ID)).size).toBe(2);
    await stack.up(withRules(week));
    expect(await rulesThere()).toEqual([first]);
  });

  it("that stands there twice is told once, and is then unchanged", async () => {
    await stack.up(withRules(week, week));
    expect(await rulesThere()).toHaveLength(1);
    expect(await stack.up(withRules(week))).toMatchObject({ update: 0 });
  });

  it.each<[string, Values, Values]>([
    ["alone or inside `and`", logs, { ...logs, filter: { and: { prefix: "logs/" } } }],
    [
      "as the one tag of `and`",
      { ...week, filter: { tag: { key: "a", value: "1" } } },
      { ...week, filter: { and: { tags: [{ key: "a", value: "1" }] } } },
    ],
    ["as an empty prefix, or none", week, { ...week, filter: { prefix: "" } }],
    ["as no condition at all", week, { ...week, filter: {} }],
    ["as the default status", week, { ...week, status: "Enabled" }],
    ["with an empty list beside it", week, { ...week, transitions: [] }],
    [
      "as a day or its midnight in UTC",
      { expiration: { date: "2031-01-01" } },
      { expiration: { date: "2031-01-01T00:00:00Z" } },
    ],
  ])("means the same %s", async (_how, one, other) => {
    await stack.up(withRules(one));
    expect(await stack.up(withRules(other))).toMatchObject({ update: 0 });
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(withRules(one))).toMatchObject({ update: 0 });
  });

  it.each<[string, Values, Values]>([
    ["days and a date", week, { expiration: { date: "2031-01-01" } }],
    ["one prefix and another", logs, { ...logs, filter: { prefix: "logs" } }],
    ["one id and another", { id: "a", ...week }, { id: "b", ...week }],
    ["on and off", week, { ...week, status: "Disabled" }],
    ["all tags and one of them", ...twoFilters()],
  ])("is another one: %s", async (_what, one, other) => {
    await stack.up(withRules(one));
    expect(await stack.up(withRules(other))).toMatchObject({ update: 1 });
  });

  it("is in any order", async () => {
    await stack.up(withRules(week, logs));
    expect(await stack.up(withRules(logs, week))).toMatchObject({ update: 0 });
  });

  it("reaches the service with dates as dates, in expirations and in transitions", async () => {
    const transitions = [{ date: "2030-01-01", storageClass: "GLACIER" }];
    await stack.up(withRules({ transitions, expiration: { date: "2031-01-01T00:00:00Z" } }));
    const [rule] = await rulesThere();
    expect(rule?.Transitions).toEqual([
      { Date: new Date("2030-01-01T00:00:00Z"), StorageClass: "GLACIER" },
    ]);
    expect(rule?.Expiration).toEqual({ Date: new Date("2031-01-01T00:00:00Z") });
    expect(await stack.refresh()).toEqual([]);
    expect(stack.outputsOf("lifecycle")).toMatchObject({ rules: [{ transitions }] });
  });

  it.each<[string, Values[]]>([
    ["at least one rule is needed", []],
    [
      'rules[1].id: "a" is the id of another rule',
      [
        { id: "a", ...week },
        { id: "a", ...logs },
      ],
    ],
    ["it does nothing", [{ id: "a" }]],
    ["it does nothing", [{ transitions: [] }]],
    ["exactly one", [{ expiration: { days: 1, date: "2031-01-01" } }]],
    ["exactly one", [{ ...week, filter: { prefix: "a", tag: { key: "a", value: "1" } } }]],
    ["the form of a day", [{ expiration: { date: "2031-01-01T00:00:00+02:00" } }]],
    ["the form of a day", [{ expiration: { date: "2031-01-01T12:00:00Z" } }]],
    ["the form of a day", [{ expiration: { date: "01/01/2031" } }]],
    ["there is no such day", [{ expiration: { date: "2031-02-31" } }]],
    ["rules[0].expiration.days", [{ expiration: { days: 0 } }]],
    [
      "abortIncompleteMultipartUpload: it is not possible in a rule whose filter has tags",
      [
        {
          filter: { and: { prefix: "a", tags: [{ key: "a", value: "1" }] } },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    ],
    [
      "expiredObjectDeleteMarker: it is not possible in a rule whose filter has objectSizeLessThan",
      [{ filter: { objectSizeLessThan: 9 }, expiration: { expiredObjectDeleteMarker: true } }],
    ],
  ])("is refused before any call: %s", async (reason, rules) => {
    const failure = stack.up(withRules(...rules));
    await expect(failure).rejects.toThrow(CheckFailed);
    await expect(failure).rejects.toThrow(reason);
    expect(world.cloud.counts()).not.toHaveProperty("PutBucketLifecycleConfiguration");
  });
});

function twoFilters(): [Values, Values] {
  const tags = [
    { key: "a", value: "1" },
    { key: "b", value: "2" },
  ];
  return [
    { ...week, filter: { and: { tags } } },
    { ...week, filter: { tag: tags[0] } },
  ];
}
