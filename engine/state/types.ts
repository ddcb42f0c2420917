/**
 * The words of a deployment's state, as Pulumi's own files have them: what the deployment half of the engine
 * and the half that keeps files agree on.
 * @module
 */

/** A property value as it travels on the wire: plain JSON, with Pulumi's signature objects for secrets, assets and references. */
export type PropertyValue =
  null | boolean | number | string | PropertyValue[] | { [key: string]: PropertyValue };

/** Named property values. */
export type PropertyMap = Record<string, PropertyValue>;

/** One resource of the state. Keys are Pulumi's; keys not named here are kept as they came. */
export interface ResourceState {
  urn: string;
  custom: boolean;
  type: string;
  id?: string;
  /** The old half of a replacement, to be deleted. */
  delete?: boolean;
  inputs?: PropertyMap;
  outputs?: PropertyMap;
  parent?: string;
  protect?: boolean;
  external?: boolean;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  initErrors?: string[];
  /** `<urn>::<id>` of the provider. */
  provider?: string;
  pendingReplacement?: boolean;
  additionalSecretOutputs?: string[];
  /** In seconds. */
  customTimeouts?: Partial<Record<"create" | "update" | "delete", number>>;
  retainOnDelete?: boolean;
  deletedWith?: string;
  created?: string;
  modified?: string;
  [key: string]: unknown;
}

/** What was under way when an engine was stopped. */
export interface PendingOperation {
  resource: ResourceState;
  type: "creating" | "updating" | "deleting" | "reading" | "importing";
}

/** Pulumi's deployment, version 3, with secrets in clear (`{4dabf...: "1b47...", value}`) in memory. */
export interface Deployment {
  manifest: { time: string; magic: string; version: string; [key: string]: unknown };
  secrets_providers?: { type: string; state?: unknown };
  resources: ResourceState[];
  pending_operations?: PendingOperation[];
  metadata?: Record<string, unknown>;
  [key: string]: unknown;
}

/** What one finished step did to the state. Entries are known by object identity. */
export interface Change {
  /** The pending operation that this step settles, as `begin` got it. */
  settles?: PendingOperation;
  /**
   * Takes its place among the resources operated on, in order of completion. Put under the URN of an entry that it
   * does not supersede, it marks that one for deletion: the new half of a replacement.
   */
  put?: ResourceState;
  /** The entry that `put` stands in for: taken out. */
  supersedes?: ResourceState;
  /** An entry taken out without a successor. */
  drop?: ResourceState;
}

/** An open, locked stack: what was there, and a journal of what happens to it. */
export interface StackSession {
  /** The deployment as it was opened, journal of a killed engine folded in. */
  readonly base: Deployment;
  /** Records that a step is about to touch the world; durable when it resolves. */
  begin(operation: PendingOperation): Promise<void>;
  /** Records what a step did; durable when it resolves, but for `same` steps, which a crash may lose. */
  commit(change: Change, durable?: boolean): Promise<void>;
  /** The deployment as it is now: resources operated on in order of completion, then untouched ones. */
  snapshot(): Deployment;
  /** Folds the journal into Pulumi's file, checks its integrity, writes history and backup, and gives the lock back. */
  close(result: "succeeded" | "failed"): Promise<void>;
}
