/**
 * Why a key is refused, from what decides it: asked for where a refusal is final, and at no other time.
 * @module
 */
import * as access from "../access";
import { signingPartsOf } from "../access/access-key";
import type { Context } from "../core/context";
import { isCloudError } from "../core/errors";
import { withoutMark } from "../core/mark";
import { serviceTime } from "../core/service-time";
import { rightsLists, rightsOf } from "./bearer-rights";
import { cloudFor } from "./cloud";
import type { ApiKey } from "./clients/iam";
import type { RefusedCall } from "./clients/object-storage/connection";
import { applicationOf, keyOf, referenceOf, userOf } from "./live-words";
import { bucketWithPolicy } from "./live-world";

/**
 * Why the call is refused and what would allow it, in whole sentences; undefined where the deployer may not read what
 * decides, and where that does not refuse the call: then the grant is there and has not spread.
 */
export async function whyRefused(context: Context, call: RefusedCall): Promise<string | undefined> {
  try {
    // Settings may name a Project themselves.
    const { accessKey, projectId: named } = signingPartsOf(call.accessKey);
    const key = await cloudFor(context).iam.getApiKey(accessKey);
    if (key === undefined) return undefined;
    const world = await worldAround(context, key, call);
    const { projectId = named, operation, bucket } = call;
    const signedAs = projectId === undefined ? accessKey : `${accessKey}@${projectId}`;
    const decision = access.explained(new access.Access(world), {
      asker: { kind: "key", accessKey: signedAs },
      action: operation,
      target:
        bucket === ""
          ? { projectId: projectId ?? key.defaultProjectId }
          : { bucket, key: call.key },
      circumstances: { time: serviceTime(context) },
    });
    return decision.answer === "deny" ? access.sentence(decision) : undefined;
  } catch (thrown) {
    if (isCloudError(thrown)) return undefined;
    throw thrown;
  }
}

/** What decides about one key: its bearer, the groups and policies that serve it, the Projects, the bucket. */
async function worldAround(
  context: Context,
  key: ApiKey,
  call: RefusedCall,
): Promise<access.World> {
  const cloud = cloudFor(context);
  const { iam, account } = cloud;
  const bearer = referenceOf(key.bearer);
  const principal = await principalOf(context, bearer);
  const rights = await rightsOf(bearer, await rightsLists(context), ({ id }) => iam.listRules(id));
  const projects = await account.listProjects();
  return {
    organizationId: await cloud.organizationId(),
    projects: projects.map(({ id, name }) => ({ id, name: withoutMark(name) })),
    principals: principal ? [principal] : [],
    ...rights,
    keys: [keyOf(key)],
    buckets: await bucketOf(
      context,
      call,
      projects.map(({ id }) => id),
    ),
  };
}

async function principalOf(
  context: Context,
  { kind, id }: access.PrincipalReference,
): Promise<access.Principal | undefined> {
  const { iam } = cloudFor(context);
  if (kind === "user") {
    const user = await iam.getUser(id);
    return user && userOf(user);
  }
  const application = await iam.getApplication(id);
  return application && applicationOf(application);
}

/** The bucket in whichever Project has it, with its policy. */
async function bucketOf(
  context: Context,
  { bucket: name, region, projectId: first }: RefusedCall,
  projectIds: readonly string[],
): Promise<access.Bucket[]> {
  if (name === "") return [];
  const order = new Set([...(first === undefined ? [] : [first]), ...projectIds]);
  for (const projectId of order) {
    const storage = cloudFor(context).objectStorage(projectId, region);
    const buckets = await storage.listBuckets();
    if (!buckets.some((bucket) => bucket.name === name)) continue;
    return [await bucketWithPolicy(storage, { name, projectId, region })];
  }
  return [];
}
