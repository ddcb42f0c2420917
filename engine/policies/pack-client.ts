/**
 * A policy pack as it runs: its process, and a client for it.
 * @module
 */
import { credentials, Metadata, status, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerHandshakeRequest,
  AnalyzeStackRequest,
  type AnalyzerInfo,
  type AnalyzeResponse,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { NodeProcess } from "../deploy/processes";
import { CHANNEL_OPTIONS, unary } from "../deploy/rpc";
import {
  analysisOf,
  packConfiguration,
  packInfo,
  remediesOf,
  resourceRequest,
  stackConfiguration,
  stackResource,
} from "./messages";
import type { PackFolder } from "./pack-folder";
import { startPackProcess, type PackContext } from "./pack-process";
import type {
  Analysis,
  InspectedResource,
  InspectedStackResource,
  PackIdentity,
  PackInfo,
  PolicyConfig,
  PolicyInfo,
  PolicyPack,
  Remedies,
} from "./policy-pack";

/** How long a pack may take over its end. */
const FAREWELL_MILLISECONDS = 500;

type Call<Response> = (done: (error: ServiceError | null, response: Response) => void) => unknown;

/** A running pack. */
export class PackClient implements PolicyPack {
  readonly #process: NodeProcess;
  readonly #port: Promise<number>;
  #client: AnalyzerClient | undefined;
  #info: PackInfo | undefined;
  #policies: PolicyInfo[] = [];

  /** Starts the process. */
  constructor(
    private readonly folder: PackFolder,
    private readonly path: string,
    private readonly context: PackContext,
  ) {
    const { process, port } = startPackProcess(folder, context);
    this.#process = process;
    this.#port = port;
    port.catch(() => undefined);
  }

  /** Introduces the engine to the pack, and the pack to the engine. Rejects when the process does not come up. */
  async introduce(): Promise<PackInfo> {
    const address = `127.0.0.1:${await this.#port}`;
    const client = new AnalyzerClient(address, credentials.createInsecure(), CHANNEL_OPTIONS);
    this.#client = client;
    const { directory, version } = this.folder;
    const greeting = new AnalyzerHandshakeRequest()
      .setEngineAddress(this.context.address)
      .setRootDirectory(directory)
      .setProgramDirectory(directory);
    await ifImplemented(unary((done) => client.handshake(greeting, done)));
    const stack = stackConfiguration(this.context);
    await ifImplemented(unary((done) => client.configureStack(stack, done)));
    const answer = await this.#call<AnalyzerInfo>("describe itself", (done) =>
      client.getAnalyzerInfo(new Empty(), done),
    );
    const info = packInfo(answer);
    this.#info = { ...info, version: version ?? info.version };
    this.#policies = this.#info.policies;
    return this.#info;
  }

  /** Configures every policy. */
  async configure(configuration: Record<string, Required<PolicyConfig>>): Promise<void> {
    await this.#call<Empty>("take its configuration", (done) =>
      this.#analyzer.configure(packConfiguration(configuration), done),
    );
    this.#policies = this.#policies.map((policy) => {
      const { enforcementLevel = policy.enforcementLevel } = configuration[policy.name] ?? {};
      return { ...policy, enforcementLevel };
    });
  }

  get identity(): PackIdentity {
    const { name = "", version = "" } = this.#info ?? {};
    return { name, version, path: this.path };
  }

  get policies(): readonly PolicyInfo[] {
    return this.#policies;
  }

  async remediate(resource: InspectedResource): Promise<Remedies> {
    const request = resourceRequest(resource, { isRemediation: true });
    const response = await this.#call<RemediateResponse>(`remediate ${resource.urn}`, (done) =>
      this.#analyzer.remediate(request, done),
    );
    return remediesOf(response);
  }

  async analyze(resource: InspectedResource): Promise<Analysis> {
    const request = resourceRequest(resource, { isRemediation: false });
    const response = await this.#call<AnalyzeResponse>(`analyze ${resource.urn}`, (done) =>
      this.#analyzer.analyze(request, done),
    );
    return analysisOf(response, this.#policies);
  }

  async analyzeStack(resources: readonly InspectedStackResource[]): Promise<Analysis> {
    const request = new AnalyzeStackRequest().setResourcesList(resources.map(stackResource));
    const response = await this.#call<AnalyzeResponse>("analyze the stack", (done) =>
      this.#analyzer.analyzeStack(request, done),
    );
    return analysisOf(response, this.#policies);
  }

  /** Tells the pack that it is over, and ends its process, whatever it is doing. */
  async close(): Promise<void> {
    const client = this.#client;
    if (client) {
      const deadline = Date.now() + FAREWELL_MILLISECONDS;
      const farewell = unary<Empty>((done) =>
        client.cancel(new Empty(), new Metadata(), { deadline }, done),
      );
      await farewell.catch(() => undefined);
      client.close();
    }
    await this.#process.stop();
  }

  get #analyzer(): AnalyzerClient {
    if (this.#client) return this.#client;
    throw new Error(`The policy pack in ${this.path} is not introduced yet.`);
  }

  async #call<Response>(purpose: string, send: Call<Response>): Promise<Response> {
    try {
      return await unary(send);
    } catch (error) {
      throw this.#failure(error as ServiceError, purpose);
    }
  }

  #failure(error: ServiceError, purpose: string): Error {
    const pack = this.#info ? `${this.#info.name} (${this.path})` : `in ${this.path}`;
    if (error.code === status.UNAVAILABLE || error.code === status.CANCELLED) {
      return new Error(
        `The process of the policy pack ${pack} ended while it was asked to ${purpose}. ` +
          "See what it wrote above; nothing is deployed that it was not asked about.",
        { cause: error },
      );
    }
    const details = error.details === "" ? error.message : error.details;
    return new Error(`The policy pack ${pack} failed to ${purpose}: ${details}`, { cause: error });
  }
}

/** Packs made with an older SDK do not have every call. */
async function ifImplemented(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if ((error as ServiceError).code !== status.UNIMPLEMENTED) throw error;
  }
}
