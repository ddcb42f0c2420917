import fc from "fast-check";
import { formatTimestamp, parseTimestamp, Stamps } from "../../emulator/timestamps";

const microseconds = (text: string): number => parseTimestamp(text) ?? NaN;

describe("timestamps [recorded]", () => {
  it.each([
    ["2026-05-21T14:55:59.968247Z", "2026-05-21T14:55:59.968247Z"],
    ["2026-05-21T14:55:59.968000Z", "2026-05-21T14:55:59.968Z"],
    ["2026-05-21T14:55:59.000000Z", "2026-05-21T14:55:59Z"],
    ["2026-05-21T14:55:59.100Z", "2026-05-21T14:55:59.100Z"],
    ["2026-05-21T14:55:59.000100Z", "2026-05-21T14:55:59.000100Z"],
    ["2035-07-06T11:00:00+02:00", "2035-07-06T09:00:00Z"],
    ["2026-05-21T14:55:59.123456789Z", "2026-05-21T14:55:59.123456Z"],
  ])("%s is printed as %s", (given, printed) => {
    expect(formatTimestamp(microseconds(given))).toBe(printed);
  });

  it("survive being printed and read again [own]", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000_000 }), (moment) => {
        expect(parseTimestamp(formatTimestamp(moment))).toBe(moment);
      }),
    );
  });

  it("are not read from other texts [assumed]", () => {
    for (const text of ["", "tomorrow", "2026-05-21", "2026-13-01T00:00:00Z", "2026-05-21T10:00"]) {
      expect(parseTimestamp(text)).toBeUndefined();
    }
  });

  it("never repeat on a clock that stands still [own]", () => {
    const stamps = new Stamps({ now: () => new Date(1000) });
    expect([stamps.next(), stamps.next(), stamps.next()]).toEqual([
      1_000_000, 1_000_001, 1_000_002,
    ]);
  });
});
