/**
 * What is left in a Project, as far as the caller may see.
 * @module
 */
import type { Context } from "../core/context";
import { isCloudError } from "../core/errors";
import { withoutMark } from "../core/mark";
import { cloudFor } from "./cloud";
import { REGIONS } from "./names";

/** A message names no more than that of one sort. */
const LONGEST_LIST = 5;

/** What was found, and where nothing could be seen. */
export interface ProjectContent {
  /** Such as `2 buckets in fr-par (a, b)`. */
  readonly found: readonly string[];
  /** Such as `buckets in it-mil`. */
  readonly unseen: readonly string[];
}

/** Looks for buckets in every region and for SSH keys. What cannot be seen is no failure: it is told. */
export async function contentOf(context: Context, projectId: string): Promise<ProjectContent> {
  const cloud = cloudFor(context);
  const regions = [...new Set([...REGIONS, context.settings.region])];
  const looks = [
    ...regions.map((region) => ({
      sort: ["bucket", "buckets"] as const,
      place: ` in ${region}`,
      names: async () => (await cloud.objectStorage(projectId, region).listBuckets()).map(nameOf),
    })),
    {
      sort: ["SSH key", "SSH keys"] as const,
      place: "",
      names: async () => (await cloud.iam.listSshKeys({ projectId })).map(nameOf),
    },
  ];
  const found: string[] = [];
  const unseen: string[] = [];
  await Promise.all(
    looks.map(async ({ sort: [one, several], place, names: look }) => {
      const names = await undefinedIfUnseen(look());
      if (names === undefined) unseen.push(`${several}${place}`);
      else if (names.length > 0) {
        const sort = names.length === 1 ? one : several;
        found.push(`${String(names.length)} ${sort}${place} (${listed(names)})`);
      }
    }),
  );
  return { found: found.sort(), unseen: unseen.sort() };
}

const nameOf = ({ name }: { readonly name: string }): string => withoutMark(name);

async function undefinedIfUnseen<T>(looking: Promise<T>): Promise<T | undefined> {
  try {
    return await looking;
  } catch (thrown) {
    if (isCloudError(thrown)) return undefined;
    throw thrown;
  }
}

function listed(names: readonly string[]): string {
  const rest = names.length - LONGEST_LIST;
  const shown = names.slice(0, LONGEST_LIST).join(", ");
  return rest > 0 ? `${shown} and ${String(rest)} more` : shown;
}
