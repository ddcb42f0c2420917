/**
 * Actions of bucket policies: which there are, and which of them a request needs.
 * @module
 */
import { bucketPolicyGrammar, s3Operations } from "pulumi-storage-access-catalog";
import type { Switches } from "../switches";

/** What a statement must allow for an operation. */
export interface NeededAction {
  /** Any one of these will do; none: only a statement for all actions. */
  readonly actions: readonly string[];
  /** What the statement's resources are compared with. */
  readonly on: "bucket" | "object";
}

const ALL_ACTIONS = ["*", "s3:*"];
const DELETE_OBJECTS = "s3:DeleteObjects";
const ATTRIBUTES = ["s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"];

const operations = new Map(s3Operations.map((entry) => [entry.operation, entry]));

/** True where a statement may name that action; letter case means nothing. */
export function actionIsKnown(action: string, switches: Switches): boolean {
  const known = [
    ...ALL_ACTIONS,
    ...bucketPolicyGrammar.actions,
    ...(switches.acceptDeleteObjectsAction ? [DELETE_OBJECTS] : []),
    ...(switches.acceptObjectAttributesActions ? ATTRIBUTES : []),
  ];
  return known.some((name) => isSame(name, action));
}

/** True where a statement that names `action` covers what is needed. */
export function actionCovers(action: string, { actions }: NeededAction): boolean {
  return (
    ALL_ACTIONS.some((all) => isSame(all, action)) || actions.some((name) => isSame(name, action))
  );
}

/** What the policy of a bucket must allow for an operation; undefined where it is not asked. */
export function neededAction(
  { operation, versionId }: { readonly operation: string; readonly versionId?: string | undefined },
  switches: Switches,
): NeededAction | undefined {
  const entry = operations.get(operation);
  if (!entry || entry.bucketPolicyGate === "none") return undefined;
  if (operation === "DeleteBucket" && switches.deleteBucketGate === "none") return undefined;
  const on = entry.resource === "object" ? "object" : "bucket";
  const action =
    (versionId === undefined ? undefined : entry.bucketPolicyActionWithVersionId) ??
    entry.bucketPolicyAction;
  if (entry.bucketPolicyGate === "wildcard" || action === null) return { actions: [], on };
  const takesBatch = operation === "DeleteObjects" && switches.acceptDeleteObjectsAction;
  return { actions: takesBatch ? [action, DELETE_OBJECTS] : [action], on };
}

/** True for reading and changing the policy itself, which only IAM decides. */
export function isPolicyOperation(operation: string): boolean {
  return operations.get(operation)?.iamPermission?.startsWith("policy:") ?? false;
}

/** True for reading an object or what is said about it, and for changing who may. */
export function isOwnersAlone(operation: string): boolean {
  const { resource, iamPermission } = operations.get(operation) ?? {};
  return operation === "PutObjectAcl" || (resource === "object" && iamPermission === "object:read");
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
