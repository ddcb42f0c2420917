/**
 * All clients of one operation.
 * @module
 */
import type { Context } from "../core/context";
import { createHttp } from "../core/http";
import { noteServiceTime } from "../core/service-time";
import { accountClient, type AccountClient } from "./clients/account";
import { iamClient, type IamClient } from "./clients/iam";
import {
  objectStorageClient,
  storageConnection,
  type ObjectStorageClient,
} from "./clients/object-storage";
import type { Service } from "./clients/service";

import { interpretScalewayError } from "./error-body";
import { callerOrganizationId } from "./organization";
// It reads the cloud in its turn: the two need each other when they are called, not when they are loaded.
import { whyRefused } from "./refusal";

/** Scaleway as one caller within one operation. */
export interface Cloud {
  readonly iam: IamClient;
  readonly account: AccountClient;
  /** Buckets of one Project in one region. */
  objectStorage(projectId: string, region: string): ObjectStorageClient;
  /** The caller's Organization: configured, or asked of the service once. */
  organizationId(): Promise<string>;
}

const clouds = new WeakMap<Context, Cloud>();

/** The clients of a context, made once. They are cheap: sockets, S3 clients and answers about the caller are kept per settings. */
export function cloudFor(context: Context): Cloud {
  const cloud = clouds.get(context) ?? createCloud(context);
  clouds.set(context, cloud);
  return cloud;
}

/** The caller's Organization. */
export function organizationId(context: Context): Promise<string> {
  return cloudFor(context).organizationId();
}

function createCloud(context: Context): Cloud {
  const { settings, clock, log, signal, deadline, random } = context;
  const http = createHttp({
    baseUrl: settings.apiUrl,
    headers: () => ({ "X-Auth-Token": settings.secretKey }),
    interpretError: interpretScalewayError,
    sawDate: (date) => noteServiceTime(settings, clock, date),
    clock,
    log,
    signal,
    deadline,
    random,
  });
  const service: Service = { http, context, organizationId: () => cloud.organizationId() };
  const iam = iamClient(service);
  const account = accountClient(service);
  const cloud: Cloud = {
    iam,
    account,
    objectStorage: (projectId, region) =>
      objectStorageClient(
        storageConnection(context, projectId, region, {
          whyRefused: (call) => whyRefused(context, call),
        }),
      ),
    organizationId: () => callerOrganizationId({ settings, iam, account }),
  };
  return cloud;
}
