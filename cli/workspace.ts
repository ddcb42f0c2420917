/**
 * Which project and stack a command is about, and what opens their secrets.
 * @module
 */
import path from "node:path";
import {
  findProject,
  readSelectedStack,
  selectStack,
  StackConfiguration,
  type Project,
} from "pulumi-storage-access-engine/project";
import { createCrypter, openCrypter, readPassphrase } from "pulumi-storage-access-engine/secrets";
import {
  isBackend,
  locateBackend,
  stackNames,
  stackSalt,
  type LocatedBackend,
  type StackLocation,
  type StackSecrets,
} from "pulumi-storage-access-engine/state";

/** Where a command was sent: the values of --cwd and --stack. */
export interface Place {
  cwd: string;
  stack?: string;
}

/** A project and one of its stacks, which need not be there yet. */
export interface Workspace {
  project: Project;
  location: StackLocation;
  configuration: StackConfiguration;
  /** The stacks of the project that are there. */
  existing: string[];
  /** The backend as it was named. */
  backendUrl: string;
  /** What people should know, a sentence each. */
  notices: string[];
}

/** The place of a command that takes the stack's name as a word as well. */
export function placeOf(name: string | undefined, { cwd, stack }: Place): Place {
  const named = name ?? stack;
  return named === undefined ? { cwd } : { cwd, stack: named };
}

/** Finds the project and the stack of a command. */
export async function openWorkspace(place: Place): Promise<Workspace> {
  const project = await findProject(place.cwd);
  const { backend, url, notice } = await openBackend(place.cwd, project);
  const existing = await stackNames(backend, project.name);
  const stack = selectStack({
    project,
    requested: place.stack,
    environment: process.env,
    existing,
    selected: await readSelectedStack(project, url, process.env),
  });
  return {
    project,
    location: { backend, project: project.name, stack },
    configuration: await StackConfiguration.read(project, stack),
    existing,
    backendUrl: url,
    notices: [...(notice === undefined ? [] : [notice]), ...versionNotice(project)],
  };
}

function versionNotice({ requiredPulumiVersion: required }: Project): string[] {
  if (required === undefined) return [];
  return [
    `Pulumi.yaml asks for a Pulumi CLI ${required}; this engine is none, and does not check that.`,
  ];
}

/** The backend of a project, when it is one that this engine knows, or nothing yet. */
export async function openBackend(cwd: string, project: Project): Promise<LocatedBackend> {
  const located = await locateBackend({
    environment: process.env,
    workingDirectory: path.resolve(cwd),
    project,
  });
  await isBackend(located.backend);
  return located;
}

/**
 * What seals the stack's secrets: under the salt of its configuration file, else of its state, else a new one, which
 * is put into the configuration. `isSaltNew` says that the configuration has to be saved for others to use it.
 */
export async function openSecrets(
  workspace: Workspace,
): Promise<{ secrets: StackSecrets; isSaltNew: boolean }> {
  const { configuration, location } = workspace;
  const passphrase = await readPassphrase(process.env);
  const salt = configuration.encryptionSalt ?? (await stackSalt(location));
  const crypter =
    salt === undefined ? await createCrypter(passphrase) : await openCrypter(passphrase, salt);
  const isSaltNew = configuration.encryptionSalt === undefined;
  if (isSaltNew) configuration.setEncryptionSalt(crypter.salt);
  return { secrets: { crypter, passphrase }, isSaltNew };
}
