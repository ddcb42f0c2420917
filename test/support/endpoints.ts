/**
 * Which endpoint of the vendor's API is reached by which resource or lookup: measured, on a local cloud.
 * @module
 */
import * as scaleway from "../../provider/scaleway";
import { isServed, loadSdk, operationsOf, sdkClient } from "../clients/scaleway";
import { kinds, needsOf, programOf } from "../provider/scaleway/kinds";
import { startLookupWorld, type LookupWorld } from "./lookup-world";
import { SimulatedStack, type Declare, type Program, type Values } from "./stack";
import { startWorld } from "./world";

/** One endpoint. */
export interface Endpoint {
  /** `GET /iam/v1alpha1/users/{id}`. */
  readonly operation: string;
  /** The method of the vendor's SDK. */
  readonly method: string;
  /** Resources and lookups that reach it. */
  readonly reachedBy: readonly string[];
  readonly isServed: boolean;
}

/** What a table of kinds does not declare: resources in a form of their own. */
interface Extra {
  readonly token: string;
  readonly needs: (declare: Declare) => Promise<Values>;
  readonly args: (needed: Values) => Values;
  readonly changed: (needed: Values) => Values;
}

const extras: readonly Extra[] = [
  {
    token: "scaleway:Project",
    needs: () => Promise.resolve({}),
    args: () => ({ name: "known", deleteWithResources: "known" }),
    changed: () => ({ name: "known", deleteWithResources: "known", description: "changed" }),
  },
  {
    token: "scaleway:User",
    needs: () => Promise.resolve({}),
    args: () => ({
      email: "eve@example.com",
      username: "eve",
      password: "the first one",
      locked: true,
    }),
    changed: () => ({
      email: "eve@example.com",
      username: "eve",
      password: "the other",
      locked: false,
    }),
  },
];

const isThere = ({ token }: Extra): boolean => nameOf(token) in scaleway;

/** Calls of each lookup that speaks to IAM or Account, each way to identify what is looked up among them. */
export const lookups: Readonly<Record<string, (ids: LookupWorld["ids"]) => readonly Values[]>> = {
  getCallerIdentity: () => [{}],
  getDefaultProject: () => [{}],
  getApplication: ({ ci }) => [{ id: ci }, { name: "ci" }],
  getApplications: () => [{}],
  getGroup: ({ devs }) => [{ id: devs }, { name: "devs" }],
  getGroups: () => [{}],
  getPolicy: ({ tagged }) => [{ id: tagged }, { name: "tagged" }],
  getPolicies: () => [{}],
  getRules: ({ tagged }) => [{ policyId: tagged }],
  getPermissionSets: () => [{}],
  getApiKey: ({ key }) => [{ accessKey: key }],
  getApiKeys: () => [{}],
  getUser: ({ ada }) => [{ id: ada }, { username: "ada" }],
  getUsers: () => [{}],
  getSshKey: ({ laptop }) => [{ id: laptop }, { name: "laptop" }],
  getSshKeys: () => [{}],
  getProject: ({ archives }) => [{ id: archives }, { name: "archives" }],
  getProjects: () => [{}],
  getQuota: () => [{ name: "IamGroups" }],
  getQuotas: () => [{}],
  getJwt: ({ token }) => [{ id: token }],
  getJwts: ({ owner }) => [{ audienceId: owner }],
  getLog: ({ log }) => [{ id: log }],
  getLogs: () => [{}],
};

/** Every endpoint of the vendor's IAM and of its Projects, with what reaches it. Once per process: lookups keep answers. */
export async function measureEndpoints(): Promise<Endpoint[]> {
  const reached = new Map<string, Set<string>>();
  const note = (operations: readonly string[], who: string): void => {
    for (const operation of operations) {
      reached.set(operation, (reached.get(operation) ?? new Set()).add(who));
    }
  };
  for (const [who, operations] of await byResources()) note(operations, `\`${who}\``);
  for (const [who, operations] of await byLookups()) note(operations, `\`${who}\``);
  return endpointsWith(reached);
}

async function byResources(): Promise<[string, string[]][]> {
  const found: [string, string[]][] = [];
  // What belongs to buckets speaks to Object Storage, and to IAM in passing only.
  for (const kind of kinds.filter(({ token }) => !token.startsWith("scaleway:Bucket"))) {
    const changes = Object.values(kind.changes).map((change) => programOf(kind, change));
    const programs = [needsOf(kind), programOf(kind), ...changes];
    found.push([nameOf(kind.token), await reachedBy(programs, kind.cloud)]);
  }
  for (const { token, needs, args, changed } of extras.filter(isThere)) {
    const declared =
      (values: (needed: Values) => Values): Program =>
      async (declare) => {
        await declare(token, "it", values(await needs(declare)));
      };
    const alone: Program = async (declare) => {
      await needs(declare);
    };
    const programs = [alone, declared(args), declared(changed)];
    found.push([nameOf(token), await reachedBy(programs)]);
  }
  return found;
}

const nameOf = (token: string): string => token.replace("scaleway:", "");

/** What the programs after the first reach, the refresh and the deletion of what only they declare. */
async function reachedBy(
  [needs, ...programs]: readonly Program[],
  options: Parameters<typeof startWorld>[0] = {},
): Promise<string[]> {
  const world = await startWorld({ seed: "endpoints", ...options });
  try {
    const stack = new SimulatedStack({ cloud: world.cloud });
    if (needs) await stack.up(needs);
    const needed = new Set(stack.kept.keys());
    world.cloud.resetCounts();
    for (const program of programs) {
      await stack.up(program);
      await refreshWithout(needed, stack);
    }
    if (needs) await stack.up(needs);
    return Object.keys(world.cloud.counts());
  } finally {
    await world.stop();
  }
}

/** Reads the rest of the state. */
async function refreshWithout(needed: ReadonlySet<string>, stack: SimulatedStack): Promise<void> {
  const all = [...stack.kept];
  for (const urn of needed) stack.kept.delete(urn);
  await stack.refresh();
  const read = new Map(stack.kept);
  stack.kept.clear();
  for (const [urn, entry] of all) stack.kept.set(urn, read.get(urn) ?? entry);
}

async function byLookups(): Promise<[string, string[]][]> {
  const world = await startLookupWorld(4);
  try {
    const functions = scaleway as unknown as Record<string, (args: Values) => Promise<Values>>;
    const ask = (name: string, args: Values) => functions[name]?.({ profile: "owner", ...args });
    const entries = await ask("getLogs", { search: world.ids["ci"] });
    const [entry] = (entries?.["logs"] ?? []) as { id: string }[];
    const found: [string, string[]][] = [];
    for (const [name, calls] of Object.entries(lookups)) {
      world.cloud.resetCounts();
      for (const args of calls({ ...world.ids, log: entry?.id ?? "" })) await ask(name, args);
      found.push([name, Object.keys(world.cloud.counts())]);
    }
    return found;
  } finally {
    await world.stop();
  }
}

async function endpointsWith(
  reached: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Endpoint[]> {
  const sdk = await loadSdk();
  const world = await startWorld({ seed: "endpoints" });
  try {
    const client = sdkClient(sdk, world.cloud);
    const methods = [
      ...operationsOf(new sdk.Iam(client)),
      ...operationsOf(new sdk.Projects(client)),
    ];
    const endpoints: Endpoint[] = [];
    for (const [method, operation] of methods) {
      const reachedBy = [...(reached.get(operation) ?? [])];
      endpoints.push({
        operation,
        method,
        reachedBy,
        isServed: await isServed(world.cloud, operation),
      });
    }
    return endpoints;
  } finally {
    await world.stop();
  }
}
