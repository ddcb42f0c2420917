/**
 * A third opinion, written from the specification alone and as it stands there, without a thought of speed: everything
 * that anybody was ever given is listed, and what is asked for is looked up in the list. It shares no code with the
 * evaluator or with the local cloud, and of CEL it knows the few forms in `plainly`.
 * @module
 */
/* eslint-disable complexity -- to be read beside the specification, rule by rule */
import { iamSets, s3Operations, type S3Operation } from "../../catalog/index";
import type {
  AclGrant,
  BucketPolicy,
  Circumstances,
  Question,
  Statement,
  World,
} from "../../provider/access";
import type { Case, DrawnSwitches, Side, Verdict } from "./case";
import { statementFits } from "./brute-force-statements";
import { ACCESS_KEYS, APPLICATIONS, POLICIES, USERS } from "./ids";

type Principal = World["principals"][number];
type Bucket = World["buckets"][number];

/** One thing that somebody was given. */
interface Given {
  readonly set: string;
  /** All Projects, and the Organization; or this Project. */
  readonly where: "organization" | { readonly project: string };
  readonly condition: string;
}

/** A question with its world, and who is behind it. */
interface Inquiry {
  readonly world: World;
  readonly switches: DrawnSwitches;
  readonly question: Question;
  readonly told: Circumstances;
  /** Absent: nobody in particular. */
  readonly bearer: Principal | undefined;
  /** The Project that the request acts in. */
  readonly project: string;
}

/** Everybody's rights, looked up. */
export class BruteForce implements Side {
  readonly name = "brute force";

  answers(asked: Case): Promise<Verdict[]> {
    return Promise.resolve(
      asked.questions.map((question) => ({
        answer: allows(asked, question) ? "allow" : "deny",
        reasons: [],
      })),
    );
  }
}

const PLAIN = [
  `request.ip == "203.0.113.7"`,
  `request.ip != "203.0.113.8"`,
  `request.time < timestamp("2026-06-01T08:00:00.001Z")`,
  `request.time >= timestamp("2026-12-31T23:30:00.000Z")`,
  "1 == 1",
  "false",
  "request.ip",
  "request.nothing == 1",
  "!has(resource.id)",
  `resource.locality == "global"`,
  ...[USERS[0], USERS[1], APPLICATIONS[0], POLICIES[0], ACCESS_KEYS[0]].map(
    (id) => `resource.id == "${id ?? ""}"`,
  ),
];

/** The same case, where all conditions of rules are in a form that is known here. */
export function plainly({ world, ...others }: Case): Case {
  const policies = world.policies.map((policy) => ({
    ...policy,
    rules: policy.rules.map((rule) =>
      rule.condition ? { ...rule, condition: PLAIN[rule.condition.length % PLAIN.length]! } : rule,
    ),
  }));
  return { ...others, world: { ...world, policies } };
}

function holds(condition: string, { question, switches, told }: Inquiry): boolean {
  if (condition === "" || condition === "1 == 1") return true;
  const [, before, sign, value = ""] =
    /^request\.(ip|time) (==|!=|<|>=) (?:timestamp\()?"(.*?)"\)?$/.exec(condition) ?? [];
  if (before === "ip") return (told.ip === value) === (sign === "==");
  if (before === "time") return told.time! < new Date(value) === (sign === "<");
  if (!condition.includes("resource.")) return false;
  const { action, target } = question;
  const isUnsupported = !action.includes(":") || action.startsWith("account_project:");
  if (isUnsupported) return switches.resourceConditionOnStorage === "conditionIgnored";
  const id = "organization" in target ? target.id : undefined;
  if (condition === "!has(resource.id)") return id === undefined;
  if (condition.startsWith("resource.locality")) return id !== undefined;
  return id !== undefined && condition === `resource.id == "${id}"`;
}

function allows({ world, switches }: Case, question: Question): boolean {
  const { asker, action, circumstances: told = {} } = question;
  const isStorage = !action.includes(":");
  const inquiry = (bearer: Principal | undefined, project: string): Inquiry => {
    const isSomebody = bearer && !bearer.isLocked;
    return { world, switches, question, told, bearer: isSomebody ? bearer : undefined, project };
  };
  const decide = (one: Inquiry): boolean => {
    if (!isStorage) return one.bearer !== undefined && iam(one);
    // A write that compares what is there reads it.
    const reads = action === "PutObject" && typeof told.ifMatch === "string";
    return (
      storage(one) &&
      (!reads || storage({ ...one, question: { ...question, action: "GetObject" } }))
    );
  };
  if (asker.kind === "anonymous") return decide(inquiry(undefined, ""));
  if (asker.kind !== "key") {
    const bearer = world.principals.find(({ kind, id }) => kind === asker.kind && id === asker.id);
    return bearer !== undefined && decide(inquiry(bearer, told.actsIn ?? homeOf(question, world)));
  }
  const [accessKey, override] = asker.accessKey.split("@");
  const key = world.keys.find((known) => known.accessKey === accessKey);
  if (!key || isOver(key.expiresAt, told.time!)) return false;
  const bearer = world.principals.find(({ id }) => id === key.bearer.id);
  return decide(inquiry(bearer, override ?? key.defaultProjectId));
}

/** Moments are told to the microsecond; now is a whole millisecond. */
function isOver(expiresAt: string | undefined, now: Date): boolean {
  if (expiresAt === undefined) return false;
  const beyond = /\.\d{3}(\d+)/.exec(expiresAt)?.[1] ?? "0";
  const [end, time] = [Date.parse(expiresAt), now.getTime()];
  return end < time || (end === time && Number(beyond) === 0);
}

function homeOf({ target }: Question, world: World): string {
  if ("projectId" in target) return target.projectId;
  const name = "bucket" in target ? target.bucket : undefined;
  return world.buckets.find((bucket) => bucket.name === name)?.projectId ?? world.organizationId;
}

/** Everything that the bearer was given, with what it was given to groups. */
function given({ world, bearer }: Inquiry): Given[] {
  const list: Given[] = [];
  for (const { principal, rules } of world.policies) {
    if (!principal || !bearer) continue;
    const group = world.groups.find(({ id }) => principal.kind === "group" && id === principal.id);
    const isMember =
      group?.everyone === bearer.kind || group?.members.some(({ id }) => id === bearer.id);
    if (!(principal.kind === bearer.kind && principal.id === bearer.id) && !isMember) continue;
    for (const { permissionSetNames, projectIds, condition = "" } of rules) {
      for (const set of permissionSetNames) {
        if (!projectIds) list.push({ set, where: "organization", condition });
        for (const project of projectIds ?? []) list.push({ set, where: { project }, condition });
      }
    }
  }
  return list;
}

function has(inquiry: Inquiry, sets: readonly string[], project: string | undefined): boolean {
  return given(inquiry).some(
    ({ set, where, condition }) =>
      sets.includes(set) &&
      (where === "organization" || where.project === project) &&
      holds(condition, inquiry),
  );
}

/** Sections 2 and 3. */
function iam(inquiry: Inquiry): boolean {
  const { world, switches, question, bearer } = inquiry;
  const { target } = question;
  const isThere = ({ id }: { readonly id: string }): boolean =>
    !("projectId" in target) || target.projectId === id;
  if (!world.projects.some(isThere)) return false;
  if (bearer?.isOwner) return true;
  const [resource = "", action = ""] = question.action.split(":");
  const id = "organization" in target ? target.id : undefined;
  const key = world.keys.find(({ accessKey }) => accessKey === id);
  const isOwn =
    (resource === "user" && bearer?.kind === "user" && id === bearer.id) ||
    (resource === "api_key" && key?.bearer.id === bearer?.id && key !== undefined);
  if (isOwn && (bearer?.kind === "user" || switches.selfRightsForApplications)) return true;
  const sets = iamSets.filter(({ allows: rights }) =>
    rights.some(
      (right) =>
        right.resource === resource &&
        (right.actions as readonly string[]).includes(action) &&
        (right.keysOf === undefined || right.keysOf === key?.bearer.kind),
    ),
  );
  const isOfProject = resource === "ssh_key" && "projectId" in target;
  return has(
    inquiry,
    sets.map(({ set }) => set),
    isOfProject ? target.projectId : undefined,
  );
}

/** Object Storage rights in a Project. */
function right(inquiry: Inquiry, entry: S3Operation, project: string): boolean {
  const { world, switches, bearer } = inquiry;
  if (!bearer || !world.projects.some(({ id }) => id === project)) return false;
  if (bearer.isOwner) return true;
  const { operation } = entry;
  const added = Object.entries(entry.switchSets ?? {}).flatMap(([name, sets]) =>
    (switches as unknown as Record<string, unknown>)[name] === true ? sets : [],
  );
  const sets = [...entry.permissionSets, ...added].filter(
    (set) =>
      operation !== "HeadBucket" ||
      switches.bucketsReadAllowsHeadBucket ||
      set !== "ObjectStorageBucketsRead",
  );
  return has(inquiry, sets, project);
}

/** Section 4. */
function storage(inquiry: Inquiry): boolean {
  const { world, switches, question, bearer, project } = inquiry;
  const { target } = question;
  const action = question.action === "PostObject" ? "PutObject" : question.action;
  const entry = s3Operations.find(({ operation }) => operation === action)!;
  // A Project that is not there: of another Organization, or deleted.
  if (bearer && !world.projects.some(({ id }) => id === project)) return false;
  if ("projectId" in target) {
    return bearer !== undefined && target.projectId === project && right(inquiry, entry, project);
  }
  const bucket = world.buckets.find(({ name }) => "bucket" in target && name === target.bucket);
  if (!bucket || !("bucket" in target)) return false;
  const object = world.objects?.find(
    ({ bucket: name, key }) => name === bucket.name && key === target.key,
  );
  const writer = (switches.objectOwnerIsWriter ? object?.projectId : undefined) ?? bucket.projectId;
  const acl = (): boolean =>
    byAcl(inquiry, { entry, bucket, writer, grants: object?.grants ?? [] });
  const isReading = entry.resource === "object" && entry.iamPermission === "object:read";
  const isWritersAlone = writer !== bucket.projectId && (isReading || action === "PutObjectAcl");
  const ofIam =
    (project === bucket.projectId || !switches.projectMustMatch) &&
    right(inquiry, entry, bucket.projectId) &&
    (!isWritersAlone || acl());
  if (entry.iamPermission?.startsWith("policy:")) return ofIam;
  const isGated =
    entry.bucketPolicyGate !== "none" &&
    !(action === "DeleteBucket" && switches.deleteBucketGate === "none");
  if (!bucket.policy || !isGated) return ofIam || acl();
  if (switches.ownerBypassesBucketPolicy && bearer?.isOwner) return ofIam;
  return byPolicy(inquiry, { entry, bucket, policy: bucket.policy, ofIam, acl });
}

/** Sections 4 and 5, where the bucket has a policy. */
function byPolicy(
  inquiry: Inquiry,
  {
    entry,
    bucket,
    policy,
    ofIam,
    acl,
  }: {
    readonly entry: S3Operation;
    readonly bucket: Bucket;
    readonly policy: BucketPolicy;
    readonly ofIam: boolean;
    readonly acl: () => boolean;
  },
): boolean {
  const { switches, question, bearer, project } = inquiry;
  const key = "bucket" in question.target ? question.target.key : undefined;
  const fitting = policy.statements.filter((statement) =>
    statementFits(statement, { entry, bucket: bucket.name, key, told: inquiry.told, switches }),
  );
  const isNamed = ({ principals }: Statement): boolean =>
    bearer !== undefined &&
    ((bearer.kind === "user" && principals.userIds?.includes(bearer.id) === true) ||
      (bearer.kind === "application" && principals.applicationIds?.includes(bearer.id) === true));
  const isOfProject = ({ principals }: Statement): boolean =>
    bearer !== undefined && principals.projectIds?.includes(project) === true;
  const isOfAll = ({ principals }: Statement): boolean => principals.everyone === true;
  const meant = fitting.filter((each) => isNamed(each) || isOfProject(each) || isOfAll(each));
  const allowed = meant.filter(({ effect }) => effect === "Allow");
  if (switches.denyEffect === "overrides" && meant.length > allowed.length) return false;
  if (allowed.some(isOfAll) && (!bearer || switches.starPrincipalSkipsIam)) return true;
  const isShared =
    allowed.some((each) => isOfProject(each) || isOfAll(each)) && right(inquiry, entry, project);
  if (policy.version === "2012-10-17" && switches.policy2012 === "additive") {
    return ofIam || isShared || acl();
  }
  if (allowed.length > 0 && (ofIam || isShared)) return true;
  return switches.aclBesidePolicy === "added" && acl();
}

const WRITES = [
  ...["PutObject", "CopyObject", "DeleteObject", "DeleteObjects", "CreateMultipartUpload"],
  ...["UploadPart", "UploadPartCopy", "CompleteMultipartUpload"],
];
const BY_BUCKET: readonly (readonly [AclGrant["permission"], readonly string[]])[] = [
  ["READ", ["HeadBucket", "ListObjects", "ListObjectsV2", "ListObjectVersions"]],
  ["READ", ["ListMultipartUploads"]],
  ["WRITE", WRITES],
  ["READ_ACP", ["GetBucketAcl"]],
  ["WRITE_ACP", ["PutBucketAcl"]],
];
const BY_OBJECT: readonly (readonly [AclGrant["permission"], readonly string[]])[] = [
  ["READ", ["GetObject", "HeadObject"]],
  ["READ_ACP", ["GetObjectAcl"]],
  ["WRITE_ACP", ["PutObjectAcl"]],
];

/** Section 6. */
function byAcl(
  inquiry: Inquiry,
  {
    entry,
    bucket,
    writer,
    grants,
  }: {
    readonly entry: S3Operation;
    readonly bucket: Bucket;
    readonly writer: string;
    readonly grants: readonly AclGrant[];
  },
): boolean {
  const { bearer, project, switches } = inquiry;
  const of = (table: typeof BY_BUCKET, lines: readonly AclGrant[]): boolean =>
    table.some(
      ([permission, operations]) =>
        operations.includes(entry.operation) &&
        lines.some(
          (line) =>
            [permission, "FULL_CONTROL"].includes(line.permission) &&
            (line.grantee === "allUsers" ||
              (line.grantee === "authenticatedUsers" && bearer !== undefined) ||
              (typeof line.grantee !== "string" &&
                bearer !== undefined &&
                line.grantee.projectId === project &&
                right(inquiry, entry, project))),
        ),
    );
  // What a list gives to the bucket's own Project, IAM gives already.
  const beyond = (lines: readonly AclGrant[]): AclGrant[] =>
    lines.filter(
      ({ grantee }) => typeof grantee === "string" || grantee.projectId !== bucket.projectId,
    );
  const writersOwn: AclGrant = { grantee: { projectId: writer }, permission: "FULL_CONTROL" };
  const ofObject = writer === bucket.projectId ? beyond(grants) : [...grants, writersOwn];
  const isOpened =
    switches.publicBucketOpensObjects &&
    BY_OBJECT[0]![1].includes(entry.operation) &&
    bucket.grants?.some(
      ({ grantee, permission }) => grantee === "allUsers" && permission === "READ",
    ) === true;
  return of(BY_BUCKET, beyond(bucket.grants ?? [])) || of(BY_OBJECT, ofObject) || isOpened;
}
