/**
 * The local cloud as one of those that are asked, without its servers: each question is a request, read, authenticated
 * and admitted by the cloud's own code. Only what a request would do is left out, and the arithmetic of its signature.
 * @module
 */
import type { FastifyRequest } from "fastify";
import { iamResources, type IamAction } from "../../catalog/index";
import type * as Authorizers from "../../emulator/authorization/authorizer";
import type * as Grantings from "../../emulator/authorization/grants";
import type * as KeyRings from "../../emulator/authorization/keys";
import type { Right } from "../../emulator/authorization/rights";
import type * as Gateway from "../../emulator/gateway/access";
import type { Subject } from "../../emulator/gateway/access";
import type { ApiContext } from "../../emulator/gateway/context";
import type * as ApiErrors from "../../emulator/gateway/errors";
import type { ProjectCall, BucketCall, ServiceCall } from "../../emulator/object-storage/call";
import type * as StorageErrors from "../../emulator/object-storage/errors";
import type * as Services from "../../emulator/object-storage/service";
import type * as Organizations from "../../emulator/organization/organization";
import type { Bearer } from "../../emulator/organization/records";
import type { Switches } from "../../emulator/switches";
import type * as Ties from "../../emulator/storage-dependencies";
import type { Asker, Question, Target, World } from "../../provider/access";
import type { Case, Side, Verdict } from "./case";
import { accessKeyOf, secretOf, storeOf, switchesOf } from "./emulated-store";
import { Modules, type Change } from "./modules";
import { lineOf, operationOf } from "./requests";

/** What a request that is let through would do: told, not done. */
const handlers = new Proxy(
  {},
  { get: (_target, operation) => (call: ServiceCall) => carriedOut(String(operation), call) },
);
const SUBSTITUTES = {
  "emulator/object-storage/handlers.ts": {
    serviceHandlers: handlers,
    newBucketHandlers: handlers,
    bucketHandlers: handlers,
    objectHandlers: handlers,
  },
  "emulator/object-storage/signature.ts": { verifySignature: () => Promise.resolve(noChunks) },
};

function noChunks(): never {
  throw new Error("No request here has chunks.");
}

/** The Project that it would be done in, and for a batch the one key that is in it. */
function carriedOut(operation: string, call: ServiceCall): { headers: Record<string, string> } {
  if (operation === "DeleteObjects") {
    const { bucket, body } = call as BucketCall;
    call.admit({ operation, bucketName: bucket.name, key: body.toString() });
  }
  const projectId = (call as Partial<ProjectCall>).caller?.projectId ?? "";
  return { headers: { project: projectId } };
}

/** The first call of each right that has one, as the gateway knows it. */
const callsByRight = new Map<string, { method: string; url: string }>(
  iamResources.flatMap(({ name, actions }) =>
    actions.flatMap(({ action, calls }) => {
      const [method = "", path = ""] = calls[0]?.split(" ") ?? [];
      const url = path.replaceAll("{id}", ":id");
      return method === "" ? [] : [[`${name}:${action}`, { method, url }] as const];
    }),
  ),
);

/** The local cloud's own code, shared by all worlds. */
function codeOf(change?: Change) {
  const modules = new Modules(change, SUBSTITUTES);
  const load = (file: string): unknown => modules.load(`emulator/${file}.ts`);
  const code = {
    ...(load("authorization/authorizer") as typeof Authorizers),
    ...(load("authorization/grants") as typeof Grantings),
    ...(load("authorization/keys") as typeof KeyRings),
    ...(load("organization/organization") as typeof Organizations),
    ...(load("object-storage/service") as typeof Services),
    ...(load("storage-dependencies") as typeof Ties),
    ...(load("gateway/access") as typeof Gateway),
    S3Error: (load("object-storage/errors") as typeof StorageErrors).S3Error,
    ApiError: (load("gateway/errors") as typeof ApiErrors).ApiError,
  };
  modules.requireChanged();
  return code;
}
type Code = ReturnType<typeof codeOf>;

/** The local cloud, asked world by world. */
export class Emulated implements Side {
  readonly name = "the local cloud";
  private readonly code: Code;

  /** @param change - what is to be different in its sources */
  constructor(change?: Change) {
    this.code = codeOf(change);
  }

  async answers(asked: Case): Promise<Verdict[]> {
    const cloud = new EmulatedCloud(this.code, asked);
    const verdicts: Verdict[] = [];
    const { stackTraceLimit } = Error;
    // Most answers are refusals: nobody reads where they were thrown.
    Error.stackTraceLimit = 0;
    try {
      for (const question of asked.questions) verdicts.push(await cloud.answer(question));
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    return verdicts;
  }
}

/** One world in it. */
class EmulatedCloud {
  private now = new Date(0);
  private readonly switches: Switches;
  private readonly context: ApiContext;
  private readonly storage: Services.ObjectStorageService;

  constructor(
    private readonly code: Code,
    private readonly asked: Case,
  ) {
    const clock = { now: () => this.now };
    const store = storeOf(asked, clock);
    this.switches = switchesOf(asked);
    const switches = (): Switches => this.switches;
    const organization = new code.Organization({ store, clock, seed: "agreement" });
    const grants = new code.Grants(organization);
    this.context = {
      organization,
      authorizer: new code.Authorizer(organization, grants, switches),
      keys: new code.Keys(organization),
      switches,
      clock,
      ago: (_milliseconds, read) => read(),
      quotas: {},
      durations: { membershipChangeSeconds: 0, projectSettleSeconds: 0, projectDeletionSeconds: 0 },
      bucketCount: () => 0,
      removeBuckets: () => undefined,
    };
    this.storage = new code.ObjectStorageService(code.storageDependencies(this.context, store));
  }

  async answer(question: Question): Promise<Verdict> {
    const { time = this.now, isSecure = true } = question.circumstances ?? {};
    this.now = time;
    this.switches.plainHttpCountsAsSecure = isSecure;
    try {
      const isIam = question.action.includes(":");
      const reason = isIam ? this.iam(question) : await this.s3(question);
      return reason === "" ? { answer: "allow", reasons: [] } : refusal(reason);
    } catch (error) {
      if (error instanceof this.code.S3Error) return refusal(error.code);
      if (error instanceof this.code.ApiError) return refusal(JSON.stringify(error.body));
      throw error;
    }
  }

  /** @returns why not, if it is not thrown */
  private async s3(question: Question): Promise<string> {
    const { action, target, circumstances = {} } = question;
    const { ip = "", time = this.now, userAgent = "", prefix } = circumstances;
    const bucket = "bucket" in target ? target.bucket : undefined;
    const key = "bucket" in target ? target.key : undefined;
    const operation = operationOf(action);
    const newBucket = operation === "CreateBucket" ? "new-bucket" : undefined;
    const line = lineOf(operation, { bucket: bucket ?? newBucket, key, prefix });
    const answer = await this.storage.answer({
      ...line,
      headers: { ...line.headers, host: "127.0.0.1", ...this.headersOf(question) },
      body: Buffer.from(operation === "DeleteObjects" ? (key ?? "") : ""),
      facts: { ip, time, userAgent },
      announce: (announced) => {
        if (announced === operation) return Promise.resolve();
        throw new Error(`The request of ${operation} is taken for ${announced}.`);
      },
      ageMilliseconds: () => 0,
    });
    // A request acts in the one Project that its credential leads to, whichever is asked for.
    const isElsewhere = "projectId" in target && answer.headers?.["project"] !== target.projectId;
    return isElsewhere ? "it acts in another Project" : "";
  }

  private headersOf(question: Question): Record<string, string> {
    const { referer, ifMatch, ifNoneMatch, time = this.now } = question.circumstances ?? {};
    const text = (name: string, value: string | null | undefined): Record<string, string> =>
      typeof value === "string" ? { [name]: value } : {};
    const facts = {
      ...text("referer", referer),
      ...text("if-match", ifMatch),
      ...text("if-none-match", ifNoneMatch),
    };
    const identity = storageIdentity(question, this.asked.world);
    if (identity === undefined) return facts;
    const date = time.toISOString().replace(/[-:]|\.\d{3}/g, "");
    const scope = `${date.slice(0, 8)}/${this.regionOf(question)}/s3/aws4_request`;
    const credential = `Credential=${identity}/${scope}`;
    return {
      ...facts,
      "x-amz-date": date,
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none`,
    };
  }

  private regionOf({ target }: Question): string {
    const name = "bucket" in target ? target.bucket : undefined;
    return this.asked.world.buckets.find((bucket) => bucket.name === name)?.region ?? "fr-par";
  }

  /** @returns why not, if it is not thrown */
  private iam(question: Question): string {
    const { asker, circumstances = {} } = question;
    const action: string = question.action;
    const { ip = "", userAgent = "" } = circumstances;
    const call = callsByRight.get(action);
    const secret = apiSecret(asker);
    const headers = {
      "user-agent": userAgent,
      ...(secret !== undefined && { "x-auth-token": secret }),
    };
    const { method = "", url = "" } = call ?? {};
    const request = { method, routeOptions: { url }, headers, ip } as unknown as FastifyRequest;
    request.caller = this.code.authenticate(request, this.context);
    const subject = subjectOf(question, request.caller.bearer, this.asked.world);
    if (call) this.code.authorize(request, this.context, subject);
    if (this.isGone(question)) return "there is no such Project";
    return call || this.allowsRight(question, request.caller.bearer) ? "" : "no such right";
  }

  /** What is not there is looked for only by those who may: they are told so. */
  private isGone({ target }: Question): boolean {
    return "projectId" in target && !this.context.organization.projects.has(target.projectId);
  }

  /** Rights on what has no endpoint. */
  private allowsRight({ action, circumstances = {} }: Question, caller: Bearer): boolean {
    const { ip = "", userAgent = "" } = circumstances;
    const [resource = "", verb] = action.split(":");
    const right: Right = { resource, action: verb as IamAction };
    const request = { ip, userAgent, time: this.now };
    return this.context.authorizer.allowsCall({ caller, right, request, resource: {} });
  }
}

const refusal = (reason: string): Verdict => ({ answer: "deny", reasons: [reason] });

/** What stands before the slash in a credential; none where nobody in particular asks. */
export function storageIdentity(
  { asker, target, circumstances }: Question,
  world: World,
): string | undefined {
  if (asker.kind === "anonymous") return undefined;
  if (asker.kind === "key") return asker.accessKey;
  return `${accessKeyOf(asker)}@${circumstances?.actsIn ?? homeOf(target, world)}`;
}

/** The Project that a target is in. */
function homeOf(target: Target, { buckets, organizationId }: World): string {
  if ("projectId" in target) return target.projectId;
  const name = "bucket" in target ? target.bucket : undefined;
  return buckets.find((bucket) => bucket.name === name)?.projectId ?? organizationId;
}

/** The token of IAM calls; it knows no Project. */
export function apiSecret(asker: Asker): string | undefined {
  if (asker.kind === "anonymous") return undefined;
  if (asker.kind === "key") return secretOf(asker.accessKey.replace(/@.*/, ""));
  return secretOf(accessKeyOf(asker));
}

/** What the endpoints tell of what they are asked for. */
function subjectOf({ action, target }: Question, caller: Bearer, world: World): Subject {
  const [resource = ""] = action.split(":");
  if ("projectId" in target) {
    return resource === "ssh_key"
      ? { projectId: target.projectId }
      : { object: { id: target.projectId } };
  }
  if (!("organization" in target) || target.id === undefined) return {};
  const { id, name } = target;
  const key = world.keys.find(({ accessKey }) => accessKey === id);
  const isOwnKey = key?.bearer.kind === caller.kind && key.bearer.id === caller.id;
  return {
    object: { id, name },
    isOwn: resource === "user" ? caller.kind === "user" && caller.id === id : isOwnKey,
    keysOf: key?.bearer.kind,
  };
}
