/**
 * What gives rights or proves them without being an object of its own, in the table of kinds.
 * @module
 */
import type { Cloud } from "../../../../emulator";
import { UNKNOWN } from "../../../../provider/core/unknown";
import { asOwner } from "../../../support/owner";
import type { Values } from "../../../support/stack";
import type { Elsewhere, Kind } from "./shared";

const groupIn = (id: string): string => `/iam/v1alpha1/groups/${id.split("/")[0] ?? ""}`;
const applicationsIn = async (cloud: Cloud, id: string): Promise<string[]> =>
  ((await asOwner(cloud, "GET", groupIn(id)))["application_ids"] as string[]).sort();

/** Who is in the group stands for a text: by hand, only the first member of the row's two is ever taken out. */
const members: Elsewhere = {
  note: (text, { id, other, third }) => ({
    applicationIds: text === "edited by hand" ? [other] : [id, other, third],
  }),
  shown: (text, { id, other, third }) =>
    JSON.stringify(text === "edited by hand" ? [other] : [id, other, third].sort()),
  read: async (cloud, id) => JSON.stringify(await applicationsIn(cloud, id)),
  edit: async (cloud, id, text, { id: first, third }) => {
    const isByHand = text === "edited by hand";
    const call = isByHand ? "remove-member" : "add-member";
    const application_id = isByHand ? first : third;
    await asOwner(cloud, "POST", `${groupIn(id)}/${call}`, { application_id });
  },
  remove: async (cloud, id) => {
    await asOwner(cloud, "DELETE", groupIn(id));
  },
};

const SETTINGS = "/iam/v1alpha1/organizations";
const FIELD = "login_attempts_before_locked";

/** As many attempts as a text has characters stand for it. */
const attempts: Elsewhere = {
  note: (text) => ({ loginAttemptsBeforeLocked: text === UNKNOWN ? text : text.length }),
  shown: (text) => String(text.length),
  read: async (cloud, id) =>
    String((await asOwner(cloud, "GET", `${SETTINGS}/${id}/security-settings`))[FIELD]),
  edit: async (cloud, id, { length }) => {
    await asOwner(cloud, "PATCH", `${SETTINGS}/${id}/security-settings`, { [FIELD]: length });
  },
  remove: () => Promise.reject(new Error("security settings are always there")),
};

const nothing = (): Promise<never> =>
  Promise.reject(new Error("there is nothing of it in the cloud"));

/** Nothing is there that somebody could touch. */
const nowhere: Elsewhere = {
  note: (text) => ({ timeoutSeconds: text === UNKNOWN ? text : text.length }),
  read: nothing,
  edit: nothing,
  remove: nothing,
};

const DAY_SECONDS = 24 * 3600;
/** A bucket is tried in its own Project, and in its own region. */
const onBucket = ({ bucket }: Values): Values => ({
  ...{ operation: "HeadBucket", bucket, projectId: undefined, region: "nl-ams" },
});

/** The rows of these kinds. */
export const rightKinds: readonly Kind[] = [
  {
    token: "scaleway:GroupMembership",
    triedElsewhere: {
      allowLockOut: "lock-out.test.ts",
    },
    elsewhere: members,
    goesWith: ["needed"],
    needs: async (declare) => {
      const { id: group } = await declare("scaleway:Group", "needed");
      const { id: anotherGroup } = await declare("scaleway:Group", "another");
      const { id } = await declare("scaleway:Application", "one");
      const { id: other } = await declare("scaleway:Application", "two");
      const { id: third } = await declare("scaleway:Application", "three");
      const { id: user } = await declare("scaleway:User", "person", {
        email: "grace@example.com",
        username: "grace",
      });
      return { group, anotherGroup, id, other, third, user };
    },
    uniqueNames: true,
    notOnRealCloud: "it would invite a person",
    args: ({ group, id, other, user }) => ({
      groupId: group,
      applicationIds: [id, other],
      userIds: [user],
    }),
    changes: {
      applicationIds: ({ other, third }) => ({ applicationIds: [third, other] }),
      userIds: () => ({ userIds: [] }),
    },
    replacing: { groupId: ({ anotherGroup }) => ({ groupId: anotherGroup }) },
    inapplicable: {
      adoption:
        "it has no object of its own: making it takes over members that are in the group already",
    },
  },
  {
    token: "scaleway:OrganizationSecuritySettings",
    elsewhere: attempts,
    keepsId: true,
    notOnRealCloud: "it would change what everybody in the Organization has to keep to",
    args: () => ({
      enforcePasswordRenewal: false,
      gracePeriodDurationSeconds: 60,
      loginAttemptsBeforeLocked: 5,
      maxLoginSessionDurationSeconds: 3600,
      maxApiKeyExpirationDurationSeconds: 0,
    }),
    changes: {
      enforcePasswordRenewal: () => ({ enforcePasswordRenewal: true }),
      gracePeriodDurationSeconds: () => ({ gracePeriodDurationSeconds: 7 * DAY_SECONDS }),
      loginAttemptsBeforeLocked: () => ({ loginAttemptsBeforeLocked: 3 }),
      maxLoginSessionDurationSeconds: () => ({ maxLoginSessionDurationSeconds: 9 * 3600 }),
      maxApiKeyExpirationDurationSeconds: () => ({
        maxApiKeyExpirationDurationSeconds: 90 * DAY_SECONDS,
      }),
    },
    inapplicable: { end: "the settings are always there: nobody deletes them, destroy neither" },
  },
  {
    token: "scaleway:EffectiveAccess",
    triedElsewhere: {
      secretFrom: "effective-access.test.ts",
    },
    elsewhere: nowhere,
    needs: async (declare, organizationId) => {
      const { id: another } = await declare("scaleway:Project", "another");
      const { id: applicationId } = await declare("scaleway:Application", "needed");
      const rule = { organizationId, permissionSetNames: ["ObjectStorageReadOnly"] };
      await declare("scaleway:Policy", "policy", { applicationId, rules: [rule] });
      const { accessKey, secretKey } = await declare("scaleway:ApiKey", "key", { applicationId });
      const { accessKey: newKey, secretKey: newSecret } = await declare(
        "scaleway:ApiKey",
        "new-key",
        { applicationId },
      );
      const { id: bucket } = await declare("scaleway:Bucket", "bucket", { region: "nl-ams" });
      return { another, bucket, accessKey, secretKey, newKey, newSecret };
    },
    sample: { accessKey: "SCWTEST0000000000000", secretKey: "a secret" },
    args: ({ accessKey, secretKey }) => ({ accessKey, secretKey }),
    beside: { bucket: { operation: "HeadBucket" } },
    changes: {
      accessKey: ({ newKey, newSecret }) => ({ accessKey: newKey, secretKey: newSecret }),
      projectId: ({ another }) => ({ projectId: another }),
      region: () => ({ region: "nl-ams" }),
      operation: onBucket,
      bucket: onBucket,
      cleanAnswers: () => ({ cleanAnswers: 2 }),
      timeoutSeconds: () => ({ timeoutSeconds: 299 }),
    },
    inapplicable: {
      drift: "the cloud has nothing of it: what was tried is known to the state alone",
      end: "the cloud has nothing of it that could be deleted",
      adoption: "it is a trial: an earlier one that nobody made cannot stand for it",
    },
  },
];
