/**
 * Rights on IAM and Account objects as requests on the wire.
 * @module
 */
import type { Question } from "../../provider/access";
import { ORGANIZATION } from "./ids";

/** A request of the API. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

const IAM = "/iam/v1alpha1";
const OF_ORGANIZATION = `?organization_id=${ORGANIZATION}`;
const COLLECTIONS: Readonly<Record<string, string>> = {
  user: `${IAM}/users`,
  application: `${IAM}/applications`,
  group: `${IAM}/groups`,
  policy: `${IAM}/policies`,
  api_key: `${IAM}/api-keys`,
  account_project: "/account/v3/projects",
  log: `${IAM}/logs`,
  permission_set: `${IAM}/permission-sets`,
  quota: `${IAM}/quota`,
};
const ONE_METHODS: Readonly<Record<string, string>> = {
  read: "GET",
  write: "PATCH",
  delete: "DELETE",
};

/** What a new one is made of; kinds whose making depends on more than the question says are not here. */
const NEW: Readonly<Record<string, object>> = {
  user: { member: { email: "new@example.com", username: "new" } },
  application: { name: "new" },
  group: { name: "new" },
  policy: { name: "new", no_principal: true },
  account_project: { name: "new" },
};

/** The request that needs that right and no other; undefined where there is none. */
export function apiRequestOf({ action: right, target }: Question): ApiRequest | undefined {
  const [resource = "", action = ""] = right.split(":");
  const collection = COLLECTIONS[resource];
  if (resource === "ssh_key") return sshKeyRequest(action, target);
  if (collection === undefined) return undefined;
  const id = "projectId" in target ? target.projectId : "organization" in target && target.id;
  if (typeof id === "string") {
    const method = ONE_METHODS[action] ?? "";
    return { method, path: `${collection}/${id}`, ...(action === "write" && { body: {} }) };
  }
  if (action === "read") return { method: "GET", path: collection + OF_ORGANIZATION };
  const made = NEW[resource];
  if (action !== "write" || !made) return undefined;
  const body = { ...made, organization_id: ORGANIZATION };
  return { method: "POST", path: collection, body };
}

function sshKeyRequest(action: string, target: Question["target"]): ApiRequest | undefined {
  const path = `${IAM}/ssh-keys`;
  const projectId = "projectId" in target ? target.projectId : undefined;
  if (action === "read") {
    const part = projectId === undefined ? "" : `&project_id=${projectId}`;
    return { method: "GET", path: path + OF_ORGANIZATION + part };
  }
  if (action !== "write" || projectId === undefined) return undefined;
  // No key: whoever may make one is told so.
  return { method: "POST", path, body: { public_key: "none", project_id: projectId } };
}
