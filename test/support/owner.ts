/**
 * The cloud as its owner sees it, by bare requests: what a test compares a stack's claims with.
 * @module
 */
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import type { Cloud } from "../../emulator";

/** An object as the API answers it; wire names. */
export type Wire = Record<string, unknown>;

/** Everything that the Organization has. */
export interface Everything {
  readonly applications: Wire[];
  /** Those that the service manages itself left out. */
  readonly groups: Wire[];
  readonly policies: Wire[];
  readonly apiKeys: Wire[];
  readonly projects: Wire[];
  /** Bucket names of every Project and region. */
  readonly buckets: string[];
}

/** One request as the owner. */
export async function asOwner(
  cloud: Cloud,
  method: string,
  path: string,
  body?: unknown,
): Promise<Wire> {
  const { apiUrl, secretKey } = cloud.description.scaleway;
  const answer = await fetch(`${apiUrl}${path}`, {
    method,
    headers: { "X-Auth-Token": secretKey, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${String(answer.status)}: ${text}`);
  return text === "" ? {} : (JSON.parse(text) as Wire);
}

/** All objects of a kind, over all pages. */
export async function listAll(cloud: Cloud, path: string, plural: string): Promise<Wire[]> {
  const { organizationId } = cloud.description.scaleway;
  const found: Wire[] = [];
  for (let page = 1; ; page += 1) {
    const query = `organization_id=${organizationId}&page_size=100&page=${String(page)}`;
    const answer = await asOwner(cloud, "GET", `${path}?${query}`);
    const items = answer[plural] as Wire[];
    found.push(...items);
    if (items.length === 0 || found.length >= Number(answer["total_count"])) return found;
  }
}

async function bucketsIn(cloud: Cloud, projectId: string, region: string): Promise<string[]> {
  const { accessKey, secretKey, s3Endpoint } = cloud.description.scaleway;
  const client = new S3Client({
    endpoint: s3Endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: `${accessKey}@${projectId}`, secretAccessKey: secretKey },
  });
  const { Buckets } = await client.send(new ListBucketsCommand({}));
  client.destroy();
  return (Buckets ?? []).map((bucket) => bucket.Name ?? "");
}

/** Lists everything. */
export async function everything(cloud: Cloud): Promise<Everything> {
  const iam = "/iam/v1alpha1";
  const projects = await listAll(cloud, "/account/v3/projects", "projects");
  const buckets: string[] = [];
  for (const project of projects)
    for (const region of ["fr-par", "nl-ams", "pl-waw"])
      buckets.push(...(await bucketsIn(cloud, String(project["id"]), region)));
  return {
    applications: await listAll(cloud, `${iam}/applications`, "applications"),
    groups: (await listAll(cloud, `${iam}/groups`, "groups")).filter((group) => !group["managed"]),
    policies: await listAll(cloud, `${iam}/policies`, "policies"),
    apiKeys: await listAll(cloud, `${iam}/api-keys`, "api_keys"),
    projects,
    buckets,
  };
}
