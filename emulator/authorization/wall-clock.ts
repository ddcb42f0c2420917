/**
 * What conditions read off a moment: the hour, the day and so on, as clocks in a time zone show them. The CEL library's
 * own readings are a day ahead between midnight and one o'clock in zones that are given by name, and depend on the
 * machine's zone.
 * @module
 */
import { celMethod, CelScalar, objectType, type CelFunc } from "@bufbuild/cel";

const TIMESTAMP = objectType("google.protobuf.Timestamp");
const DAY_MILLISECONDS = 86_400_000;
const OFFSET = /^([+-]?)(\d\d):(\d\d)$/;

/** Of a date whose UTC parts are those that the clocks show. */
const READINGS: Readonly<Record<string, (shown: Date) => number>> = {
  getFullYear: (shown) => shown.getUTCFullYear(),
  getMonth: (shown) => shown.getUTCMonth(),
  getDate: (shown) => shown.getUTCDate(),
  getDayOfMonth: (shown) => shown.getUTCDate() - 1,
  getDayOfWeek: (shown) => shown.getUTCDay(),
  getDayOfYear: (shown) =>
    Math.floor((shown.getTime() - Date.UTC(shown.getUTCFullYear(), 0)) / DAY_MILLISECONDS),
  getHours: (shown) => shown.getUTCHours(),
  getMinutes: (shown) => shown.getUTCMinutes(),
  getSeconds: (shown) => shown.getUTCSeconds(),
  getMilliseconds: (shown) => shown.getUTCMilliseconds(),
};
const PARTS = ["year", "month", "day", "hour", "minute", "second"] as const;
const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment as the library keeps it. */
interface Moment {
  readonly message: { readonly seconds: bigint; readonly nanos: number };
}

/** The methods of moments, for an environment; without a zone they are those of UTC. */
export function wallClock(): CelFunc[] {
  return Object.entries(READINGS).flatMap(([name, read]) => {
    function method(this: unknown, zone?: string): bigint {
      return BigInt(read(shownIn(dateOf(this as Moment), zone)));
    }
    return [
      celMethod(name, TIMESTAMP, [], CelScalar.INT, method),
      celMethod(name, TIMESTAMP, [CelScalar.STRING], CelScalar.INT, method),
    ];
  });
}

function dateOf({ message: { seconds, nanos } }: Moment): Date {
  return new Date(Number(seconds) * 1000 + Math.floor(nanos / 1_000_000));
}

/** @throws RangeError for a zone that there is not, which is an error of the condition */
function shownIn(date: Date, zone: string | undefined): Date {
  if (zone === undefined) return date;
  const [, sign, hours, minutes] = OFFSET.exec(zone) ?? [];
  if (hours !== undefined) {
    const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000;
    return new Date(date.getTime() + (sign === "-" ? -ahead : ahead));
  }
  const parts = formatOf(zone).formatToParts(date);
  const [year = 0, month = 1, ...rest] = PARTS.map((name) =>
    Number(parts.find(({ type }) => type === name)?.value),
  );
  return new Date(Date.UTC(year, month - 1, ...rest) + date.getUTCMilliseconds());
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const numeric = Object.fromEntries(PARTS.map((name) => [name, "numeric"]));
    format = new Intl.DateTimeFormat("en-US", { ...numeric, hourCycle: "h23", timeZone });
    formats.set(timeZone, format);
  }
  return format;
}
