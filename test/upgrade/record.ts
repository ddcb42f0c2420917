/**
 * Records a stack of this version for the tests of later ones: `npx ts-node -T test/upgrade/record.ts <issue>`, once, when an
 * issue is closed. It writes test/upgrade/<issue>/{program.ts, state.json, cloud.json}; program.ts has to be there.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { GetBucketTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import { TestDeployment } from "../support/deployment";
import type { Wire } from "../support/owner";
import type { RecordedBucket, RecordedCall } from "./recording";

/** Forwards to the cloud and keeps what wrote. */
async function recorder(apiUrl: string, calls: RecordedCall[]) {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await text(incoming);
      const { method = "", url = "", headers } = incoming;
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        request(new URL(url, apiUrl), { method, headers }, resolve).on("error", reject).end(body);
      });
      const answered = await text(answer);
      if (method !== "GET" && answer.statusCode === 200)
        calls.push({
          method,
          path: url,
          body: parse(body),
          answer: withoutSecret(parse(answered)),
        });
      outgoing.writeHead(answer.statusCode ?? 502, { "Content-Type": "application/json" });
      outgoing.end(answered);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}`, close: () => server.close() };
}

const parse = (json: string): Wire => JSON.parse(json) as Wire;
const withoutSecret = ({ secret_key: _secret, ...rest }: Wire): Wire => rest;

interface Checkpoint {
  checkpoint: { latest: { resources: { type: string; outputs?: Record<string, unknown> }[] } };
}

async function bucketsOf(stack: TestDeployment, state: string): Promise<RecordedBucket[]> {
  const { resources } = (JSON.parse(state) as Checkpoint).checkpoint.latest;
  const buckets: RecordedBucket[] = [];
  for (const { type, outputs = {} } of resources) {
    if (!type.endsWith("scaleway:Bucket")) continue;
    const [name, projectId, region] = ["name", "projectId", "region"].map((key) =>
      String(outputs[key]),
    ) as [string, string, string];
    const { accessKey, secretKey, s3Endpoint } = stack.cloud.description.scaleway;
    const client = new S3Client({
      endpoint: s3Endpoint,
      region,
      forcePathStyle: true,
      credentials: { accessKeyId: `${accessKey}@${projectId}`, secretAccessKey: secretKey },
    });
    const { TagSet = [] } = await client.send(new GetBucketTaggingCommand({ Bucket: name }));
    client.destroy();
    const tags = Object.fromEntries(TagSet.map(({ Key = "", Value = "" }) => [Key, Value]));
    buckets.push({ name, projectId, region, tags });
  }
  return buckets;
}

async function record(issue: string): Promise<void> {
  const folder = join(__dirname, issue);
  const stack = await TestDeployment.open({
    program: readFileSync(join(folder, "program.ts"), "utf8"),
  });
  const calls: RecordedCall[] = [];
  const proxy = await recorder(stack.cloud.description.scaleway.apiUrl, calls);
  try {
    await stack.succeed(["up", "--parallel", "1"], { SCW_API_URL: proxy.url });
    const state = readFileSync(join(stack.backend, ".pulumi/stacks/test/dev.json"), "utf8");
    const { organizationId } = stack.cloud.description.scaleway;
    const cloud = { organizationId, calls, buckets: await bucketsOf(stack, state) };
    writeFileSync(join(folder, "state.json"), state);
    writeFileSync(join(folder, "cloud.json"), `${JSON.stringify(cloud, null, 2)}\n`);
  } finally {
    proxy.close();
    await stack.close();
  }
}

void record(process.argv[2] ?? "");
