/**
 * Reads what belongs to Object Storage: buckets, their policies and their access lists.
 * @module
 */
import { UNKNOWN, type AclGrant, type Bucket, type BucketPolicy } from "../world";
import type { WorldOptions } from "./described";
import { policyOf } from "./bucket-policies";
import type { Described, Reading } from "./reading";

const PERMISSIONS: readonly string[] = ["READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"];
const CANNED: Readonly<Record<string, readonly AclGrant[]>> = {
  private: [],
  "public-read": [{ grantee: "allUsers", permission: "READ" }],
  "public-read-write": [
    { grantee: "allUsers", permission: "READ" },
    { grantee: "allUsers", permission: "WRITE" },
  ],
  "authenticated-read": [{ grantee: "authenticatedUsers", permission: "READ" }],
};
/** Whom it serves, and with what, is not known. */
const OPEN_GRANT: AclGrant = { grantee: { projectId: UNKNOWN }, permission: "FULL_CONTROL" };

/** Buckets with their policies and lists; those made elsewhere are known as far as their parts tell. */
export function readBuckets(reading: Reading, options: WorldOptions): Bucket[] {
  const buckets = new Map<string, Bucket>();
  for (const one of reading.of("Bucket")) {
    const name = one.bucketName;
    buckets.set(name, { name, ...placeOf(one, options) });
  }
  const parts = ["BucketPolicy", "BucketAcl", "BucketObject"] as const;
  for (const kind of parts) {
    for (const one of reading.of(kind)) {
      const given = one.idAt("bucket", "Bucket") ?? UNKNOWN;
      // Two buckets of which nothing is known need not be the same one: each is known by its part.
      const name = given === UNKNOWN ? one.urn : given;
      const bucket = buckets.get(name) ?? { name, ...placeOf(one, options) };
      buckets.set(name, { ...bucket, ...partOf(kind, one, { bucket, options }) });
    }
  }
  return [...buckets.values()];
}

/** Project and region where the program names none are those of the settings. */
function placeOf(one: Described, options: WorldOptions): Pick<Bucket, "projectId" | "region"> {
  return {
    projectId: one.idAt("projectId", "Project") ?? options.projectId ?? UNKNOWN,
    region: one.text("region") ?? options.region ?? UNKNOWN,
  };
}

function partOf(
  kind: "BucketPolicy" | "BucketAcl" | "BucketObject",
  one: Described,
  { bucket, options }: { readonly bucket: Bucket; readonly options: WorldOptions },
): { policy?: BucketPolicy; grants?: readonly AclGrant[] } {
  // Objects of programs are private, and written by the bucket's own Project.
  if (kind === "BucketObject") return {};
  if (kind === "BucketPolicy") {
    if (bucket.policy) one.report("duplicate", "bucket", `has another policy: the last one holds`);
    return { policy: policyOf(one, { bucket, deployer: options.deployer }) };
  }
  if (bucket.grants) one.report("duplicate", "bucket", `has another list: the last one holds`);
  return { grants: grantsOf(one) };
}

function grantsOf(one: Described): readonly AclGrant[] {
  const canned = one.text("acl");
  if (canned !== undefined && canned !== UNKNOWN) {
    const known = Object.hasOwn(CANNED, canned) ? CANNED[canned] : undefined;
    if (known) return known;
    one.report("malformedProperty", "acl", `names ${canned}, which there is not`);
    return [];
  }
  const grants = one.value("grants");
  if (canned === UNKNOWN || grants === UNKNOWN) {
    one.report("unknownValue", canned === UNKNOWN ? "acl" : "grants", "is not known yet");
    return [OPEN_GRANT];
  }
  return one.asList(grants, "grants").flatMap((grant, index) => grantOf(one, grant, index));
}

function grantOf(one: Described, value: unknown, index: number): AclGrant[] {
  const path = `grants[${String(index)}]`;
  if (value === UNKNOWN) return [OPEN_GRANT];
  const { projectId, group, permission } = one.asRecord(value, path);
  const word = one.asText(permission, `${path}.permission`) ?? "";
  const given = word === UNKNOWN ? "FULL_CONTROL" : word;
  if (!PERMISSIONS.includes(given)) {
    one.report("malformedProperty", `${path}.permission`, `is none that there is`);
    return [];
  }
  const grantee =
    group === "AllUsers"
      ? "allUsers"
      : group === "AuthenticatedUsers"
        ? "authenticatedUsers"
        : {
            projectId:
              one.asId(projectId, { path: `${path}.projectId`, kind: "Project" }) ?? UNKNOWN,
          };
  return [{ grantee, permission: given as AclGrant["permission"] }];
}
