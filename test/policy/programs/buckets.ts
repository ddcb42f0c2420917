/**
 * Programs about buckets and their settings.
 * @module
 */
import {
  bad,
  bucket,
  bucketAcl,
  bucketCors,
  bucketObject,
  good,
  idOf,
  later,
  open,
  ORGANIZATION,
  project,
  sshKey,
  uuid,
  type LabeledProgram,
} from "../../support/labeled-programs";

const photos = bucket({ region: "fr-par", versioning: true });
const second = project();
const ofPhotos = { bucket: idOf("photos"), region: "fr-par" };
const listed = (inputs: object) => ({ photos, it: bucketAcl({ ...ofPhotos, ...inputs }) });
const shared = (allowedOrigins: unknown, allowedMethods: unknown) => ({
  photos,
  it: bucketCors({ ...ofPhotos, rules: [{ allowedOrigins, allowedMethods }] }),
});
const PRODUCTION = { stack: "prod-eu" };
const DEFAULT_PROJECT = { config: { defaultProjectIds: [ORGANIZATION] } };

/** Programs about buckets and their settings. */
export const bucketPrograms: readonly LabeledProgram[] = [
  bad("obj-acl-public", "everybody lists", listed({ acl: "public-read" })),
  bad("obj-acl-public", "everybody writes", listed({ acl: "public-read-write" })),
  bad(
    "obj-acl-public",
    "a line for every key there is",
    listed({ grants: [{ group: "AuthenticatedUsers", permission: "READ" }] }),
  ),
  bad(
    "obj-acl-public",
    "an open line beside one that is worked out",
    {
      ...listed({ grants: [{ group: later(null) }, { group: "AllUsers", permission: "READ" }] }),
    },
    { openAtFirst: ["it"] },
  ),
  good("obj-acl-public", "private", listed({ acl: "private" })),
  good("obj-acl-public", "a Project", {
    second,
    ...listed({ grants: [{ projectId: idOf("second"), permission: "READ" }] }),
  }),
  open("obj-acl-public", "worked out", listed({ acl: later("private") })),

  bad("obj-versioning-off", "says nothing", { it: bucket() }),
  bad("obj-versioning-off", "suspended", { it: bucket({ versioning: false }) }),
  good("obj-versioning-off", "versions", { photos, vault: bucket({ objectLock: true }) }),
  open("obj-versioning-off", "worked out", { it: bucket({ versioning: later(true) }) }),

  bad("obj-lock-missing", "records", { it: bucket({ tags: { Compliance: "yes" } }) }),
  bad("obj-lock-missing", "no versions", { it: bucket({ objectLock: true, versioning: false }) }),
  good("obj-lock-missing", "locked records", {
    it: bucket({ objectLock: true, tags: { compliance: "yes" } }),
  }),
  good("obj-lock-missing", "no records", { it: bucket({ tags: { team: "media" } }) }),
  open("obj-lock-missing", "worked out", {
    it: bucket({ objectLock: later(true), tags: { compliance: "yes" } }),
  }),

  bad("obj-cors-star-write", "everybody's pages", shared(["*"], ["GET", "PUT"])),
  good("obj-cors-star-write", "everybody's pages read", shared(["*"], ["GET", "HEAD"])),
  good("obj-cors-star-write", "own pages write", shared(["https://example.com"], ["PUT"])),
  open("obj-cors-star-write", "worked out", shared([later("https://example.com")], ["PUT"])),

  bad("obj-force-destroy", "in production", { it: bucket({ forceDestroy: true }) }, PRODUCTION),
  bad(
    "obj-force-destroy",
    "a Project, an object, and a replacement",
    {
      it: project({ deleteWithResources: "photos" }),
      two: bucketObject({ bucket: "photos", key: "a", forceDestroy: true }),
      three: bucket({ forceDestroyOnReplace: true }),
    },
    { ...PRODUCTION, bad: ["it", "three", "two"] },
  ),
  bad(
    "obj-force-destroy",
    "in a stack that is named",
    { it: bucket({ forceDestroy: true }) },
    { config: { stacks: ["^dev$"] } },
  ),
  good("obj-force-destroy", "elsewhere", { it: bucket({ forceDestroy: true }) }),
  good("obj-force-destroy", "not given", { it: bucket({ forceDestroy: false }) }, PRODUCTION),
  open(
    "obj-force-destroy",
    "worked out",
    { it: bucket({ forceDestroy: later(false) }) },
    PRODUCTION,
  ),

  bad("stateful-unprotected", "in production", { it: bucket() }, PRODUCTION),
  bad("stateful-unprotected", "a Project", { it: project() }, PRODUCTION),
  good("stateful-unprotected", "protected", { it: bucket({}, { isProtected: true }) }, PRODUCTION),
  good("stateful-unprotected", "elsewhere", { it: bucket() }),

  bad("project-default-used", "says no Project", { it: bucket() }),
  bad(
    "project-default-used",
    "the default Project",
    { it: sshKey({ projectId: ORGANIZATION }) },
    DEFAULT_PROJECT,
  ),
  good(
    "project-default-used",
    "a Project of the program",
    { second, it: bucket({ projectId: idOf("second") }) },
    DEFAULT_PROJECT,
  ),
  good(
    "project-default-used",
    "another one",
    { it: bucket({ projectId: uuid("other") }) },
    DEFAULT_PROJECT,
  ),
  open(
    "project-default-used",
    "looked up",
    { it: bucket({ projectId: later(uuid("other")) }) },
    DEFAULT_PROJECT,
  ),
];
