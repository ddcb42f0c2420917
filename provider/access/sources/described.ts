/**
 * A program's resources as plain data, and what is found to be wrong with them.
 * @module
 */
import type { PrincipalReference, World } from "../world";

/** A resource, from a preview, an analyzer or a state. */
export interface DescribedResource {
  /** The resource's URN. */
  readonly urn: string;
  /** The engine's type token, such as `pulumi-nodejs:dynamic/scaleway:Policy`. */
  readonly type: string;
  /** Absent, empty or unknown: it does not exist yet. */
  readonly id?: string | undefined;
  /** Outputs, or at preview inputs; a text that is not known yet is `UNKNOWN`. `references` joins unknown ids to URNs. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** URNs of the resources that each top-level property comes from. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** What kinds of findings there are. Never changes its meaning. */
export type FindingCode =
  /** A value that is not known yet, and cannot be joined to a resource. */
  | "unknownValue"
  /** A reference to a resource that is not there. */
  | "missingReference"
  /** A permission set that the catalog does not know. */
  | "unknownPermissionSet"
  /** A bucket policy that the grammar does not allow. */
  | "malformedPolicy"
  /** A condition of a rule that is no CEL. */
  | "malformedCondition"
  /** A property that is not of the kind that it must be. */
  | "malformedProperty"
  /** A second policy, or access list, of one bucket. */
  | "duplicate";

/** Something wrong or unknown; the rest of the world is not touched by it. */
export interface Finding {
  /** For programs; never changes its meaning. */
  readonly code: FindingCode;
  /** The resource. */
  readonly urn: string;
  /** Where, such as `rules[0].projectIds[1]`. */
  readonly property: string;
  /** A sentence for people. */
  readonly text: string;
}

/** What a program does not say itself. */
export interface WorldOptions {
  /** Default: the one that the resources name. */
  readonly organizationId?: string | undefined;
  /** The Project and region of the settings: where buckets are that name none. Default: not known. */
  readonly projectId?: string | undefined;
  /** Where buckets are that name no region. Default: not known. */
  readonly region?: string | undefined;
  /** Who deploys. Default: not known. */
  readonly deployer?: PrincipalReference | undefined;
  /** False: the resources are all that there is. Default: true. */
  readonly isPartial?: boolean | undefined;
}

/** A world, and what could not be taken into it as it is. */
export interface WorldReading {
  /** What they describe. */
  readonly world: World;
  /** What could not be taken as it is. */
  readonly findings: readonly Finding[];
}
