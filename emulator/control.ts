/**
 * What the Owner may turn while the cloud runs, for programs in other processes: no part of what is emulated.
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { MovableClock } from "./clock";
import type { Organization } from "./organization/organization";

/** The prefix of all paths of the control; the real service has no such path. */
const PREFIX = "/_cloud";

/** The furthest moment that a Date can name. */
const LAST_MILLISECOND = 8_640_000_000_000_000;

/** What the control works on. */
export interface Controlled {
  readonly clock: MovableClock;
  readonly organization: Organization;
}

/** Adds `/_cloud/clock` to the server: GET tells the time, POST moves it. Requests to it are in no log and no count. */
export function control(server: FastifyInstance, { clock, organization }: Controlled): void {
  const tell = (): { now: string } => ({ now: clock.now().toISOString() });
  const refuseOthers = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (request.headers["x-auth-token"] === organization.ownerKey.secretKey) return undefined;
    return reply.code(403).send({
      message: "The control of the local cloud is the Owner's: send its secret in X-Auth-Token.",
    });
  };
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_request, text, done) => {
    done(null, text);
  });
  server.get(`${PREFIX}/clock`, { onRequest: refuseOthers }, () => tell());
  server.post(`${PREFIX}/clock`, { onRequest: refuseOthers }, (request, reply) => {
    const move = moveFrom(request.body);
    if (!move) {
      return reply.code(400).send({
        message:
          'Expected {"advanceMilliseconds": a number} or {"time": "an RFC 3339 moment"}, and nothing else.',
      });
    }
    if ("time" in move) clock.setTime(move.time);
    else clock.advance(move.milliseconds);
    return tell();
  });
}

function moveFrom(text: unknown): { time: Date } | { milliseconds: number } | undefined {
  const body = parsed(text);
  if (typeof body !== "object" || body === null) return undefined;
  const [[name, value] = [], ...rest] = Object.entries(body);
  if (rest.length > 0) return undefined;
  if (name === "advanceMilliseconds" && isDuration(value)) return { milliseconds: value };
  const time = new Date(name === "time" && typeof value === "string" ? value : NaN);
  return Number.isNaN(time.getTime()) ? undefined : { time };
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

function isDuration(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= LAST_MILLISECOND / 2;
}
