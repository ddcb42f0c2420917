/**
 * Durations as programs write them for Pulumi: `5m`, `1h30m`, `1.5s`.
 * @module
 */

const SECONDS: Record<string, number> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  "\u00b5s": 1e-6,
  ns: 1e-9,
};

/** A duration in seconds. Throws an error that says what is allowed. */
export function parseDuration(text: string): number {
  if (text === "0") return 0;
  const parts = [...text.matchAll(/(\d+\.?\d*|\.\d+)(h|ms|m|s|us|\u00b5s|ns)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
    throw new Error(
      `${JSON.stringify(text)} is not a duration: write numbers with units (h, m, s, ms), such as "1h30m".`,
    );
  }
  return parts.reduce(
    (sum, [, number, unit]) => sum + Number(number) * (SECONDS[unit ?? ""] ?? 0),
    0,
  );
}
