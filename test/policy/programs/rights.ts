/**
 * Programs about who ends up with which rights: keys, policies, groups and Projects together.
 * @module
 */
import {
  apiKey,
  application,
  bad,
  bucket,
  good,
  group,
  groupMembership,
  idOf,
  later,
  open,
  ORGANIZATION,
  outputOf,
  policy,
  project,
  user,
  uuid,
  type LabeledProgram,
  type ProgramResource,
} from "../../support/labeled-programs";

const app = application();
const other = application();
const second = project();
const past = "2020-01-01T00:00:00Z";

interface Given {
  /** Whose it is. Default: the application's called `app`. */
  readonly of?: object;
  readonly condition?: string;
}

/** A policy of somebody, on Projects of the program, with a set. */
const on = (
  projects: readonly string[],
  set: unknown,
  { of = { applicationId: idOf("app") }, ...more }: Given = {},
): ProgramResource =>
  policy({
    ...of,
    rules: [{ projectIds: projects.map((name) => idOf(name)), permissionSetNames: [set], ...more }],
  });
/** A policy of somebody on the Organization. */
const onAll = (set: unknown, of: object = { applicationId: idOf("it") }): ProgramResource =>
  policy({ ...of, rules: [{ organizationId: ORGANIZATION, permissionSetNames: [set] }] });
const key = (inputs: object = {}): ProgramResource =>
  apiKey({ applicationId: idOf("app"), defaultProjectId: idOf("second"), ...inputs });

const lone = (inputs: object = {}): ProgramResource =>
  apiKey({ applicationId: idOf("app"), ...inputs });

const keys: LabeledProgram[] = [
  bad("iam-key-many", "two keys", { app, it: lone(), two: lone() }, { bad: ["it", "two"] }),
  good(
    "iam-key-many",
    "two, as many as are allowed",
    { app, it: lone(), two: lone() },
    {
      config: { maximum: 2 },
    },
  ),
  good("iam-key-many", "one each", {
    app,
    other,
    it: lone(),
    two: lone({ applicationId: idOf("other") }),
  }),
  good("iam-key-many", "one has ended", { app, it: lone(), two: lone({ expiresAt: past }) }),
  open("iam-key-many", "it is not known whose", {
    app,
    it: lone({ applicationId: later(uuid("someone")) }),
  }),

  bad("iam-key-project-uncovered", "rights in another Project", {
    app,
    second,
    first: project(),
    rights: on(["first"], "ObjectStorageFullAccess"),
    it: key(),
  }),
  bad("iam-key-project-uncovered", "rights on another product", {
    app,
    second,
    rights: on(["second"], "InstancesFullAccess"),
    it: key(),
  }),
  good("iam-key-project-uncovered", "rights there", {
    app,
    second,
    rights: on(["second"], "ObjectStorageObjectsRead"),
    it: key(),
  }),
  good("iam-key-project-uncovered", "two rules on two new Projects", {
    app,
    second,
    first: project(),
    rights: policy({
      applicationId: idOf("app"),
      rules: [
        { projectIds: [idOf("first")], permissionSetNames: ["InstancesReadOnly"] },
        { projectIds: [idOf("second")], permissionSetNames: ["ObjectStorageReadOnly"] },
      ],
    }),
    it: key(),
  }),
  good("iam-key-project-uncovered", "rights in the Project that a bucket tells", {
    app,
    second,
    photos: bucket({ projectId: idOf("second") }),
    rights: policy({
      applicationId: idOf("app"),
      rules: [
        {
          projectIds: [outputOf("photos", "projectId")],
          permissionSetNames: ["ObjectStorageReadOnly"],
        },
      ],
    }),
    it: key(),
  }),
  good("iam-key-project-uncovered", "by a group", {
    app,
    second,
    team: group({ applicationIds: [idOf("app")], userIds: [] }),
    rights: on(["second"], "ObjectStorageReadOnly", { of: { groupId: idOf("team") } }),
    it: key(),
  }),
  good("iam-key-project-uncovered", "at some times", {
    app,
    second,
    rights: on(["second"], "ObjectStorageReadOnly", { condition: "request.time.getHours() > 8" }),
    it: key(),
  }),
  open("iam-key-project-uncovered", "a set that is worked out", {
    app,
    second,
    rights: on(["second"], later("ObjectStorageReadOnly")),
    it: key(),
  }),
  open(
    "iam-key-project-uncovered",
    "somebody else's application",
    { second, it: key({ applicationId: uuid("someone") }) },
    { openOnUpdate: ["it"] },
  ),

  bad("iam-key-no-grants", "no policy", { app, second, it: key() }),
  bad("iam-key-no-grants", "a policy of somebody else", {
    app,
    other,
    second,
    rights: on(["second"], "ObjectStorageReadOnly", { of: { applicationId: idOf("other") } }),
    it: key(),
  }),
  good("iam-key-no-grants", "a policy", {
    app,
    second,
    rights: on(["second"], "ObjectStorageReadOnly"),
    it: key(),
  }),
  good("iam-key-no-grants", "by a membership", {
    app,
    second,
    team: group(),
    joined: groupMembership({ groupId: idOf("team"), applicationIds: [idOf("app")] }),
    rights: on(["second"], "ObjectStorageReadOnly", { of: { groupId: idOf("team") } }),
    it: key(),
  }),
  open("iam-key-no-grants", "a policy of which it is not known whose", {
    app,
    second,
    rights: on(["second"], "ObjectStorageReadOnly", { of: { applicationId: later(uuid("app")) } }),
    it: key(),
  }),

  bad("iam-app-orphan", "nothing", { it: application() }),
  good("iam-app-orphan", "a key", { app, it: lone() }),
  good("iam-app-orphan", "a group", {
    app,
    team: group({ applicationIds: [idOf("app")], userIds: [] }),
  }),
];

const holding: LabeledProgram[] = [
  bad("iam-empty-group", "nobody", {
    second,
    team: group({ applicationIds: [], userIds: [] }),
    it: on(["second"], "ObjectStorageReadOnly", { of: { groupId: idOf("team") } }),
  }),
  good("iam-empty-group", "a member", {
    app,
    second,
    team: group({ applicationIds: [idOf("app")], userIds: [] }),
    it: on(["second"], "ObjectStorageReadOnly", { of: { groupId: idOf("team") } }),
  }),
  open(
    "iam-empty-group",
    "filled elsewhere",
    {
      second,
      team: group(),
      it: on(["second"], "ObjectStorageReadOnly", { of: { groupId: idOf("team") } }),
    },
    { openOnUpdate: ["it"] },
  ),

  bad("iam-rule-redundant", "given by a wider set", {
    app,
    second,
    all: on(["second"], "ObjectStorageFullAccess"),
    it: on(["second"], "ObjectStorageObjectsRead"),
  }),
  bad("iam-rule-redundant", "given to the group, on the Organization", {
    app,
    second,
    team: group({ applicationIds: [idOf("app")], userIds: [] }),
    all: onAll("ObjectStorageReadOnly", { groupId: idOf("team") }),
    it: on(["second"], "ObjectStorageReadOnly", { condition: `request.ip == "203.0.113.7"` }),
  }),
  bad("iam-rule-redundant", "the same twice", {
    app,
    second,
    a: on(["second"], "ObjectStorageReadOnly"),
    it: on(["second"], "ObjectStorageReadOnly"),
  }),
  good("iam-rule-redundant", "another set, another Project, a condition", {
    app,
    second,
    third: project(),
    a: on(["second"], "ObjectStorageObjectsRead"),
    b: on(["second"], "ObjectStorageObjectsWrite"),
    c: on(["third"], "ObjectStorageObjectsRead"),
    d: on(["second"], "ObjectStorageObjectsDelete", { condition: `request.ip == "203.0.113.7"` }),
  }),

  bad("iam-condition-bypassed", "the same without it", {
    app,
    second,
    it: on(["second"], "ObjectStorageObjectsRead", { condition: `request.ip == "203.0.113.7"` }),
    free: on(["second"], "ObjectStorageFullAccess"),
  }),
  good("iam-condition-bypassed", "another Project", {
    app,
    second,
    third: project(),
    it: on(["second"], "ObjectStorageObjectsRead", { condition: `request.ip == "203.0.113.7"` }),
    free: on(["third"], "ObjectStorageFullAccess"),
  }),
  good("iam-condition-bypassed", "somebody else", {
    app,
    other,
    second,
    it: on(["second"], "ObjectStorageObjectsRead", { condition: `request.ip == "203.0.113.7"` }),
    free: on(["second"], "ObjectStorageFullAccess", { of: { applicationId: idOf("other") } }),
  }),

  bad("iam-storage-full-when-less", "a reader", {
    app: application({ tags: ["storage=read"] }),
    second,
    it: on(["second"], "ObjectStorageFullAccess"),
  }),
  good("iam-storage-full-when-less", "a reader that reads", {
    app: application({ tags: ["storage=read"] }),
    second,
    it: on(["second"], "ObjectStorageObjectsRead"),
  }),
  good("iam-storage-full-when-less", "says nothing", {
    app,
    second,
    it: on(["second"], "ObjectStorageFullAccess"),
  }),
  open(
    "iam-storage-full-when-less",
    "worked out",
    {
      app: application({ tags: [later("storage=anything")] }),
      second,
      it: on(["second"], "ObjectStorageFullAccess"),
    },
    { openAtFirst: ["app"] },
  ),
];

const reach: LabeledProgram[] = [
  bad("iam-cross-env-writer", "writes in two", {
    it: application(),
    production: project(),
    staging: project(),
    rights: on(["production", "staging"], "ObjectStorageFullAccess", {
      of: { applicationId: idOf("it") },
    }),
  }),
  good("iam-cross-env-writer", "reads in one of them", {
    app,
    production: project(),
    staging: project(),
    reads: on(["production"], "ObjectStorageReadOnly"),
    writes: on(["staging"], "ObjectStorageFullAccess"),
  }),
  good("iam-cross-env-writer", "two of one environment", {
    app,
    a: project({ name: "production-eu" }),
    b: project({ name: "production-us" }),
    rights: on(["a", "b"], "ObjectStorageFullAccess"),
  }),
  good(
    "iam-cross-env-writer",
    "may",
    {
      app,
      production: project(),
      staging: project(),
      rights: on(["production", "staging"], "ObjectStorageFullAccess"),
    },
    { config: { allowed: ["app"] } },
  ),

  bad(
    "iam-self-lockout",
    "takes the right away",
    { it: application(), rights: onAll("IAMReadOnly") },
    { config: { deployers: ["it"] } },
  ),
  good(
    "iam-self-lockout",
    "keeps it",
    { it: application(), rights: onAll("IAMManager") },
    { config: { deployers: ["it"] } },
  ),
  good(
    "iam-self-lockout",
    "has its rights from elsewhere",
    { it: application() },
    { config: { deployers: ["it"] } },
  ),
  good("iam-self-lockout", "somebody else", { it: application(), rights: onAll("IAMReadOnly") }),
  open(
    "iam-self-lockout",
    "worked out",
    { it: application(), rights: onAll(later("IAMManager")) },
    { config: { deployers: ["it"] } },
  ),

  bad("iam-escalation-path", "writes policies", {
    it: application(),
    rights: onAll("IAMPolicyManager"),
  }),
  bad("iam-escalation-path", "makes keys of an administrator", {
    it: application(),
    boss: application(),
    rights: onAll("IAMApplicationManager"),
    all: onAll("IAMManager", { applicationId: idOf("boss") }),
  }),
  bad("iam-escalation-path", "joins a group", {
    it: application(),
    admins: group({ applicationIds: [], userIds: [] }),
    rights: onAll("IAMGroupManager"),
    all: onAll("IAMManager", { groupId: idOf("admins") }),
  }),
  bad("iam-escalation-path", "takes over a user", {
    it: application(),
    boss: user(),
    rights: onAll("IAMUserManager"),
    all: onAll("IAMManager", { userId: idOf("boss") }),
  }),
  bad(
    "iam-escalation-path",
    "in two steps",
    {
      it: application(),
      middle: application(),
      admins: group({ applicationIds: [], userIds: [] }),
      rights: onAll("IAMApplicationManager"),
      joins: onAll("IAMGroupManager", { applicationId: idOf("middle") }),
      all: onAll("IAMManager", { groupId: idOf("admins") }),
    },
    { bad: ["it", "middle"] },
  ),
  good("iam-escalation-path", "makes keys where nobody administers", {
    it: application(),
    other,
    rights: onAll("IAMApplicationManager"),
  }),
  good("iam-escalation-path", "joins groups that do not administer", {
    it: application(),
    team: group({ applicationIds: [], userIds: [] }),
    rights: onAll("IAMGroupManager"),
    few: onAll("ProjectReadOnly", { groupId: idOf("team") }),
  }),
  good(
    "iam-escalation-path",
    "may",
    { it: application(), rights: onAll("IAMPolicyManager") },
    { config: { allowed: ["it"] } },
  ),
  good("iam-escalation-path", "administers", { it: application(), rights: onAll("IAMManager") }),
  open("iam-escalation-path", "worked out", {
    it: application(),
    rights: onAll(later("ProjectReadOnly")),
  }),
];

/** Programs about who ends up with which rights. */
export const rightsPrograms: readonly LabeledProgram[] = [...keys, ...holding, ...reach];
