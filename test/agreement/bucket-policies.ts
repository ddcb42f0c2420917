/**
 * Bucket policies of both versions, as the service accepts them.
 * @module
 */
import fc from "fast-check";
import { bucketPolicyGrammar } from "../../catalog/index";
import type { BucketPolicy, Statement } from "../../provider/access";
import type { DrawnSwitches } from "./case";
import { ADDRESSES, MOMENTS, PREFIXES, REFERRERS, TAGS } from "./circumstances";
import { APPLICATIONS, KEYS, PROJECTS, USERS } from "./ids";

const RANGES = [
  "203.0.113.0/24",
  "203.0.113.9/29",
  "198.51.100.0/25",
  "2001:db8::/32",
  "0.0.0.0/0",
];
const SECONDS = MOMENTS.map((text) => String(Math.floor(Date.parse(text) / 1000)));
const TIMES = [...MOMENTS, ...MOMENTS, ...SECONDS, "2026-06-01T10:00:00+02:00", "2026-06-01"];
const TEXT_OPERATORS = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
];
const PATTERN_OPERATORS = ["StringLike", "StringNotLike"];
const TIME_OPERATORS = [
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "DateLessThan",
  "DateLessThanEquals",
];
const PATTERNS = ["docs?", "?ocs*", "https://*.example.com/*", "h??ps://*", "*example?com*"];

/** What can be compared with what: operators, a key, values. */
const COMPARISONS: readonly (readonly [readonly string[], string, readonly string[]])[] = [
  [["IpAddress", "NotIpAddress"], "aws:SourceIp", [...ADDRESSES, ...RANGES]],
  [TEXT_OPERATORS, "aws:Referer", [...REFERRERS, ...PATTERNS]],
  [TEXT_OPERATORS, "s3:prefix", [...PREFIXES, ...PATTERNS]],
  [PATTERN_OPERATORS, "aws:Referer", [...PATTERNS, ...PATTERNS, ...REFERRERS]],
  [PATTERN_OPERATORS, "s3:prefix", [...PATTERNS, ...PREFIXES]],
  [TEXT_OPERATORS, "s3:if-match", TAGS],
  [TEXT_OPERATORS, "s3:if-none-match", TAGS],
  [TIME_OPERATORS, "aws:CurrentTime", TIMES],
  [TIME_OPERATORS, "aws:EpochTime", TIMES],
  [["Bool"], "aws:SecureTransport", ["true", "false", "True"]],
  [["Bool"], "s3:ObjectCreationOperation", ["true", "false"]],
];

const ABSENCES = bucketPolicyGrammar.conditionKeys.map((key): (typeof COMPARISONS)[number] => [
  ["Null"],
  key,
  ["true", "false"],
]);

/** Of several operators, of one operator for several keys, of one key with several values. */
const conditions: fc.Arbitrary<NonNullable<Statement["conditions"]>> = fc
  .array(
    fc
      .oneof(
        { weight: 6, arbitrary: fc.constantFrom(...COMPARISONS) },
        { weight: 1, arbitrary: fc.constantFrom(...ABSENCES) },
      )
      .chain(([operators, key, values]) =>
        fc.record({
          operator: fc.constantFrom(...operators),
          key: fc.constantFrom(key, key, key, key.toUpperCase()),
          values: fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
        }),
      ),
    { minLength: 1, maxLength: 2 },
  )
  .map((asked) => {
    const byOperator: Record<string, Record<string, readonly string[]>> = {};
    for (const { operator, key, values } of asked) (byOperator[operator] ??= {})[key] = values;
    return byOperator;
  });

const COMMON = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:DeleteObject"];
const ATTRIBUTES = "s3:GetObjectAttributes";
const BATCH = "s3:DeleteObjects";
const actions: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("*", "s3:*").map((all): string[] => [all]) },
  {
    weight: 4,
    arbitrary: fc.array(
      fc.constantFrom(...COMMON, ...bucketPolicyGrammar.actions, "S3:GETOBJECT", ATTRIBUTES, BATCH),
      { minLength: 1, maxLength: 12 },
    ),
  },
  { weight: 1, arbitrary: fc.constant<string[]>([...COMMON, ...bucketPolicyGrammar.actions]) },
);

/** What stands behind the bucket's name. */
const resources: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<string[]>(["", "/*"]) },
  { weight: 1, arbitrary: fc.constantFrom("", "/*").map((one): string[] => [one]) },
  {
    weight: 3,
    arbitrary: fc.array(
      fc.constantFrom(
        ...[
          "",
          "/docs/*",
          "/docs",
          "/docs2/*",
          "/docs*",
          "/*.txt",
          "/d*/a.txt",
          "/docs/?.txt",
          "/",
        ],
        ...KEYS.map((key) => `/${key}`),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  },
);

const some = (all: readonly string[]): fc.Arbitrary<string[]> =>
  fc.subarray([...all], { minLength: 1 });
const principals = fc.oneof(
  { weight: 2, arbitrary: fc.record({ everyone: fc.constant(true) }) },
  { weight: 3, arbitrary: fc.record({ userIds: some(USERS), applicationIds: some(APPLICATIONS) }) },
  { weight: 2, arbitrary: fc.record({ userIds: some(USERS) }) },
  { weight: 2, arbitrary: fc.record({ applicationIds: some(APPLICATIONS) }) },
  {
    weight: 1,
    arbitrary: fc.record({ everyone: fc.constant(true), userIds: some(USERS) }),
  },
);

const statement = fc.record({
  effect: fc.constantFrom("Allow", "Allow", "Allow", "Allow", "Deny"),
  principals,
  projectIds: some(PROJECTS),
  isForProjects: fc.boolean(),
  actions,
  resources,
  conditions: fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: conditions },
  ),
});
type StatementDraft = typeof statement extends fc.Arbitrary<infer Draft> ? Draft : never;

/** Drafts: what the switches of a world refuse is left out of them when the world is made. */
export const bucketPolicyDraft = fc.record({
  version: fc.constantFrom("2023-04-17", "2023-04-17", "2012-10-17"),
  statements: fc.array(statement, { minLength: 1, maxLength: 3 }),
});
export type BucketPolicyDraft = typeof bucketPolicyDraft extends fc.Arbitrary<infer D> ? D : never;

/** The policy of a bucket, as the service accepts it with those switches. */
export function bucketPolicyOf(
  bucket: string,
  draft: BucketPolicyDraft,
  switches: DrawnSwitches,
): BucketPolicy {
  const { version } = draft;
  return {
    version,
    statements: draft.statements.map((each) => ({
      effect: each.effect,
      principals: version === "2023-04-17" ? each.principals : ofOldVersion(each),
      actions: orElse(
        each.actions.filter((action) => isAccepted(action, switches)),
        "*",
      ),
      resources: orElse(
        each.resources.filter(
          (resource) =>
            switches.midWildcard === "matches" || !resource.replace(/\/\*$/, "").includes("*"),
        ),
        "/*",
      ).map((resource) => bucket + resource),
      ...(each.conditions && { conditions: each.conditions }),
    })),
  };
}

/** Applications cannot be named there, Projects can. */
function ofOldVersion({ principals: draft, projectIds, isForProjects }: StatementDraft) {
  const { everyone, userIds } = draft as Statement["principals"];
  return {
    ...(everyone && { everyone }),
    ...(userIds && { userIds }),
    ...((isForProjects || (!everyone && !userIds)) && { projectIds }),
  };
}

function isAccepted(action: string, switches: DrawnSwitches): boolean {
  if (action === BATCH) return switches.acceptDeleteObjectsAction;
  return action !== ATTRIBUTES || switches.acceptObjectAttributesActions;
}

const orElse = (values: string[], fallback: string): string[] =>
  values.length > 0 ? values : [fallback];
