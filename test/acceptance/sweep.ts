/**
 * Removes everything that the tests have left on a cloud: what is named with their prefix, of this run and of earlier ones.
 * @module
 */
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
} from "@aws-sdk/client-s3";
import type { Cloud } from "../../emulator";
import { asOwner, listAll, type Wire } from "../support/owner";
import { ownersStorage } from "../support/world";
import { PREFIX } from "./real-cloud";

const IAM = "/iam/v1alpha1";
/** In the order in which they can go. */
const LISTS: readonly (readonly [path: string, plural: string])[] = [
  [`${IAM}/policies`, "policies"],
  [`${IAM}/groups`, "groups"],
  [`${IAM}/applications`, "applications"],
  [`${IAM}/ssh-keys`, "ssh_keys"],
];
const PROJECTS = "/account/v3/projects";
const REGIONS = ["fr-par", "nl-ams", "pl-waw"];

const isOurs = ({ name }: Wire): boolean => String(name).startsWith(PREFIX);

/**
 * Sweeps.
 * @returns what could not be removed, each with the reason
 */
export async function sweep(cloud: Cloud): Promise<string[]> {
  const left: string[] = [];
  const remove = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    await work().catch((thrown: unknown) => left.push(`${what}: ${String(thrown)}`));
  };
  for (const [path, plural] of LISTS) {
    for (const { id, name } of (await listAll(cloud, path, plural)).filter(isOurs)) {
      await remove(`${plural} ${String(name)}`, () =>
        asOwner(cloud, "DELETE", `${path}/${String(id)}`),
      );
    }
  }
  const projects = await listAll(cloud, PROJECTS, "projects");
  for (const { id } of projects) {
    for (const region of REGIONS) {
      for (const bucket of await bucketsOf(cloud, String(id), region)) {
        await remove(`bucket ${bucket}`, () => removeBucket(cloud, String(id), region, bucket));
      }
    }
  }
  for (const { id, name } of projects.filter(isOurs)) {
    await remove(`Project ${String(name)}`, () =>
      asOwner(cloud, "DELETE", `${PROJECTS}/${String(id)}`),
    );
  }
  return left;
}

async function bucketsOf(cloud: Cloud, projectId: string, region: string): Promise<string[]> {
  const storage = ownersStorage(cloud, projectId, region);
  const { Buckets = [] } = await storage.send(new ListBucketsCommand({}));
  return Buckets.map(({ Name }) => String(Name)).filter((name) => name.startsWith(PREFIX));
}

async function removeBucket(
  cloud: Cloud,
  projectId: string,
  region: string,
  Bucket: string,
): Promise<void> {
  const storage = ownersStorage(cloud, projectId, region);
  const listed = await storage.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of [...(listed.Versions ?? []), ...(listed.DeleteMarkers ?? [])]) {
    await storage.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  }
  await storage.send(new DeleteBucketCommand({ Bucket }));
}
