/**
 * What a statement of a bucket policy must look like, and when two statements mean the same.
 * @module
 */
import { bucketPolicyGrammar, catalogDate, s3Operations } from "pulumi-storage-access-catalog";
import { quote, type Rule } from "../core/fields";
import { nearest } from "../core/nearest";
import { boolean, map, oneOf, record, set, text, uuid } from "../core/rules";
import type { Properties } from "../core/sanitize";
import { containsUnknown, isUnknown } from "../core/unknown";

/** The current version of the grammar, and the deprecated one. */
export const POLICY_VERSIONS = ["2023-04-17", "2012-10-17"] as const;

/** The statement that this provider adds for the deployer is known by it. */
export const DEPLOYER_SID = "PulumiStorageAccessKeepsDeployer";

const ALL_ACTIONS = ["*", "s3:*"];
/** Named by the vendor's tables, though not by its list of actions: accepted. */
const ATTRIBUTES = ["s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"];
const ACTIONS = [...ALL_ACTIONS, ...bucketPolicyGrammar.actions, ...ATTRIBUTES];

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function knownAction(name: string): string | undefined {
  return ACTIONS.find((known) => known.toLowerCase() === name.toLowerCase());
}

const action: Rule = {
  shape: { type: "oneOf", values: ACTIONS },
  check: (value, path, report) => {
    if (isUnknown(value) || (typeof value === "string" && knownAction(value) !== undefined)) return;
    report(path, `${quote(value)} is no action of bucket policies${hintFor(String(value))}`);
  },
  // Both mean everything, and letter case means nothing.
  canonical: (value) =>
    value === "s3:*" ? "*" : typeof value === "string" ? value.toLowerCase() : value,
};

function hintFor(name: string): string {
  const { bucketPolicyAction } =
    s3Operations.find(({ altBucketPolicyActions = [] }) => altBucketPolicyActions.includes(name)) ??
    {};
  if (bucketPolicyAction) return `: ${quote(bucketPolicyAction)} covers that operation`;
  if (name.includes("*")) return ': only all of them can be meant at once, by "*"; else name each';
  const guess = nearest(name, ACTIONS);
  return guess === undefined
    ? ` (catalog of ${catalogDate})`
    : `; did you mean ${quote(guess)}? (catalog of ${catalogDate})`;
}

/** Groups cannot be principals: said instead of "no such property". */
const noGroups: Rule = {
  shape: { type: "oneOf", values: [] },
  check: (_value, path, report) =>
    report(path, "a group cannot be named by a bucket policy: name its users and applications"),
  canonical: (value) => value ?? null,
};

const principals: Rule = record(
  {
    everyone: { rule: boolean() },
    userIds: { rule: set(uuid("a user")) },
    applicationIds: { rule: set(uuid("an application")) },
    projectIds: { rule: set(uuid("a Project")) },
    groupIds: { rule: noGroups, internal: true },
    groupId: { rule: noGroups, internal: true },
  },
  (value, path, report) => {
    const isNobody = (name: string): boolean =>
      value[name] === undefined || value[name] === false || asList(value[name]).length === 0;
    if (Object.keys(value).every(isNobody)) {
      report(path, "nobody is named: give userIds, applicationIds, or everyone: true");
    }
  },
);

const resource: Rule = text({
  minimum: 1,
  maximum: 1_200,
  refuse: (value) =>
    value.startsWith("arn:")
      ? `Scaleway knows no ARNs here: write ${quote(value.replace(/^.*:::?/, ""))}`
      : undefined,
});

const key = oneOf(...bucketPolicyGrammar.conditionKeys);
const valueText = text({ minimum: 0, maximum: 2_048 });
const values: Rule = {
  ...set(valueText),
  check: (value, path, report) => {
    if (Array.isArray(value)) set(valueText).check(value, path, report);
    else valueText.check(value, path, report);
  },
  // One text is a list of one; true and numbers stand for their texts.
  canonical: (value) => set(valueText).canonical(asList(value).map(String)),
};
const plainConditions = map(oneOf(...bucketPolicyGrammar.operators), map(key, values));
const conditions: Rule = {
  ...plainConditions,
  canonical: (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value ?? null;
    const operators = Object.entries(value).map(([operator, byKey]) => [operator, lowered(byKey)]);
    return operators.length === 0
      ? null
      : plainConditions.canonical(Object.fromEntries(operators) as Properties);
  },
};

function lowered(byKey: unknown): unknown {
  if (typeof byKey !== "object" || byKey === null) return byKey;
  return Object.fromEntries(
    Object.entries(byKey).map(([name, value]) => [name.toLowerCase(), value as unknown]),
  );
}

const plainStatement = record(
  {
    sid: {
      rule: text({
        minimum: 1,
        maximum: 200,
        refuse: (value) =>
          value === DEPLOYER_SID ? "it is the name of this provider's own statement" : undefined,
      }),
    },
    effect: { rule: oneOf("Allow", "Deny") },
    principals: { rule: principals, required: true },
    actions: { rule: set(action), required: true },
    resources: { rule: set(resource) },
    conditions: { rule: conditions },
  },
  (statement, path, report) => {
    for (const name of ["actions", "resources"]) {
      const list = statement[name];
      if (Array.isArray(list) && list.length === 0) {
        report(`${path}.${name}`, "[] is not allowed: at least one is needed");
      }
    }
  },
);

/** One statement; left-out effects and resources mean the same as those written down. */
export const policyStatement: Rule = {
  ...plainStatement,
  canonical: (value) => {
    if (typeof value !== "object" || value === null || containsUnknown(value)) return value ?? null;
    const { effect = "Allow", resources, ...others } = value as Properties;
    const meant = isWholeBucket(resources) ? undefined : resources;
    return plainStatement.canonical({ ...others, effect, resources: meant });
  },
};

/** True for a bucket and everything in it, which is meant as well where no resource is named. */
function isWholeBucket(resources: unknown): boolean {
  if (!Array.isArray(resources)) return false;
  const [bucket, content, ...rest] = [...new Set(resources as unknown[])].map(String).sort();
  return bucket !== undefined && rest.length === 0 && content === `${bucket}/*`;
}
