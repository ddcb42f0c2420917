/**
 * The two HTTP servers of the cloud: the API's and Object Storage's, on this machine only.
 * @module
 */
import type { FastifyInstance, FastifyPluginCallback, FastifyServerOptions } from "fastify";
import { fastify } from "pulumi-storage-access-emulator/fastify";
import { projects } from "./account/projects";
import { control, type Controlled } from "./control";
import type { ApiContext } from "./gateway/context";
import { answerUndecodable, gateway } from "./gateway/gateway";
import { validatorFor } from "./gateway/validators";
import { apiKeys } from "./iam/api-keys";
import { applications } from "./iam/applications";
import { audit } from "./iam/audit";
import { checkPermissions } from "./iam/check-permissions";
import { gracePeriods } from "./iam/grace-periods";
import { groups } from "./iam/groups";
import { jwts } from "./iam/jwts";
import { logs } from "./iam/logs";
import { organizations } from "./iam/organizations";
import { permissionSets } from "./iam/permission-sets";
import { policies } from "./iam/policies";
import { quota } from "./iam/quota";
import { rules } from "./iam/rules";
import { sshKeys } from "./iam/ssh-keys";
import { users } from "./iam/users";
import {
  objectStorage,
  objectStorageServerOptions,
  type ObjectStorageDependencies,
} from "./object-storage";
import { ageMillisecondsOf, instrument, type Instruments } from "./instruments";

/** Never another address: the cloud's keys are no protection against a network. */
const HOST = "127.0.0.1";
const ENDPOINTS = [
  applications,
  groups,
  policies,
  rules,
  permissionSets,
  apiKeys,
  sshKeys,
  users,
  gracePeriods,
  organizations,
  quota,
  jwts,
  logs,
  checkPermissions,
  projects,
];

/** The server of IAM and Account; beside them, apart from all that is emulated, the control. */
export function apiServer(
  context: ApiContext,
  instruments: Instruments,
  controlled: Controlled,
): FastifyInstance {
  const server = newServer({ frameworkErrors: answerUndecodable });
  add(server, "emulated", (emulated) => {
    audit(emulated, context);
    instrument(emulated, instruments, (path) => (path.startsWith("/account/") ? "account" : "iam"));
    gateway(emulated, context);
    answerFromThePast(emulated, context);
    for (const endpoint of ENDPOINTS) endpoint(emulated, context);
  });
  add(server, "control", (apart) => control(apart, controlled));
  return server;
}

/** Adds a part with hooks of its own. */
function add(server: FastifyInstance, name: string, part: (server: FastifyInstance) => void): void {
  const plugin: FastifyPluginCallback = (inner, _options, done) => {
    part(inner);
    done();
  };
  void server.register(named(name, plugin));
}

/** Without a name, the server would look for one in all modules of the process. */
function named<Plugin extends object>(name: string, plugin: Plugin): Plugin {
  return Object.assign(plugin, { [Symbol.for("fastify.display-name")]: name });
}

/** A stale request is carried out amid the past. All that a call does, it does in one turn. */
function answerFromThePast(server: FastifyInstance, { ago }: ApiContext): void {
  server.addHook("onRoute", (route) => {
    const { handler } = route;
    route.handler = function (request, reply) {
      const age = ageMillisecondsOf(request.record);
      return age === 0
        ? handler.call(this, request, reply)
        : ago(age, () => handler.call(this, request, reply));
    };
  });
}

/** The server of Object Storage, for all regions. */
export function storageServer(
  dependencies: ObjectStorageDependencies,
  instruments: Instruments,
): FastifyInstance {
  const server = newServer(objectStorageServerOptions);
  instrument(server, instruments, () => "s3");
  void server.register(named("object storage", objectStorage(dependencies)));
  return server;
}

/**
 * Starts to listen.
 * @param port - 0: any free one
 * @returns the URL, without a slash at the end
 * @throws Error when the port is taken
 */
export async function listen(server: FastifyInstance, port: number): Promise<string> {
  return server.listen({ host: HOST, port });
}

/**
 * Callers on this machine may say by `X-Forwarded-For` which address they call from, to try conditions on it.
 * @param options - how the server answers what fails before any route is found, such as a path that is no URL
 */
function newServer(options: Pick<FastifyServerOptions, "frameworkErrors">): FastifyInstance {
  const server = fastify({
    ...options,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    trustProxy: "loopback",
  });
  return server.setValidatorCompiler(validatorFor);
}
