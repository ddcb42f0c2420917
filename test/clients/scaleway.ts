/**
 * The vendor's SDK pointed at a local cloud, and what its methods call.
 * @module
 */
import type { Cloud } from "../../emulator/index";

/** The vendor's packages have types for modules only: loaded, not imported. */
export async function loadSdk() {
  const { createClient, Errors } = await import("@scaleway/sdk-client");
  const { Iamv1alpha1 } = await import("@scaleway/sdk-iam");
  const { Accountv3 } = await import("@scaleway/sdk-account");
  return { createClient, Errors, Iam: Iamv1alpha1.API, Projects: Accountv3.ProjectAPI };
}
/** The vendor's SDK. */
export type Sdk = Awaited<ReturnType<typeof loadSdk>>;
/** The vendor's IAM client. */
export type Iam = InstanceType<Sdk["Iam"]>;
/** The vendor's client of Projects. */
export type Projects = InstanceType<Sdk["Projects"]>;

/** A client with that key; without one, with the Owner's. */
export function sdkClient(
  sdk: Sdk,
  cloud: Cloud,
  key: { accessKey: string; secretKey: string } = cloud.description.scaleway,
): ReturnType<Sdk["createClient"]> {
  const { apiUrl, organizationId, defaultProjectId } = cloud.description.scaleway;
  return sdk.createClient({
    accessKey: key.accessKey,
    secretKey: key.secretKey,
    apiURL: apiUrl,
    defaultOrganizationId: organizationId,
    defaultProjectId,
  });
}

/** The operation behind each method, `getUser` -> `GET /iam/v1alpha1/users/{id}`, as its source says. */
export function operationsOf(api: Iam | Projects): Map<string, string> {
  const methods = api as unknown as Record<string, unknown>;
  const sourceOf = (name: string): string => String(methods[name]);
  const operations = Object.keys(methods)
    .filter((name) => typeof methods[name] === "function" && !name.startsWith("pageOf"))
    .map((name): [string, string] => {
      const page = /this\.(pageOf\w+)/.exec(sourceOf(name))?.[1] ?? name;
      const [, method] = /method: "(\w+)"/.exec(sourceOf(page)) ?? [];
      const [, path] = /path: `([^`]*)`/.exec(sourceOf(page)) ?? [];
      if (method === undefined || path === undefined) throw new Error(`What does ${name} call?`);
      return [name, `${method} ${path.replace(/\$\{[^}]*\}/g, "{id}")}`];
    });
  return new Map(operations);
}

/** True where the cloud has such a call; nothing is changed by asking. */
export async function isServed(cloud: Cloud, operation: string): Promise<boolean> {
  const [method = "", path = ""] = operation.split(" ");
  const { apiUrl, secretKey } = cloud.description.scaleway;
  const nowhere = path.replace("{id}", "7f1b1a3e-0000-4000-8000-000000000000");
  const answer = await fetch(apiUrl + nowhere, { method, headers: { "X-Auth-Token": secretKey } });
  const text = await answer.text();
  return !/"(unknown_resource|method_not_allowed)"/.test(text);
}
