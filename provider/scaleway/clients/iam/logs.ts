/**
 * The audit log of IAM.
 * @module
 */
import { collection } from "../collection";
import { camelCase, snakeCase, type Order } from "../search";
import type { Service } from "../service";

/** What was done. */
export type LogAction = "created" | "updated" | "deleted";

/** The kinds of things of which the log tells. */
export type LogResourceType = "apiKey" | "user" | "application" | "group" | "policy";

/** One change: what was done to which object, when, by whom, from where. */
export interface Log {
  /** A UUID, of the entry. */
  readonly id: string;
  /** As the service writes it, such as `2026-05-21T14:55:59.968247Z`. */
  readonly createdAt: string;
  /** What was done. */
  readonly action: LogAction;
  /** What kind of thing it was done to. */
  readonly resourceType: LogResourceType;
  /** Which one it was done to: a UUID, or an access key. */
  readonly resourceId: string;
  /** The user or application that did it. */
  readonly bearerId: string;
  /** The address from which it was done. */
  readonly ip: string;
  /** The program by which it was done, as that calls itself. */
  readonly userAgent: string;
  /** The Organization in which it was done. */
  readonly organizationId: string;
}

/** Which entries to list. */
export interface LogSearch {
  /** RFC 3339. */
  readonly createdAfter?: string | undefined;
  /** RFC 3339. */
  readonly createdBefore?: string | undefined;
  /** Only what was made, changed or deleted. */
  readonly action?: LogAction | undefined;
  /** Only what was done to things of this kind. */
  readonly resourceType?: LogResourceType | undefined;
  /** The id of a bearer or of a resource. */
  readonly search?: string | undefined;
  /** Default `createdAtAsc`. */
  readonly orderBy?: Order<"createdAt"> | undefined;
}

/** Calls on the audit log. */
export interface LogCalls {
  listLogs(search?: LogSearch): Promise<Log[]>;
  /** Undefined where there is none with that id. */
  getLog(id: string): Promise<Log | undefined>;
}

/** The calls on the audit log. */
export function logCalls(service: Service): LogCalls {
  const logs = collection<Log>(service, {
    path: "/iam/v1alpha1/logs",
    field: "logs",
    nouns: ["log entry", "log entries"],
    orderBy: "created_at_asc",
    decode: (object) => ({
      id: object.text("id"),
      createdAt: object.text("created_at"),
      action: object.text("action") as LogAction,
      resourceType: camelCase(object.text("resource_type")) as LogResourceType,
      resourceId: object.text("resource_id"),
      bearerId: object.text("bearer_id"),
      ip: object.optionalText("ip") ?? "",
      userAgent: object.optionalText("user_agent") ?? "",
      organizationId: object.text("organization_id"),
    }),
    identify: ({ id }) => id,
  });
  return {
    listLogs: ({ resourceType, ...search } = {}) =>
      logs.list({ ...search, resourceType: resourceType && snakeCase(resourceType) }),
    getLog: logs.get,
  };
}
