/**
 * What bare words of a configuration file are as text, by the reading of YAML that the official engine has: `0123` is octal,
 * `1.50` a number without its last digit, and a date a moment.
 * @module
 */

const INTEGER = /^([-+]?)(0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|0|[1-9][\d_]*)$/;
const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
const DATE =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d\d):(\d\d)(?:\.(\d+))?\s*Z)?$/;
const NOTHING = /^(|~|null|Null|NULL)$/;
const BOOLEAN = /^(true|True|TRUE|false|False|FALSE)$/;
const LARGEST = 2n ** 64n - 1n;
const SMALLEST = -(2n ** 63n);
/** Below it numbers have an exponent, of two digits at least. */
const SMALL = 1e-4;

/** The text of a scalar that stands without quotes. */
export function plainText(source: string): string {
  if (NOTHING.test(source)) return "";
  if (BOOLEAN.test(source)) return source.toLowerCase();
  if (!/^[-+.\d]/.test(source)) return source;
  return integerText(source) ?? floatText(source) ?? dateText(source) ?? source;
}

function integerText(source: string): string | undefined {
  const match = INTEGER.exec(source.replaceAll("_", ""));
  if (match === null) return undefined;
  const [, sign, digits = ""] = match;
  const value = BigInt(digits.replace(/^0[oO]?(?=[0-7])/, "0o"));
  const signed = sign === "-" ? -value : value;
  return signed >= SMALLEST && signed <= LARGEST ? String(signed) : undefined;
}

function floatText(source: string): string | undefined {
  const bare = source.replaceAll("_", "");
  if (!FLOAT.test(bare)) return undefined;
  const value = Number(bare);
  const isSmall = value !== 0 && Math.abs(value) < SMALL;
  const text = isSmall ? value.toExponential() : String(value);
  return text.replace(/e([-+])(\d)$/, "e$10$2");
}

function dateText(source: string): string | undefined {
  const match = DATE.exec(source);
  if (match === null) return undefined;
  const [, year = "", month = "", day = "", hour = "0", minute = "00", second = "00", part = ""] =
    match;
  const [m, d, h] = [month, day, hour].map((one) => one.padStart(2, "0"));
  const date = `${year}-${m}-${d}`;
  const time = `${h}:${minute}:${second}`;
  const moment = new Date(`${date}T${time}Z`);
  const isReal =
    !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(`${date}T${time}`);
  const fraction = part.replace(/0+$/, "");
  return isReal ? `${date} ${time}${fraction && `.${fraction}`} +0000 UTC` : undefined;
}
