/**
 * Programs about buckets and their settings.
 * @module
 */
import {
  bucket,
  bucketAcl,
  idOf,
  later,
  type LabeledProgram,
} from "../../support/labeled-programs";

const photos = bucket({ region: "fr-par", versioning: true });
const ofPhotos = { bucket: idOf("photos"), region: "fr-par" };

/** Programs about buckets and their settings. */
export const bucketPrograms: readonly LabeledProgram[] = [
  {
    rule: "obj-acl-public",
    title: "a bucket that everybody lists",
    resources: { photos, list: bucketAcl({ ...ofPhotos, acl: "public-read" }) },
    bad: ["list"],
  },
  {
    rule: "obj-acl-public",
    title: "a line for every key there is",
    resources: {
      photos,
      list: bucketAcl({
        ...ofPhotos,
        grants: [{ group: "AuthenticatedUsers", permission: "READ" }],
      }),
    },
    bad: ["list"],
  },
  {
    rule: "obj-acl-public",
    title: "a private list",
    resources: { photos, list: bucketAcl({ ...ofPhotos, acl: "private" }) },
  },
  {
    rule: "obj-acl-public",
    title: "a list that is worked out",
    resources: { photos, list: bucketAcl({ ...ofPhotos, acl: later("private") }) },
    openAtFirst: ["list"],
  },
  {
    rule: "obj-versioning-off",
    title: "a bucket that says nothing",
    resources: { photos: bucket() },
    bad: ["photos"],
  },
  {
    rule: "obj-versioning-off",
    title: "buckets with versions",
    resources: { photos, vault: bucket({ objectLock: true }) },
  },
  {
    rule: "obj-versioning-off",
    title: "a bucket for which it is worked out",
    resources: { photos: bucket({ versioning: later(true) }) },
    openAtFirst: ["photos"],
  },
];
