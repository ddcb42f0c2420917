/**
 * How questions are asked, at the edges of what conditions ask for: values that are equal, just before, just after.
 * @module
 */
import fc from "fast-check";
import type { Circumstances } from "../../provider/access";

export const ADDRESSES = ["203.0.113.7", "203.0.113.8", "198.51.100.200", "2001:db8::1"];
/** The vendor cuts an agent's name at 255 characters. */
export const LONG_AGENT = `${"x".repeat(254)}end`;
export const AGENTS = ["terraform/1.9.0", "aws-cli/2.17 Python/3.12", LONG_AGENT];
/** Around opening times, changes of the clocks, ends of days, months and years. */
export const MOMENTS = [
  "2026-06-01T08:00:00.000Z",
  "2026-06-01T07:59:59.999Z",
  "2026-06-01T08:00:00.001Z",
  "2026-06-07T22:30:00.000Z",
  "2026-03-29T00:59:59.000Z",
  "2026-03-29T01:00:00.000Z",
  "2026-12-31T23:30:00.000Z",
];
export const REFERRERS = ["https://www.example.com/page", "HTTPS://WWW.EXAMPLE.COM/PAGE", ""];
export const PREFIXES = ["", "docs/", "docs", "DOCS/", "private/"];
export const TAGS = ['"0123"', "*"];

/** Everything that an answer can depend on is told. */
export const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  ip: fc.constantFrom(...ADDRESSES),
  time: fc.constantFrom(...MOMENTS).map((text) => new Date(text)),
  userAgent: fc.constantFrom(...AGENTS),
  referer: fc.constantFrom(null, ...REFERRERS),
  prefix: fc.constantFrom(...PREFIXES),
  isSecure: fc.constantFrom(true, true, false),
  ifMatch: fc.constantFrom(null, null, ...TAGS),
  ifNoneMatch: fc.constantFrom(null, null, ...TAGS),
});
