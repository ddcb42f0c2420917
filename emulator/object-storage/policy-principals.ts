/**
 * Principals of bucket policies: users, applications, everyone, and in the old version Projects.
 * @module
 */
import type { Caller } from "./call";
import { S3Error } from "./errors";
import {
  listOf,
  malformedPolicy,
  type PolicyPrincipal,
  type PolicyVersion,
} from "./policy-grammar";

const EVERYONE = "*";
const NAMED = /^(user_id|application_id|project_id):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How a principal fits a caller. */
export interface PrincipalFit {
  readonly isEveryone: boolean;
  /** The caller's user or application is named. */
  readonly isNamed: boolean;
  /** The Project of the request is named. */
  readonly isProjectNamed: boolean;
}

/** @throws S3Error MalformedPolicy */
export function verifyPrincipal(value: unknown, version: PolicyVersion): void {
  if (value === EVERYONE) return;
  const { SCW: texts, ...others } = (value ?? {}) as { SCW?: unknown };
  const list: unknown[] = Array.isArray(texts) ? texts : [texts];
  if (typeof value !== "object" || Object.keys(others).length > 0 || list.length === 0) {
    throw malformedPolicy("principal");
  }
  for (const text of list) verifyNamed(text, version);
}

function verifyNamed(text: unknown, version: PolicyVersion): void {
  if (text === EVERYONE) return;
  const [, kind] = typeof text === "string" ? (NAMED.exec(text) ?? []) : [];
  if (kind === undefined) throw malformedPolicy("principal");
  if (kind === "application_id" && version === "2012-10-17") {
    throw new S3Error("MalformedPolicy", {
      message: "application_id Principal is supported in the bucket-policy versions 2023-04-17",
    });
  }
  if (kind === "project_id" && version !== "2012-10-17") throw malformedPolicy("principal");
}

/** How a principal fits a caller; nobody in particular is only ever part of everyone. */
export function fitOf(principal: PolicyPrincipal, caller: Caller | undefined): PrincipalFit {
  const names = principal === EVERYONE ? [EVERYONE] : listOf(principal.SCW);
  const isThere = (name: string): boolean =>
    names.some((candidate) => candidate.toLowerCase() === name.toLowerCase());
  const { kind, id } = caller?.key.bearer ?? {};
  return {
    isEveryone: names.includes(EVERYONE),
    isNamed: kind !== undefined && isThere(`${kind}_id:${id ?? ""}`),
    isProjectNamed: caller !== undefined && isThere(`project_id:${caller.projectId}`),
  };
}

/** True where the Project is named, whoever asks for it. */
export function namesProject(principal: PolicyPrincipal, projectId: string): boolean {
  return (
    principal !== EVERYONE &&
    listOf(principal.SCW).some((name) => name.toLowerCase() === `project_id:${projectId}`)
  );
}
