/**
 * What may stand in a project's files and is not here: refused by name, before anything is touched. To go on without it
 * would be to do something else than the files say.
 * @module
 */

/** The error for an entry of a file that this engine does not have. `wayOut` is one sentence, what to do. */
function notHere(file: string, entry: string, wayOut: string): Error {
  return new Error(
    `${file} has ${entry}, which the embedded engine does not have. Nothing was touched. ${wayOut}`,
  );
}

const USE_OFFICIAL = "Deploy this stack with the Pulumi CLI, which opens the same state.";

/** What stands in Pulumi.yaml, as far as it is refused. */
interface ProjectEntries {
  plugins?: unknown;
  packages?: unknown;
}

/** Refuses what a project asks of provider plugins, language plugins and packs that are plugins. */
export function refuseProjectEntries({ plugins, packages }: ProjectEntries, file: string): void {
  for (const [kind, entries] of Object.entries(plugins ?? {})) {
    if (!isEmpty(entries)) {
      const wayOut =
        kind === "analyzers"
          ? "Run the policy pack with --policy-pack DIR instead, or deploy with the Pulumi CLI."
          : USE_OFFICIAL;
      throw notHere(file, `plugins.${kind}`, wayOut);
    }
  }
  if (!isEmpty(packages)) throw notHere(file, "packages", USE_OFFICIAL);
}

/** What stands in Pulumi.<stack>.yaml, as far as it is refused. */
interface StackEntries {
  secretsprovider?: unknown;
  encryptedkey?: unknown;
  environment?: unknown;
}

/** Secrets providers of a stack's file that are the passphrase. */
const PASSPHRASE = ["", "passphrase", "default"];

/** Refuses a stack whose secrets another provider seals, and one whose configuration comes from elsewhere as well. */
export function refuseStackEntries(
  { secretsprovider: provider, encryptedkey: key, environment }: StackEntries,
  file: string,
): void {
  const isPassphrase = isEmpty(provider) || PASSPHRASE.includes(String(provider));
  if (!isPassphrase || !isEmpty(key)) {
    const named = isPassphrase
      ? "encryptedkey, the key of a secrets provider other than the passphrase"
      : `secretsprovider: ${String(provider).replace(/\?.*$/s, "")}`;
    throw notHere(
      file,
      named,
      "Run `pulumi stack change-secrets-provider passphrase` with the Pulumi CLI first, or go on with that CLI.",
    );
  }
  if (!isEmpty(environment)) {
    throw notHere(
      file,
      "environment (Pulumi ESC)",
      "Set what the environments give with `storage-access config set` and leave them out, or go on with the Pulumi CLI.",
    );
  }
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
