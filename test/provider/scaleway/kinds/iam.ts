/**
 * The kinds of IAM and Account.
 * @module
 */
import type { Cloud } from "../../../../emulator";
import { asOwner } from "../../../support/owner";
import type { Declare, Values } from "../../../support/stack";
import type { Elsewhere, Kind } from "./shared";

const application = async (declare: Declare): Promise<Values> => {
  const { id } = await declare("scaleway:Application", "needed");
  const { id: other } = await declare("scaleway:Application", "other");
  return { id, other };
};

/** A kind with a description, or another text that the mark stands behind, at a path of the API. */
function described(path: string, field = "description", property = field): Elsewhere {
  const read = async (cloud: Cloud, id: string): Promise<string> =>
    String((await asOwner(cloud, "GET", `${path}/${id}`))[field]);
  return {
    read,
    note: (text) => ({ [property]: text }),
    edit: async (cloud, id, text) => {
      const mark = / \[pulumi .*\]$/.exec(` ${await read(cloud, id)}`)?.[0] ?? "";
      await asOwner(cloud, "PATCH", `${path}/${id}`, { [field]: text + mark });
    },
    remove: async (cloud, id) => {
      await asOwner(cloud, "DELETE", `${path}/${id}`);
    },
  };
}

const renamed = {
  name: () => ({ name: "renamed" }),
  description: () => ({ description: "described" }),
};
const retagged = { tags: () => ({ tags: ["three"] }) };

/** A public key. */
const publicKey = (letter: string): string =>
  `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)} somebody@example`;

/** The rows of these kinds. */
export const identityKinds: readonly Kind[] = [
  {
    token: "scaleway:Application",
    triedElsewhere: {
      orphanPolicies: "orphans.test.ts",
      allowLockOut: "lock-out.test.ts",
    },
    elsewhere: described("/iam/v1alpha1/applications"),
    args: () => ({ tags: ["one", "two"] }),
    changes: { ...renamed, ...retagged },
  },
  {
    token: "scaleway:Group",
    triedElsewhere: {
      orphanPolicies: "orphans.test.ts",
      allowLockOut: "lock-out.test.ts",
      userIds: "group.test.ts",
    },
    elsewhere: described("/iam/v1alpha1/groups"),
    needs: application,
    args: ({ id }) => ({ applicationIds: [id] }),
    changes: { ...renamed, ...retagged, applicationIds: () => ({ applicationIds: [] }) },
  },
  {
    token: "scaleway:Policy",
    triedElsewhere: {
      allowLockOut: "lock-out.test.ts",
      groupId: "policy.test.ts",
      userId: "policy.test.ts",
    },
    elsewhere: described("/iam/v1alpha1/policies"),
    needs: application,
    args: ({ id, projectId }) => ({
      applicationId: id,
      rules: [{ projectIds: [projectId], permissionSetNames: ["ObjectStorageReadOnly"] }],
    }),
    changes: {
      ...renamed,
      ...retagged,
      applicationId: ({ other }) => ({ applicationId: other }),
      noPrincipal: () => ({ applicationId: undefined, noPrincipal: true }),
      rules: ({ projectId }) => ({
        rules: [
          { projectIds: [projectId], permissionSetNames: ["ObjectStorageFullAccess"] },
          { organizationId: projectId, permissionSetNames: ["ObjectStorageBucketsRead"] },
        ],
      }),
    },
  },
  {
    token: "scaleway:ApiKey",
    triedElsewhere: {
      allowLockOut: "lock-out.test.ts",
      userId: "api-key.test.ts",
      replaceOnExpiryChange: "api-key.test.ts",
      rotation: "rotation/schedule.test.ts",
      secretTo: "secret-to.test.ts",
    },
    cloud: { switches: { expiryEditable: "accept" } },
    elsewhere: described("/iam/v1alpha1/api-keys"),
    args: ({ id }) => ({ applicationId: id, expiresAt: "2080-01-01T00:00:00Z" }),
    needs: async (declare) => {
      const { id: projectOfAnother } = await declare("scaleway:Project", "project");
      return { ...(await application(declare)), projectOfAnother };
    },
    changes: {
      description: () => ({ description: "described" }),
      defaultProjectId: ({ projectOfAnother }) => ({ defaultProjectId: projectOfAnother }),
      expiresAt: () => ({ expiresAt: "2090-01-01T00:00:00Z" }),
    },
    replacing: { applicationId: ({ other }) => ({ applicationId: other }) },
    nameless: true,
    openPoints: ["expiresAt"],
  },
  {
    token: "scaleway:Project",
    triedElsewhere: {
      deleteWithResources: "project.test.ts",
    },
    elsewhere: described("/account/v3/projects"),
    args: () => ({}),
    changes: renamed,
  },
  {
    token: "scaleway:SshKey",
    elsewhere: described("/iam/v1alpha1/ssh-keys", "name"),
    needs: async (declare) => ({ another: (await declare("scaleway:Project", "another"))["id"] }),
    args: () => ({ name: "laptop", publicKey: publicKey("A") }),
    changes: {
      name: () => ({ name: "renamed" }),
      disabled: () => ({ disabled: true }),
    },
    replacing: {
      publicKey: () => ({ publicKey: publicKey("B") }),
      projectId: ({ another }) => ({ projectId: another }),
    },
  },
  {
    token: "scaleway:User",
    triedElsewhere: {
      allowLockOut: "lock-out.test.ts",
      sendPasswordEmail: "user.test.ts",
      sendWelcomeEmail: "user.test.ts",
    },
    notOnRealCloud: "it would invite a person",
    uniqueNames: true,
    elsewhere: described("/iam/v1alpha1/users", "first_name", "firstName"),
    args: () => ({
      email: "ada@example.com",
      username: "ada",
      firstName: "Ada",
      lastName: "Byron",
      phoneNumber: "+33100000000",
      locale: "en_US",
      locked: false,
      tags: ["one"],
      password: "the first one",
    }),
    changes: {
      ...retagged,
      email: () => ({ email: "ada@example.org" }),
      username: () => ({ username: "ada.lovelace" }),
      firstName: () => ({ firstName: "Augusta Ada" }),
      lastName: () => ({ lastName: "Lovelace" }),
      phoneNumber: () => ({ phoneNumber: "+33200000000" }),
      locale: () => ({ locale: "fr_FR" }),
      locked: () => ({ locked: true }),
    },
  },
];
