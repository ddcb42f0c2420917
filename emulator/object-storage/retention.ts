/**
 * How long a version is kept from being deleted: retention until a moment, legal hold until it is lifted.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import { invalidArgument, S3Error } from "./errors";
import type { Bucket, DefaultRetention, ObjectLock, ObjectVersion, Retention } from "./state";
import type { XmlElement } from "./xml";

const MODES = ["GOVERNANCE", "COMPLIANCE"] as const;
const PREFIX = "x-amz-object-lock-";
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const LIMITS = { Days: 36_500, Years: 100 } as const;

/**
 * Reads what the writer of an object demands for it.
 * @throws S3Error InvalidArgument or InvalidRequest
 */
export function lockAsked(headers: IncomingHttpHeaders, bucket: Bucket, now: Date): ObjectLock {
  const value = (name: string): string | undefined => headers[PREFIX + name]?.toString();
  const [mode, until, hold] = [value("mode"), value("retain-until-date"), value("legal-hold")];
  if (mode === undefined && until === undefined && hold === undefined) return {};
  requireLock(bucket);
  if ((mode === undefined) !== (until === undefined)) {
    throw new S3Error("InvalidArgument", {
      message: `${PREFIX}retain-until-date and ${PREFIX}mode must both be supplied`,
    });
  }
  const retention =
    mode === undefined || until === undefined ? undefined : retentionOf(mode, until, now);
  return {
    ...(retention && { retention }),
    ...(hold !== undefined && { legalHold: isHeld(hold) }),
  };
}

/** What a new version is kept by: what its writer demands, or else the bucket's default. */
export function lockOfNew(asked: ObjectLock, bucket: Bucket, now: Date): ObjectLock {
  const { defaultRetention } = bucket;
  if (asked.retention || !defaultRetention) return asked;
  const retention = { mode: defaultRetention.mode, untilMilliseconds: ends(defaultRetention, now) };
  return { ...asked, retention };
}

/** A lock as headers of an answer. */
export function lockHeaders({ retention, legalHold }: ObjectLock): Record<string, string> {
  return {
    ...(retention && {
      [`${PREFIX}mode`]: retention.mode,
      [`${PREFIX}retain-until-date`]: new Date(retention.untilMilliseconds).toISOString(),
    }),
    ...(legalHold !== undefined && { [`${PREFIX}legal-hold`]: legalHold ? "ON" : "OFF" }),
  };
}

/**
 * Refuses what only a bucket with object lock can do.
 * @throws S3Error InvalidRequest
 */
export function requireLock(bucket: Bucket): void {
  if (bucket.objectLock) return;
  throw new S3Error("InvalidRequest", { message: "Bucket is missing Object Lock Configuration" });
}

/**
 * Refuses to delete a version for good as long as it is kept.
 * @param bypasses - the sender may and wants to pass over GOVERNANCE
 * @throws S3Error AccessDenied
 */
export function verifyDeletable(version: ObjectVersion, bypasses: boolean, now: Date): void {
  const isBypassed = bypasses && version.retention?.mode === "GOVERNANCE";
  if (version.legalHold === true || (isKept(version, now) && !isBypassed)) throw refusal();
}

/** True as long as a version may not be removed by anybody without the right to bypass its lock. */
export function isKept({ retention, legalHold = false }: ObjectLock, now: Date): boolean {
  return legalHold || (retention !== undefined && isRunning(retention, now));
}

/**
 * Refuses to loosen a retention: an earlier end, another mode, or none. Making it longer is always possible.
 * @throws S3Error AccessDenied
 */
export function verifyReplaceable(
  { retention: old }: ObjectVersion,
  wanted: Retention | undefined,
  bypasses: boolean,
  now: Date,
): void {
  if (!old || !isRunning(old, now)) return;
  const isKept = wanted?.mode === old.mode && wanted.untilMilliseconds >= old.untilMilliseconds;
  if (isKept || (bypasses && old.mode === "GOVERNANCE")) return;
  throw refusal();
}

/**
 * Reads a retention; an element without children removes it.
 * @throws S3Error MalformedXML or InvalidArgument
 */
export function retentionOfXml(element: XmlElement, now: Date): Retention | undefined {
  const [mode, until] = [element.text("Mode"), element.text("RetainUntilDate")];
  if (mode === undefined && until === undefined) return undefined;
  if (mode === undefined || until === undefined || !isMode(mode)) throw new S3Error("MalformedXML");
  return retentionOf(mode, until, now);
}

/**
 * Reads the retention of new objects.
 * @throws S3Error MalformedXML or InvalidArgument
 */
export function defaultRetentionOfXml(element: XmlElement): DefaultRetention {
  const mode = element.text("Mode") ?? "";
  const [days, years] = [element.text("Days"), element.text("Years")];
  if (!isMode(mode) || (days === undefined) === (years === undefined)) {
    throw new S3Error("MalformedXML");
  }
  const unit = days === undefined ? "Years" : "Days";
  const text = days ?? years ?? "";
  const count = Number(text);
  if (!/^\d{1,9}$/.test(text) || count < 1) {
    throw invalidArgument(unit, text, "Default retention period must be a positive integer value.");
  }
  if (count > LIMITS[unit]) {
    throw invalidArgument(unit, text, "Default retention period is too large.");
  }
  return { mode, unit, count };
}

function retentionOf(mode: string, until: string, now: Date): Retention {
  if (!isMode(mode)) throw invalidArgument(`${PREFIX}mode`, mode, "Unknown wormMode directive.");
  const name = `${PREFIX}retain-until-date`;
  const untilMilliseconds = /^\d{4}-\d\d-\d\dT/.test(until) ? Date.parse(until) : NaN;
  if (Number.isNaN(untilMilliseconds)) {
    throw invalidArgument(name, until, "The retain until date must be provided in ISO 8601 format");
  }
  if (untilMilliseconds <= now.getTime()) {
    throw invalidArgument(name, until, "The retain until date must be in the future!");
  }
  return { mode, untilMilliseconds };
}

function isMode(text: string): text is Retention["mode"] {
  return (MODES as readonly string[]).includes(text);
}

/** Reads `ON` or `OFF`. */
export function isHeld(status: string): boolean {
  if (status === "ON" || status === "OFF") return status === "ON";
  throw invalidArgument(
    `${PREFIX}legal-hold`,
    status,
    "Legal Hold must be either of 'ON' or 'OFF'",
  );
}

function isRunning({ untilMilliseconds }: Retention, now: Date): boolean {
  return untilMilliseconds > now.getTime();
}

/** A year has the days that the calendar gives it. */
function ends({ unit, count }: DefaultRetention, now: Date): number {
  if (unit === "Days") return now.getTime() + count * DAY_MILLISECONDS;
  const end = new Date(now);
  return end.setUTCFullYear(end.getUTCFullYear() + count);
}

function refusal(): S3Error {
  return new S3Error("AccessDenied", {
    message: "Access Denied because object protected by object lock.",
  });
}
