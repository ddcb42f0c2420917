/**
 * Programs about IAM policies, one at a time.
 * @module
 */
import {
  application,
  bad,
  good,
  group,
  idOf,
  later,
  open,
  ORGANIZATION,
  policy,
  project,
  user,
  type LabeledProgram,
} from "../../support/labeled-programs";

const app = application();
const second = project();
const ofApp = { applicationId: idOf("app") };
const onAll = (...permissionSetNames: unknown[]) => ({
  organizationId: ORGANIZATION,
  permissionSetNames,
});
const onSecond = (...permissionSetNames: unknown[]) => ({
  projectIds: [idOf("second")],
  permissionSetNames,
});
const withRules = (...rules: unknown[]) => ({
  app,
  second,
  it: policy({ ...ofApp, rules }),
});
const onCondition = (condition: unknown, set = "IAMReadOnly") =>
  withRules({ ...onAll(set), condition });

/** Programs about IAM policies, one at a time. */
export const policyPrograms: readonly LabeledProgram[] = [
  bad("iam-admin-set", "may give itself all", withRules(onAll("ProjectReadOnly", "IAMManager"))),
  bad("iam-admin-set", "manages the Organization", withRules(onAll("OrganizationManager"))),
  good("iam-admin-set", "is allowed to", withRules(onAll("OrganizationManager")), {
    config: { allowed: ["it"] },
  }),
  bad(
    "iam-admin-set",
    "a set that is worked out, beside one that is not",
    withRules(onAll(later("ProjectReadOnly"), "IAMManager")),
    { openAtFirst: ["it"] },
  ),
  good("iam-admin-set", "reads", withRules(onAll("IAMReadOnly"))),

  bad("iam-policy-no-principal", "nobody", {
    it: policy({ noPrincipal: true, rules: [onAll("IAMReadOnly")] }),
  }),
  good("iam-policy-no-principal", "an application", withRules(onAll("IAMReadOnly"))),
  good("iam-policy-no-principal", "somebody who is looked up", {
    it: policy({ userId: later("me"), rules: [onAll("IAMReadOnly")] }),
  }),

  bad("iam-direct-user-grant", "a user", {
    person: user(),
    it: policy({ userId: idOf("person"), rules: [onAll("IAMReadOnly")] }),
  }),
  good("iam-direct-user-grant", "a group", {
    team: group(),
    it: policy({ groupId: idOf("team"), rules: [onAll("IAMReadOnly")] }),
  }),

  bad("iam-all-products", "all products", withRules(onSecond("AllProductsFullAccess"))),
  good("iam-all-products", "reads all products", withRules(onSecond("AllProductsReadOnly"))),
  open("iam-all-products", "worked out", withRules(onSecond(later("ObjectStorageReadOnly")))),

  bad("iam-storage-org-wide", "all Projects", withRules(onAll("ObjectStorageFullAccess"))),
  bad("iam-storage-org-wide", "of an Organization that is looked up", {
    app,
    it: policy({
      ...ofApp,
      rules: [
        { organizationId: later(ORGANIZATION), permissionSetNames: ["ObjectStorageReadOnly"] },
      ],
    }),
  }),
  good("iam-storage-org-wide", "a Project", withRules(onSecond("ObjectStorageFullAccess"))),
  good("iam-storage-org-wide", "another product", withRules(onAll("IAMReadOnly"))),

  bad("iam-scope-mix", "both kinds", withRules(onSecond("ObjectStorageReadOnly", "IAMReadOnly"))),
  good(
    "iam-scope-mix",
    "two rules",
    withRules(onSecond("ObjectStorageReadOnly"), onAll("IAMReadOnly")),
  ),
  open(
    "iam-scope-mix",
    "one is worked out",
    withRules(onSecond("ObjectStorageReadOnly", later("ObjectStorageReadOnly"))),
  ),

  bad("iam-set-unknown", "misspelled", withRules(onSecond("ObjectStorageFullAcess"))),
  bad("iam-set-unknown", "of another cloud", withRules(onSecond("AmazonS3FullAccess"))),
  good("iam-set-unknown", "known", withRules(onSecond("ObjectStorageObjectsRead"))),
  open("iam-set-unknown", "worked out", withRules(onSecond(later("IAMReadOnly")))),

  bad(
    "iam-condition-impossible",
    "two addresses at once",
    onCondition(`request.ip == "203.0.113.7" && request.ip == "203.0.113.8"`),
  ),
  bad(
    "iam-condition-impossible",
    "two names at once, in brackets and the other way round",
    onCondition(`("a" == resource.name) && (request.ip == "203.0.113.7" && resource.name == 'b')`),
  ),
  good(
    "iam-condition-impossible",
    "one of two addresses",
    onCondition(`request.ip == "203.0.113.7" || request.ip == "203.0.113.8"`),
  ),
  good(
    "iam-condition-impossible",
    "one alternative can hold",
    onCondition(
      `request.ip == "203.0.113.7" && request.ip == "203.0.113.8" || request.user_agent == "a && b"`,
    ),
  ),
  good("iam-condition-impossible", "no condition", withRules(onAll("IAMReadOnly"))),
  open("iam-condition-impossible", "worked out", onCondition(later(`request.ip == "203.0.113.7"`))),

  bad(
    "iam-condition-storage-resource",
    "one object",
    onCondition(`resource.name == "photos"`, "ObjectStorageObjectsRead"),
  ),
  good(
    "iam-condition-storage-resource",
    "an address, and the word in a text",
    onCondition(
      `request.ip == "203.0.113.7" && request.user_agent != "resource.name"`,
      "ObjectStorageObjectsRead",
    ),
  ),
  good(
    "iam-condition-storage-resource",
    "one policy",
    onCondition(`resource.name == "photos"`, "IAMPolicyReadOnly"),
  ),
  open(
    "iam-condition-storage-resource",
    "worked out",
    onCondition(later(`request.ip == "203.0.113.7"`), "ObjectStorageObjectsRead"),
  ),

  bad("iam-condition-breaks-list", "one object", onCondition(`resource.name == "photos"`)),
  good(
    "iam-condition-breaks-list",
    "one object, and lists",
    onCondition(`resource.name == "photos" || !has(resource.name)`),
  ),
  good("iam-condition-breaks-list", "an address", onCondition(`request.ip == "203.0.113.7"`)),
  open(
    "iam-condition-breaks-list",
    "worked out",
    onCondition(later(`request.ip == "203.0.113.7"`)),
  ),

  bad("iam-condition-private-ip", "a home network", onCondition(`request.ip == "192.168.1.4"`)),
  bad(
    "iam-condition-private-ip",
    "among public ones",
    onCondition(`request.ip in ["203.0.113.7", "172.20.0.1"]`),
  ),
  bad("iam-condition-private-ip", "of version 6", onCondition(`request.ip == "fd00::1"`)),
  bad("iam-condition-private-ip", "how it begins", onCondition(`request.ip.startsWith("10.")`)),
  good("iam-condition-private-ip", "public ones", onCondition(`request.ip == "172.15.0.1"`)),
  open("iam-condition-private-ip", "worked out", onCondition(later(`request.ip == "1.2.3.4"`))),
];
