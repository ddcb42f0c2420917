/**
 * The local cloud as one of those that are asked, with all that is around its decisions: servers, signatures, endpoints.
 * @module
 */
import { startCloud, type Cloud } from "../../emulator";
import type { Question } from "../../provider/access";
import { send, sendSigned, type RawAnswer } from "../emulator/object-storage/raw";
import type { Case, Side, Verdict } from "./case";
import { apiSecret, storageIdentity } from "./emulated";
import { secretOf, storeOf, switchesOf } from "./emulated-store";
import { apiRequestOf } from "./iam-requests";
import { projectOf } from "./questions";
import { lineOf, operationOf } from "./requests";

/** Codes that say no; all others come after a yes. */
const REFUSALS = ["AccessDenied", "InvalidAccessKeyId", "NoSuchBucket"];

/** True for what one request can ask: a copy reads its source as well, and no request asks about another Project. */
export function isServed(question: Question, { world }: Pick<Case, "world">): boolean {
  const { action, asker, target, circumstances = {} } = question;
  if (action.includes(":")) return apiRequestOf(question) !== undefined;
  if (action.includes("Copy")) return false;
  const acts = projectOf(asker, world) ?? circumstances.actsIn;
  return !("projectId" in target) || acts === undefined || acts === target.projectId;
}

/** The local cloud over HTTP. */
export class Served implements Side {
  readonly name = "the local cloud over HTTP";

  async answers(asked: Case): Promise<Verdict[]> {
    const verdicts: Verdict[] = [];
    const visit = new Visit(asked);
    try {
      for (const question of asked.questions) verdicts.push(await visit.answer(question));
    } finally {
      await visit.end();
    }
    return verdicts;
  }
}

/** One world, in a cloud that is made anew after whatever may have changed it. */
class Visit {
  /** What time it is in the cloud. */
  now = new Date(0);
  private cloud: Cloud | undefined;

  constructor(private readonly asked: Case) {}

  async answer(question: Question): Promise<Verdict> {
    const { time = this.now, isSecure = true } = question.circumstances ?? {};
    this.now = time;
    const clock = { now: () => this.now };
    this.cloud ??= await startCloud({
      clock,
      store: storeOf(this.asked, clock),
      switches: switchesOf(this.asked),
    });
    this.cloud.setSwitches({ plainHttpCountsAsSecure: isSecure });
    const isIam = question.action.includes(":");
    const { method, verdict } = isIam
      ? await this.iam(question, this.cloud)
      : await this.s3(question, this.cloud);
    if (method !== "GET" && method !== "HEAD") await this.end();
    return verdict;
  }

  async end(): Promise<void> {
    await this.cloud?.stop();
    this.cloud = undefined;
  }

  private async iam(question: Question, cloud: Cloud) {
    const request = apiRequestOf(question);
    if (!request) throw new Error(`No request asks for ${question.action}.`);
    const { method, path, body } = request;
    const secret = apiSecret(question.asker);
    const port = portOf(cloud.description.scaleway.apiUrl);
    const answer = await send(
      { port },
      {
        method,
        path,
        headers: {
          ...headersOf(question),
          ...(secret !== undefined && { "x-auth-token": secret }),
        },
        body: body ? JSON.stringify(body) : "",
      },
    );
    return { method, verdict: verdictOf(answer, [401, 403, 404].includes(answer.status)) };
  }

  private async s3(question: Question, cloud: Cloud) {
    const { target, circumstances = {} } = question;
    const operation = operationOf(question.action);
    const bucket = "bucket" in target ? target.bucket : undefined;
    const key = "bucket" in target ? target.key : undefined;
    const newBucket = operation === "CreateBucket" ? "new-bucket" : undefined;
    const place = { bucket: bucket ?? newBucket, key, prefix: circumstances.prefix };
    const { method, url } = lineOf(operation, place);
    const isBatch = operation === "DeleteObjects";
    const body = isBatch ? `<Delete><Object><Key>${key ?? ""}</Key></Object></Delete>` : "";
    const request = { method, path: url, headers: headersOf(question), body };
    const server = { port: portOf(cloud.description.scaleway.s3Endpoint), world: this };
    const identity = storageIdentity(question, this.asked.world);
    const known = this.asked.world.buckets.find(({ name }) => name === bucket);
    const answer =
      identity === undefined
        ? await send(server, request)
        : await sendSigned(server, request, {
            accessKey: identity,
            secretKey: secretOf(identity.replace(/@.*/, "")),
            region: known?.region ?? "fr-par",
          });
    return { method, verdict: verdictOf(answer, isRefused(answer, method)) };
  }
}

function isRefused({ status, code = "" }: RawAnswer, method: string): boolean {
  // An answer to HEAD has no text; the objects that are asked for are all there.
  return method === "HEAD" ? [403, 404].includes(status) : REFUSALS.includes(code);
}

function verdictOf({ status, code = "", body }: RawAnswer, isRefused: boolean): Verdict {
  const isStrange = status >= 500 || /Signature|Skewed|Malformed(?!XML)/.test(code);
  if (isStrange) throw new Error(`The cloud answered ${status}: ${body}`);
  return { answer: isRefused ? "deny" : "allow", reasons: [`${status} ${code}`] };
}

function headersOf({ circumstances = {} }: Question): Record<string, string> {
  const { ip = "", userAgent = "", referer, ifMatch, ifNoneMatch } = circumstances;
  const told = { referer, "if-match": ifMatch, "if-none-match": ifNoneMatch };
  return {
    "x-forwarded-for": ip,
    "user-agent": userAgent,
    ...Object.fromEntries(
      Object.entries(told).filter(
        (entry): entry is [string, string] => typeof entry[1] === "string",
      ),
    ),
  };
}

const portOf = (url: string): number => Number(new URL(url).port);
