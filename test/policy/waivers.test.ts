import { findingsOfWaivers, waiverFor, waiversIn, type Waiver } from "../../policy/waivers";

const NOW = new Date("2027-03-10T12:00:00Z");
const URN = "urn:pulumi:dev::program::pulumi-nodejs:dynamic/scaleway:Bucket::photos";
const waiver = (more: Partial<Waiver> = {}): Waiver => ({
  rule: "obj-versioning-off",
  urn: URN,
  reason: "thumbnails can be made again",
  until: "2027-03-10",
  ...more,
});
const inForce = (one: Waiver, at = NOW): boolean =>
  waiverFor({ rule: "obj-versioning-off", urn: URN }, [one], at) !== undefined;

describe("A waiver", () => {
  it("holds to the end of its last day in UTC, and no longer", () => {
    expect(inForce(waiver(), new Date("2027-03-10T23:59:59.999Z"))).toBe(true);
    expect(inForce(waiver(), new Date("2027-03-11T00:00:00Z"))).toBe(false);
  });

  it("is for one rule", () => {
    expect(inForce(waiver({ rule: "obj-acl-public" }))).toBe(false);
  });

  it.each([
    ["*", true],
    ["*::photos", true],
    ["urn:pulumi:dev::*::photos", true],
    ["urn:*Bucket*photos", true],
    [URN, true],
    [URN.slice(0, -1), false],
    ["*::photo", false],
    ["urn:pulumi:prod::*::photos", false],
    [`${URN}*${URN}`, false],
  ])("for %s: %s", (urn, expected) => {
    expect(inForce(waiver({ urn }))).toBe(expected);
  });

  it("whose day is none never holds", () => {
    expect(inForce(waiver({ until: "2027-02-31" }))).toBe(false);
    expect(inForce(waiver({ until: "soon" }))).toBe(false);
  });

  it("is none without a reason or an end", () => {
    const { reason, ...others } = waiver();
    expect(waiversIn([others, waiver({ reason: " " }), { ...others, reason, until: 7 }])).toEqual(
      [],
    );
    expect(waiversIn([waiver()])).toHaveLength(1);
    expect(waiversIn("all")).toEqual([]);
  });

  it("is a finding when it is over, when its day is none, and when there is no such rule", () => {
    const all = [
      waiver(),
      waiver({ until: "2027-03-09" }),
      waiver({ until: "2027-02-31" }),
      waiver({ rule: "obj-versioning" }),
    ];
    const found = findingsOfWaivers(all, { rules: ["obj-versioning-off"], now: NOW });
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining("was good until 2027-03-09"),
      expect.stringContaining('"2027-02-31" is no day'),
      expect.stringContaining("names a rule that there is not"),
    ]);
  });
});
