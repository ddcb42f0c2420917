/**
 * The service's own time, by the Date of its answers: it decides about moments that the service keeps, whatever this
 * machine's clock says.
 * @module
 */
import type { Context } from "./context";
import type { Clock } from "./clock";

/** A Date has whole seconds, and an answer takes its time: so much is no difference of clocks. */
const TOLERANCE_MILLISECONDS = 5_000;

/** By how much the service is ahead of this machine, by the last answer to each set of settings. */
const offsets = new WeakMap<object, number>();

/** Notes the Date of an answer that has just come. */
export function noteServiceTime(settings: object, clock: Clock, date: string | undefined): void {
  const moment = Date.parse(date ?? "");
  if (Number.isNaN(moment)) return;
  const offset = moment - clock.now().getTime();
  offsets.set(settings, Math.abs(offset) <= TOLERANCE_MILLISECONDS ? 0 : offset);
}

/** What time it is for the service; before its first answer, what this machine's clock says. */
export function serviceTime({ settings, clock }: Pick<Context, "settings" | "clock">): Date {
  return new Date(clock.now().getTime() + (offsets.get(settings) ?? 0));
}
