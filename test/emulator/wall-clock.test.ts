import { Conditions } from "../../emulator/authorization/conditions";
import { DEFAULT_SWITCHES } from "../../emulator/switches";

const conditions = new Conditions(() => DEFAULT_SWITCHES);
const holds = (condition: string, time: string): boolean =>
  conditions.holds(condition, { request: { ip: "", userAgent: "", time: new Date(time) } });

describe("what a condition reads off a moment [documented]", () => {
  it.each([
    ["2026-12-31T23:30:00Z", `request.time.getDate("Europe/Paris") == 1`],
    ["2026-12-31T23:30:00Z", `request.time.getDayOfMonth("Europe/Paris") == 0`],
    ["2026-12-31T23:30:00Z", `request.time.getDayOfYear("Europe/Paris") == 0`],
    ["2026-12-31T23:30:00Z", `request.time.getDayOfWeek("Europe/Paris") == 5`],
    ["2026-12-31T23:30:00Z", `request.time.getFullYear("Europe/Paris") == 2027`],
    ["2026-12-31T23:30:00Z", `request.time.getMonth("Europe/Paris") == 0`],
    ["2026-12-31T23:30:00Z", `request.time.getHours("Europe/Paris") == 0`],
    ["2026-12-31T23:30:00Z", `request.time.getHours("+05:30") == 5`],
    ["2026-12-31T23:30:00Z", `request.time.getMinutes("-01:15") == 15`],
    ["2026-12-31T23:30:00Z", `request.time.getDate() == 31`],
    ["2026-03-29T01:00:00Z", `request.time.getHours("Europe/Paris") == 3`],
    ["2026-03-29T00:59:59Z", `request.time.getHours("Europe/Paris") == 1`],
    ["2026-06-01T08:00:00.25Z", `request.time.getMilliseconds("Asia/Tokyo") == 250`],
  ])("at %s: %s", (time, condition) => {
    expect(holds(condition, time)).toBe(true);
  });

  it("in a zone that there is not is an error: the rule does not apply [assumed]", () => {
    expect(holds(`request.time.getHours("Mars/Olympus") < 24`, "2026-06-01T08:00:00Z")).toBe(false);
  });
});
