/**
 * Programs about who reaches buckets: policies of buckets beside rights in IAM, and the parts of a bucket.
 * @module
 */
import {
  apiKey,
  application,
  bad,
  bucket,
  bucketEncryption,
  bucketLifecycle,
  bucketPolicy,
  effectiveAccess,
  good,
  idOf,
  later,
  open,
  outputOf,
  policy,
  project,
  uuid,
  type LabeledProgram,
  type ProgramResource,
} from "../../support/labeled-programs";

const app = application();
const other = application();
const second = project();
const photos = bucket({ projectId: idOf("second"), region: "fr-par" });
const ofPhotos = { bucket: idOf("photos"), projectId: idOf("second"), region: "fr-par" };
const rights = (who: string, ...permissionSetNames: unknown[]): ProgramResource =>
  policy({
    applicationId: idOf(who),
    rules: [{ projectIds: [idOf("second")], permissionSetNames }],
  });
const naming = (who: unknown, actions: unknown[], more: object = {}): ProgramResource =>
  bucketPolicy({
    ...ofPhotos,
    statements: [{ principals: { applicationIds: [who] }, actions }],
    ...more,
  });
const forAll = (more: object = {}): ProgramResource =>
  bucketPolicy({
    ...ofPhotos,
    statements: [{ principals: { everyone: true }, actions: ["s3:GetObject"], ...more }],
  });

const policies: LabeledProgram[] = [
  bad(
    "obj-policy-twice",
    "two",
    { app, second, photos, it: forAll(), two: forAll() },
    {
      bad: ["it", "two"],
    },
  ),
  bad(
    "obj-policy-twice",
    "by name and by resource",
    {
      second,
      photos: bucket({ name: "photos", projectId: idOf("second") }),
      it: bucketPolicy({ bucket: "photos", statements: [] }),
      two: forAll(),
    },
    { bad: ["it", "two"] },
  ),
  good("obj-policy-twice", "one each", {
    second,
    photos,
    others: bucket(),
    it: forAll(),
    two: bucketPolicy({ bucket: idOf("others"), statements: [] }),
  }),

  bad("obj-policy-public-read", "open", { second, photos, it: forAll() }),
  bad("obj-policy-public-read", "a bucket made elsewhere", {
    it: bucketPolicy({
      bucket: "photos",
      document: {
        Version: "2023-04-17",
        Statement: {
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: "photos/*",
        },
      },
    }),
  }),
  good("obj-policy-public-read", "labeled", {
    second,
    photos: bucket({ projectId: idOf("second"), tags: { public: "yes" } }),
    it: forAll(),
  }),
  good("obj-policy-public-read", "from one network", {
    second,
    photos,
    it: forAll({ conditions: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }),
  }),
  good("obj-policy-public-read", "an application", {
    app,
    second,
    photos,
    it: naming(idOf("app"), ["s3:GetObject"]),
  }),
  open("obj-policy-public-read", "whether everyone is worked out", {
    second,
    photos,
    it: forAll({ principals: { everyone: later(false), userIds: [uuid("me")] } }),
  }),

  bad("obj-policy-lockout", "nobody has all that is needed", {
    app,
    second,
    photos,
    rights: rights("app", "ObjectStorageFullAccess"),
    it: naming(idOf("app"), ["*"], { keepDeployer: false }),
  }),
  bad(
    "obj-policy-lockout",
    "the one for emergencies is not named",
    {
      app,
      other,
      second,
      photos,
      rights: rights("app", "ObjectStorageFullAccess", "ObjectStorageBucketPolicyFullAccess"),
      more: rights("other", "ObjectStorageFullAccess", "ObjectStorageBucketPolicyFullAccess"),
      it: naming(idOf("app"), ["*"], { keepDeployer: false }),
    },
    { config: { breakGlass: ["other"] } },
  ),
  good("obj-policy-lockout", "the deployer is kept", {
    app,
    second,
    photos,
    it: naming(idOf("app"), ["s3:GetObject"]),
  }),
  good("obj-policy-lockout", "an application has all that is needed", {
    app,
    second,
    photos,
    rights: rights("app", "ObjectStorageFullAccess", "ObjectStorageBucketPolicyFullAccess"),
    it: naming(idOf("app"), ["*"], { keepDeployer: false }),
  }),
  open("obj-policy-lockout", "worked out", {
    app,
    second,
    photos,
    rights: rights("app", "ObjectStorageFullAccess", "ObjectStorageBucketPolicyFullAccess"),
    it: naming(idOf("app"), ["*"], { keepDeployer: later(true) }),
  }),

  bad("obj-policy-losers", "has rights, and is not named", {
    app,
    other,
    second,
    photos,
    rights: rights("app", "ObjectStorageFullAccess"),
    more: rights("other", "ObjectStorageFullAccess"),
    it: naming(idOf("app"), ["*"]),
  }),
  good("obj-policy-losers", "one folder is enough to be named", {
    app,
    second,
    photos: bucket({ name: "photos", projectId: idOf("second") }),
    rights: rights("app", "ObjectStorageFullAccess"),
    it: bucketPolicy({
      bucket: "photos",
      statements: [
        {
          principals: { applicationIds: [idOf("app")] },
          actions: ["s3:GetObject"],
          resources: ["photos/public/*"],
        },
      ],
    }),
  }),
  good(
    "obj-policy-losers",
    "is meant to be shut out",
    {
      app,
      other,
      second,
      photos,
      rights: rights("app", "ObjectStorageFullAccess"),
      more: rights("other", "ObjectStorageFullAccess"),
      it: naming(idOf("app"), ["*"]),
    },
    { config: { expected: ["other"] } },
  ),
  good("obj-policy-losers", "has no rights there", {
    app,
    other,
    second,
    photos,
    rights: rights("app", "ObjectStorageFullAccess"),
    it: naming(idOf("app"), ["*"]),
  }),

  bad("obj-policy-dead-grant", "named, without a right", {
    app,
    second,
    photos,
    it: naming(idOf("app"), ["s3:GetObject"]),
  }),
  bad("obj-policy-dead-grant", "another right", {
    app,
    second,
    photos,
    rights: rights("app", "ObjectStorageObjectsRead"),
    it: naming(idOf("app"), ["s3:GetObject", "s3:PutObject"]),
  }),
  good("obj-policy-dead-grant", "the right", {
    app,
    second,
    photos,
    rights: rights("app", "ObjectStorageObjectsRead"),
    it: naming(idOf("app"), ["s3:GetObject"]),
  }),
  good("obj-policy-dead-grant", "everything, and some right", {
    app,
    second,
    photos,
    rights: rights("app", "ObjectStorageObjectsRead"),
    it: naming(idOf("app"), ["*"]),
  }),
  open(
    "obj-policy-dead-grant",
    "somebody of another program",
    { second, photos, it: naming(uuid("other"), ["s3:GetObject"]) },
    { openOnUpdate: ["it"] },
  ),
];

const days = { daysAfterInitiation: 7 };
const parts: LabeledProgram[] = [
  bad("obj-no-abort-mpu", "no lifecycle", { it: bucket() }),
  bad("obj-no-abort-mpu", "versions stay", {
    it: bucket({ versioning: true }),
    rules: bucketLifecycle({
      bucket: idOf("it"),
      rules: [{ abortIncompleteMultipartUpload: days }],
    }),
  }),
  bad("obj-no-abort-mpu", "switched off", {
    it: bucket(),
    rules: bucketLifecycle({
      bucket: idOf("it"),
      rules: [{ status: "Disabled", abortIncompleteMultipartUpload: days }],
    }),
  }),
  good("obj-no-abort-mpu", "all goes", {
    it: bucket({ versioning: true }),
    rules: bucketLifecycle({
      bucket: idOf("it"),
      rules: [
        {
          abortIncompleteMultipartUpload: days,
          noncurrentVersionExpiration: { noncurrentDays: 30 },
        },
      ],
    }),
  }),
  open(
    "obj-no-abort-mpu",
    "worked out",
    {
      it: bucket(),
      rules: bucketLifecycle({
        bucket: idOf("it"),
        rules: later([{ abortIncompleteMultipartUpload: days }]),
      }),
    },
    { openAtFirst: ["rules"] },
  ),

  bad("obj-encryption-off", "none", { it: bucket() }),
  good("obj-encryption-off", "one", {
    it: bucket(),
    sealed: bucketEncryption({ bucket: idOf("it") }),
  }),
  good("obj-encryption-off", "one by name", {
    it: bucket({ name: "photos" }),
    sealed: bucketEncryption({ bucket: "photos" }),
  }),

  bad("obj-project-mismatch", "a key of another Project", {
    app,
    second,
    third: project(),
    photos: bucket({ name: "photos", projectId: idOf("second") }),
    key: apiKey({ applicationId: idOf("app"), defaultProjectId: idOf("third") }),
    it: effectiveAccess({ accessKey: outputOf("key", "accessKey"), bucket: "photos" }),
  }),
  good("obj-project-mismatch", "signed for the bucket's Project", {
    app,
    second,
    third: project(),
    photos: bucket({ name: "photos", projectId: idOf("second") }),
    key: apiKey({ applicationId: idOf("app"), defaultProjectId: idOf("third") }),
    it: effectiveAccess({
      accessKey: outputOf("key", "accessKey"),
      bucket: idOf("photos"),
      projectId: idOf("second"),
    }),
  }),
  good("obj-project-mismatch", "signed for the Project that the bucket tells", {
    app,
    second,
    third: project(),
    photos: bucket({ projectId: idOf("second") }),
    key: apiKey({ applicationId: idOf("app"), defaultProjectId: idOf("third") }),
    it: effectiveAccess({
      accessKey: outputOf("key", "accessKey"),
      bucket: idOf("photos"),
      projectId: outputOf("photos", "projectId"),
    }),
  }),
  good("obj-project-mismatch", "the same Project", {
    app,
    second,
    photos: bucket({ name: "photos", projectId: idOf("second") }),
    key: apiKey({ applicationId: idOf("app"), defaultProjectId: idOf("second") }),
    it: effectiveAccess({ accessKey: outputOf("key", "accessKey"), bucket: "photos" }),
  }),

  bad("access-unclear", "a condition that is no CEL", {
    app,
    second,
    it: policy({
      applicationId: idOf("app"),
      rules: [
        {
          projectIds: [idOf("second")],
          permissionSetNames: ["ObjectStorageReadOnly"],
          condition: "request.ip ==",
        },
      ],
    }),
  }),
  bad("access-unclear", "rules that are none", {
    app,
    it: policy({ applicationId: idOf("app"), rules: "all" }),
  }),
  good("access-unclear", "all clear", {
    app,
    second,
    photos,
    rights: rights("app", "ObjectStorageReadOnly"),
  }),
  open("access-unclear", "worked out", {
    app,
    second,
    it: policy({
      applicationId: idOf("app"),
      rules: [{ projectIds: [later(uuid("x"))], permissionSetNames: ["ObjectStorageReadOnly"] }],
    }),
  }),
];

/** Programs about who reaches buckets. */
export const reachPrograms: readonly LabeledProgram[] = [...policies, ...parts];
