/**
 * Ties Object Storage to the Organization: keys, Projects, and IAM's answers.
 * @module
 */
import type { ApiContext } from "./gateway/context";
import type { ObjectStorageDependencies, StorageKey } from "./object-storage/dependencies";
import type { Store } from "./store";

/** What the Object Storage plugin asks the rest of the cloud. */
export function storageDependencies(context: ApiContext, store: Store): ObjectStorageDependencies {
  const { organization, authorizer, keys, clock, switches } = context;
  return {
    store,
    clock,
    ago: context.ago,
    random: organization.random,
    switches,
    findKey: (accessKey): StorageKey | undefined => {
      const key = keys.byAccessKey(accessKey);
      return (
        key && {
          accessKey: key.id,
          secretKey: key.secretKey,
          preferredProjectId: key.defaultProjectId,
          expired: organization.isExpired(key),
          isLocked: authorizer.isLocked(key.bearer),
          isOwner: authorizer.isOwner(key.bearer),
          bearer: key.bearer,
        }
      );
    },
    projectExists: (projectId) => {
      const project = organization.projects.find(projectId);
      return project !== undefined && project.goneAt === undefined;
    },
    contentChanged: (projectId) => organization.projectContentChanged(projectId),
    isKnown: ({ accessKey }, { number = 0 }) =>
      keys.isKnown({ id: accessKey }, { service: "s3", number }),
    isAllowed: ({ key, operation, projectId, request }) =>
      authorizer.allowsStorage({ caller: key.bearer, operation, projectId, request }),
    hasNoStorageRight: ({ key, projectId, request }) =>
      !authorizer.hasStorageRight({ caller: key.bearer, projectId, request }),
  };
}
