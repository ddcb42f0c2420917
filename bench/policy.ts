/**
 * What the policy pack adds to a preview of 300 resources: the same calls that the engine makes, to the pack with every rule
 * and to the pack with every rule switched off, in one run.
 * @module
 */
import { spawn, type ChildProcess } from "node:child_process";
import { dirname } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type AnalyzeResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { rules } from "pulumi-storage-access-policy";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const TEAMS = 50;

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

function resource(kind: string, name: string, properties: Resource["properties"]): Resource {
  const type = `pulumi-nodejs:dynamic/scaleway:${kind}`;
  return { type, name, urn: urnOf(kind, name), properties };
}

const urnOf = (kind: string, name: string): string =>
  `urn:pulumi:prod::bench::pulumi-nodejs:dynamic/scaleway:${kind}::${name}`;

/** Six resources of a team, at a first preview: no id is known. */
function teamOf(number: number): Resource[] {
  const [application, project, bucket] = ["app", "project", "bucket"].map(
    (word) => `${word}-${String(number)}`,
  ) as [string, string, string];
  const app = urnOf("Application", application);
  const place = urnOf("Project", project);
  return [
    resource("Project", project, { name: project }),
    resource("Application", application, { name: application, tags: [] }),
    resource("Policy", `policy-${String(number)}`, {
      applicationId: UNKNOWN,
      rules: [{ projectIds: [UNKNOWN], permissionSetNames: ["ObjectStorageFullAccess"] }],
      references: { applicationId: app, "rules[0].projectIds[0]": place },
    }),
    resource("ApiKey", `key-${String(number)}`, {
      applicationId: UNKNOWN,
      defaultProjectId: UNKNOWN,
      references: { applicationId: app, defaultProjectId: place },
    }),
    resource("Bucket", bucket, {
      name: bucket,
      projectId: UNKNOWN,
      region: "fr-par",
      versioning: true,
      references: { projectId: place },
    }),
    resource("BucketPolicy", `of-${bucket}`, {
      bucket,
      statements: [
        { principals: { applicationIds: [UNKNOWN] }, actions: ["s3:GetObject", "s3:PutObject"] },
      ],
      references: { "statements[0].principals.applicationIds[0]": app },
    }),
  ];
}

function fill<Message extends AnalyzeRequest | AnalyzerResource>(
  message: Message,
  { type, name, urn, properties }: Resource,
): Message {
  const options = new AnalyzerResourceOptions();
  options.setAdditionalsecretoutputsList(["secretKey"]);
  message.setType(type);
  message.setName(name);
  message.setUrn(urn);
  message.setProperties(Struct.fromJavaScript(properties as Record<string, JavaScriptValue>));
  message.setOptions(options);
  return message;
}

/** A started pack. */
interface Pack {
  readonly process: ChildProcess;
  readonly client: AnalyzerClient;
}

async function startPack(): Promise<Pack> {
  const folder = dirname(require.resolve("pulumi-storage-access-policy/package.json"));
  const starter = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const child = spawn(process.execPath, [starter, "127.0.0.1:1", folder], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, STORAGE_ACCESS_PRESET: "compliance" },
  });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8").trim()));
    child.once("exit", () => reject(new Error("The pack ended before it was asked.")));
  });
  const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return { process: child, client };
}

const call = <Response>(
  start: (done: (error: Error | null, response: Response) => void) => void,
): Promise<Response> =>
  new Promise((resolve, reject) => {
    start((error, response) => (error ? reject(error) : resolve(response)));
  });

async function configure({ client }: Pack, level: EnforcementLevel): Promise<void> {
  const request = new ConfigureAnalyzerRequest();
  for (const name of ["waivers", ...rules.map(({ id }) => id)]) {
    const one = new PolicyConfig();
    one.setEnforcementlevel(level);
    one.setProperties(Struct.fromJavaScript({}));
    request.getPolicyconfigMap().set(name, one);
  }
  await call((done) => client.configure(request, done));
}

/** All calls of one preview; answers how many findings there are, and how long they took. */
async function preview(
  { client }: Pack,
  resources: readonly Resource[],
): Promise<{ findings: number; milliseconds: number }> {
  const start = performance.now();
  let findings = 0;
  for (const each of resources) {
    const request = fill(new AnalyzeRequest(), each);
    await call((done) => client.remediate(request, done));
    const said = await call<AnalyzeResponse>((done) => client.analyze(request, done));
    findings += said.getDiagnosticsList().length;
  }
  const whole = new AnalyzeStackRequest();
  whole.setResourcesList(resources.map((each) => fill(new AnalyzerResource(), each)));
  const said = await call<AnalyzeResponse>((done) => client.analyzeStack(whole, done));
  findings += said.getDiagnosticsList().length;
  return { findings, milliseconds: performance.now() - start };
}

/** Prints the table. */
export async function printPolicy(): Promise<void> {
  const resources = Array.from({ length: TEAMS }, (_, number) => teamOf(number)).flat();
  const begin = performance.now();
  const pack = await startPack();
  const started = performance.now() - begin;
  try {
    await configure(pack, EnforcementLevel.DISABLED);
    const without = await preview(pack, resources);
    await configure(pack, EnforcementLevel.MANDATORY);
    const every = await preview(pack, resources);
    const added = every.milliseconds - without.milliseconds;
    console.log(`\n## The policy pack on a stack of ${String(resources.length)} resources\n`);
    console.log(`start of the pack        ${started.toFixed(0).padStart(6)} ms`);
    console.log(`every rule switched off  ${without.milliseconds.toFixed(0).padStart(6)} ms`);
    console.log(
      `all ${String(rules.length)} rules             ${every.milliseconds.toFixed(0).padStart(6)} ms, ${String(every.findings)} findings`,
    );
    console.log(`the rules add            ${added.toFixed(0).padStart(6)} ms`);
  } finally {
    pack.client.close();
    pack.process.kill();
  }
}
