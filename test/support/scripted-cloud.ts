/**
 * The Scaleway clients against a server that answers by script.
 * @module
 */
import { cloudFor, type Cloud } from "../../provider/scaleway/cloud";
import type { Settings } from "../../provider/core/settings";
import { testContext, testSettings, type TestContext } from "./context";
import { startJsonServer, type Answer, type JsonServer, type Received } from "./json-server";

/** Clients, the context in which they work, and the server behind them. */
export interface ScriptedCloud {
  readonly cloud: Cloud;
  readonly context: TestContext;
  readonly server: JsonServer;
}

/** Starts a server for IAM, Account and Object Storage in one, and clients for it. */
export async function startScriptedCloud(
  handler: (request: Received, number: number) => Answer | Promise<Answer>,
  options: { readonly settings?: Partial<Settings>; readonly deadlineSeconds?: number } = {},
): Promise<ScriptedCloud> {
  const server = await startJsonServer(handler);
  const settings = testSettings({
    apiUrl: server.url,
    s3Endpoint: server.url,
    ...options.settings,
  });
  const context = testContext({ settings }, options.deadlineSeconds);
  return { cloud: cloudFor(context), context, server };
}

/** An application as the service writes it. */
export function wireApplication(number: number): Record<string, unknown> {
  return {
    id: `app-${String(number)}`,
    name: `application ${String(number)}`,
    description: "",
    created_at: "2026-05-21T14:55:59.968247Z",
    updated_at: "2026-05-21T14:55:59.968247Z",
    organization_id: "0a0a0a0a-0000-4000-8000-000000000001",
    editable: true,
    deletable: true,
    managed: false,
    nb_api_keys: 0,
    tags: ["a", "b"],
  };
}

/** A key as the service writes it; `secret_key` is null but in the answer to its creation. */
export function wireApiKey(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    access_key: "SCW0A1B2C3D4E5F6G7H8",
    secret_key: null,
    description: "",
    created_at: "2026-05-21T14:55:59.968247Z",
    updated_at: "2026-05-21T14:55:59.968247Z",
    expires_at: null,
    default_project_id: "0a0a0a0a-0000-4000-8000-000000000001",
    editable: true,
    deletable: true,
    managed: false,
    creation_ip: "203.0.113.7",
    application_id: "app-1",
    ...changes,
  };
}
