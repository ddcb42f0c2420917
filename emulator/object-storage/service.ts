/**
 * One request from its first byte to its answer: addressed, announced, authenticated, admitted, carried out.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import { Access } from "./access";
import { addressOf, type Address } from "./addressing";
import { authenticate, type Authenticated } from "./authentication";
import type { Answer, Caller, Handlers, Sender, ServiceCall } from "./call";
import { corsHeaders, preflight } from "./cors";
import { readCredential, readFormCredential, type Credential } from "./credentials";
import type { ObjectStorageDependencies, StorageRequest } from "./dependencies";
import { S3Error } from "./errors";
import { readForm, requiredField } from "./form";
import { verifyFormPolicy } from "./form-policy";
import { bucketHandlers, newBucketHandlers, objectHandlers, serviceHandlers } from "./handlers";
import { LifecycleRuns } from "./lifecycle-run";
import { verifyKey } from "./objects";
import { FORM, operationOf, PREFLIGHT } from "./operations";
import { ownerXml } from "./owners";
import { readPayload, withoutChecksums, type Payload } from "./payload";
import { answerToForm, headersOfForm } from "./post-object";
import { headersMeant } from "./presigned";
import { DEFAULT_REGION } from "./regions";
import { StorageState, storageStateOf, type Bucket } from "./state";
import { visit } from "./website-pages";

/** A request as the server received it. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly facts: StorageRequest;
  /** Told before anything of the request is done; see `FastifyRequest.announce`. */
  announce(operation: string, accessKey?: string): Promise<void>;
  /** How long ago it is to be answered from, once it was announced; 0: now. */
  ageMilliseconds(): number;
}

/** A request that may be carried out as far as its sender goes. */
interface KnownRequest {
  readonly operation: string;
  readonly address: Address;
  readonly sender: Sender;
  readonly payload: Payload;
}

/** Operations that change which buckets a Project has. */
const COMING_AND_GOING: readonly string[] = ["CreateBucket", "DeleteBucket"];
/** What requests are called in the log that are no operation of Object Storage. */
const NO_OPERATION = "NotImplemented";
/** What the log calls a look at a website, which is no operation of S3. */
const WEBSITE_VISIT = "GetWebsitePage";
/** Nothing is carried out in the past. */
const PAST_LIFECYCLES = { catchUp: () => undefined };

/** Object Storage without a server around it. */
export class ObjectStorageService {
  private readonly access: Access;

  constructor(
    private readonly dependencies: ObjectStorageDependencies,
    private readonly state = storageStateOf(dependencies.store, dependencies.clock),
    private readonly lifecycles: Pick<LifecycleRuns, "catchUp"> = new LifecycleRuns(
      state,
      dependencies.clock,
    ),
  ) {
    this.access = new Access(dependencies, this.state);
  }

  /**
   * Carries out a request. Once its signature is verified, all of it happens in one turn: no other request sees a part.
   * @throws S3Error every refusal
   */
  async answer(received: ReceivedRequest): Promise<Answer> {
    const address = addressOf(received.headers.host, received.url);
    const switches = this.dependencies.switches();
    const request = {
      ...received,
      headers: headersMeant(received.headers, address.query, switches),
    };
    const { method, headers } = request;
    if (address.isWebsite) return this.show(request, address);
    const operation = operationOf(method, address, headers) ?? NO_OPERATION;
    if (operation === PREFLIGHT) {
      await request.announce(operation);
      return preflight(this.bucketAt(address), headers, address.key !== undefined);
    }
    // What a page of another origin may read of an answer, the bucket says as it is after the request.
    const forPages = (): Record<string, string> =>
      corsHeaders(this.bucketAt(address), method, headers);
    try {
      const answer =
        operation === FORM
          ? await this.answerToForm(request, address)
          : await this.answerTo(operation, request, address);
      return { ...answer, headers: { ...answer.headers, ...forPages() } };
    } catch (error) {
      throw error instanceof S3Error ? error.with(forPages()) : error;
    }
  }

  private bucketAt({ bucket }: Address): Bucket | undefined {
    return bucket === undefined ? undefined : this.state.buckets.get(bucket);
  }

  /** What a client that guessed a region of AWS is told to sign for. */
  private regionOf(address: Address): string {
    return this.bucketAt(address)?.region ?? DEFAULT_REGION;
  }

  /** A website's visitors are nobody in particular. */
  private async show(request: ReceivedRequest, address: Address): Promise<Answer> {
    const { method, headers, facts } = request;
    const { bucket: bucketName = "", key: path = "" } = address;
    await request.announce(WEBSITE_VISIT);
    const sender = { caller: undefined, request: facts, headers, parameter: () => undefined };
    const payload = { body: request.body };
    const call = this.callFor({ operation: WEBSITE_VISIT, address, sender, payload });
    return visit({ call, method, bucketName, path });
  }

  private async answerTo(
    operation: string,
    request: ReceivedRequest,
    address: Address,
  ): Promise<Answer> {
    const { headers, facts } = request;
    const credential = readCredential(headers, address.query, this.regionOf(address));
    const proved = await this.prove(credential, operation, { ...request, address });
    const isCompletion = operation === "CompleteMultipartUpload";
    const own = isCompletion ? withoutChecksums(headers) : headers;
    const payload = readPayload(request.body, own, proved?.sign ?? signNothing);
    if (operation === NO_OPERATION) throw new S3Error(proved ? "NotImplemented" : "AccessDenied");
    const parameter: Sender["parameter"] = (name) => address.query.get(name)?.[0];
    const sender = { caller: callerOf(proved), request: facts, headers, parameter };
    const known = { operation, address, sender, payload };
    const age = request.ageMilliseconds();
    return age === 0 ? this.perform(known) : this.performAgo(age, known);
  }

  /** Announces the request; its sender is whoever its credential names, once that is verified. */
  private async prove(
    credential: Credential | undefined,
    operation: string,
    request: ReceivedRequest & { readonly address: Address },
  ): Promise<Authenticated | undefined> {
    const key = credential && this.dependencies.findKey(credential.accessKey);
    await request.announce(operation, key?.accessKey);
    return credential && authenticate(request, credential, key, this.dependencies);
  }

  /** Once a form is what its signer allowed, it is the signer's PutObject. */
  private async answerToForm(request: ReceivedRequest, { bucket = "", ...address }: Address) {
    const form = await readForm(request.headers, request.body);
    const key = requiredField(form, "key");
    const place = { ...address, bucket };
    const credential = readFormCredential(form, this.regionOf(place));
    const proved = await this.prove(credential, FORM, { ...request, address: place });
    const { facts } = request;
    if (credential?.policy !== undefined) {
      const { policy } = credential;
      verifyFormPolicy(form, { policy, bucketName: bucket, now: facts.time });
    }
    const target = { ...place, key };
    const headers = headersOfForm(form, request.headers);
    const caller = callerOf(proved);
    const sender = { caller, request: facts, headers, parameter: () => undefined };
    const payload = readPayload(form.file, headers, signNothing);
    const written = this.perform({ operation: "PutObject", address: target, sender, payload });
    return answerToForm(form, written, { address: target, host: request.headers.host });
  }

  /** The order of listing is kept for the present only: the past gets one of its own. */
  private performAgo(milliseconds: number, request: KnownRequest): Answer {
    const { store, clock, ago } = this.dependencies;
    const perform = (): Answer =>
      new ObjectStorageService(
        this.dependencies,
        new StorageState(store, clock),
        PAST_LIFECYCLES,
      ).perform(request);
    return ago ? ago(milliseconds, perform) : perform();
  }

  private perform(request: KnownRequest): Answer {
    const { operation, address, sender } = request;
    const { bucket: bucketName = "", key } = address;
    const call = this.callFor(request);
    if (this.access.isAboutProject(operation)) {
      const caller = this.access.admitToProject(sender.caller, operation);
      if (address.bucket === undefined) return handle(serviceHandlers, { ...call, caller });
      return this.noting(operation, caller.projectId, () =>
        handle(newBucketHandlers, { ...call, caller, bucketName }),
      );
    }
    const versionId = sender.parameter("versionId");
    const bucket = call.admit({ operation, bucketName, key, versionId });
    verifyExpectedOwner(call, bucket);
    if (key !== undefined) {
      verifyKey(key);
      return handle(objectHandlers, { ...call, bucket, key });
    }
    return this.noting(operation, bucket.projectId, () =>
      handle(bucketHandlers, { ...call, bucket }),
    );
  }

  /** Carries out a call; where it makes or removes a bucket, the Project's content has changed. */
  private noting(operation: string, projectId: string, carryOut: () => Answer): Answer {
    const answer = carryOut();
    if (COMING_AND_GOING.includes(operation)) this.dependencies.contentChanged?.(projectId);
    return answer;
  }

  private callFor({ operation, address, sender, payload }: KnownRequest): ServiceCall {
    return {
      operation,
      ...sender,
      ...payload,
      state: this.state,
      now: this.dependencies.clock.now(),
      randomHex: (bytes) => this.dependencies.random.hex(bytes),
      switches: this.dependencies.switches(),
      admit: (target) => {
        this.lifecycles.catchUp(target.bucketName);
        return this.access.admitToBucket(sender, target);
      },
      bypassesGovernance: () =>
        sender.headers["x-amz-bypass-governance-retention"]?.toString().toLowerCase() === "true" &&
        this.access.mayBypassGovernance(sender.caller, address.bucket ?? ""),
    };
  }
}

/** Clients that name the owner whom they expect want no other's bucket. */
function verifyExpectedOwner({ headers, switches }: ServiceCall, { projectId }: Bucket): void {
  const expected = headers["x-amz-expected-bucket-owner"]?.toString();
  if (switches.expectedBucketOwner === "ignored" || expected === undefined) return;
  if (![projectId, ownerXml(projectId).ID].includes(expected)) throw new S3Error("AccessDenied");
}

/** A locked member may do no more than anybody. */
function callerOf(proved: Authenticated | undefined): Caller | undefined {
  return proved?.caller.key.isLocked ? undefined : proved?.caller;
}

/** Chunks cannot be signed where the request is not. */
function signNothing(): never {
  throw new S3Error("AccessDenied");
}

function handle<Call extends ServiceCall>(handlers: Handlers<Call>, call: Call): Answer {
  const handler = handlers[call.operation];
  if (!handler) throw new S3Error("NotImplemented");
  return handler(call);
}
