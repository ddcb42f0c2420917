/**
 * The dynamic provider: Pulumi's own process, one for all dynamic resources of a stack, and a client for it.
 * Property values go to it without secrets' marks; what was secret is marked again in its answers. What is only compared
 * has its assets by their hashes alone.
 * @module
 */
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ReadRequest,
  UpdateRequest,
  type CheckResponse,
  type CreateResponse,
  type ReadResponse,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import type { PropertyMap, ResourceState } from "../state/types";
import type { NodeProcess } from "./processes";
import { PartialFailure, providerError } from "./provider-errors";
import { startProviderProcess, type ProviderOptions } from "./provider-process";
import type { CheckResult, DiffAnswer, ReadResult, ResourceProvider } from "./resource-provider";
import { CHANNEL_OPTIONS, unary } from "./rpc";
import { fromStruct, toStruct } from "./struct";
import { nameOf, typeOf } from "./urn";
import { elideAssets } from "./assets";
import { dropUnknowns, markSecrets, plainReferences, revealMap } from "./values";

/** A running dynamic provider. */
export class DynamicProvider implements ResourceProvider {
  readonly #process: NodeProcess;
  readonly #client: ResourceProviderClient;
  readonly #keepsUnknowns: boolean;

  private constructor(process: NodeProcess, client: ResourceProviderClient, dryRun: boolean) {
    this.#process = process;
    this.#client = client;
    this.#keepsUnknowns = dryRun;
  }

  /** Starts the process and configures it. Rejects when it does not come up. */
  static async start(options: ProviderOptions): Promise<DynamicProvider> {
    const { process, port } = startProviderProcess(options);
    try {
      const address = `127.0.0.1:${await port}`;
      const client = new ResourceProviderClient(
        address,
        credentials.createInsecure(),
        CHANNEL_OPTIONS,
      );
      const request = new ConfigureRequest();
      request.setArgs(toStruct(revealMap(options.config)));
      request.setAcceptsecrets(true);
      await unary((done) => client.configure(request, done));
      return new DynamicProvider(process, client, options.dryRun);
    } catch (error) {
      await process.stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#client.close();
    await this.#process.stop();
  }

  async check(urn: string, olds: PropertyMap, news: PropertyMap): Promise<CheckResult> {
    const request = named(new CheckRequest(), urn);
    request.setOlds(toStruct(bare(olds)));
    request.setNews(toStruct(this.#known(news)));
    const response = await this.#call<CheckResponse>("check", urn, (done) =>
      this.#client.check(request, done),
    );
    return {
      inputs: markSecrets(fromStruct(response.getInputs()), news),
      failures: response.getFailuresList().map((failure) => failure.toObject()),
    };
  }

  async diff(old: ResourceState, news: PropertyMap): Promise<DiffAnswer> {
    const request = named(new DiffRequest(), old.urn);
    request.setId(old.id ?? "");
    request.setOlds(toStruct(elideAssets(bare(old.outputs ?? {}))));
    request.setOldInputs(toStruct(elideAssets(bare(old.inputs ?? {}))));
    request.setNews(toStruct(elideAssets(bare(news))));
    const response = await this.#call<DiffResponse>("diff", old.urn, (done) =>
      this.#client.diff(request, done),
    );
    const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
    const changes = response.getChanges();
    return {
      changes: changes === DIFF_NONE ? "none" : changes === DIFF_SOME ? "some" : "unknown",
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  async create(urn: string, inputs: PropertyMap): Promise<{ id: string; outputs: PropertyMap }> {
    const request = named(new CreateRequest(), urn);
    request.setProperties(toStruct(this.#known(inputs)));
    const response = await this.#call<CreateResponse>(
      "create",
      urn,
      (done) => this.#client.create(request, done),
      inputs,
    );
    if (response.getId() === "") {
      throw new Error(
        `The provider made ${urn} but answered no id, so the engine cannot keep track of it. ` +
          "Its create handler must return a non-empty string as id; look for what it made and remove it.",
      );
    }
    return {
      id: response.getId(),
      outputs: markSecrets(fromStruct(response.getProperties()), inputs),
    };
  }

  async update(old: ResourceState, news: PropertyMap): Promise<PropertyMap> {
    const request = named(new UpdateRequest(), old.urn);
    request.setId(old.id ?? "");
    request.setOlds(toStruct(elideAssets(bare(old.outputs ?? {}))));
    request.setOldInputs(toStruct(elideAssets(bare(old.inputs ?? {}))));
    request.setNews(toStruct(this.#known(news)));
    const response = await this.#call<UpdateResponse>(
      "update",
      old.urn,
      (done) => this.#client.update(request, done),
      news,
    );
    return markSecrets(fromStruct(response.getProperties()), news);
  }

  async read(
    urn: string,
    id: string,
    state: PropertyMap,
    inputs: PropertyMap,
  ): Promise<ReadResult> {
    const request = named(new ReadRequest(), urn);
    request.setId(id);
    request.setProperties(toStruct(elideAssets(bare(state))));
    request.setInputs(toStruct(elideAssets(bare(inputs))));
    const response = await this.#call<ReadResponse>("read", urn, (done) =>
      this.#client.read(request, done),
    );
    const found = response.getInputs();
    return {
      id: response.getId(),
      outputs: markSecrets(fromStruct(response.getProperties()), { ...inputs, ...state }),
      ...(found && { inputs: markSecrets(fromStruct(found), inputs) }),
    };
  }

  async delete(old: ResourceState): Promise<void> {
    const request = named(new DeleteRequest(), old.urn);
    request.setId(old.id ?? "");
    request.setProperties(toStruct(elideAssets(bare(old.outputs ?? {}))));
    request.setOldInputs(toStruct(elideAssets(bare(old.inputs ?? {}))));
    await this.#call("delete", old.urn, (done) => this.#client.delete(request, done));
  }

  #known(values: PropertyMap): PropertyMap {
    const known = bare(values);
    return this.#keepsUnknowns ? known : dropUnknowns(known);
  }

  async #call<Response>(
    call: string,
    urn: string,
    send: (done: (error: ServiceError | null, response: Response) => void) => unknown,
    source: PropertyMap = {},
  ): Promise<Response> {
    try {
      return await unary(send);
    } catch (error) {
      const failure = providerError(error as ServiceError, call, urn);
      throw failure instanceof PartialFailure
        ? new PartialFailure(failure.id, markSecrets(failure.properties, source), failure.reasons)
        : failure;
    }
  }
}

/** Values as a provider gets them: secrets in clear, resources by their ids. */
function bare(values: PropertyMap): PropertyMap {
  return plainReferences(revealMap(values));
}

/** Requests name the resource in three ways. */
interface NamedRequest {
  setUrn(value: string): unknown;
  setName(value: string): unknown;
  setType(value: string): unknown;
}

function named<Request extends NamedRequest>(request: Request, urn: string): Request {
  request.setUrn(urn);
  request.setName(nameOf(urn));
  request.setType(typeOf(urn));
  return request;
}
