/**
 * What is in GLACIER: it can be read only once it was restored, which takes its time, and for as many days as asked.
 * @module
 */
import type { Answer, Handlers, ObjectCall } from "./call";
import type { Switches } from "../switches";
import { S3Error } from "./errors";
import type { ObjectVersion } from "./state";
import { GLACIER } from "./storage-classes";
import { findVersion, versionHeader } from "./versions";
import { numberOf, parseXml } from "./xml";

const HOUR_MILLISECONDS = 60 * 60 * 1000;
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS;
const DAYS_LIMIT = 36_500;
const TIERS = ["Standard", "Bulk", "Expedited"];
const HOURS: Readonly<Record<Switches["glacierRestoreTakes"], number>> = {
  sixHours: 6,
  noTime: 0,
  oneDay: 24,
};

/** Handlers about what is in GLACIER. */
export const glacierHandlers: Handlers<ObjectCall> = { RestoreObject: restoreObject };

/**
 * Refuses to read what is in GLACIER and not restored.
 * @throws S3Error InvalidObjectState
 */
export function verifyReadable(version: ObjectVersion, now: Date): void {
  if (version.storageClass !== GLACIER || stateOf(version, now) === "restored") return;
  throw new S3Error("InvalidObjectState", { details: { StorageClass: version.storageClass } });
}

/** What answers say about a restoration, until it is over. */
export function restorationHeaders(version: ObjectVersion, now: Date): Record<string, string> {
  const state = version.storageClass === GLACIER ? stateOf(version, now) : "archived";
  if (state === "archived") return {};
  if (state === "ongoing") return { "x-amz-restore": 'ongoing-request="true"' };
  const end = new Date(version.restoration?.endsAtMilliseconds ?? 0).toUTCString();
  return { "x-amz-restore": `ongoing-request="false", expiry-date="${end}"` };
}

/** Asked for again, a restored object can be read for as many days from now on. */
function restoreObject(call: ObjectCall): Answer {
  const { state, bucket, key, now, parameter, switches } = call;
  const days = daysOf(call);
  const version = findVersion(state, { bucket, key, versionId: parameter("versionId") });
  if (version.storageClass !== GLACIER) {
    throw new S3Error("InvalidObjectState", {
      message: "Restore is not allowed for the object's current storage class",
      details: { StorageClass: version.storageClass },
    });
  }
  const current = stateOf(version, now);
  if (current === "ongoing") throw new S3Error("RestoreAlreadyInProgress");
  const takes = current === "restored" ? 0 : HOURS[switches.glacierRestoreTakes];
  const readyAtMilliseconds = now.getTime() + takes * HOUR_MILLISECONDS;
  const restoration = {
    readyAtMilliseconds,
    endsAtMilliseconds: midnightAfter(readyAtMilliseconds + days * DAY_MILLISECONDS),
  };
  state.replaceVersion({ ...version, restoration });
  return {
    status: current === "restored" ? 200 : 202,
    headers: versionHeader(bucket, version.versionId),
  };
}

function daysOf({ body }: ObjectCall): number {
  const request = parseXml(body, "RestoreRequest");
  const days = numberOf(request, "Days");
  const tier = request.children("GlacierJobParameters")[0]?.text("Tier") ?? request.text("Tier");
  const isValid = days !== undefined && days >= 1 && days <= DAYS_LIMIT;
  if (!isValid || !TIERS.includes(tier ?? "Standard")) throw new S3Error("MalformedXML");
  return days;
}

function stateOf({ restoration }: ObjectVersion, now: Date): "archived" | "ongoing" | "restored" {
  const time = now.getTime();
  if (!restoration || time >= restoration.endsAtMilliseconds) return "archived";
  return time < restoration.readyAtMilliseconds ? "ongoing" : "restored";
}

/** As in AWS: the last day is whole. */
function midnightAfter(milliseconds: number): number {
  return Math.ceil(milliseconds / DAY_MILLISECONDS) * DAY_MILLISECONDS;
}
