/**
 * A whole deployment with its secrets sealed or in clear.
 * @module
 */
import { openCrypter, PropertyCrypter, type Crypter } from "../secrets";
import { passphraseProvider, saltOf } from "./checkpoint";
import type { Deployment, ResourceState } from "./types";

/** What seals a stack's secrets. */
export interface StackSecrets {
  /** Seals what is written; its salt is the one in the stack's configuration file. */
  crypter: Crypter;
  /** Opens a state that was sealed under another salt. */
  passphrase: string;
}

/** The deployment with its secrets opened under its own salt and sealed under the present one. */
export async function resealed(deployment: Deployment, secrets: StackSecrets): Promise<Deployment> {
  const clear = await openDeployment(deployment, secrets.passphrase);
  return encryptDeployment(clear, new PropertyCrypter(secrets.crypter));
}

/** The deployment with its secrets in clear. Throws when the passphrase does not open them. */
export async function openDeployment(
  deployment: Deployment,
  passphrase: string,
): Promise<Deployment> {
  const salt = saltOf(deployment);
  if (salt === undefined) return deployment;
  const crypter = new PropertyCrypter(await openCrypter(passphrase, salt));
  return decryptDeployment(deployment, crypter);
}

/** The deployment with the secrets that this key sealed in clear. */
export function decryptDeployment(deployment: Deployment, crypter: PropertyCrypter): Deployment {
  return mapResources(deployment, (resource) => crypter.decryptResource(resource));
}

/** The deployment with its secrets sealed, and the provider that opens them named in it. */
export function encryptDeployment(deployment: Deployment, crypter: PropertyCrypter): Deployment {
  const sealed = mapResources(deployment, (resource) => crypter.encryptResource(resource));
  return { ...sealed, secrets_providers: passphraseProvider(crypter.salt) };
}

/** The deployment with another form of each resource, those of pending operations too. */
export function mapResources(
  deployment: Deployment,
  map: (resource: ResourceState) => ResourceState,
): Deployment {
  const { pending_operations: pending } = deployment;
  return {
    ...deployment,
    resources: deployment.resources.map(map),
    ...(pending && {
      pending_operations: pending.map((one) => ({ ...one, resource: map(one.resource) })),
    }),
  };
}
