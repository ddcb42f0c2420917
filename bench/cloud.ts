/**
 * The local cloud alone, on one core: how many requests it answers a second, beside moto's server where that is
 * installed, and whether that depends on how much there is.
 * @module
 */
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type ListObjectsV2CommandInput,
} from "@aws-sdk/client-s3";
import { measureRate, type Rate } from "./support/load";
import { BUCKET, keyName, type WorldSize } from "./support/prepared-world";
import {
  isThere,
  startCloudProcess,
  startMoto,
  type CloudAccess,
  type Server,
} from "./support/servers";
import { s3ClientOf, signAll, type S3Access, type WireRequest } from "./support/signed-requests";

const ROUNDS = 3;
const SOME = 100;

type Work = Readonly<Record<string, readonly WireRequest[]>>;

/** Writing and reading a kilobyte, the keys spread over the bucket. */
async function objectWork(access: S3Access, keys: number): Promise<Work> {
  const numbers = Array.from({ length: SOME }, (_, one) => Math.floor((one * keys) / SOME));
  const places = numbers.map((number) => ({ Bucket: BUCKET, Key: keyName(number) }));
  const Body = Buffer.alloc(1024, "x");
  return {
    "PUT of 1 KB": await signAll(
      access,
      places.map((place) => new PutObjectCommand({ ...place, Body })),
    ),
    "GET of 1 KB": await signAll(
      access,
      places.map((place) => new GetObjectCommand(place)),
    ),
  };
}

/** Everything that is measured of the cloud. */
async function cloudWork(access: CloudAccess, { keys }: WorldSize): Promise<Work> {
  const { apiUrl, secretKey, organizationId } = access;
  const headers = { "X-Auth-Token": secretKey };
  const path = `${apiUrl}/iam/v1alpha1/applications`;
  const listed = `${path}?organization_id=${organizationId}&page_size=100`;
  const answer = await fetch(listed, { headers });
  const { applications } = (await answer.json()) as { applications: { id: string }[] };
  const get = (url: string): WireRequest => ({ url, method: "GET", headers });
  const last = Math.max(0, keys - 1000);
  const middle = keyName(Math.floor(keys / 2));
  const list = (input: Omit<ListObjectsV2CommandInput, "Bucket">): ListObjectsV2Command =>
    new ListObjectsV2Command({ Bucket: BUCKET, MaxKeys: 100, ...input });
  return {
    "GET application": applications.map(({ id }) => get(`${path}/${id}`)),
    "list of 100 applications": [get(listed), get(`${listed}&page=2`)],
    "list of 100 with a tag": [get(`${listed}&tag=all`), get(`${listed}&tag=all&page=2`)],
    "application by name": [get(`${listed}&name=application-1`), get(`${listed}&name=none`)],
    "application by tag": [get(`${listed}&tag=tag-2`), get(`${listed}&tag=tag-3`)],
    ...(await objectWork(access, keys)),
    "list of 100 keys": await signAll(
      access,
      [0, last].map((number) => list({ StartAfter: keyName(number) })),
    ),
    "keys with a prefix": await signAll(access, [
      list({ Prefix: middle }),
      list({ Prefix: middle.slice(0, -1) }),
    ]),
    "keys folded into one": await signAll(access, [
      list({ Delimiter: "/" }),
      list({ Delimiter: "/", Prefix: "fold" }),
    ]),
  };
}

function print(name: string, { perSecond, p99Milliseconds }: Rate): void {
  const rate = perSecond.toFixed(0).padStart(7);
  console.log(`  ${name.padEnd(34)} ${rate}/s   p99 ${p99Milliseconds.toFixed(1).padStart(6)} ms`);
}

/** What one request costs in the large world, in the cost of one in the small: 1 is the same. */
function printRatio(name: string, ratios: readonly number[]): void {
  const [, middle = Number.NaN] = [...ratios].sort((one, other) => one - other);
  console.log(`  large to small: ${name.padEnd(34)} ${middle.toFixed(2)} times the cost`);
}

/** Does something with a server that is stopped whatever happens. */
async function using<Access>(
  server: Server<Access>,
  use: (access: Access) => Promise<void>,
): Promise<void> {
  try {
    await use(server.access);
  } finally {
    await server.stop();
  }
}

async function printWorld(size: WorldSize): Promise<void> {
  console.log(told(size));
  await using(await startCloudProcess(size), async (access) => {
    for (const [name, requests] of Object.entries(await cloudWork(access, size)))
      print(name, await measureRate(requests));
  });
}

/** The same work in a small and a large world, by turns. */
async function printBothWorlds(small: WorldSize, large: WorldSize): Promise<void> {
  console.log(`${told(small)}, and ${told(large)}, by turns`);
  await using(await startCloudProcess(small), async (inSmall) => {
    await using(await startCloudProcess(large), async (inLarge) => {
      const few = await cloudWork(inSmall, small);
      const many = Object.entries(await cloudWork(inLarge, large));
      for (const [name, requests] of many) {
        const ratios: number[] = [];
        for (let round = 1; round <= ROUNDS; round += 1) {
          const small = await measureRate(few[name] ?? []);
          const large = await measureRate(requests);
          print(`${String(round)}. small: ${name}`, small);
          print(`${String(round)}. large: ${name}`, large);
          ratios.push(small.perSecond / large.perSecond);
        }
        printRatio(name, ratios);
      }
    });
  });
}

function told({ applications, keys }: WorldSize): string {
  return `${String(applications)} applications and ${String(keys)} keys in the bucket`;
}

/** By turns, so that whatever else the machine does hits both. */
async function printBesideMoto(): Promise<void> {
  if (!isThere("moto_server", "--help")) {
    console.log("No `moto_server` on PATH: nothing to compare with.");
    return;
  }
  console.log("Beside moto's server, by turns (moto asks nobody for a right)");
  await using(await startCloudProcess({ applications: 1, keys: 1 }), async (cloud) => {
    await using(await startMoto(), async (moto) => {
      const client = s3ClientOf(moto);
      await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
      client.destroy();
      const works = {
        "local cloud": await objectWork(cloud, SOME),
        moto: await objectWork(moto, SOME),
      };
      for (let round = 1; round <= ROUNDS; round += 1)
        for (const [name, work] of Object.entries(works))
          for (const [operation, requests] of Object.entries(work))
            print(`${String(round)}. ${name}: ${operation}`, await measureRate(requests));
    });
  });
}

/** Prints the tables. */
export async function printCloud(): Promise<void> {
  console.log("\n## The local cloud on one core, 8 requests at a time\n");
  await printWorld({ applications: 10_000, keys: 1_000 });
  await printBesideMoto();
  const small = { applications: 1_000, keys: 1_000 };
  await printBothWorlds(small, { applications: 100_000, keys: 1_000_000 });
}
