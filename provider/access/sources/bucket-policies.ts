/**
 * Reads bucket policies, given as statements or in Scaleway's own grammar.
 * @module
 */
import { statementAt } from "../names";
import { conditionFault } from "../statement-conditions";
import {
  UNKNOWN,
  type Bucket,
  type BucketPolicy,
  type PrincipalReference,
  type Statement,
} from "../world";
import { policyOfDocument, statementFault } from "./policy-document";
import type { Described } from "./reading";

/** The statement that the provider adds for the deployer is known by it. */
const DEPLOYER_SID = "PulumiStorageAccessKeepsDeployer";
const VERSIONS = ["2023-04-17", "2012-10-17"] as const;

/** What a policy is read for. */
export interface PolicyPlace {
  readonly bucket: Bucket;
  readonly deployer?: PrincipalReference | undefined;
}

/** The policy of a bucket, with the statement for whoever deploys. */
export function policyOf(one: Described, place: PolicyPlace): BucketPolicy {
  const read = contentOf(one, place);
  if (read.malformed !== undefined) {
    one.report("malformedPolicy", "document", `cannot be understood: ${read.malformed}`);
    return read;
  }
  if (one.value("keepDeployer") === false) return read;
  return { ...read, statements: [...read.statements, deployersStatement(read.version, place)] };
}

function contentOf(one: Described, { bucket }: PolicyPlace): BucketPolicy {
  const document = one.value("document");
  if (document === UNKNOWN) return malformed("it is not known yet");
  if (document !== undefined && document !== null) return policyOfDocument(document, bucket.name);
  const given = one.text("version") ?? VERSIONS[0];
  if (given === UNKNOWN) return malformed("its version is not known yet");
  const version = VERSIONS.find((known) => known === given);
  if (!version) return malformed(`there is no version ${given}`);
  const statements = one.value("statements");
  if (statements === UNKNOWN) return malformed("its statements are not known yet");
  const read = one
    .asList(statements, "statements")
    .map((statement, index) => statementOf(one, statement, { index, bucket: bucket.name }));
  const fault = read
    .map((statement) => statementFault(statement, bucket.name, version))
    .find(Boolean);
  return fault === undefined ? { version, statements: read } : malformed(fault);
}

/** A policy of which nothing can be said. */
function malformed(text: string): BucketPolicy {
  return { version: VERSIONS[0], statements: [], malformed: text };
}

function statementOf(
  one: Described,
  value: unknown,
  { index, bucket }: { readonly index: number; readonly bucket: string },
): Statement {
  const path = statementAt(index);
  const statement = one.asRecord(value === UNKNOWN ? {} : value, path);
  const principals = one.asRecord(statement["principals"], `${path}.principals`);
  const ids = (name: string, kind: string): string[] | undefined =>
    one.asIds(principals[name], { path: `${path}.principals.${name}`, kind });
  const sid = one.asText(statement["sid"], `${path}.sid`);
  const resources = one.asTexts(statement["resources"], `${path}.resources`);
  return {
    ...(sid === undefined ? {} : { sid }),
    effect: statement["effect"] === "Deny" ? "Deny" : "Allow",
    principals: {
      everyone: principals["everyone"] === true,
      userIds: ids("userIds", "User"),
      applicationIds: ids("applicationIds", "Application"),
      projectIds: ids("projectIds", "Project"),
    },
    actions: one.asTexts(statement["actions"], `${path}.actions`),
    resources: resources.length > 0 ? resources : [bucket, `${bucket}/*`],
    conditions: conditionsOf(one, statement["conditions"], `${path}.conditions`),
  };
}

function conditionsOf(
  one: Described,
  value: unknown,
  path: string,
): Record<string, Record<string, string[]>> {
  const conditions = Object.entries(one.asRecord(value, path)).map(([operator, byKey]) => {
    const at = `${path}.${operator}`;
    const keys = Object.entries(one.asRecord(byKey, at)).map(([key, values]) => {
      const list = Array.isArray(values) ? values : [values];
      const texts = list.map((item) => String(item));
      const fault = conditionFault(operator, key, texts);
      if (fault !== undefined) one.report("malformedPolicy", at, `cannot be understood: ${fault}`);
      return [key, texts] as const;
    });
    return [operator, Object.fromEntries(keys)] as const;
  });
  return Object.fromEntries(conditions);
}

/** The old version cannot name an application: the bucket's Project is named. */
function deployersStatement(version: string, { bucket, deployer }: PolicyPlace): Statement {
  const isOld = version === "2012-10-17";
  const principals =
    deployer?.kind === "user"
      ? { userIds: [deployer.id] }
      : isOld
        ? { projectIds: [bucket.projectId] }
        : deployer
          ? { applicationIds: [deployer.id] }
          : {};
  return {
    ...{ sid: DEPLOYER_SID, effect: "Allow", isForDeployer: true, principals, actions: ["*"] },
    resources: [bucket.name, `${bucket.name}/*`],
  };
}
