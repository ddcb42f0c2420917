/**
 * Messages of Pulumi's analyzer protocol to and from plain words.
 * @module
 */
import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzerStackConfigureRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel as WireLevel,
  PolicyConfig as WireConfig,
  PolicySeverity as WireSeverity,
  PolicyType,
  type AnalyzeResponse,
  type AnalyzerInfo,
  type PolicyNotApplicable,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { fromStruct, toStruct } from "../deploy/struct";
import { plainReferences } from "../deploy/values";
import type { PropertyMap } from "../state/types";
import type { PackContext } from "./pack-process";
import type {
  Analysis,
  EnforcementLevel,
  InspectedResource,
  InspectedStackResource,
  PackInfo,
  PolicyConfig,
  PolicyInfo,
  PolicySeverity,
  Remedies,
} from "./policy-pack";

const LEVELS: Record<EnforcementLevel, WireLevel> = {
  advisory: WireLevel.ADVISORY,
  mandatory: WireLevel.MANDATORY,
  disabled: WireLevel.DISABLED,
  remediate: WireLevel.REMEDIATE,
};

const SEVERITIES: Partial<Record<WireSeverity, PolicySeverity>> = {
  [WireSeverity.POLICY_SEVERITY_LOW]: "low",
  [WireSeverity.POLICY_SEVERITY_MEDIUM]: "medium",
  [WireSeverity.POLICY_SEVERITY_HIGH]: "high",
  [WireSeverity.POLICY_SEVERITY_CRITICAL]: "critical",
};

const KINDS: Record<PolicyType, PolicyInfo["kind"]> = {
  [PolicyType.POLICY_TYPE_UNKNOWN]: "unknown",
  [PolicyType.POLICY_TYPE_RESOURCE]: "resource",
  [PolicyType.POLICY_TYPE_STACK]: "stack",
};

/** What a pack is told of the stack. */
export function stackConfiguration(context: PackContext): AnalyzerStackConfigureRequest {
  const request = new AnalyzerStackConfigureRequest()
    .setStack(context.stack)
    .setProject(context.project)
    .setOrganization(context.organization)
    .setDryRun(context.dryRun)
    .setConfigSecretKeysList(context.secretConfigKeys);
  for (const [key, value] of Object.entries(context.config)) request.getConfigMap().set(key, value);
  return request;
}

/** The configuration of every policy of a pack. */
export function packConfiguration(
  configuration: Record<string, Required<PolicyConfig>>,
): ConfigureAnalyzerRequest {
  const request = new ConfigureAnalyzerRequest();
  for (const [policy, { enforcementLevel, properties }] of Object.entries(configuration)) {
    const config = new WireConfig();
    config.setEnforcementlevel(LEVELS[enforcementLevel]);
    config.setProperties(toStruct(properties));
    request.getPolicyconfigMap().set(policy, config);
  }
  return request;
}

/** A pack's description of itself. */
export function packInfo(info: AnalyzerInfo): PackInfo {
  const policies = info.getPoliciesList().map((policy): PolicyInfo => {
    const severity = SEVERITIES[policy.getSeverity()];
    const schema = policy.getConfigschema();
    return {
      name: policy.getName(),
      kind: KINDS[policy.getPolicyType()],
      enforcementLevel: levelOf(policy.getEnforcementlevel()),
      ...(severity && { severity }),
      configSchema: {
        properties: fromStruct(schema?.getProperties()),
        required: schema?.getRequiredList() ?? [],
      },
    };
  });
  const configured = info.getInitialconfigMap().getEntryList();
  return {
    name: info.getName(),
    version: info.getVersion(),
    policies: policies.sort((one, other) => (one.name < other.name ? -1 : 1)),
    initialConfig: Object.fromEntries(
      configured.map(([policy]) => {
        const config = info.getInitialconfigMap().get(policy);
        // A level that the pack leaves out arrives as the first one, advisory; the official engine takes it for that.
        const enforcementLevel = levelOf(config?.getEnforcementlevel() ?? WireLevel.ADVISORY);
        return [policy, { enforcementLevel, properties: fromStruct(config?.getProperties()) }];
      }),
    ),
  };
}

/** A question about one resource. Remediations see and keep the engine's own properties, analyses never see them. */
export function resourceRequest(
  resource: InspectedResource,
  { isRemediation }: { isRemediation: boolean },
): AnalyzeRequest {
  return fill(new AnalyzeRequest(), resource, isRemediation);
}

/** A resource within a question about the whole stack. */
export function stackResource(resource: InspectedStackResource): AnalyzerResource {
  const message = fill(new AnalyzerResource(), resource, false)
    .setParent(resource.parent)
    .setDependenciesList(resource.dependencies);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    if (urns.length === 0) continue;
    const dependencies = new AnalyzerPropertyDependencies().setUrnsList(urns);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return message;
}

function fill<Message extends AnalyzeRequest | AnalyzerResource>(
  message: Message,
  { urn, type, name, properties, options, provider }: InspectedResource,
  isRemediation: boolean,
): Message {
  const plain = plainReferences(properties);
  message.setUrn(urn);
  message.setType(type);
  message.setName(name);
  message.setProperties(toStruct(isRemediation ? plain : withoutInternals(plain)));
  message.setOptions(
    new AnalyzerResourceOptions()
      .setProtect(options.protect)
      .setIgnorechangesList(options.ignoreChanges)
      .setDeletebeforereplace(options.deleteBeforeReplace ?? false)
      .setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined)
      .setAdditionalsecretoutputsList(options.additionalSecretOutputs)
      .setCustomtimeouts(
        new AnalyzerResourceOptions.CustomTimeouts()
          .setCreate(options.customTimeouts.create ?? 0)
          .setUpdate(options.customTimeouts.update ?? 0)
          .setDelete(options.customTimeouts.delete ?? 0),
      )
      .setParent(options.parent),
  );
  if (provider) {
    message.setProvider(
      new AnalyzerProviderResource()
        .setUrn(provider.urn)
        .setType(provider.type)
        .setName(provider.name)
        .setProperties(toStruct(withoutInternals(provider.properties))),
    );
  }
  return message;
}

function withoutInternals(properties: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));
}

/** What a pack found; the severity of a policy holds where the violation has none of its own. */
export function analysisOf(response: AnalyzeResponse, policies: readonly PolicyInfo[]): Analysis {
  return {
    violations: response.getDiagnosticsList().map((diagnostic) => {
      const policy = diagnostic.getPolicyname();
      const severity =
        SEVERITIES[diagnostic.getSeverity()] ??
        policies.find(({ name }) => name === policy)?.severity;
      const level = levelOf(diagnostic.getEnforcementlevel());
      return {
        policy,
        message: diagnostic.getMessage(),
        // What a remediation has left over is as bad as what is mandatory.
        enforcementLevel: level === "remediate" ? "mandatory" : level,
        ...(severity && { severity }),
        ...(diagnostic.getUrn() !== "" && { urn: diagnostic.getUrn() }),
      };
    }),
    notApplicable: namesOf(response.getNotApplicableList()),
  };
}

/** What a pack made of a resource. */
export function remediesOf(response: RemediateResponse): Remedies {
  return {
    remediations: response.getRemediationsList().map((remediation) => {
      const policy = remediation.getPolicyname();
      const obstacle = remediation.getDiagnostic();
      return obstacle === ""
        ? { policy, properties: fromStruct(remediation.getProperties()) }
        : { policy, obstacle };
    }),
    notApplicable: namesOf(response.getNotApplicableList()),
  };
}

function namesOf(policies: readonly PolicyNotApplicable[]): string[] {
  return policies.map((policy) => policy.getPolicyName());
}

function levelOf(level: WireLevel): EnforcementLevel {
  const names = Object.keys(LEVELS) as EnforcementLevel[];
  const found = names.find((name) => LEVELS[name] === level);
  if (found === undefined) throw new Error(`Unknown enforcement level ${String(level)}.`);
  return found;
}
