/**
 * The words of policy packs: what a pack is asked, and what it answers.
 * @module
 */
import type { PropertyMap } from "../state/types";

/** What a violation of a policy leads to; `disabled` policies are not run. */
export type EnforcementLevel = "advisory" | "mandatory" | "remediate" | "disabled";

/** How bad a violation is, where the policy says so. */
export type PolicySeverity = "low" | "medium" | "high" | "critical";

/** The JSON schema of a policy's configuration. */
export interface ConfigSchema {
  properties: PropertyMap;
  required: string[];
}

/** A policy's configuration: its level, and what its own schema describes. */
export interface PolicyConfig {
  enforcementLevel?: EnforcementLevel;
  properties: PropertyMap;
}

/** A policy, as its pack describes it. */
export interface PolicyInfo {
  name: string;
  /** What it looks at; packs made with an old SDK do not say. */
  kind: "resource" | "stack" | "unknown";
  enforcementLevel: EnforcementLevel;
  severity?: PolicySeverity;
  configSchema: ConfigSchema;
}

/** A pack, as it describes itself. */
export interface PackInfo {
  name: string;
  version: string;
  /** By name. */
  policies: PolicyInfo[];
  /** By policy. */
  initialConfig: Record<string, PolicyConfig>;
}

/** A resource that policies are asked about. */
export interface InspectedResource {
  urn: string;
  type: string;
  name: string;
  properties: PropertyMap;
  options: {
    protect: boolean;
    ignoreChanges: string[];
    /** Absent: the provider decides. */
    deleteBeforeReplace?: boolean;
    additionalSecretOutputs: string[];
    /** In seconds. */
    customTimeouts: { create?: number; update?: number; delete?: number };
    parent: string;
  };
  /** The provider that manages the resource; absent: none does. */
  provider?: { urn: string; type: string; name: string; properties: PropertyMap };
}

/** A resource of a whole stack that policies are asked about. */
export interface InspectedStackResource extends InspectedResource {
  parent: string;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
}

/** What a policy objects to. */
export interface Violation {
  policy: string;
  message: string;
  enforcementLevel: EnforcementLevel;
  severity?: PolicySeverity;
  /** The resource that it is about, where the policy names one. */
  urn?: string;
}

/** What a policy makes of a resource's properties, or why it can make nothing of them. */
export type Remediation =
  { policy: string; properties: PropertyMap } | { policy: string; obstacle: string };

/** The outcome of an inspection. */
export interface Analysis {
  violations: Violation[];
  /** The policies that had nothing to look at. */
  notApplicable: string[];
}

/** The outcome of the remediations of a resource, in order. */
export interface Remedies {
  remediations: Remediation[];
  notApplicable: string[];
}

/** Where a pack is and what it is called: what people are shown of it. */
export interface PackIdentity {
  name: string;
  version: string;
  /** The folder as it was given. */
  path: string;
}

/** A pack that is ready to be asked. */
export interface PolicyPack {
  readonly identity: PackIdentity;
  /** The policies, each with the level that it is run at. */
  readonly policies: readonly PolicyInfo[];
  remediate(resource: InspectedResource): Promise<Remedies>;
  analyze(resource: InspectedResource): Promise<Analysis>;
  analyzeStack(resources: readonly InspectedStackResource[]): Promise<Analysis>;
}
