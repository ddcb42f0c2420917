/** Conditions of IAM rules, in CEL: specification, section 3. */
import { conditionError, type Circumstances } from "../../../provider/access";
import {
  APP,
  ask,
  explain,
  NOW,
  PHOTOS,
  policyFor,
  under,
  worldOf,
  type Asking,
} from "./support/worlds";

const GIVEN: Circumstances = { ip: "203.0.113.7", time: NOW, userAgent: "terraform/1.9 (linux)" };

const answer = (condition: string, asking: Asking = {}) =>
  ask(under(condition), { circumstances: GIVEN, ...asking });

describe("a condition holds", () => {
  it.each([
    ['request.ip == "203.0.113.7"'],
    ["request.ip in ['203.0.113.7', '203.0.113.8']"],
    ['request.user_agent.contains("terraform/")'],
    ['request.user_agent.startsWith("terraform") && !request.user_agent.endsWith("(mac)")'],
    ['request.user_agent.matches("^terraform/[0-9]+")'],
    ['request.time.getHours("Europe/Paris") >= 8 && request.time.getHours("Europe/Paris") < 18'],
    ['request.time.getHours("+05:30") == 17 && request.time.getMinutes("+05:30") == 30'],
    ['request.time.getHours("-03:00") == 9'],
    ["request.time.getDayOfWeek() == 6"],
    ["request.time.getFullYear() == 2026 && request.time.getMonth() == 10"],
    ["request.time.getDate() == 28 && request.time.getDayOfMonth() == 27"],
    ["request.time.getDayOfYear() == 331 && request.time.getSeconds() == 0"],
    ['request.time < timestamp("2027-01-01T00:00:00Z")'],
    ['request.time - timestamp("2026-11-28T11:00:00Z") == duration("1h")'],
    ["size(request.ip) == 11"],
    ["has(request.ip)"],
    ["[1, 2].exists(x, x == 2) && [1, 2].all(x, x < 3)"],
    ["1 == 1"],
    ["1 == 1.0"],
    ["request.ip == '1.2.3.4' ? false : true"],
  ])("%s", (condition) => {
    expect(answer(condition)).toBe("allow");
    expect(answer(`!(${condition})`)).toBe("deny");
  });
});

describe("a condition that has no value does not hold", () => {
  it.each([
    ["request.country == 'FR'"],
    ["unheard_of"],
    ["1 / 0 == 1"],
    ["1"],
    ["'yes'"],
    ["request.time.getHours('Nowhere/City') == 1"],
    ["request.time < 5"],
    ["request.ip.lowerAscii() == '203.0.113.7'"],
    ["request.ip =="],
  ])("%s, nor its opposite", (condition) => {
    expect(answer(condition)).toBe("deny");
    expect(answer(`!(${condition})`)).toBe("deny");
  });

  it.each([
    ["1 / 0 == 1 || true", "allow"],
    ["true || 1 / 0 == 1", "allow"],
    ["true || 1", "allow"],
    ["'a' || true", "allow"],
    ["-'a' == 1 || true", "allow"],
    ["1 / 0 == 1 || false", "deny"],
    ["!(1 / 0 == 1 && false)", "allow"],
    ["!(false && request.country == 'FR')", "allow"],
    ["!(1 && false)", "allow"],
    ["1 / 0 == 1 && true", "deny"],
  ])("but one side settles it: %s", (condition, expected) => {
    expect(answer(condition)).toBe(expected);
  });
});

describe("the agent's name", () => {
  it("is cut at 255 characters", () => {
    const circumstances = { ...GIVEN, userAgent: `${"a".repeat(255)}terraform` };
    expect(answer("request.user_agent.contains('terraform')", { circumstances })).toBe("deny");
    expect(answer("request.user_agent.size() == 255", { circumstances })).toBe("allow");
  });
});

describe("a moment beside a text", () => {
  it.each([
    ["request.time < '2027-01-01T00:00:00Z'"],
    ["'2027-01-01T00:00:00Z' > request.time"],
    ["request.time >= '2026-11-28T12:00:00Z'"],
  ])("is compared as a moment: %s", (condition) => {
    expect(answer(condition)).toBe("allow");
    expect(answer(condition, { switches: { celTimestampEqualsString: "error" } })).toBe("deny");
  });

  it("is no error where the text is none, only not before nor after it", () => {
    expect(answer("request.time < 'tomorrow'")).toBe("deny");
    expect(answer("request.time == '2026-11-28T12:00:00Z'")).toBe("deny");
  });
});

describe("facts that are not known", () => {
  it("leave open what depends on them, and it is said on what", () => {
    const { answer: open, reasons } = explain(under("request.ip == '203.0.113.7'"), {});
    expect(open).toBe("undecided");
    expect(reasons.map(({ code }) => code)).toEqual(["conditionOpen"]);
    expect(reasons[0]?.text).toContain(`only if request.ip == "203.0.113.7"`);
  });

  it.each([
    ["request.ip == '203.0.113.7' || true", "allow"],
    ["request.ip == '203.0.113.7' && false", "deny"],
    ["request.ip == '203.0.113.7' && request.user_agent == ''", "undecided"],
    ["request.ip.contains('203') || request.user_agent == 'x' || 1 / 0 == 1", "undecided"],
    ["has(request.ip)", "allow"],
    ["1 / 0 == 1 && request.ip == 'x'", "undecided"],
    ["request.time.getHours() < 8", "undecided"],
    ["size(request.ip) > 0 ? true : true", "undecided"],
    ["1 == 2", "deny"],
  ])("but nothing else: %s", (condition, expected) => {
    expect(ask(under(condition), {})).toBe(expected);
  });

  it("do not matter where another rule gives the same without a condition", () => {
    const rules = [{ condition: "request.ip == 'x'" }, {}].map((rule) => ({
      ...{ projectIds: [PHOTOS], ...rule },
    }));
    expect(ask(worldOf({ policies: [policyFor(APP, ...rules)] }))).toBe("allow");
  });
});

describe("conditions on resources", () => {
  const iam = (condition: string) =>
    worldOf({ policies: [policyFor(APP, { sets: ["IAMManager"], condition })] });
  const of = (condition: string, id?: string) =>
    ask(iam(condition), { action: "application:read", target: { organization: true, id } });

  it("are about IAM objects by id, name and locality", () => {
    expect(of(`resource.id == "${APP.id}"`, APP.id)).toBe("allow");
    expect(of(`resource.name == "uploader"`, APP.id)).toBe("allow");
    expect(of(`resource.locality == "global"`, APP.id)).toBe("allow");
    expect(of(`resource.id == "${APP.id}"`, "another")).toBe("deny");
    expect(of(`resource.name == "uploader"`, "another")).toBe("undecided");
  });

  it("hold for no list, which has no resource, unless they say so", () => {
    expect(of(`resource.id == "${APP.id}"`)).toBe("deny");
    expect(of(`resource.id == "${APP.id}" || !has(resource.id)`)).toBe("allow");
    expect(of("!has(resource.annotation)", APP.id)).toBe("allow");
  });

  it("make a rule of Object Storage and of Projects not apply, or the switch leaves them out", () => {
    const switches = { resourceConditionOnStorage: "conditionIgnored" } as const;
    for (const condition of ["resource.name == 'pictures'", "!has(resource.id)"]) {
      expect(answer(condition)).toBe("deny");
      expect(answer(condition, { switches })).toBe("allow");
      const asking = { action: "account_project:read", target: { organization: true } } as const;
      expect(ask(iam(condition), asking)).toBe("deny");
      expect(ask(iam(condition), { ...asking, switches })).toBe("allow");
    }
  });
});

it("the text of a condition that is no CEL is told from one that is", () => {
  expect(conditionError("request.ip == ")).toMatch(/\w/);
  expect(conditionError("1 == 1")).toBeUndefined();
  expect(conditionError("request.ip == 'x' || nonsense(1)")).toBeUndefined();
});
