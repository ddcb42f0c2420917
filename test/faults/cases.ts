/**
 * What may happen to a deployment of the tutorial.
 * @module
 */

/** Who is killed. */
export const VICTIMS = ["engine", "provider", "both"] as const;

/** `before`: the request never reached the service. `after`: the service did it, and nobody heard. */
export const MOMENTS = ["before", "after"] as const;

/** Deployments of the tutorial in which a kill may strike: from which step to which, or the destroy; and their requests. */
export const DEPLOYMENTS = [
  { name: "the first deployment", from: 0, to: 4, requests: 18 },
  { name: "the edit of the preferred Project and the rules", from: 4, to: 7, requests: 7 },
  { name: "the destroy", from: 7, to: 0, requests: 16 },
] as const;

/** One kill. */
export interface KillCase {
  readonly deployment: (typeof DEPLOYMENTS)[number];
  /** Which request of the deployment, from 1. */
  readonly request: number;
  readonly moment: (typeof MOMENTS)[number];
  readonly victim: (typeof VICTIMS)[number];
}

/** Requests that go wrong by a plan. */
export interface FaultCase {
  readonly deployment: (typeof DEPLOYMENTS)[number];
  /** Decides the plan. */
  readonly seed: number;
}
