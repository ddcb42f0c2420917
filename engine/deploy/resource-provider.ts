/**
 * What an operation needs of a provider.
 * @module
 */
import type { PropertyMap, ResourceState } from "../state/types";

/** What a provider says about new inputs. */
export interface CheckResult {
  inputs: PropertyMap;
  failures: { property: string; reason: string }[];
}

/** What a provider says about old outputs and new inputs. */
export interface DiffAnswer {
  changes: "unknown" | "none" | "some";
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** What a provider found. */
export interface ReadResult {
  /** Empty when there is nothing. */
  id: string;
  outputs: PropertyMap;
  /** What the inputs would be for what was found; absent when the provider does not say. */
  inputs?: PropertyMap;
}

/** Does the work on resources. Values come and go with secrets marked. */
export interface ResourceProvider {
  /** Has inputs validated and completed; `olds` are the inputs of what exists, empty for something new. */
  check(urn: string, olds: PropertyMap, news: PropertyMap): Promise<CheckResult>;
  /** Compares what exists with checked inputs, in which values may be unknown. */
  diff(old: ResourceState, news: PropertyMap): Promise<DiffAnswer>;
  /** Makes a resource. Rejects with a PartialFailure when it exists but is not as it should be. */
  create(urn: string, inputs: PropertyMap): Promise<{ id: string; outputs: PropertyMap }>;
  /** Changes a resource; answers its new outputs. Rejects with a PartialFailure as `create` does. */
  update(old: ResourceState, news: PropertyMap): Promise<PropertyMap>;
  /** Looks at a resource by id; `state` is what is known of it. */
  read(urn: string, id: string, state: PropertyMap, inputs: PropertyMap): Promise<ReadResult>;
  /** Deletes a resource. */
  delete(old: ResourceState): Promise<void>;
  /** Ends the provider. */
  close(): Promise<void>;
}
