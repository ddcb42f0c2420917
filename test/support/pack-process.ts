/**
 * A policy pack in a process of its own, driven over the engine's protocol.
 * @module
 */
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** The pack of this repository. */
export const PACK = join(__dirname, "../../policy");

const STARTER = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
const LEVELS = ["advisory", "mandatory", "disabled", "remediate"] as const;
const LEVEL_CODES = {
  advisory: proto.EnforcementLevel.ADVISORY,
  mandatory: proto.EnforcementLevel.MANDATORY,
  disabled: proto.EnforcementLevel.DISABLED,
  remediate: proto.EnforcementLevel.REMEDIATE,
};

type Level = (typeof LEVELS)[number];

/** A resource as the engine shows it to a pack. */
export interface ShownResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** URNs of the resources that each property comes from. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly isProtected?: boolean;
  readonly secretOutputs?: readonly string[];
}

/** What a pack said of a resource or a stack. */
export interface Diagnostic {
  readonly policy: string;
  readonly message: string;
  readonly level: Level;
  readonly urn: string;
}

/** Settings and levels by policy, as in a `--policy-pack-config` file. */
export type PackConfig = Readonly<
  Record<string, Readonly<Record<string, unknown>> & { enforcementLevel?: Level }>
>;

/** A running pack. */
export class PackProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: AnalyzerClient,
  ) {}

  /** Starts the pack of a folder as the engine does. */
  static async start(
    environment: Readonly<Record<string, string>> = {},
    folder = PACK,
  ): Promise<PackProcess> {
    const child = spawn(process.execPath, [STARTER, "127.0.0.1:1", folder], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"], ...environment },
    });
    const port = await new Promise<string>((resolve, reject) => {
      let errors = "";
      child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
      child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8").trim()));
      child.once("exit", () => reject(new Error(`The pack ended: ${errors}`)));
    });
    const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
    });
    return new PackProcess(child, client);
  }

  /** The policies that the pack declares. */
  info(): Promise<proto.AnalyzerInfo.AsObject> {
    return this.call<proto.AnalyzerInfo>((done) =>
      this.client.getAnalyzerInfo(new Empty(), done),
    ).then((info) => info.toObject());
  }

  /** Takes the place of all that was configured before. */
  async configure(config: PackConfig): Promise<void> {
    const request = new proto.ConfigureAnalyzerRequest();
    for (const [policy, { enforcementLevel = "mandatory", ...properties }] of Object.entries(
      config,
    )) {
      const one = new proto.PolicyConfig();
      one.setEnforcementlevel(LEVEL_CODES[enforcementLevel]);
      one.setProperties(structOf(properties));
      request.getPolicyconfigMap().set(policy, one);
    }
    await this.call<Empty>((done) => this.client.configure(request, done));
  }

  /** What the pack makes of a resource's inputs; undefined: it leaves them as they are. */
  async remediate(resource: ShownResource): Promise<Record<string, unknown> | undefined> {
    const response = await this.call<proto.RemediateResponse>((done) =>
      this.client.remediate(requestFor(resource), done),
    );
    const changed = response.getRemediationsList().flatMap((each) => each.getProperties() ?? []);
    return changed.at(-1)?.toJavaScript();
  }

  /** What the pack says of one resource's inputs. */
  async analyze(resource: ShownResource): Promise<Diagnostic[]> {
    const response = await this.call<proto.AnalyzeResponse>((done) =>
      this.client.analyze(requestFor(resource), done),
    );
    return diagnosticsOf(response).map((each) => ({ ...each, urn: resource.urn }));
  }

  /** What the pack says of a stack's outputs. */
  async analyzeStack(resources: readonly ShownResource[]): Promise<Diagnostic[]> {
    const request = new proto.AnalyzeStackRequest();
    request.setResourcesList(
      resources.map((resource) =>
        withDependencies(fill(new proto.AnalyzerResource(), resource), resource),
      ),
    );
    const response = await this.call<proto.AnalyzeResponse>((done) =>
      this.client.analyzeStack(request, done),
    );
    return diagnosticsOf(response);
  }

  /** Ends it. */
  async stop(): Promise<void> {
    this.client.close();
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill();
    await ended;
  }

  private call<Response>(
    start: (done: (error: grpc.ServiceError | null, response: Response) => void) => void,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      start((error, response) => (error ? reject(error) : resolve(response)));
    });
  }
}

const structOf = (properties: Readonly<Record<string, unknown>>): Struct =>
  Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);

const requestFor = (resource: ShownResource): proto.AnalyzeRequest =>
  fill(new proto.AnalyzeRequest(), resource);

function fill<Message extends proto.AnalyzeRequest | proto.AnalyzerResource>(
  message: Message,
  { type, name, urn, properties, isProtected = false, secretOutputs = [] }: ShownResource,
): Message {
  const options = new proto.AnalyzerResourceOptions();
  options.setProtect(isProtected);
  options.setAdditionalsecretoutputsList([...secretOutputs]);
  message.setType(type);
  message.setName(name);
  message.setUrn(urn);
  message.setProperties(structOf(properties));
  message.setOptions(options);
  return message;
}

function withDependencies(
  message: proto.AnalyzerResource,
  { dependencies = {} }: ShownResource,
): proto.AnalyzerResource {
  for (const [property, urns] of Object.entries(dependencies)) {
    const one = new proto.AnalyzerPropertyDependencies();
    one.setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, one);
  }
  return message;
}

const diagnosticsOf = (response: proto.AnalyzeResponse): Diagnostic[] =>
  response.getDiagnosticsList().map((each) => ({
    policy: each.getPolicyname(),
    message: each.getMessage(),
    level: LEVELS[each.getEnforcementlevel()],
    urn: each.getUrn(),
  }));
