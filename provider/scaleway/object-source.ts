/**
 * Assets as arguments: what they point at travels to the handlers as a path or a text, which every engine carries.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { asset } from "@pulumi/pulumi";

/** The assets that can be uploaded. */
export type CarriedAsset = asset.FileAsset | asset.StringAsset;

interface WithSource {
  readonly source?: pulumi.Input<string> | CarriedAsset | undefined;
  readonly content?: pulumi.Input<string> | undefined;
}

/**
 * The arguments with a path or a text instead of an asset.
 * @throws Error for an asset that neither is
 */
export function carried<Args extends WithSource>(args: Args): Args {
  const { source } = args;
  if (!isAsset(source)) return args;
  if ("path" in source) return { ...args, source: source.path };
  if ("text" in source) return { ...args, source: undefined, content: source.text };
  throw new Error(
    "source: a RemoteAsset or an archive cannot be uploaded: download it in the program and give a FileAsset or a path, or give its text as content.",
  );
}

/** True for an asset or an archive, also one of another copy of the SDK. */
function isAsset(source: unknown): source is Partial<asset.FileAsset & asset.StringAsset> & object {
  if (source === null || typeof source !== "object") return false;
  return "__pulumiAsset" in source || "__pulumiArchive" in source;
}
