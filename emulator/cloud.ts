/**
 * The local cloud as its users see it: started, described, watched, stopped.
 * @module
 */
import { Authorizer } from "./authorization/authorizer";
import { Grants } from "./authorization/grants";
import { Keys } from "./authorization/keys";
import type { PropagationOptions } from "./authorization/propagation";
import { MovableClock, realClock, type Clock } from "./clock";
import type { Fault } from "./faults/fault";
import { InjectedFaults } from "./faults/injected";
import { FaultPlanner, type FaultPlan, type FaultRule } from "./faults/plan";
import { checkFaultPlan } from "./faults/plan-file";
import type { ApiContext, Quotas } from "./gateway/context";
import type { Instruments } from "./instruments";
import { keep, type Keeping } from "./keeping";
import type { Organization } from "./organization/organization";
import { RequestLog, type RequestHook, type RequestRecord } from "./requests";
import { bucketCount, removeBuckets, storageStateOf } from "./object-storage";
import { DEFAULT_REGION } from "./object-storage/regions";
import { apiServer, listen, storageServer } from "./server";
import { storageDependencies } from "./storage-dependencies";
import type { Store } from "./store";
import { DEFAULT_SWITCHES, type Switches } from "./switches";

/** How a cloud is started; every option has a default. */
export interface CloudOptions {
  /** Port of IAM and Account; 0, the default: any free one. */
  readonly port?: number;
  /** Port of Object Storage, for all regions; 0, the default: any free one. */
  readonly s3Port?: number;
  /** Folder in which everything acknowledged survives, even a kill. Absent: in memory. */
  readonly dataDirectory?: string;
  /** What everything is kept in instead, such as a world that was prepared; the cloud closes it. */
  readonly store?: Store;
  /** What the cloud's own clock runs beside. Default: the machine's time. */
  readonly clock?: Clock;
  /** Makes ids, keys and secrets the same at every run. Absent: random. */
  readonly seed?: string;
  /** Short for a `propagation` with that delay, in IAM as well; a given `propagation` goes before it. Default 0. */
  readonly grantDelaySeconds?: number;
  /**
   * How long a change of a group's members takes: another change of the same group meanwhile is answered 409
   * transient_state, as recorded where several came at once. Default 0.
   */
  readonly membershipChangeSeconds?: number;
  /**
   * After a bucket or an SSH key came or went: how long the deletion of its Project is answered 412 resource_not_usable.
   * Default 0.
   */
  readonly projectSettleSeconds?: number;
  /** How long a Project that is deleted with its resources has the status `deleting`. Default 0. */
  readonly projectDeletionSeconds?: number;
  /** New keys, rules, policies and memberships become known bit by bit. Default: at once. */
  readonly propagation?: PropagationOptions;
  /** Added to every answer. Default 0. */
  readonly latencyMilliseconds?: number;
  /** How the undecided questions are decided; see `Switches`. */
  readonly switches?: Partial<Switches>;
  /** Limits by kind; none unless given. */
  readonly quotas?: Quotas;
  /** Called before and after each request. */
  readonly onRequest?: RequestHook;
  /** What goes wrong with a request, if anything. */
  readonly faults?: (request: RequestRecord) => Fault | undefined;
  /** What goes wrong with which requests, decided by a seed; asked after `faults`. */
  readonly faultPlan?: FaultPlan;
  /** Told of each fault, as a rule of a plan that makes it happen again. */
  readonly onFault?: (rule: FaultRule) => void;
}

/** What a client needs to know to use the cloud as the Owner. */
export interface CloudDescription {
  readonly scaleway: {
    readonly apiUrl: string;
    readonly s3Endpoint: string;
    readonly region: string;
    readonly organizationId: string;
    /** Equals the Organization's id. */
    readonly defaultProjectId: string;
    readonly accessKey: string;
    readonly secretKey: string;
  };
}

/** A running cloud. */
export interface Cloud {
  readonly description: CloudDescription;
  /** The last 100,000 requests on either port, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** Requests by operation since the start or the last reset. */
  counts(): Record<string, number>;
  resetCounts(): void;
  /** Changes those switches, from the next request on. */
  setSwitches(switches: Partial<Switches>): void;
  /** Everything that went wrong so far, as a plan that makes the same go wrong again. */
  injectedFaults(): FaultPlan;
  /** Moves the cloud's clock, which then goes on from there. */
  advance(milliseconds: number): void;
  /** Sets the cloud's clock, which then goes on from there. */
  setTime(time: Date): void;
  /**
   * Makes a key as a person does in the console, which the cloud does not have: over the API nobody makes one for
   * another person.
   * @throws Error for a user that does not exist
   */
  createConsoleKey(userId: string): { readonly accessKey: string; readonly secretKey: string };
  /**
   * Signs a person in to the console, which the cloud does not have: the token goes into `X-Session-Token`.
   * @throws Error for a user that does not exist
   */
  createConsoleToken(userId: string): string;
  /** Closes both ports and, after the last write, the data folder. */
  stop(): Promise<void>;
}

/**
 * Starts a cloud with one Organization, whose Owner's key is in the description.
 * @throws Error when a plan of faults is none, when a port is taken, or the data folder cannot be written or is open in another process
 */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const clock = new MovableClock(options.clock ?? realClock);
  const switches: Switches = { ...DEFAULT_SWITCHES, ...options.switches };
  const { faults, faultPlan } = options;
  if (faultPlan) checkFaultPlan(faultPlan);
  const answersFromThePast = faults !== undefined || faultPlan !== undefined;
  const propagation = propagationFrom(options);
  const parts = {
    ...keep({ ...options, propagation, clock, answersFromThePast }),
    clock,
    switches,
  };
  const { store, organization } = parts;
  const context = contextFrom(options, parts);
  const log = new RequestLog();
  const injected = new InjectedFaults(options.onFault);
  const instruments = instrumentsFrom(options, {
    log,
    clock,
    flushed: () => store.flushed(),
    faults: faultsFrom(options, injected, clock),
  });
  const api = apiServer(context, instruments, { clock, organization });
  const storage = storageServer(storageDependencies(context, store), instruments);
  const stop = async (): Promise<void> => {
    await Promise.all([api.close(), storage.close()]);
    await store.close();
  };
  try {
    const apiUrl = await listen(api, options.port ?? 0);
    const s3Endpoint = await listen(storage, options.s3Port ?? 0);
    // The Owner's key is handed out: it must survive a kill from here on.
    await store.flushed();
    return {
      description: describe(organization, apiUrl, s3Endpoint),
      requests: log.records,
      counts: () => log.counts(),
      resetCounts: () => log.resetCounts(),
      setSwitches: (changed) => void Object.assign(switches, changed),
      injectedFaults: () => injected.plan,
      advance: (milliseconds) => clock.advance(milliseconds),
      setTime: (time) => clock.setTime(time),
      createConsoleKey: (userId) => createConsoleKey(organization, userId),
      createConsoleToken: (userId) => createConsoleToken(organization, userId),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function propagationFrom({
  propagation,
  grantDelaySeconds = 0,
}: CloudOptions): PropagationOptions | undefined {
  if (propagation || grantDelaySeconds === 0) return propagation;
  return { delaySeconds: grantDelaySeconds, iam: true };
}

function contextFrom(
  options: CloudOptions,
  {
    organization,
    store,
    propagation,
    ago,
    clock,
    switches,
  }: Keeping & { readonly clock: Clock; readonly switches: Switches },
): ApiContext {
  const grants = new Grants(organization, propagation);
  return {
    organization,
    authorizer: new Authorizer(organization, grants, () => switches),
    keys: new Keys(organization, propagation),
    switches: () => switches,
    clock,
    ago,
    quotas: options.quotas ?? {},
    durations: {
      membershipChangeSeconds: options.membershipChangeSeconds ?? 0,
      projectSettleSeconds: options.projectSettleSeconds ?? 0,
      projectDeletionSeconds: options.projectDeletionSeconds ?? 0,
    },
    bucketCount: (projectId) => bucketCount(store, projectId),
    removeBuckets: (projectId) => removeBuckets(storageStateOf(store, clock), projectId),
  };
}

function createConsoleKey(
  organization: Organization,
  userId: string,
): { accessKey: string; secretKey: string } {
  if (!organization.users.has(userId)) throw new Error(`There is no user ${userId}.`);
  const { id, secretKey } = organization.createKey({ bearer: { kind: "user", id: userId } });
  return { accessKey: id, secretKey };
}

function createConsoleToken(organization: Organization, userId: string): string {
  if (!organization.users.has(userId)) throw new Error(`There is no user ${userId}.`);
  return organization.createJwt(userId, { ip: "127.0.0.1", userAgent: "console" }).token;
}

function instrumentsFrom(
  { latencyMilliseconds = 0, onRequest }: CloudOptions,
  others: Omit<Instruments, "latencyMilliseconds" | "onRequest">,
): Instruments {
  return { ...others, latencyMilliseconds, onRequest };
}

/** The callback decides first, then the plan; both are noted. */
function faultsFrom(
  { faults, faultPlan, seed }: CloudOptions,
  injected: InjectedFaults,
  clock: Clock,
): Instruments["faults"] {
  if (!faults && !faultPlan) return undefined;
  const planner =
    faultPlan && new FaultPlanner({ ...(seed !== undefined && { seed }), ...faultPlan });
  return (request) => {
    const planned = planner?.decide(request, clock.now());
    const fault = faults?.(request) ?? planned;
    injected.note(request, fault);
    return fault;
  };
}

function describe(
  organization: Organization,
  apiUrl: string,
  s3Endpoint: string,
): CloudDescription {
  const { id, ownerKey } = organization;
  return {
    scaleway: {
      apiUrl,
      s3Endpoint,
      region: DEFAULT_REGION,
      organizationId: id,
      defaultProjectId: id,
      accessKey: ownerKey.id,
      secretKey: ownerKey.secretKey,
    },
  };
}
