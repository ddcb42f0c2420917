import { readFaultPlan, startCloud } from "../../../emulator/index";

const rule = (more: object): string =>
  JSON.stringify({ rules: [{ fault: "drop-after", ...more }] });

describe("a plan of faults [own]", () => {
  it("is read as it is written", () => {
    const plan = {
      seed: "any",
      rules: [
        { operation: "POST *", service: "iam", nth: [1, 3], times: 2, fault: "rate-limited" },
        { probability: 0.5, fault: { kind: "rate-limited", retryAfterSeconds: 5 } },
        { fault: { kind: "slow", milliseconds: 1500 } },
        { fault: { kind: "stale", upToSeconds: 5, monotonic: true } },
        { fault: { kind: "stale", seconds: 5 } },
        { fault: { status: 418, body: { a: 1 }, headers: { b: "c" } } },
      ],
    };
    expect(readFaultPlan(JSON.stringify(plan))).toEqual(plan);
  });

  it.each([
    ["{", "is no JSON"],
    ["[]", "the plan is an object with seed, rules"],
    ["{}", 'the plan needs "rules"'],
    [`{"rules": {}}`, "the plan.rules is a list of rules, not {}"],
    [`{"rules": [1]}`, "rules[0] is an object with operation, service, nth"],
    [`{"rules": [{}]}`, 'rules[0] needs "fault"'],
    [rule({ nht: 1 }), 'rules[0] has no "nht"; it may have operation, service, nth'],
    [rule({ nth: 0 }), "rules[0].nth is a whole number from 1, or a list of them, not 0"],
    [rule({ nth: [] }), "rules[0].nth is a whole number from 1, or a list of them, not []"],
    [rule({ nth: 1, probability: 1 }), "rules[0] has nth and probability; give one of them"],
    [rule({ probability: 2 }), "rules[0].probability is a number from 0 to 1, not 2"],
    [rule({ service: "S3" }), 'rules[0].service is iam, account or s3, not "S3"'],
    [rule({ operation: "" }), "rules[0].operation is the name of an operation"],
    [rule({ fault: "explode" }), "rules[0].fault is one of drop-before, drop-after"],
    [rule({ fault: { kind: "x" } }), "rules[0].fault.kind is one of rate-limited, slow, stale"],
    [rule({ fault: { kind: "slow" } }), 'rules[0].fault needs "milliseconds"'],
    [rule({ fault: { kind: "stale" } }), 'needs one of "seconds" and "upToSeconds"'],
    [rule({ fault: { kind: "stale", seconds: 301 } }), "a number from 0 to 300, not 301"],
    [rule({ fault: { status: 99 } }), "fault.status is a status from 200 to 599, not 99"],
    [rule({ fault: { status: 500, text: "" } }), 'fault has no "text"'],
  ])("is refused where it is wrong: %s", (text, words) => {
    expect(() => readFaultPlan(text)).toThrow(`The plan of faults`);
    expect(() => readFaultPlan(text)).toThrow(words);
  });

  it("is refused as well by the cloud that is started with it", async () => {
    const faultPlan = { rules: [{ nth: -1, fault: "drop-before" as const }] };
    await expect(startCloud({ faultPlan })).rejects.toThrow("rules[0].nth is a whole number");
  });
});
