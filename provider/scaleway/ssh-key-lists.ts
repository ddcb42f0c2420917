/**
 * Which SSH keys there are, as far as the caller may see: all of the Organization by one list, or else those of the
 * Projects that the program names.
 * @module
 */
import type { Context } from "../core/context";
import { isCloudError } from "../core/errors";
import type { Settings } from "../core/settings";
import type { SshKey } from "./clients/iam";
import { cloudFor } from "./cloud";

interface Reach {
  /** Projects in which the program has keys. */
  readonly projectIds: Set<string>;
  /** True once the list of the whole Organization was refused. */
  isLimited: boolean;
}

const reaches = new WeakMap<Settings, Reach>();

function reachOf({ settings }: Context): Reach {
  const reach = reaches.get(settings) ?? { projectIds: new Set<string>(), isLimited: false };
  reaches.set(settings, reach);
  return reach;
}

/** Says that the program has keys in that Project: a caller of limited rights must look there. */
export function noteProject(context: Context, kind: string, projectId: string): void {
  const { projectIds, isLimited } = reachOf(context);
  if (projectIds.has(projectId)) return;
  projectIds.add(projectId);
  if (isLimited) context.bulk.refresh(kind);
}

/** Every key that the caller may see. */
export async function listSshKeys(context: Context): Promise<SshKey[]> {
  const { iam } = cloudFor(context);
  const reach = reachOf(context);
  if (!reach.isLimited) {
    try {
      return await iam.listSshKeys();
    } catch (thrown) {
      // Rights on SSH keys are given on Projects: many callers may not see those of the whole Organization.
      if (!isCloudError(thrown, "denied") || thrown.status !== 403) throw thrown;
      reach.isLimited = true;
    }
  }
  const lists = await Promise.all(
    [...reach.projectIds].map((projectId) => iam.listSshKeys({ projectId })),
  );
  return lists.flat();
}
